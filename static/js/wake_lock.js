// Keeps the screen on during a session, where the browser can.

import { CLOCK } from "./clock.js";

/** @import { Clock } from "./clock.js" */

/** What the system has taken or refused while the page is seen, on a low battery say, is asked for again: milliseconds. */
const AGAIN = 15_000;

export class WakeLock {
  /** @param {Clock} [clock] */
  constructor(clock = CLOCK) {
    this.clock = clock;
    this.wanted = false;
    /** @type {WakeLockSentinel|null} */
    this.sentinel = null;
    /** The time for another try is set. */
    this.waits = false;
    // The browser gives it up whenever the page is hidden.
    document.addEventListener("visibilitychange", () => this.#apply());
  }

  /** @param {boolean} wanted */
  set(wanted) {
    if (wanted === this.wanted) return;
    this.wanted = wanted;
    this.#apply();
  }

  async #apply() {
    if (!this.wanted) {
      const sentinel = this.sentinel;
      this.sentinel = null;
      await sentinel?.release();
      return;
    }
    if (document.visibilityState !== "visible" || !("wakeLock" in navigator)) return;
    if (this.sentinel !== null && !this.sentinel.released) return;
    try {
      await this.#arrived(await navigator.wakeLock.request("screen"));
    } catch (error) {
      // Refused on a low battery: the session goes on, and the screen may go dark as the person has set it to.
      if (!(error instanceof DOMException)) throw error;
      this.#applyLater();
    }
  }

  /**
   * The browser takes its time: by now the session may be over, or another request have been met.
   *
   * @param {WakeLockSentinel} sentinel
   */
  async #arrived(sentinel) {
    const isHeld = this.sentinel !== null && !this.sentinel.released;
    if (!this.wanted || isHeld) return sentinel.release();
    this.sentinel = sentinel;
    sentinel.addEventListener("release", () => {
      if (this.sentinel === sentinel) this.#applyLater();
    });
  }

  /** A page that is hidden by then asks when it is seen again. */
  #applyLater() {
    if (this.waits || !this.wanted) return;
    this.waits = true;
    this.clock.later(() => {
      this.waits = false;
      this.#apply();
    }, AGAIN);
  }
}
