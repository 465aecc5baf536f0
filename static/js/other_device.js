// Somebody waits by the link of a person who is in session: the person says whether that is them on another device.

import { hostIsHere, otherDevices, ownStanding } from "./room.js";

/** @import { Room } from "./room.js" */

/**
 * @typedef {"move"|"not_me"} Answer  that is me, and I go on there; that is somebody else
 * @typedef {{participant: string, answer: Answer|null}} Question
 */

export class OtherDevice {
  constructor() {
    /** What was said of each of them, as long as they wait. @type {Map<string, Answer>} */
    this.answers = new Map();
  }

  /**
   * Whom this page asks about: the first who was not answered for, or else the last who was.
   *
   * @param {Room} room
   * @returns {Question|null}
   */
  question(room) {
    if (ownStanding(room) !== "admitted" || !hostIsHere(room)) return null;
    const questions = otherDevices(room).map(({ id }) => ({
      participant: id,
      answer: this.answers.get(id) ?? null,
    }));
    return questions.find(({ answer }) => answer === null) ?? questions.at(-1) ?? null;
  }

  /**
   * @param {string} participant
   * @param {Answer} answer
   */
  say(participant, answer) {
    this.answers.set(participant, answer);
  }

  /** Who waits no longer is asked about again when they come back. @param {Room} room */
  follow(room) {
    const waiting = new Set(otherDevices(room).map(({ id }) => id));
    for (const participant of this.answers.keys()) {
      if (!waiting.has(participant)) this.answers.delete(participant);
    }
  }
}
