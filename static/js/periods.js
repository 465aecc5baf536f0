// The epochs of a session as one page holds them: the newest, which it sends under once it may, and those before it.

import { CLOCK } from "./clock.js";

/** @import { Clock } from "./clock.js" */
/** @import { EpochKeys } from "./all_keys.js" */

/**
 * What a page holds of an epoch.
 *
 * @typedef {object} Period
 * @property {number} epoch
 * @property {Uint8Array<ArrayBuffer>} secret
 * @property {{sender: number, load: Uint8Array<ArrayBuffer>}} own
 * @property {{participant: string, sender: number, load: Uint8Array<ArrayBuffer>}[]} members
 */

/** Milliseconds for which keys are still received under after somebody has come, and after somebody has gone. */
export const KEPT_AFTER_JOIN = 5000;
export const KEPT_AFTER_LEAVE = 1000;

export class Periods {
  /**
   * @param {EpochKeys} keys
   * @param {Clock} [clock]
   */
  constructor(keys, clock = CLOCK) {
    this.keys = keys;
    this.clock = clock;
    /** @type {Period|null} */
    this.newest = null;
    /** Senders use the newest. */
    this.gone = false;
    /** Senders may send at all. */
    this.speaks = true;
    /** What is received under besides the newest. @type {Set<number>} */
    this.earlier = new Set();
    this.keptFor = KEPT_AFTER_JOIN;
  }

  /** The newest is held, and nobody here has gone over to it. */
  get isPending() {
    return this.newest !== null && !this.gone;
  }

  /**
   * Frames under this one can be read once the promise has resolved; it is sent under after `go`.
   *
   * @param {Period} period
   * @param {number} keptFor  milliseconds for which what was before is received under after `go`
   * @returns {Promise<boolean>}  false when another has taken its place meanwhile
   */
  async hold(period, keptFor) {
    if (this.newest !== null) this.earlier.add(this.newest.epoch);
    this.earlier.delete(period.epoch);
    // What was to be forgotten soon is not kept for longer by what comes after it.
    this.keptFor = this.isPending ? Math.min(keptFor, this.keptFor) : keptFor;
    this.newest = period;
    this.gone = false;
    await this.keys.hold(period);
    return this.newest === period;
  }

  go() {
    if (this.gone || this.newest === null) return;
    this.gone = true;
    this.#send();
    const over = [...this.earlier];
    this.clock.later(() => this.#drop(over), this.keptFor);
  }

  /** Nothing is sent, or is sent again under what it was sent under. @param {boolean} speaks */
  setSpeaking(speaks) {
    if (speaks === this.speaks) return;
    this.speaks = speaks;
    if (this.gone || !speaks) this.#send();
  }

  end() {
    const { newest } = this;
    this.newest = null;
    this.gone = false;
    this.keys.send(null);
    this.#drop([...this.earlier, ...(newest === null ? [] : [newest.epoch])]);
  }

  #send() {
    this.keys.send(this.speaks ? (this.newest?.epoch ?? null) : null);
  }

  /** @param {number[]} epochs */
  #drop(epochs) {
    for (const epoch of epochs) {
      this.earlier.delete(epoch);
      if (epoch !== this.newest?.epoch) this.keys.drop(epoch);
    }
  }
}
