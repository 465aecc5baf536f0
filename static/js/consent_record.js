// What this page's person has agreed to, and when they were in session: in the page's memory alone.

import { CLOCK } from "./clock.js";

/** @import { Consent } from "./card.js" */
/** @import { Clock } from "./clock.js" */
/** @import { Visit } from "./visit.js" */

/**
 * @typedef {object} Agreed
 * @property {string} clinician  the public name
 * @property {string} name       as typed
 * @property {string} part       a guest's role in words, empty for a client
 * @property {Consent} consent
 * @property {number} at         seconds, when this page had it first
 * @property {{from: number, to: number|null}[]} sessions  seconds; to: null while it is on
 *
 * @typedef {Pick<Visit, "room"|"standing"|"hasLeft"|"status"> & {correspondence: Pick<Visit["correspondence"], "card">,
 *   seat: Pick<Visit["seat"], "read">}} Followed
 */

const IN_SESSION = new Set(["admitted", "held"]);

export class ConsentRecord {
  /** @type {Agreed|null} */
  agreed = null;
  /** The person has gone by *Quick exit*: whatever this page is still told, nothing is noted. */
  #isGone = false;

  /** @param {Pick<Clock, "now">} [clock] */
  constructor(clock = CLOCK) {
    this.clock = clock;
  }

  /**
   * Call whenever the visit is another. A card that a reload has brought back counts: it was this person's check-in.
   *
   * @param {Followed} visit
   */
  follow(visit) {
    const { card } = visit.correspondence;
    if (this.#isGone || visit.room === null || card === null) return;
    const now = this.clock.now() / 1000;
    const { name, part, consent } = card;
    const about = { clinician: visit.room.clinician, name, part, consent: { ...consent } };
    if (this.agreed === null || !isSame(this.agreed, about)) this.agreed = { ...about, at: now, sessions: [] };
    this.#session(this.agreed.sessions, isIn(visit), now, visit.seat.read()?.started);
  }

  /** For good. */
  forget() {
    this.#isGone = true;
    this.agreed = null;
  }

  /**
   * @param {Agreed["sessions"]} sessions
   * @param {boolean} isOn
   * @param {number} now
   * @param {number|undefined} started  milliseconds: what the tab knows of a session from before a reload
   */
  #session(sessions, isOn, now, started) {
    const last = sessions.at(-1);
    if (isOn && (last === undefined || last.to !== null)) {
      const isFirst = last === undefined && started !== undefined;
      sessions.push({ from: isFirst ? Math.min(now, started / 1000) : now, to: null });
    }
    if (!isOn && last?.to === null) last.to = now;
  }
}

/** @param {Followed} visit */
function isIn({ standing, hasLeft, status }) {
  return standing !== null && !hasLeft && status.state !== "over" && IN_SESSION.has(standing);
}

/**
 * Whoever signs something else, or as somebody else, has another receipt.
 *
 * @param {Pick<Agreed, "name"|"part"|"consent">} one
 * @param {Pick<Agreed, "name"|"part"|"consent">} other
 */
function isSame(one, other) {
  const facts = (/** @type {typeof one} */ { name, part, consent }) => JSON.stringify([name, part, consent]);
  return facts(one) === facts(other);
}
