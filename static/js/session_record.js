// What a session was, as the page that hosts it saw it: who was in it when, and what they had said.

import { randomId } from "./base64url.js";
import { isInSession, isSame, isSameButConnection, momentOf, partingOf } from "./session_moments.js";

/** @import { Consent, Privacy } from "./card.js" */
/** @import { HostedRoom } from "./hosted_room.js" */
/** @import { Role } from "./messages.js" */
/** @import { Person } from "./room.js" */
/** @import { Moment } from "./session_moments.js" */

/**
 * All times are seconds since 1970.
 *
 * @typedef {object} Said      what somebody's card said from then on
 * @property {number} at
 * @property {string} id
 * @property {string} name
 * @property {string} part
 * @property {Consent} consent
 * @property {string} country
 * @property {string} place
 * @property {number} placed   when they said where they are
 * @property {Privacy} privacy
 * @property {string} company
 *
 * @typedef {object} Known     who came by which link
 * @property {Role} role
 * @property {string} invitation
 * @property {string} label    private: whom the clinician knows them as, empty while the vault does not say
 *
 * @typedef {object} SessionFacts  JSON
 * @property {string} id
 * @property {string} room
 * @property {string} clinician    the public name
 * @property {number} began
 * @property {number} seen         when a page was there to see it last
 * @property {boolean} loaded      the page came when the session was on, and knows nothing of its beginning
 * @property {Record<string, Known>} people  by participant
 * @property {Moment[]} moments
 * @property {Said[]} said
 *
 * @typedef {(person: Person, hosted: HostedRoom) => string} LabelOf
 */

/** Seconds after an end in which the same person goes on with the session: a little more than *Reopen* has. */
const GOES_ON_WITHIN = 900;
/** Times that somebody's card may say something else; then the last takes the place of the one before. */
const MOST_SAID = 50;
/** Moments of a session; then that somebody's connection was lost or came back is told of the last one alone. */
const MOST_MOMENTS = 1000;

export class SessionRecord {
  /** Whom this page has sent away, until the server says what became of them. @type {Map<string, Moment>} */
  #going = new Map();

  /** @param {SessionFacts} facts */
  constructor(facts) {
    this.facts = facts;
  }

  /**
   * @param {HostedRoom} hosted
   * @param {number} now
   * @param {boolean} loaded  the page has found the session going on
   */
  static begin({ id: room, clinician, seat }, now, loaded) {
    const started = loaded ? (seat.read()?.started ?? Number.POSITIVE_INFINITY) / 1000 : now;
    const began = Math.min(now, started);
    const empty = { people: {}, moments: [], said: [] };
    return new SessionRecord({ id: randomId(), room, clinician, began, seen: now, loaded, ...empty });
  }

  /** Whether all is known of those who have gone. */
  get isSettled() {
    return this.#going.size === 0;
  }

  /** When it ended, null while it is on. @returns {number|null} */
  get ended() {
    const last = this.facts.moments.at(-1);
    return last === undefined || last.people.length > 0 ? null : last.at;
  }

  /**
   * What the room is like now; said as often as one likes.
   *
   * @param {HostedRoom} hosted
   * @param {number} now
   * @param {LabelOf} labelOf
   * @returns {boolean}  whether something is new
   */
  follow(hosted, now, labelOf) {
    const people = hosted.isHost() ? hosted.inSession() : [];
    const isNew = [
      this.settle(hosted),
      this.#moment(hosted, people, now),
      ...people.map((person) => this.#know(person, labelOf(person, hosted))),
      ...people.map(({ id }) => this.#hear(hosted, id, now)),
    ].includes(true);
    this.facts.seen = now;
    return isNew;
  }

  /**
   * What has become of those whom this page has sent away: it did not wait for the server's word.
   *
   * @param {HostedRoom} hosted
   * @returns {boolean}  whether something is new
   */
  settle(hosted) {
    const settled = [...this.#going].filter(([id]) => !isInSession(hosted.person(id)));
    for (const [id, moment] of settled) {
      moment.parted[id] = partingOf(hosted.person(id)?.standing);
      this.#going.delete(id);
    }
    return settled.length > 0;
  }

  /**
   * Whether the next session with these people is this one, after everybody had left or it was opened again.
   *
   * @param {readonly Person[]} people
   * @param {number} now
   */
  goesOnWith(people, now) {
    const { ended } = this;
    return ended !== null && now - ended < GOES_ON_WITHIN && people.some((person) => this.#isOf(person));
  }

  /**
   * What an earlier page had seen of the same session comes before what this one has.
   *
   * @param {SessionFacts} earlier
   * @returns {boolean}  false where it is another session
   */
  follows(earlier) {
    const { facts } = this;
    const last = earlier.moments.at(-1);
    const isSame = Object.keys(facts.people).some((id) => id in earlier.people);
    if (!facts.loaded || !isSame || last === undefined || last.people.length === 0) return false;
    /** @type {Moment} */
    const closed = { ...last, at: earlier.seen, link: "closed", parted: {}, admitted: "" };
    this.facts = {
      ...earlier,
      seen: facts.seen,
      people: { ...earlier.people, ...facts.people },
      moments: [...earlier.moments, closed, ...facts.moments],
      said: [...earlier.said],
    };
    for (const said of facts.said) this.#note(said);
    return true;
  }

  /** @param {Person} person */
  #isOf({ id, invitation, role }) {
    const { people } = this.facts;
    const isTheirs = (/** @type {Known} */ each) => each.invitation === invitation && each.role === role;
    return id in people || Object.values(people).some(isTheirs);
  }

  /**
   * @param {HostedRoom} hosted
   * @param {readonly Person[]} people
   * @param {number} now
   */
  #moment(hosted, people, now) {
    const { moments } = this.facts;
    const before = moments.at(-1);
    const moment = momentOf(hosted, people, before, now);
    const isStillOver = before?.people.length === 0 && people.length === 0;
    if (before !== undefined && (isStillOver || isSame(before, moment))) return false;
    if (before !== undefined && moments.length >= MOST_MOMENTS && isSameButConnection(before, moment)) {
      Object.assign(before, { link: moment.link, people: moment.people });
      return true;
    }
    moments.push(moment);
    for (const [id, parting] of Object.entries(moment.parted))
      if (parting === "unseen" && hosted.isHost() && isInSession(hosted.person(id))) this.#going.set(id, moment);
    return true;
  }

  /**
   * @param {Person} person
   * @param {string} label
   */
  #know({ id, role, invitation }, label) {
    const before = this.facts.people[id];
    const known = { role, invitation: invitation ?? "", label: label || (before?.label ?? "") };
    if (JSON.stringify(before) === JSON.stringify(known)) return false;
    this.facts.people[id] = known;
    return true;
  }

  /**
   * @param {HostedRoom} hosted
   * @param {string} id
   * @param {number} now
   */
  #hear({ cards, checkIns }, id, now) {
    const card = cards.get(id);
    if (card === undefined) return false;
    const { name, part, consent, country, place, privacy, company } = card;
    const placed = checkIns.placed.get(id) ?? now;
    return this.#note({ at: now, id, name, part, consent, country, place, placed, privacy, company });
  }

  /** @param {Said} said */
  #note(said) {
    const all = this.facts.said;
    const own = all.filter(({ id }) => id === said.id);
    const last = own.at(-1);
    if (last !== undefined && words(last) === words(said)) return false;
    if (last !== undefined && own.length >= MOST_SAID) all.splice(all.indexOf(last), 1);
    all.push(said);
    return true;
  }
}

/** What was said, whenever. @param {Said} said */
function words({ at: _at, placed: _placed, ...said }) {
  return JSON.stringify(said);
}
