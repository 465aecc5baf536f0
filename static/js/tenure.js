// Whose word counts at a place that several pages of one browser write to: that of the page that took it last.

import { randomId } from "./base64url.js";

/** @typedef {{holder: string, since: number}} Mark  a page load, and when it took the place, milliseconds */

export class Tenure {
  /** The time of day may be set back: what was seen of others counts as well. */
  #seen = 0;

  constructor() {
    this.holder = randomId();
    this.since = 0;
    /** Whose place this page goes on with, until another page takes it. */
    this.inherits = "";
  }

  /** What lies there was read by this page. @param {Mark|undefined} kept */
  read(kept) {
    this.inherits = kept?.holder ?? "";
    this.#seen = Math.max(this.#seen, kept?.since ?? 0);
  }

  /** This page has it from now on. @param {number} now */
  take(now) {
    this.since = Math.max(now, this.#seen + 1);
  }

  /**
   * Whether this page may change what lies there: nobody took it after this page did, or since this page has read it.
   *
   * @param {Mark|undefined} kept
   */
  mayChange(kept) {
    if (kept === undefined) return true;
    return kept.holder === this.holder || kept.holder === this.inherits || kept.since < this.since;
  }

  /** @returns {Mark} */
  get mark() {
    return { holder: this.holder, since: this.since };
  }
}
