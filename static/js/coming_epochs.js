// Media is faster than the channel: a frame may be here before the keys of its epoch. It waits for them, for a moment.

import { CLOCK } from "./clock.js";

/** @import { Clock } from "./clock.js" */

/** Milliseconds that a frame waits, and how many epochs after the newest it may be of. */
const WAITS_FOR = 500;
const AHEAD = 2;
const BYTE = 256;

export class ComingEpochs {
  /** @param {Pick<Clock, "later">} [clock] */
  constructor(clock = CLOCK) {
    this.clock = clock;
    /** The newest that is held, 0 for none. */
    this.newest = 0;
    /** The last bytes of those that were waited for, and did not come: nobody stops a picture twice. @type {Set<number>} */
    this.missed = new Set();
    /** Whoever waits. @type {Set<() => void>} */
    this.waiting = new Set();
  }

  /** @param {number} epoch  whose keys are here now */
  came(epoch) {
    this.newest = epoch;
    this.missed.clear();
    this.goOn();
  }

  /** Whoever waits need not any more. */
  goOn() {
    for (const go of this.waiting) go();
    this.waiting.clear();
  }

  /**
   * Until the keys of this epoch may be here. At once for every other than the next.
   *
   * @param {number} byte  its number's last
   * @returns {Promise<void>}
   */
  async wait(byte) {
    while (this.#isComing(byte)) {
      const came = await new Promise((resolve) => {
        this.waiting.add(() => resolve(true));
        this.clock.later(() => resolve(false), WAITS_FOR);
      });
      if (!came) this.missed.add(byte);
    }
  }

  /** @param {number} byte */
  #isComing(byte) {
    const ahead = (byte - (this.newest % BYTE) + BYTE) % BYTE;
    return this.newest > 0 && ahead > 0 && ahead <= AHEAD && !this.missed.has(byte);
  }
}
