// Who is in session, as the page that hosts tells each of them: soon after it changes, and nobody the same twice.

import { CLOCK } from "./clock.js";

/** @import { Roster, RosterPerson } from "./card.js" */
/** @import { Channels } from "./channels.js" */
/** @import { Clock } from "./clock.js" */

/** Changes within this time are told at once, milliseconds. */
const TOLD_WITHIN = 200;

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
    /** What each person was told last, as text. @type {Map<string, string>} */
    this.told = new Map();
  }

  /** Tell everybody in session, soon: several changes are told as one. */
  tell() {
    if (this.tells) return;
    this.tells = true;
    this.clock.later(() => {
      this.tells = false;
      this.#tellNow();
    }, TOLD_WITHIN);
  }

  /** Somebody's page knows nothing of what it was told before. @param {string} id */
  forget(id) {
    this.told.delete(id);
  }

  #tellNow() {
    const people = this.people();
    for (const { participant: reader, role } of people) {
      if (role === "clinician" || !this.channels.isOpen(reader)) continue;
      /** @type {Roster} */
      const roster = { kind: "roster", people: people.filter(({ participant }) => participant !== reader) };
      const text = JSON.stringify(roster);
      if (text === this.told.get(reader)) continue;
      this.told.set(reader, text);
      this.channels.tell(reader, roster);
    }
  }
}
