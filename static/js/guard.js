// Who may see people and links on this page: opens the vault, and locks it in every tab of the browser.

import { ApiError } from "./api.js";
import { VaultRefused } from "./vault.js";
import { RolledBack } from "./vault_sync.js";

/** @import { Tabs } from "./idle.js" */
/** @import { VaultSync } from "./vault_sync.js" */

/**
 * opening: not known yet; locked: the password is wanted; open; older: the server's copy is an old one, and the
 * clinician is asked; refused: it does not open; away: the server does not answer; over: the sign-in is.
 *
 * @typedef {"opening"|"locked"|"open"|"older"|"refused"|"away"|"over"} GuardState
 *
 * @typedef {object} Keys  how the data key is found
 * @property {(half: string) => Promise<{username: string, dataKey: Uint8Array<ArrayBuffer>}|null>} restore
 * @property {(password: string, code?: string) => Promise<Uint8Array<ArrayBuffer>>} unlock
 * @property {() => Promise<void>} forget
 */

/**
 * @typedef {{sync: VaultSync, close: () => void}} Opening  close: nothing outside refers to it any more
 * @typedef {{offered: number, seen: number}} Versions      of the vault: the server's, and this browser's newest
 */

const SIGNED_OUT = 401;

export class Guard {
  /**
   * @param {object} page
   * @param {string} page.username
   * @param {Keys} page.keys
   * @param {() => Promise<string>} page.half   the server's half of the page key
   * @param {(dataKey: Uint8Array<ArrayBuffer>) => Opening} page.newSync
   * @param {() => Promise<Versions>} page.versions
   * @param {Tabs} page.tabs
   * @param {() => boolean} page.inSession      a lock waits for its end
   * @param {(sync: VaultSync) => void} page.opened
   * @param {() => void} page.closed            nothing of the vault may stay in memory or on the screen
   * @param {() => void} page.draw
   */
  constructor({ username, keys, half, newSync, versions, tabs, inSession, opened, closed, draw }) {
    this.username = username;
    this.keys = keys;
    this.half = half;
    this.newSync = newSync;
    this.askVersions = versions;
    this.tabs = tabs;
    this.inSession = inSession;
    this.opened = opened;
    this.closed = closed;
    this.draw = draw;
    /** @type {GuardState} */
    this.state = "opening";
    /** Why, in words. */
    this.text = "";
    /** When the server's copy is older. @type {Versions|null} */
    this.versions = null;
    /** @type {Opening|null} */
    this.current = null;
    /** Locked with changes that the server does not have: kept until it does. @type {Opening|null} */
    this.unsaved = null;
    this.locksLater = false;
    /** How many locks there were, here or in another tab: what was begun before one opens nothing after it. */
    this.locks = 0;
    tabs.addEventListener("message", ({ data }) => this.#heard(data));
  }

  isOpen() {
    return this.state === "open";
  }

  /** With what an earlier page of this sign-in has left, or else with the password. */
  async open() {
    const { locks } = this;
    try {
      const kept = await this.keys.restore(await this.half());
      if (kept === null || kept.username !== this.username) return this.#asks(locks);
      await this.#load(kept.dataKey, locks);
    } catch (error) {
      // What was kept is of no use any more, as after a change of the password: it is asked for.
      if (error instanceof VaultRefused) this.#asks(locks);
      else this.#failed(error, locks);
    }
  }

  /**
   * Rejects with what the person is told: `WrongPassword`, `ApiError`, `InstallationChanged`.
   *
   * @param {string} password
   * @param {string} [code]  of the recovery sheet, where this browser has not kept it
   */
  async unlock(password, code) {
    const { locks } = this;
    const dataKey = await this.keys.unlock(password, code);
    try {
      await this.#load(dataKey, locks);
    } catch (error) {
      if (error instanceof ApiError && error.status !== SIGNED_OUT) throw error;
      return this.#failed(error, locks);
    } finally {
      // What the lock has taken away is there again.
      if (locks !== this.locks) await this.keys.forget();
    }
    if (locks === this.locks) this.tabs.postMessage({ kind: "unlocked" });
  }

  /** The clinician says that the older copy is the right one. */
  async acceptOlder() {
    const { current, locks } = this;
    if (current === null) return;
    try {
      await current.sync.acceptOlder();
      this.#opens(current, locks);
    } catch (error) {
      this.#failed(error, locks);
    }
  }

  /**
   * Lock this page and all others; one that is in session waits until its end. A page that could not open the vault
   * yet finds no key when it can.
   */
  async lock() {
    this.locks += 1;
    this.tabs.postMessage({ kind: "locked" });
    this.#lockHere();
    await this.keys.forget();
  }

  /** A session has ended: what was held off for it happens now. */
  sessionEnded() {
    if (this.locksLater) this.#lockHere();
  }

  /** What was changed before the lock is saved when that is possible again. */
  async returned() {
    if (this.state === "away" || this.state === "over") return this.open();
    const { unsaved } = this;
    if (unsaved === null) return;
    try {
      await unsaved.sync.refresh();
      if (this.unsaved === unsaved) this.#drop("unsaved");
    } catch (error) {
      if (!(error instanceof ApiError || error instanceof RolledBack || error instanceof VaultRefused))
        throw error;
    }
  }

  isSaved() {
    return [this.current, this.unsaved].every((opening) => opening?.sync.isSaved() ?? true);
  }

  /**
   * Something has gone wrong with the vault while it was used.
   *
   * @param {unknown} error
   */
  troubled(error) {
    if (error instanceof ApiError && error.status === SIGNED_OUT) return this.#become("over");
    if (error instanceof ApiError) return this.#become("away", error.message);
    if (error instanceof RolledBack) return void this.#askOlder();
    if (error instanceof VaultRefused) return this.#become("refused");
    throw error;
  }

  /** The page is left, or another one goes on in its place. */
  end() {
    this.locks += 1;
    if (this.state !== "over") this.#become("over");
  }

  /** Nobody is signed in in this browser any more: all its pages put everything away. */
  signedOut() {
    this.tabs.postMessage({ kind: "over" });
    this.end();
  }

  /** The password is wanted; after a lock it is already, or the sign-in is over. @param {number} locks */
  #asks(locks) {
    if (locks === this.locks) this.#become("locked");
  }

  /**
   * What was begun has failed: after a lock that is no news.
   *
   * @param {unknown} error
   * @param {number} locks  how many there had been
   */
  #failed(error, locks) {
    const isOfVault = error instanceof RolledBack || error instanceof VaultRefused;
    const isAway = error instanceof ApiError && error.status !== SIGNED_OUT;
    if (locks === this.locks || !(isOfVault || isAway)) this.troubled(error);
  }

  /**
   * @param {Uint8Array<ArrayBuffer>} dataKey
   * @param {number} locks  how many there had been when it was begun
   */
  async #load(dataKey, locks) {
    const { unsaved } = this;
    if (unsaved !== null && (await this.#opensAgain(unsaved, locks))) return;
    this.#drop("current");
    const opening = this.newSync(dataKey);
    this.current = opening;
    await opening.sync.load();
    this.#opens(opening, locks);
  }

  /**
   * Go on with what was not saved before the lock, also while the server does not answer.
   *
   * @param {Opening} opening
   * @param {number} locks
   */
  async #opensAgain(opening, locks) {
    try {
      await opening.sync.refresh();
    } catch (error) {
      if (error instanceof VaultRefused || error instanceof RolledBack) return false;
      if (!(error instanceof ApiError) || error.status === SIGNED_OUT) throw error;
    }
    if (locks === this.locks) {
      this.unsaved = null;
      this.#opens(opening, locks);
    } else if (this.unsaved === opening && opening.sync.isSaved()) this.#drop("unsaved");
    return true;
  }

  /**
   * @param {Opening} opening
   * @param {number} locks  how many there had been when it was begun
   */
  #opens(opening, locks) {
    if (locks !== this.locks) {
      if (this.current === opening) this.#putAway();
      return;
    }
    this.current = opening;
    this.locksLater = false;
    this.#become("open");
    this.opened(opening.sync);
  }

  async #askOlder() {
    this.versions = null;
    this.#become("older");
    try {
      this.versions = await this.askVersions();
      this.draw();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
  }

  /** Only what is open stays so in a session; what is not open yet, or not at all, asks for the password then. */
  #lockHere() {
    if (this.state === "locked" || this.state === "over") return;
    this.locksLater = this.state === "open" && this.inSession();
    if (!this.locksLater) this.#become("locked");
  }

  /**
   * @param {GuardState} state
   * @param {string} [text]
   */
  #become(state, text = "") {
    const closes = this.state === "open" && state !== "open";
    this.state = state;
    this.text = text;
    if (state === "locked" || state === "over") this.#putAway();
    if (closes) this.closed();
    this.draw();
  }

  #putAway() {
    if (this.current?.sync.isSaved() === false) {
      this.unsaved = this.current;
      this.current = null;
    }
    this.#drop("current");
  }

  /** @param {"current"|"unsaved"} which */
  #drop(which) {
    this[which]?.close();
    this[which] = null;
  }

  /** @param {any} data */
  #heard(data) {
    if (data?.kind === "locked") {
      this.locks += 1;
      this.#lockHere();
    }
    if (data?.kind === "over") this.end();
    if (data?.kind === "unlocked" && this.state === "locked") void this.open();
  }
}
