// Who comes by which link, as the vault knows it: the server's word for it is never enough.

import { CLOCK } from "./clock.js";
import { comesAs, differs, ownerOf } from "./people.js";

/** @import { Clock } from "./clock.js" */
/** @import { Role } from "./messages.js" */
/** @import { Known } from "./people.js" */

/**
 * known: the vault has the link; looking: it did not, and is read again; unknown: it has not; locked: nobody can say.
 *
 * @typedef {object} Recognised
 * @property {"known"|"looking"|"unknown"|"locked"} state
 * @property {string} label     who it is, empty unless known
 * @property {string} codeWord  to ask for, empty for none
 */

/** Milliseconds after which the vault is read again for a link that could not be looked up. */
const AGAIN_AFTER = 10_000;

export class Recognition {
  /**
   * @param {object} page
   * @param {() => boolean} page.isOpen
   * @param {() => readonly Known[]} page.people
   * @param {() => Promise<boolean>} page.refresh  read the vault again; whether that worked
   * @param {() => void} page.draw
   * @param {Clock} [clock]
   */
  constructor({ isOpen, people, refresh, draw }, clock = CLOCK) {
    this.isOpen = isOpen;
    this.people = people;
    this.refresh = refresh;
    this.draw = draw;
    this.clock = clock;
    /** @type {Set<string>} */
    this.looking = new Set();
    /** Links that were not in the vault when it had just been read. @type {Set<string>} */
    this.unknown = new Set();
  }

  /**
   * Somebody else who shares a client's link is not that client.
   *
   * @param {string|null|undefined} invitation
   * @param {Role} [role]  in the room, where it is not the link's own
   * @returns {Recognised}
   */
  of(invitation, role) {
    if (!this.isOpen()) return { state: "locked", label: "", codeWord: "" };
    const owner = ownerOf(this.people(), invitation);
    if (owner !== null) {
      const { person, link } = owner;
      if (link.role === "client" && role === "guest") {
        return { state: "known", label: `Guest by ${person.label}'s link`, codeWord: "" };
      }
      const codeWord = link.role === "client" ? person.codeWord : "";
      return { state: "known", label: comesAs(person, link), codeWord };
    }
    const id = invitation ?? "";
    if (this.unknown.has(id)) return { state: "unknown", label: "", codeWord: "" };
    void this.#look(id);
    return { state: "looking", label: "", codeWord: "" };
  }

  /**
   * The label, and the name that was typed when it is another.
   *
   * @param {string|null|undefined} invitation
   * @param {string} typed
   * @param {Role} [role]
   * @returns {string}  empty when neither is known
   */
  nameOf(invitation, typed, role) {
    const { label } = this.of(invitation, role);
    if (label === "") return typed;
    return differs(label, typed) ? `${label} (${typed})` : label;
  }

  /** After a lock everything is looked up anew. */
  forget() {
    this.unknown.clear();
  }

  /** @param {string} invitation */
  async #look(invitation) {
    if (this.looking.has(invitation)) return;
    this.looking.add(invitation);
    if (await this.refresh()) {
      this.unknown.add(invitation);
      this.looking.delete(invitation);
    } else {
      this.clock.later(() => this.looking.delete(invitation), AGAIN_AFTER);
    }
    this.draw();
  }
}
