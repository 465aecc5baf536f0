// The newest vault this browser has seen, so that a server cannot show an older one unnoticed.

import { encodeBase64url } from "./base64url.js";
import { CLOCK } from "./clock.js";
import { KEPT_SECONDS } from "./vault.js";

/** @import { Clock } from "./clock.js" */

/**
 * @typedef {{version: number, hash: string, at?: number}} Seen
 *   hash: `blobHash` of the version's blob; at: when it was last seen to be the newest, seconds
 * @typedef {"ok"|"later"|"older"|"forked"} Verdict
 *   later: more than one version after what was seen, so that its parent says nothing of it;
 *   older: a version below what was seen; forked: another history of the same versions
 */

export class VaultMemory {
  /**
   * @param {string} username
   * @param {string} installation
   * @param {Storage} [storage]
   * @param {Clock} [clock]
   */
  constructor(username, installation, storage = localStorage, clock = CLOCK) {
    this.storage = storage;
    this.clock = clock;
    // A computer may be shared: who has an account here is nobody's business.
    this.name = nameOf(username, installation);
  }

  /** @returns {Promise<Seen|null>} */
  async known() {
    const text = this.storage.getItem(await this.name);
    const [, version, hash, at] = /^(\d{1,15}) ([A-Za-z0-9_-]{43}) (\d{1,15})$/.exec(text ?? "") ?? [];
    return version === undefined || hash === undefined
      ? null
      : { version: Number(version), hash, at: Number(at) };
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
    if (offered.version > seen.version + 1) return "later";
    return offered.parent === seen.hash ? "ok" : "forked";
  }

  /**
   * Whether it was the newest so long ago that the server may have forgotten what came between.
   *
   * @param {Seen} seen
   * @returns {boolean}
   */
  isOld({ at }) {
    return at !== undefined && this.#now() - at > KEPT_SECONDS;
  }

  /**
   * This is the newest version now. The highest one stays.
   *
   * @param {Seen} seen
   */
  async remember({ version, hash }) {
    const known = await this.known();
    if (known !== null && known.version > version) return;
    this.storage.setItem(await this.name, `${version} ${hash} ${this.#now()}`);
  }

  /** The clinician says that the practice was restored from a backup. */
  async forget() {
    this.storage.removeItem(await this.name);
  }

  #now() {
    return Math.floor(this.clock.now() / 1000);
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
