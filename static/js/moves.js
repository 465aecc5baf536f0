// Who in session goes on from another device of theirs, asked of the server, and whose other device is somebody else's.

/** @import { Move, NotMe } from "./card.js" */
/** @import { Person } from "./room.js" */
/** @import { ListedSeat } from "./seat_list.js" */

/** @typedef {Readonly<Record<string, Person>>} People */

export class Moves {
  /**
   * @param {object} page
   * @param {(participant: string) => Person|null} page.person
   * @param {(participant: string) => Pick<ListedSeat, "invitation"|"standing">|null} page.seat  by this page's own list
   * @param {(from: string, to: string) => boolean} page.send
   * @param {(from: string) => void} page.moved    news once the server has moved them
   * @param {(from: string) => void} page.disowns  the other device is not theirs, they say
   */
  constructor({ person, seat, send, moved, disowns }) {
    this.person = person;
    this.seat = seat;
    this.send = send;
    this.moved = moved;
    this.disowns = disowns;
    /** Who is to go on from each device. @type {Map<string, string>} */
    this.asked = new Map();
    /** What was asked since the server last told of a change. @type {Set<string>} */
    this.underway = new Set();
    /** Who waits, of whom the person in session by the same link says that it is somebody else. @type {Set<string>} */
    this.disowned = new Set();
  }

  /**
   * @param {string} from
   * @param {Move|NotMe} content
   */
  heard(from, { kind, participant }) {
    if (!speaksFor(this.person(from), this.person(participant))) return;
    if (!sharesLink(this.seat(from), this.seat(participant))) return;
    if (kind === "move") return this.ask(from, participant);
    if (this.disowned.has(participant)) return;
    this.disowned.add(participant);
    this.disowns(from);
  }

  /**
   * Asked once, until the server tells of a change.
   *
   * @param {string} from
   * @param {string} to
   */
  ask(from, to) {
    if (this.underway.has(to) || !this.send(from, to)) return;
    this.underway.add(to);
    this.asked.set(to, from);
  }

  /** The server has told of a change. @param {People} people */
  follow(people) {
    this.underway.clear();
    for (const id of this.disowned) if (people[id]?.standing !== "waiting") this.disowned.delete(id);
    for (const [to, from] of this.asked) {
      const standing = people[to]?.standing;
      if (standing === "waiting") continue;
      this.asked.delete(to);
      if (standing === "admitted") this.moved(from);
    }
  }

  /** The server moves nobody. */
  refused() {
    this.asked.clear();
  }
}

/**
 * Only whom this page has let in itself speaks for a link, and only for those who have proved here that they hold the
 * same: the server may say what it likes of both.
 *
 * @param {Pick<ListedSeat, "invitation"|"standing">|null} speaker
 * @param {Pick<ListedSeat, "invitation">|null} other
 */
function sharesLink(speaker, other) {
  return speaker?.standing === "admitted" && other !== null && speaker.invitation === other.invitation;
}

/**
 * Only whoever is in session speaks for their link, and only of somebody who waits by the same, as its other device. A
 * guest who shares the link has a seat of their own.
 *
 * @param {Person|null} speaker
 * @param {Person|null} other
 * @returns {boolean}
 */
export function speaksFor(speaker, other) {
  if (speaker?.standing !== "admitted" || other?.standing !== "waiting") return false;
  if (!other.connected || other.other_device !== true || speaker.role !== other.role) return false;
  return Boolean(speaker.invitation) && speaker.invitation === other.invitation;
}
