// One page's changes to the vault, and how they agree with those of other pages and devices.

import * as serverApi from "./api.js";
import { ApiError } from "./api.js";
import { CLOCK } from "./clock.js";
import { restoreDataKey } from "./page_key.js";
import { apply, prune } from "./vault.js";
import { VaultRefused } from "./vault_cipher.js";
import { RolledBack, VaultCopy } from "./vault_copy.js";

/** @import { VaultChange } from "./api.js" */
/** @import { Clock } from "./clock.js" */
/** @import { Operation } from "./vault.js" */
/** @import { Version, VaultApi } from "./vault_copy.js" */
/** @import { VaultMemory } from "./vault_memory.js" */

export { RolledBack } from "./vault_copy.js";

/** How often a save is tried, each time on what another page has saved in between. */
const MOST_TRIES = 12;
/** Milliseconds before the second try, doubled each time up to the longest, and spread over half of that. */
const FIRST_PAUSE = 40;
const LONGEST_PAUSE = 2000;

/**
 * @typedef {object} Tabs  other pages of this browser: a BroadcastChannel
 * @property {(message: unknown) => void} postMessage
 * @property {(type: "message", listener: () => void) => void} addEventListener
 *
 * @typedef {object} Workings  what a test replaces
 * @property {typeof apply} apply
 * @property {() => number} random
 * @property {typeof restoreDataKey} restoreDataKey
 *
 * @typedef {(change: VaultChange) => Promise<unknown>} Send
 *   throws `ApiError` 412 when another version came first
 * @typedef {{hash: string, count: number}} Attempt
 *   a save: its blob's, and how many of the pending changes are in it
 */

/** @type {Workings} */
const BROWSER = { apply, random: Math.random, restoreDataKey };

export class VaultSync {
  /** @type {VaultCopy} */
  #copy;
  /** What is not saved yet, oldest first. @type {Operation[]} */
  #pending = [];
  /** Saves of the next version that may have been stored, though no answer said so. @type {Attempt[]} */
  #attempts = [];
  /** What is done with the server, one after the other. @type {Promise<unknown>} */
  #turn = Promise.resolve();
  /** A save that has not begun, and takes all changes along. @type {Promise<void>|null} */
  #nextSave = null;
  /** @type {Promise<void>|null} */
  #nextLoad = null;

  /**
   * @param {object} vault
   * @param {string} vault.username
   * @param {Uint8Array<ArrayBuffer>} vault.dataKey
   * @param {VaultMemory} vault.memory
   * @param {VaultApi} [vault.api]
   * @param {Clock} [vault.clock]
   * @param {() => void} vault.changed  the content is another, or whether it is saved
   * @param {Tabs} [vault.tabs]
   * @param {(error: Error) => void} vault.failed  after another tab's save: `RolledBack`, `VaultRefused`
   * @param {Workings} [workings]
   */
  constructor(
    { username, dataKey, memory, api = serverApi, clock = CLOCK, changed, failed, tabs },
    workings = BROWSER,
  ) {
    this.username = username;
    this.#copy = new VaultCopy({ username, dataKey, memory, api, restoreDataKey: workings.restoreDataKey });
    this.api = api;
    this.clock = clock;
    this.changed = changed;
    this.tabs = tabs;
    this.failed = failed;
    this.workings = workings;
    tabs?.addEventListener("message", () => void this.#refreshForTab());
  }

  /** Another one after a new password. */
  get dataKey() {
    return this.#copy.dataKey;
  }

  /** The vault with what is not saved yet. Before `load` there is none: `TypeError`. */
  get content() {
    return this.workings.apply(this.#newest().content, this.#pending);
  }

  /** @returns {boolean}  whether the server has all changes */
  isSaved() {
    return this.#pending.length === 0;
  }

  /** The newest version known here, the hash that its successor names as parent, and the content. */
  snapshot() {
    const { version, hash } = this.#newest();
    return { version, parent: hash, content: this.content };
  }

  /**
   * Fetch and open the vault. Throws `RolledBack` (then nothing is opened until `acceptOlder`),
   * `VaultRefused`, `ApiError`.
   *
   * @returns {Promise<void>}
   */
  load() {
    this.#nextLoad ??= this.#inTurn(() => {
      this.#nextLoad = null;
      return this.#fetch();
    });
    return this.#nextLoad;
  }

  /**
   * Take what `RolledBack` has refused: the clinician knows that the practice was restored. Throws
   * `VaultRefused`, and as `change` when what is pending cannot be saved.
   *
   * @returns {Promise<void>}
   */
  async acceptOlder() {
    await this.#inTurn(async () => {
      const version = await this.#copy.acceptRefused();
      if (version !== null) await this.#take(version, 0);
    });
    await this.retry();
  }

  /**
   * Make changes: seen at once, saved as soon as can be. Rejects with `ApiError`, `RolledBack` or `VaultRefused`
   * when they could not be saved now: they stay, and go with the next change, `refresh` or `retry`.
   *
   * @param {readonly Operation[]} operations
   * @returns {Promise<void>}
   */
  async change(operations) {
    this.#newest();
    this.#pending.push(...operations);
    this.changed();
    await this.#save();
  }

  /**
   * See what other pages have saved, and save what is pending. Throws as `load` and `change`.
   *
   * @returns {Promise<void>}
   */
  async refresh() {
    await this.load();
    await this.retry();
  }

  /**
   * Save what is pending. Throws as `change`.
   *
   * @returns {Promise<void>}
   */
  async retry() {
    if (!this.isSaved()) await this.#save();
  }

  /**
   * Seal the vault, with what is pending and these changes, under another data key as the next version.
   *
   * @param {Uint8Array<ArrayBuffer>} dataKey
   * @param {readonly Operation[]} operations
   * @param {Send} send  stores it together with what opens the new key; called again after a 412
   * @returns {Promise<void>}
   */
  rekey(dataKey, operations, send) {
    return this.#inTurn(() => this.#put(dataKey, operations, send));
  }

  #newest() {
    if (this.#copy.newest === null) throw new TypeError("the vault is not loaded");
    return this.#copy.newest;
  }

  /**
   * @template T
   * @param {() => Promise<T>} task
   * @returns {Promise<T>}
   */
  #inTurn(task) {
    const done = this.#turn.then(task);
    this.#turn = done.catch(() => {});
    return done;
  }

  /** Changes made while a save is under way wait for one save of them all. */
  #save() {
    this.#nextSave ??= this.#inTurn(async () => {
      this.#nextSave = null;
      if (!this.isSaved()) await this.#put(null, [], (change) => this.api.saveVault(change));
    });
    return this.#nextSave;
  }

  /**
   * Compare-and-swap: what was saved in between is fetched, and the same changes are made to that.
   *
   * @param {Uint8Array<ArrayBuffer>|null} newKey  null: the one there is by then
   * @param {readonly Operation[]} operations       beside those pending
   * @param {Send} send
   */
  async #put(newKey, operations, send) {
    if (this.#copy.refused !== null) await this.#fetch();
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.#putOnce(newKey ?? this.dataKey, operations, send);
      } catch (error) {
        if (!(error instanceof ApiError) || error.status !== 412 || tries === MOST_TRIES) throw error;
      }
      await this.#pause(tries);
      await this.#fetch();
      // What was refused may have been stored before: browsers repeat a request when a connection breaks.
      if (this.isSaved() && operations.length === 0) return undefined;
    }
  }

  /**
   * @param {Uint8Array<ArrayBuffer>} dataKey
   * @param {readonly Operation[]} operations
   * @param {Send} send
   */
  async #putOnce(dataKey, operations, send) {
    const count = this.#pending.length;
    const next = this.workings.apply(this.#newest().content, [...this.#pending, ...operations]);
    const { change, sealed } = await this.#copy.seal(prune(next, this.clock.now() / 1000), dataKey);
    this.#attempts.push({ hash: sealed.hash, count });
    await send(change);
    this.#copy.dataKey = dataKey;
    await this.#take(sealed, count);
    this.#tellTabs(sealed.version);
  }

  /** @param {number} version */
  #tellTabs(version) {
    try {
      this.tabs?.postMessage({ version });
    } catch (error) {
      // The page was locked while this was on its way, and has closed its channel: it is saved all the same.
      if (!(error instanceof DOMException)) throw error;
    }
  }

  async #fetch() {
    const version = await this.#copy.fetch();
    if (version !== null) await this.#take(version, await this.#countIn(version));
  }

  /**
   * @param {Version} version
   * @param {number} count  so many of the pending changes are in it
   */
  async #take(version, count) {
    this.#pending.splice(0, count);
    this.#attempts = [];
    const remembered = this.#copy.take(version);
    this.changed();
    await remembered;
  }

  /**
   * A save whose answer was lost may have been stored, and another page may have changed the same fields since.
   * Making those changes again would undo theirs: so find out which blob came after the newest one here.
   *
   * @param {Version} version
   * @returns {Promise<number>}  how many of the pending changes are in this version or one before it
   */
  async #countIn(version) {
    if (this.#attempts.length === 0) return 0;
    const hash = await this.#copy.hashOf(this.#newest().version + 1, version);
    return this.#attempts.find((attempt) => attempt.hash === hash)?.count ?? 0;
  }

  async #refreshForTab() {
    if (this.#copy.newest === null) return;
    try {
      await this.refresh();
    } catch (error) {
      // A server that does not answer is no news: the next change or refresh sees it.
      if (error instanceof RolledBack || error instanceof VaultRefused) this.failed(error);
      else if (!(error instanceof ApiError)) throw error;
    }
  }

  /** @param {number} tries */
  async #pause(tries) {
    const longest = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (tries - 1));
    const milliseconds = (longest / 2) * (1 + this.workings.random());
    await new Promise((resolve) => this.clock.later(() => resolve(undefined), milliseconds));
  }
}
