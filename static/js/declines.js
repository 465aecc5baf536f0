// A decline is held back for a moment, in which it can be undone.

import { CLOCK } from "./clock.js";

/** @import { Clock } from "./clock.js" */
/** @import { HostedRoom } from "./hosted_room.js" */

/** Seconds. */
export const UNDONE_WITHIN = 10;

export class Declines {
  /**
   * @param {object} page
   * @param {(room: HostedRoom, participant: string) => void} page.decline  it is time
   * @param {() => void} page.draw
   * @param {Clock} [clock]
   */
  constructor({ decline, draw }, clock = CLOCK) {
    this.decline = decline;
    this.draw = draw;
    this.clock = clock;
    /** When each goes, milliseconds. @type {Map<string, number>} */
    this.due = new Map();
  }

  /**
   * @param {HostedRoom} room
   * @param {string} participant
   */
  begin(room, participant) {
    if (this.due.has(participant)) return;
    const due = this.clock.now() + UNDONE_WITHIN * 1000;
    this.due.set(participant, due);
    this.#tick(room, participant, due);
  }

  /** @param {string} participant */
  undo(participant) {
    this.due.delete(participant);
    this.draw();
  }

  /** @param {string} participant @returns {number|null}  to undo it in; null while none is on its way */
  secondsLeft(participant) {
    const due = this.due.get(participant);
    return due === undefined ? null : Math.max(0, Math.ceil((due - this.clock.now()) / 1000));
  }

  /**
   * Whoever leaves and checks in again meanwhile is declined all the same. Whoever was let in is not.
   *
   * @param {HostedRoom} room
   * @param {string} participant
   * @param {number} due
   */
  #tick(room, participant, due) {
    if (this.due.get(participant) !== due) return;
    const standing = room.person(participant)?.standing;
    const isIn = standing === "admitted" || standing === "held";
    const left = due - this.clock.now();
    if (left > 0 && !isIn) this.clock.later(() => this.#tick(room, participant, due), Math.min(1000, left));
    else this.due.delete(participant);
    if (standing === "waiting" && left <= 0) this.decline(room, participant);
    this.draw();
  }
}
