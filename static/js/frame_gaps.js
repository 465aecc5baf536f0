// Which pictures of one sender have not come, by the counters that they are sealed under: a sender skips none.
//
// A browser hands each picture to its transform when the last packet of it is there, so that one of which something
// had to be sent again comes after those that follow it. Whatever still has not come when the picture has stood
// still for a while is taken for lost: what follows cannot be shown without it. Left to itself, Chromium waits for
// up to three seconds more.

/** @import { Header } from "./sframe.js" */

/** Milliseconds for which a picture may stand still: in this time most of what was lost is sent again. */
export const PATIENCE = 500;
/** Milliseconds between two findings: whoever skips counters on purpose gets no more requests by it. */
export const FOUND_EVERY = 1000;

export class FrameGaps {
  /** @param {() => number} now  milliseconds, of a clock that nobody sets */
  constructor(now) {
    this.now = now;
    /** Of frames that come now, and of those before a change of keys. */
    this.kid = -1n;
    this.earlier = -1n;
    /** The lowest counter that has not come, and when it became the lowest. */
    this.next = 1n;
    this.since = 0;
    /** What has come after it. @type {Set<bigint>} */
    this.ahead = new Set();
    /** It is waited for no more: only a key frame helps. */
    this.isLost = false;
    this.found = -Infinity;
  }

  /**
   * A frame has been opened.
   *
   * @param {Pick<Header, "kid"|"counter">} header
   * @param {boolean} isKey
   * @returns {boolean}  whether it cannot be shown, for want of one before it that will not come: time for a request
   */
  passed({ kid, counter }, isKey) {
    if (kid === this.earlier) return false;
    if (kid !== this.kid) this.#begin(kid);
    if (isKey || counter === this.next) this.#continueAfter(counter);
    else if (counter > this.next && !this.isLost) this.ahead.add(counter);
    while (this.ahead.has(this.next)) this.#continueAfter(this.next);
    return this.#isDue();
  }

  /** @param {bigint} kid */
  #begin(kid) {
    this.earlier = this.kid;
    this.kid = kid;
    this.ahead.clear();
    this.#waitFor(1n);
  }

  /** @param {bigint} counter */
  #continueAfter(counter) {
    if (counter < this.next) return;
    this.#waitFor(counter + 1n);
    for (const other of this.ahead) if (other <= counter) this.ahead.delete(other);
  }

  /** @param {bigint} counter */
  #waitFor(counter) {
    this.next = counter;
    this.since = this.now();
    this.isLost = false;
  }

  #isDue() {
    const now = this.now();
    if (this.ahead.size > 0 && now - this.since >= PATIENCE) {
      this.ahead.clear();
      this.isLost = true;
    }
    if (!this.isLost || now - this.found < FOUND_EVERY) return false;
    this.found = now;
    return true;
  }
}
