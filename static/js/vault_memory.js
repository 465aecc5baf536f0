// The newest vault this browser has seen, so that a server cannot show an older one unnoticed.

import { encodeBase64url } from "./base64url.js";

/**
 * @typedef {{version: number, hash: string}} Seen  hash: `blobHash` of the version's blob
 * @typedef {"ok"|"older"|"forked"} Verdict
 *   older: a version below what was seen; forked: another history of the same versions
 */

export class VaultMemory {
  /**
   * @param {string} username
   * @param {string} installation
   * @param {Storage} storage
   */
  constructor(username, installation, storage = localStorage) {
    this.storage = storage;
    // A computer may be shared: who has an account here is nobody's business.
    this.name = nameOf(username, installation);
  }

  /** @returns {Promise<Seen|null>} */
  async known() {
    const text = this.storage.getItem(await this.name);
    const [, version, hash] = /^(\d{1,15}) ([A-Za-z0-9_-]{43})$/.exec(text ?? "") ?? [];
    return version === undefined || hash === undefined ? null : { version: Number(version), hash };
  }

  /**
   * A vault is asked for, another tab saves a newer one, the older one arrives: no rollback. So say what was
   * known before asking.
   *
   * @param {{version: number, parent: string, hash: string}} offered
   * @param {Seen|null} [known]
   * @returns {Promise<Verdict>}
   */
  async check(offered, known) {
    const seen = known === undefined ? await this.known() : known;
    if (seen === null) return "ok";
    if (offered.version < seen.version) return "older";
    if (offered.version === seen.version) return offered.hash === seen.hash ? "ok" : "forked";
    const follows = offered.version === seen.version + 1;
    return follows && offered.parent !== seen.hash ? "forked" : "ok";
  }

  /**
   * The highest version stays.
   *
   * @param {Seen} seen
   */
  async remember({ version, hash }) {
    const known = await this.known();
    if (known !== null && known.version > version) return;
    this.storage.setItem(await this.name, `${version} ${hash}`);
  }

  /** The clinician says that the practice was restored from a backup. */
  async forget() {
    this.storage.removeItem(await this.name);
  }
}

/**
 * @param {string} username
 * @param {string} installation
 */
async function nameOf(username, installation) {
  const text = new TextEncoder().encode(`telehealth/1 vault memory\0${installation}\0${username}`);
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", text));
  return `telehealth vault ${encodeBase64url(hash.subarray(0, 16))}`;
}
