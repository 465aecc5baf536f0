// When nobody has touched any page of this browser for a while: Today locks, but never a session.

import { CLOCK } from "./clock.js";
import { IDLE_AFTER } from "./last_touch.js";

/** @import { Clock } from "./clock.js" */
/** @import { LastTouch } from "./last_touch.js" */

/**
 * As much of a BroadcastChannel as is needed: what one page says, all others of the browser hear.
 *
 * @typedef {object} Tabs
 * @property {(message: object) => void} postMessage
 * @property {(type: "message", listener: (event: {data: any}) => void) => void} addEventListener
 */

/** Milliseconds. */
const LOOKS_EVERY = 15_000;
const TELLS_EVERY = 5_000;
/** A page in the background may speak only once a minute. */
const SESSION_HOLDS = 150_000;
const TOUCHES = Object.freeze(["pointerdown", "pointermove", "keydown", "wheel"]);

export class Idle {
  /**
   * @param {object} page
   * @param {Tabs} page.tabs
   * @param {() => boolean} page.inSession
   * @param {() => void} page.lock     nobody has been here for 15 minutes
   * @param {Pick<LastTouch, "record">} page.lastTouch  for the page that comes next
   * @param {Clock} [clock]
   */
  constructor({ tabs, inSession, lock, lastTouch }, clock = CLOCK) {
    this.clock = clock;
    this.tabs = tabs;
    this.inSession = inSession;
    this.lock = lock;
    this.lastTouch = lastTouch;
    this.last = clock.now();
    this.told = 0;
    /** Until when a session of another page holds the lock off. */
    this.heldUntil = 0;
    this.wasInSession = false;
    tabs.addEventListener("message", ({ data }) => this.#heard(data));
  }

  /** @param {EventTarget} target  what hears pointers and keys */
  start(target) {
    for (const type of TOUCHES) {
      target.addEventListener(type, () => this.touched(), { capture: true, passive: true });
    }
    this.#look();
  }

  /** The person is here. After too long it is not known which person: then the lock comes first. */
  touched() {
    if (this.check()) return;
    this.begin();
  }

  /** Counting begins anew, as when the page was unlocked. */
  begin() {
    const now = this.clock.now();
    this.last = now;
    if (now - this.told < TELLS_EVERY) return;
    this.told = now;
    this.lastTouch.record(now);
    this.tabs.postMessage({ kind: "touched", at: now });
  }

  /** Lock when it is time. Also asked after a sleep and after a session. @returns {boolean}  whether it was time */
  check() {
    const now = this.clock.now();
    // A clock that was set back must not hold the lock off.
    this.last = Math.min(this.last, now);
    this.heldUntil = Math.min(this.heldUntil, now + SESSION_HOLDS);
    if (now - this.last < IDLE_AFTER || this.#isHeld(now)) return false;
    this.last = now;
    this.lock();
    return true;
  }

  /** @param {number} now */
  #isHeld(now) {
    return this.inSession() || now < this.heldUntil;
  }

  #look() {
    const inSession = this.inSession();
    if (inSession || this.wasInSession) this.tabs.postMessage({ kind: "session", on: inSession });
    this.wasInSession = inSession;
    // Who reloads the page of a session is still in it.
    if (inSession) this.lastTouch.record(this.clock.now());
    this.check();
    this.clock.later(() => this.#look(), LOOKS_EVERY);
  }

  /** @param {any} data */
  #heard(data) {
    const now = this.clock.now();
    if (data?.kind === "touched") this.last = Math.max(this.last, Math.min(Number(data.at) || 0, now));
    if (data?.kind === "session") this.heldUntil = data.on === true ? now + SESSION_HOLDS : 0;
  }
}
