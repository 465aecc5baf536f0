// Asks for a key frame when the frames that pass cannot be shown without one: some before them did not pass, or did
// not come.

/** @import { Frame, Sort } from "./codec.js" */

/** Milliseconds between two requests: one takes about a round trip to be answered. */
export const ASKED_EVERY = 500;

export class KeyFrames {
  /**
   * @param {Sort} sort
   * @param {() => Promise<unknown>} ask
   * @param {() => number} [now]  milliseconds, of a clock that nobody sets
   */
  constructor(sort, ask, now = () => performance.now()) {
    this.isVideo = sort === "video";
    this.ask = ask;
    this.now = now;
    this.isNeeded = true;
    this.asked = -Infinity;
  }

  /** A frame did not pass. */
  missed() {
    this.isNeeded = true;
  }

  /**
   * @param {Pick<Frame, "type">} frame
   * @param {boolean} [isAfterGap]  one before it has not come, and will not
   */
  passed({ type }, isAfterGap = false) {
    if (type === "key") this.isNeeded = false;
    const isDue = this.isNeeded || isAfterGap;
    if (!this.isVideo || !isDue || this.now() - this.asked < ASKED_EVERY) return;
    this.asked = this.now();
    // A connection that takes no request now is asked again: a key frame is still needed.
    this.ask().catch(() => this.missed());
  }
}
