// Hands out the stream numbers of a page: each once for a secret, whatever happens to transforms and workers.

import { STREAMS } from "./media_secret.js";

/** @typedef {{ secret: Uint8Array, load: Uint8Array, epoch: number, sender: number }} Period */

export class StreamNumbers {
  constructor() {
    /** The next number, by period. Nothing is taken out: a secret that comes again goes on where it was. */
    /** @type {Map<string, number>} */
    this.next = new Map();
  }

  /**
   * @param {Period} period
   * @returns {number | null}  null when all of them are used up
   */
  take(period) {
    const name = nameOf(period);
    const number = this.next.get(name) ?? 0;
    if (number === STREAMS) return null;
    this.next.set(name, number + 1);
    return number;
  }
}

/**
 * Four bytes tell a secret from others without keeping it: two that agree in them share their numbers, which
 * wastes some and repeats none.
 *
 * @param {Period} period
 */
function nameOf({ secret, load, epoch, sender }) {
  return [epoch, sender, ...secret.subarray(0, 4), ...load].join(" ");
}
