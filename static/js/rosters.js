// Who is in session, as the page that hosts tells each of them: soon after it changes, and nobody the same twice.

import { CLOCK } from "./clock.js";

/** @import { Card, Roster, RosterPerson } from "./card.js" */
/** @import { Channels } from "./channels.js" */
/** @import { Clock } from "./clock.js" */
/** @import { Person } from "./room.js" */

/** Changes within this time are told at once, and for each who was told the next wait as long again, milliseconds. */
const TOLD_WITHIN = 200;

const MISSING = Object.freeze({
  microphone: /** @type {const} */ ("missing"),
  camera: /** @type {const} */ ("missing"),
});

/**
 * Those who are in session, as their cards say.
 *
 * @param {readonly Person[]} members
 * @param {ReadonlyMap<string, Card>} cards
 * @returns {RosterPerson[]}
 */
export function rosterOf(members, cards) {
  return members.map(({ id, role }) => ({
    participant: id,
    role,
    name: cards.get(id)?.name ?? "",
    devices: cards.get(id)?.devices ?? MISSING,
  }));
}

export class Rosters {
  /**
   * @param {Channels} channels
   * @param {() => RosterPerson[]} people  the clinician, and everybody admitted
   * @param {Clock} [clock]
   */
  constructor(channels, people, clock = CLOCK) {
    this.channels = channels;
    this.people = people;
    this.clock = clock;
    this.tells = false;
    /** When the next may be told, milliseconds. */
    this.next = 0;
    /** What each person was told last, as text. @type {Map<string, string>} */
    this.told = new Map();
  }

  /** Tell everybody in session, soon: several changes are told as one. */
  tell() {
    if (this.tells) return;
    this.tells = true;
    const wait = Math.max(TOLD_WITHIN, this.next - this.clock.now());
    this.clock.later(() => {
      this.tells = false;
      this.next = this.clock.now() + TOLD_WITHIN * this.#tellNow();
    }, wait);
  }

  /** Somebody's page knows nothing of what it was told before. @param {string} id */
  forget(id) {
    this.told.delete(id);
  }

  /** @returns {number}  how many were told */
  #tellNow() {
    const people = this.people();
    let count = 0;
    for (const { participant: reader, role } of people) {
      if (role === "clinician" || !this.channels.isOpen(reader)) continue;
      /** @type {Roster} */
      const roster = { kind: "roster", people: people.filter(({ participant }) => participant !== reader) };
      const text = JSON.stringify(roster);
      if (text === this.told.get(reader)) continue;
      this.told.set(reader, text);
      this.channels.tell(reader, roster);
      count += 1;
    }
    return count;
  }
}
