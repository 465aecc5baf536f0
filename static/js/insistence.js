// Says something again while it has no answer: servers and pages drop what comes too fast.

/** @import { Clock } from "./clock.js" */

/** Milliseconds until it is said again, and what that grows to. */
export const SAID_AGAIN_AFTER = 2000;
const LATEST = 32_000;

export class Insistence {
  /**
   * @param {object} what
   * @param {() => unknown} what.open  what has no answer yet, another one after an answer; null when there is nothing
   * @param {() => void} what.say
   * @param {Clock} clock
   */
  constructor({ open, say }, clock) {
    this.open = open;
    this.say = say;
    this.clock = clock;
    this.waits = false;
    this.patience = SAID_AGAIN_AFTER;
  }

  /** From the shortest wait again. */
  begin() {
    this.patience = SAID_AGAIN_AFTER;
    this.later();
  }

  later() {
    const before = this.open();
    if (this.waits || before === null) return;
    this.waits = true;
    this.clock.later(() => {
      this.waits = false;
      const isSilent = before === this.open();
      this.patience = isSilent ? Math.min(LATEST, 2 * this.patience) : SAID_AGAIN_AFTER;
      if (isSilent) this.say();
      this.later();
    }, this.patience);
  }
}
