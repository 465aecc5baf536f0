// The newest version of the vault that a page has opened: fetched, held against what was seen, sealed anew.

import { ApiError } from "./api.js";
import { VaultChain } from "./vault_chain.js";
import { VaultRefused, blobHash, openVault, sealVault } from "./vault_cipher.js";

/** @import { SealedVault, ServedVault, VaultChange } from "./api.js" */
/** @import { VaultContent } from "./vault.js" */
/** @import { Seen, VaultMemory } from "./vault_memory.js" */

/**
 * @typedef {object} VaultApi  what of api.js is needed here
 * @property {() => Promise<ServedVault>} vault
 * @property {(change: VaultChange) => Promise<{version: number}>} saveVault
 * @property {(version: number) => Promise<SealedVault>} earlierVault
 *
 * @typedef {typeof import("./page_key.js").restoreDataKey} RestoreDataKey
 * @typedef {{version: number, parent: string, hash: string, content: VaultContent}} Version
 *   hash: that of its blob; parent: that of the blob before
 * @typedef {{change: VaultChange, sealed: Version}} Sealing  what to send, and what the server then has
 */

/**
 * The server offers a vault older than one this browser has seen, or another history of the same versions.
 */
export class RolledBack extends Error {
  /** @param {"older"|"forked"} how */
  constructor(how) {
    super("This server shows an earlier copy of your practice than this browser has seen.");
    this.how = how;
  }
}

export class VaultCopy {
  /**
   * @param {object} vault
   * @param {string} vault.username
   * @param {Uint8Array<ArrayBuffer>} vault.dataKey
   * @param {VaultMemory} vault.memory
   * @param {VaultApi} vault.api
   * @param {RestoreDataKey} vault.restoreDataKey
   */
  constructor({ username, dataKey, memory, api, restoreDataKey }) {
    this.username = username;
    this.dataKey = dataKey;
    this.memory = memory;
    this.api = api;
    this.restoreDataKey = restoreDataKey;
    this.chain = new VaultChain(username, (version) => this.api.earlierVault(version));
    /** @type {Version|null} */
    this.newest = null;
    /** What `RolledBack` has refused. @type {(ServedVault & {hash: string})|null} */
    this.refused = null;
  }

  /**
   * The server's version, opened but not taken yet; null when it is the one that is here. Throws
   * `RolledBack`, `VaultRefused`, `ApiError`.
   *
   * @returns {Promise<Version|null>}
   */
  async fetch() {
    // Asked before the server is: another tab may save a newer version while this answer travels.
    const known = (await this.memory.known()) ?? this.newest;
    const served = await this.api.vault();
    const offered = { ...served, hash: await blobHash(served.blob) };
    const verdict = await this.memory.check(offered, known);
    if (verdict === "older" || verdict === "forked") throw this.#refuse(offered, verdict);
    this.refused = null;
    if (this.newest !== null && offered.hash === this.newest.hash) {
      await this.memory.remember(this.newest);
      return null;
    }
    const version = await this.#open(offered);
    if (verdict === "later" && known !== null && !(await this.#follows(version, known)))
      throw this.#refuse(offered, "forked");
    return version;
  }

  /**
   * What was refused, opened: the clinician has accepted it. Throws `VaultRefused`.
   *
   * @returns {Promise<Version|null>}  null when nothing was refused
   */
  async acceptRefused() {
    if (this.refused === null) return null;
    const version = await this.#open(this.refused);
    await this.memory.forget();
    this.refused = null;
    return version;
  }

  /**
   * This version is the newest from now on; resolves when that is remembered.
   *
   * @param {Version} version
   * @returns {Promise<void>}
   */
  take(version) {
    this.newest = version;
    return this.memory.remember(version);
  }

  /**
   * @param {VaultContent} content
   * @param {Uint8Array<ArrayBuffer>} dataKey
   * @returns {Promise<Sealing>}
   */
  async seal(content, dataKey) {
    if (this.newest === null) throw new TypeError("the vault is not loaded");
    const { version: replaces, hash: parent } = this.newest;
    const version = replaces + 1;
    const blob = await sealVault({ dataKey, username: this.username, version, parent }, content);
    const sealed = { version, parent, hash: await blobHash(blob), content };
    return { change: { replaces, parent, blob }, sealed };
  }

  /**
   * The hash of a version's blob: its successor names it, and opens only when it names it truly.
   *
   * @param {number} version
   * @param {Version} later  that version, or one that came after it
   * @returns {Promise<string|null>}  null when the server has forgotten it
   */
  async hashOf(version, later) {
    if (later.version === version) return later.hash;
    if (later.version === version + 1) return later.parent;
    try {
      const { parent, blob } = await this.api.earlierVault(version + 1);
      const { username, dataKey } = this;
      await openVault({ username, dataKey, version: version + 1, parent }, blob);
      return parent;
    } catch (error) {
      if (error instanceof VaultRefused || (error instanceof ApiError && error.status === 404)) return null;
      throw error;
    }
  }

  /**
   * @param {ServedVault & {hash: string}} offered
   * @param {"older"|"forked"} how
   */
  #refuse(offered, how) {
    this.refused = offered;
    return new RolledBack(how);
  }

  /**
   * Whether what was seen is among this version's forerunners. The server keeps these for 30 days, so what cannot be
   * proved any more is believed of an old memory only.
   *
   * @param {Version} version
   * @param {Seen} known
   */
  async #follows(version, known) {
    const answer = await this.chain.descends(version, this.dataKey, known);
    return answer === "yes" || (answer === "unproved" && this.memory.isOld(known));
  }

  /**
   * @param {ServedVault & {hash: string}} offered
   * @returns {Promise<Version>}
   */
  async #open({ version, parent, hash, blob, page_half: half }) {
    const { username, dataKey } = this;
    try {
      const content = await openVault({ username, dataKey, version, parent }, blob);
      return { version, parent, hash, content };
    } catch (error) {
      if (!(error instanceof VaultRefused)) throw error;
      // Another tab may have changed the password: then the page key brings the new data key here too.
      const kept = await this.restoreDataKey(half);
      if (kept === null || kept.username !== username) throw error;
      const content = await openVault({ ...kept, version, parent }, blob);
      this.dataKey = kept.dataKey;
      return { version, parent, hash, content };
    }
  }
}
