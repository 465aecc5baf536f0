// Twin of telehealth/core/pace.py: how many messages of one sender a page takes.

/** @import { Clock } from "./clock.js" */

/** A token bucket: so many at once, and so many a second in the long run. */
export class Pace {
  /**
   * @param {object} limits
   * @param {number} limits.atOnce
   * @param {number} limits.perSecond
   * @param {Clock} clock
   */
  constructor({ atOnce, perSecond }, clock) {
    this.atOnce = atOnce;
    this.perSecond = perSecond;
    this.clock = clock;
    this.left = atOnce;
    this.since = clock.now();
  }

  /** Take one. @returns {boolean}  false when there was none left */
  take() {
    const now = this.clock.now();
    const gained = ((now - this.since) / 1000) * this.perSecond;
    this.left = Math.min(this.atOnce, this.left + Math.max(0, gained));
    this.since = now;
    if (this.left < 1) return false;
    this.left -= 1;
    return true;
  }
}
