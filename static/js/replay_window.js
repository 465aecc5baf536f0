// Which counters of one key have been taken: everything of late, and nothing older (RFC 9605, section 9.3).

/** Frames that may still come late. Sound is opened before the browser has put it in order. */
export const WINDOW = 1024;

export class ReplayWindow {
  constructor() {
    this.highest = -1n;
    this.taken = new Uint8Array(WINDOW);
  }

  /** @param {bigint} counter */
  isNew(counter) {
    if (counter > this.highest) return true;
    return this.highest - counter < BigInt(WINDOW) && this.taken[placeOf(counter)] === 0;
  }

  /**
   * Take one that has proved authentic. Nobody moves the window with what has not.
   *
   * @param {bigint} counter
   * @returns {boolean}  false for one that was taken before, or is too old to tell
   */
  take(counter) {
    if (!this.isNew(counter)) return false;
    this.#moveTo(counter);
    this.taken[placeOf(counter)] = 1;
    return true;
  }

  /** @param {bigint} counter */
  #moveTo(counter) {
    if (counter - this.highest >= BigInt(WINDOW)) {
      this.taken.fill(0);
    } else {
      for (let skipped = this.highest + 1n; skipped < counter; skipped += 1n) this.taken[placeOf(skipped)] = 0;
    }
    if (counter > this.highest) this.highest = counter;
  }
}

/** @param {bigint} counter */
function placeOf(counter) {
  return Number(counter % BigInt(WINDOW));
}
