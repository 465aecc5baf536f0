// Whoever waits, as the clinician's page knows them: by the vault, by their code word, and by how they were decided on.

import { CodeWords } from "./code_words.js";
import { ownerOf } from "./people.js";
import { Recognition } from "./recognition.js";
import { ComparedWords } from "./safety_words.js";
import { waitersOf } from "./waiters.js";

/** @import { Role } from "./messages.js" */
/** @import { Clock } from "./clock.js" */
/** @import { Saying } from "./code_words.js" */
/** @import { Desk } from "./desk.js" */
/** @import { HostedRoom } from "./hosted_room.js" */
/** @import { Ledger } from "./ledger.js" */
/** @import { Known } from "./people.js" */
/** @import { Recognised } from "./recognition.js" */
/** @import { Person } from "./room.js" */
/** @import { Waiter } from "./views/queue_card.js" */

export class WaitingRoom {
  /**
   * @param {object} page
   * @param {Desk} page.desk
   * @param {Ledger} page.ledger
   * @param {() => boolean} page.isOpen  the vault is
   * @param {() => void} page.draw
   * @param {Clock} [clock]
   */
  constructor({ desk, ledger, isOpen, draw }, clock) {
    this.desk = desk;
    this.ledger = ledger;
    const people = () => ledger.people;
    this.recognition = new Recognition({ isOpen, people, refresh: () => ledger.reconcile(), draw }, clock);
    this.codeWords = new CodeWords(
      {
        people,
        revise: ledger.revise.bind(ledger),
        answer: ({ participant }, answer) =>
          this.#holder(participant)?.letters.answerCodeWord(participant, answer),
        draw,
      },
      clock,
    );
    /** Of several devices of one link, the one that is decided about. @type {Set<string>} */
    this.chosen = new Set();
    /** What was said of safety words. */
    this.compared = new ComparedWords();
  }

  /**
   * @param {string|null|undefined} invitation
   * @param {Role} [role]
   * @returns {Recognised}
   */
  recognise(invitation, role) {
    return this.recognition.of(invitation, role);
  }

  /** @param {string|null|undefined} invitation @returns {boolean} */
  isKnown(invitation) {
    return this.recognise(invitation).state === "known";
  }

  /**
   * The label, and what was typed where it is another. Empty when neither is known.
   *
   * @param {HostedRoom} hosted
   * @param {Person} person
   */
  nameOf(hosted, person) {
    return this.recognition.nameOf(person.invitation, hosted.name(person.id), person.role);
  }

  /**
   * Whose link somebody came by: their own, or their guest's. Null while the vault does not say.
   *
   * @param {HostedRoom} hosted
   * @param {string} participant
   * @returns {Known|null}
   */
  owner(hosted, participant) {
    return ownerOf(this.ledger.people, hosted.person(participant)?.invitation)?.person ?? null;
  }

  /** @returns {Waiter[]} */
  waiters() {
    const { rooms, admissions, declines } = this.desk;
    const page = {
      recognise: this.recognise.bind(this),
      codeWord: (/** @type {Person} */ { id, invitation }, /** @type {Saying["said"]|null} */ said) =>
        this.codeWords.of(id, invitation, said),
      declinedFor: declines.secondsLeft.bind(declines),
      admitting: admissions.underway,
      chosen: this.chosen,
      compared: this.compared,
    };
    return waitersOf(rooms.values(), page, Date.now());
  }

  /** Code words are compared by the page that hosts. */
  follow() {
    const rooms = [...this.desk.rooms.values()];
    this.codeWords.follow(rooms.filter((hosted) => hosted.isHost()).flatMap(sayings));
  }

  /** Today was locked. */
  close() {
    this.recognition.forget();
    this.codeWords.forget();
    this.chosen.clear();
  }

  /** @param {string} participant */
  #holder(participant) {
    return [...this.desk.rooms.values()].find((hosted) => hosted.person(participant) !== null);
  }
}

/** @param {HostedRoom} hosted @returns {Saying[]} */
function sayings(hosted) {
  return [...hosted.checkIns.words].flatMap(([participant, said]) => {
    const person = hosted.person(participant);
    if (person === null) return [];
    const { invitation, standing } = person;
    return [{ participant, invitation, waits: standing === "waiting", said }];
  });
}
