// The end of the server's audit log, remembered in the vault: a log that was rewritten has another one.

import { put } from "./operation.js";

/** @import { AuditHead as Answer } from "./api.js" */
/** @import { Operation, VaultContent } from "./vault.js" */

/** Where the vault keeps it. */
const ENTRY = "audit";

export class AuditHead {
  /** @param {(number: number) => Promise<Answer>} ask  the head, and the hash of the row with this number */
  constructor(ask) {
    this.ask = ask;
    this.rewritten = false;
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
    const entry = content.entries[ENTRY];
    const remembered = entry?.kind === "audit" ? entry : null;
    const { head, known } = await this.ask(remembered?.number ?? 0);
    this.rewritten = remembered !== null && isRewritten(remembered, { head, known });
    const isNews = head.number > (remembered?.number ?? 0);
    this.next = isNews && !this.rewritten ? put(ENTRY, { kind: "audit", ...head }) : null;
    return remembered === null && this.next !== null;
  }

  forget() {
    this.rewritten = false;
    this.next = null;
  }

  /** What is to be remembered, with whatever is written next: a write of its own would be needless. @returns {Operation[]} */
  along() {
    const next = this.next;
    this.next = null;
    return next === null ? [] : [next];
  }
}

/**
 * A row that is purged (`known` is null) proves nothing; a log that ends before the remembered row was cut.
 *
 * @param {{number: number, hash: string}} remembered
 * @param {Answer} answer
 * @returns {boolean}
 */
export function isRewritten(remembered, { head, known }) {
  return head.number < remembered.number || (known !== null && known !== remembered.hash);
}
