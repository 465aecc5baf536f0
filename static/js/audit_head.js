// The end of the server's audit log, remembered in the vault: a log that was rewritten has another one.

import { put } from "./operation.js";

/** @import { AuditHead as Answer } from "./api.js" */
/** @import { Operation, VaultContent } from "./vault.js" */

/** @typedef {{number: number, hash: string, at: number}} Remembered  a row that was the head then, seconds */

/** Where the vault keeps it. */
const ENTRY = "audit";
/**
 * The server keeps a row for 30 days at least. The head was a bit older than its sight: signing in, which leaves a
 * row, was half a day ago at most.
 */
const KEPT_SECONDS = 29 * 24 * 3600;

export class AuditHead {
  /**
   * @param {(number: number) => Promise<Answer>} ask  the head, and the hash of the row with this number
   * @param {() => number} now                         seconds
   */
  constructor(ask, now) {
    this.ask = ask;
    this.now = now;
    /** What was remembered, and is not in the log. @type {Remembered|null} */
    this.missing = null;
    /** The head of the log there is now. @type {Remembered|null} */
    this.head = null;
    /** @type {Operation|null} */
    this.next = null;
  }

  /**
   * Compare what the server says with what the vault remembers. Throws `ApiError`.
   *
   * @param {VaultContent} content
   * @returns {Promise<boolean>}  whether nothing was remembered, so that it should be written down now
   */
  async check(content) {
    const remembered = read(content);
    const now = this.now();
    const answer = await this.ask(remembered?.number ?? 0);
    const { head } = answer;
    this.head = { ...head, at: now };
    this.missing = remembered !== null && isRewritten(remembered, answer, now) ? remembered : null;
    const isNews = head.number > (remembered?.number ?? 0);
    this.next = isNews && this.missing === null ? put(ENTRY, { kind: "audit", ...this.head }) : null;
    return remembered === null && this.next !== null;
  }

  forget() {
    this.missing = null;
    this.head = null;
    this.next = null;
  }

  /**
   * The clinician knows that the log is another one: from now on its head is remembered.
   *
   * @returns {Operation[]}  to be written
   */
  accept() {
    const { head } = this;
    this.missing = null;
    return head === null ? [] : [put(ENTRY, { kind: "audit", ...head })];
  }

  /** What is to be remembered, with whatever is written next: a write of its own would be needless. @returns {Operation[]} */
  along() {
    const next = this.next;
    this.next = null;
    return next === null ? [] : [next];
  }
}

/**
 * @param {VaultContent} content
 * @returns {Remembered|null}
 */
function read(content) {
  const entry = content.entries[ENTRY];
  // Of a log that was empty there is no row.
  return entry?.kind === "audit" && entry.number > 0 ? entry : null;
}

/**
 * A log that ends before the remembered row was cut. A row that is not there (`known` is null) may have been purged,
 * but not before its time: whoever makes a log anew can make up a purge as well.
 *
 * @param {Remembered} remembered
 * @param {Answer} answer
 * @param {number} now  seconds
 * @returns {boolean}
 */
export function isRewritten(remembered, { head, known }, now) {
  if (head.number < remembered.number) return true;
  return known === null ? now - remembered.at < KEPT_SECONDS : known !== remembered.hash;
}
