// A client's page that was in session when a server was restarted, until the clinician's page has said who was where.

import { hostIsHere, ownStanding, reduce } from "./room.js";

/** @import { Clock } from "./clock.js" */
/** @import { Standing, ToBrowser } from "./messages.js" */
/** @import { Person, Room } from "./room.js" */

/** So long the clinician's page may take altogether while it is there, before its silence is an answer. Milliseconds. */
const HOST_HAS = 5000;
/** And so long it may stay away: nobody sits before a camera for a session that nobody goes on with. */
const AWAY_FOR = 600_000;
const IN_SESSION = new Set(/** @type {Standing[]} */ (["admitted", "held"]));
/** Where a server that has forgotten the session puts whoever comes back to it. */
const BEGUN = new Set(/** @type {Standing[]} */ (["checking", "waiting"]));

export class Returning {
  /**
   * @param {(stood: Standing) => void} given  the page has waited long enough, and goes by the server's word
   * @param {Clock} clock
   */
  constructor(given, clock) {
    this.given = given;
    this.clock = clock;
    /** Where the person stood, while this page returns. @type {Standing|null} */
    this.from = null;
    /** The page that hosted. @type {string|null} */
    this.host = null;
    /** What timers belong to: they mean nothing in another return. @type {object|null} */
    this.turn = null;
    /** Since when the page that hosts is there, null while it is not; and for how long it was before. Milliseconds. */
    this.since = /** @type {number|null} */ (null);
    this.spent = 0;
  }

  get isOn() {
    return this.from !== null;
  }

  /**
   * Where the person stands, as far as this page is concerned.
   *
   * @param {Room} room
   * @returns {Standing}
   */
  standing(room) {
    return this.from ?? ownStanding(room);
  }

  /**
   * The room after a message. Of one that a restarted server has made anew, everybody whom it does not name yet is still
   * there for this page, and not connected.
   *
   * @param {Room|null} before
   * @param {ToBrowser} message
   * @param {boolean} stays  the person has not left in the meantime
   * @returns {Room|null}
   */
  reduce(before, message, stays) {
    const room = reduce(before, message, Date.now());
    if (before === null || room === null || room === before) return room;
    return message.type === "welcome" ? this.#welcomed(before, room, stays) : this.#changed(room);
  }

  end() {
    this.from = null;
    this.host = null;
    this.turn = null;
    this.since = null;
    this.spent = 0;
  }

  /**
   * @param {Room} before
   * @param {Room} room
   * @param {boolean} stays
   */
  #welcomed(before, room, stays) {
    const stood = this.standing(before);
    const isAnew = this.isOn || room.version <= before.version;
    if (!stays || !isAnew || !IN_SESSION.has(stood) || !BEGUN.has(ownStanding(room))) {
      this.end();
      return room;
    }
    if (!this.isOn) this.#begin(stood, before.host);
    return this.#follow({ ...room, people: { ...absent(before), ...room.people } });
  }

  /** @param {Standing} stood @param {string|null} host */
  #begin(stood, host) {
    this.from = stood;
    this.host = host;
    this.turn = {};
    this.#overAfter(AWAY_FOR);
  }

  /** @param {Room} room */
  #changed(room) {
    if (!this.isOn) return room;
    if (BEGUN.has(ownStanding(room)) && room.ended === null) return this.#follow(room);
    this.end();
    return present(room);
  }

  /** While nobody hosts, the page that did is still the one that is waited for. @param {Room} room @returns {Room} */
  #follow(room) {
    if (room.host === null) room = { ...room, host: this.host };
    const { since } = this;
    if (!hostIsHere(room)) {
      this.spent += since === null ? 0 : this.clock.now() - since;
      this.since = null;
    } else if (since === null) {
      this.since = this.clock.now();
      this.#overAfter(HOST_HAS - this.spent);
    }
    return room;
  }

  /** Unless the host is away by then and has more time. @param {number} milliseconds */
  #overAfter(milliseconds) {
    const { turn, since } = this;
    this.clock.later(() => this.turn === turn && this.since === since && this.#over(), milliseconds);
  }

  #over() {
    const { from } = this;
    this.end();
    if (from !== null) this.given(from);
  }
}

/** Everybody else of that room, whom nobody has named yet. @param {Room} before */
function absent({ people, you }) {
  /** @type {Record<string, Person>} */
  const others = {};
  for (const person of Object.values(people))
    if (person.id !== you) others[person.id] = { ...person, connected: false, seen: -Infinity };
  return others;
}

/** Without those whom the server has not named. @param {Room} room @returns {Room} */
export function present(room) {
  const named = Object.entries(room.people).filter(([, { seen }]) => seen !== -Infinity);
  return named.length === Object.keys(room.people).length ? room : { ...room, people: Object.fromEntries(named) };
}
