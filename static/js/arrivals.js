// What tells the clinician that somebody waits, wherever they look: words, a chime, a notification, and a lamp on the tab.

import { Alert } from "./alert.js";
import { CLOCK } from "./clock.js";
import { Doorbell } from "./doorbell.js";
import { TabBadge } from "./tab_badge.js";

/** @import { Notifications } from "./alert.js" */
/** @import { Chime } from "./chime.js" */
/** @import { Clock } from "./clock.js" */
/** @import { Badges } from "./tab_badge.js" */
/** @import { Waiter } from "./views/queue_card.js" */

/** Milliseconds between two arrivals that are read out: time to hear one of them. */
const APART = 4000;
/** What a browser takes as a person's leave to make a sound. */
const TOUCHES = Object.freeze(["click", "keydown"]);

export class Arrivals {
  /**
   * @param {object} page
   * @param {Pick<Chime, "ring"|"unlock">} page.chime
   * @param {(text: string) => void} page.announce   to those who hear the page
   * @param {Document} page.document
   * @param {Notifications|undefined} page.notification  undefined where there is none
   * @param {Pick<Navigator, "locks"> & Badges} page.navigator
   * @param {Clock} [clock]
   */
  constructor({ chime, announce, document, notification, navigator }, clock = CLOCK) {
    this.announce = announce;
    this.document = document;
    this.clock = clock;
    this.doorbell = new Doorbell({ chime, locks: navigator.locks }, clock);
    this.alert = new Alert({ notification, chosen: () => document.defaultView?.focus() });
    this.badge = new TabBadge({ document, navigator });
    /** Whoever was here when it was last looked; null before the first look. @type {ReadonlySet<string>|null} */
    this.here = null;
    this.waiting = 0;
    /** The numbers of those who have arrived and are not read out yet. @type {number[]} */
    this.unsaid = [];
    this.isSpeaking = false;
    for (const touch of TOUCHES) document.addEventListener(touch, () => chime.unlock(), { capture: true });
  }

  /**
   * Call whenever it may have changed, also while Today is locked. Somebody arrives who waits and was not here before:
   * whoever was sent back from the session was, and whoever has left and comes again was not.
   *
   * @param {readonly Pick<Waiter, "participant"|"others"|"waits">[]} waiters
   * @param {readonly string[]} inSession
   */
  update(waiters, inSession) {
    const { here } = this;
    const waiting = waiters.filter(({ waits }) => waits).map(devicesOf);
    this.here = new Set([...waiting.flat(), ...inSession]);
    this.waiting = waiting.length;
    this.badge.show(waiting.length);
    if (waiting.length === 0) this.#nobody();
    const arrived = waiting.filter((devices) => !devices.some((id) => here?.has(id))).length;
    if (arrived === 0) return;
    for (let number = waiting.length - arrived + 1; number <= waiting.length; number += 1) {
      this.unsaid.push(number);
    }
    // Somebody may come and go faster than it can be said.
    this.unsaid = this.unsaid.slice(-waiting.length);
    if (!this.isSpeaking) this.#speak();
    // Who opens the page sees who waits: that is no arrival.
    if (here !== null) void this.#ring();
  }

  #nobody() {
    this.unsaid = [];
    this.alert.close();
  }

  /** No chime and no notification, in no tab: an emergency card is open in this one. @param {boolean} on */
  setMuted(on) {
    this.doorbell.setMuted(on);
  }

  async #ring() {
    const rung = await this.doorbell.ring();
    if (rung === "needless" || this.waiting === 0 || this.#isLookedAt()) return;
    this.alert.show({ silent: rung === "rang" });
  }

  #isLookedAt() {
    return this.document.visibilityState === "visible" && this.document.hasFocus();
  }

  /** One at a time, for a screen reader drops what is said while it speaks. */
  #speak() {
    const number = Math.min(this.unsaid.shift() ?? 0, this.waiting);
    this.isSpeaking = number > 0;
    if (number === 0) return;
    this.announce(
      number === 1 ? "Somebody is waiting" : `Somebody else is waiting: ${number} people wait`,
    );
    this.clock.later(() => this.#speak(), APART);
  }
}

/**
 * By one link there is one who waits, whatever they hold in their hands.
 *
 * @param {Pick<Waiter, "participant"|"others">} waiter
 */
function devicesOf({ participant, others }) {
  return [participant, ...others.map((device) => device.participant)];
}
