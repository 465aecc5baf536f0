// Who in session goes on from another device of theirs: asked of the server, and news once it has moved them.

/** @import { Person } from "./room.js" */

/** @typedef {Readonly<Record<string, Person>>} People */

export class Moves {
  /**
   * @param {object} page
   * @param {(from: string, to: string) => boolean} page.send
   * @param {(from: string) => void} page.moved
   */
  constructor({ send, moved }) {
    this.send = send;
    this.moved = moved;
    /** Who is to go on from each device. @type {Map<string, string>} */
    this.asked = new Map();
    /** What was asked since the server last told of a change. @type {Set<string>} */
    this.underway = new Set();
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
