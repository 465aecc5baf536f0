// When somebody last touched a page of this browser, kept for the page that comes next.

/** Milliseconds. */
export const IDLE_AFTER = 15 * 60_000;
const PLACE = "telehealth last touch";

export class LastTouch {
  /** @param {Storage} storage */
  constructor(storage = localStorage) {
    this.storage = storage;
  }

  /** @param {number} now  milliseconds */
  record(now) {
    this.storage.setItem(PLACE, String(now));
  }

  /**
   * Whether it is so long ago that nobody knows who is here now. Before the first touch it is not.
   *
   * @param {number} now  milliseconds
   * @returns {boolean}
   */
  isOld(now) {
    const kept = this.storage.getItem(PLACE);
    if (kept === null) return false;
    const age = now - Number(kept);
    // Neither a clock that was set back nor nonsense holds the lock off.
    return !(age > -IDLE_AFTER && age < IDLE_AFTER);
  }
}
