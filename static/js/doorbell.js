// One ring for each arrival in all tabs of this browser: whichever of them may sound does, and the others keep still.

import { CLOCK } from "./clock.js";

/** @import { Chime } from "./chime.js" */
/** @import { Clock } from "./clock.js" */

/** Held by the tab whose turn it is to ring. */
const TURN = "telehealth doorbell";
/** Held for a while by the tab that has rung. */
const RANG = "telehealth doorbell has rung";
/** Held by every tab in which it must be quiet. A tab that crashes lets go of it. */
const QUIET = "telehealth quiet";
/** Milliseconds within which all tabs notice one arrival, and no second ring is wanted. */
const ONCE_IN = 4000;

export class Doorbell {
  /**
   * @param {object} page
   * @param {Pick<Chime, "ring">} page.chime
   * @param {Pick<LockManager, "request"|"query">} page.locks
   * @param {Clock} [clock]
   */
  constructor({ chime, locks }, clock = CLOCK) {
    this.chime = chime;
    this.locks = locks;
    this.clock = clock;
    /** Ends the quiet. @type {(() => void)|null} */
    this.unmute = null;
  }

  /**
   * No ring in any tab while it is so in one of them.
   *
   * @param {boolean} on
   */
  setMuted(on) {
    if (on === (this.unmute !== null)) return;
    this.unmute?.();
    this.unmute = on ? this.#hold(QUIET).end : null;
  }

  /**
   * rang: here; refused: this browser lets this tab make no sound; needless: another tab has, or it is to be quiet.
   *
   * @returns {Promise<"rang"|"refused"|"needless">}
   */
  async ring() {
    return /** @type {Promise<"rang"|"refused"|"needless">} */ (
      this.locks.request(TURN, () => this.#ring())
    );
  }

  /** @returns {Promise<"rang"|"refused"|"needless">} */
  async #ring() {
    const { held = [] } = await this.locks.query();
    if (this.unmute !== null || held.some(({ name }) => name === RANG || name === QUIET)) return "needless";
    if (!(await this.chime.ring("arrival"))) return "refused";
    const { begun, end } = this.#hold(RANG);
    this.clock.later(end, ONCE_IN);
    await begun;
    return "rang";
  }

  /** @param {string} name */
  #hold(name) {
    let end = () => {};
    const ended = /** @type {Promise<void>} */ (new Promise((resolve) => (end = resolve)));
    const begun = /** @type {Promise<void>} */ (
      new Promise((resolve) => {
        void this.locks.request(name, { mode: "shared" }, () => {
          resolve();
          return ended;
        });
      })
    );
    return { begun, end };
  }
}
