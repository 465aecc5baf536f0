// The last session's end, and for how long it can be opened again.

import { CLOCK } from "./clock.js";

/** @import { Clock } from "./clock.js" */
/** @import { HostedRoom } from "./hosted_room.js" */

/** Milliseconds; the server counts as many (telehealth/core/session.py). */
const REOPENED_WITHIN = 600_000;
const REOPENED = "The session is open again. Whoever was in it is told, and waits when they come back.";
const TOO_LATE = "Nobody is left who could be told, or the session ended more than ten minutes ago.";

export class Endings {
  /** @param {Clock} [clock] */
  constructor(clock = CLOCK) {
    this.clock = clock;
    /** @type {HostedRoom|null} */
    this.room = null;
    this.at = 0;
  }

  /** The clinician has ended it. @param {HostedRoom} room */
  ended(room) {
    this.room = room;
    this.at = this.clock.now();
  }

  /** Another session has begun, or this one was opened again. */
  forget() {
    this.room = null;
  }

  canReopen() {
    return this.reopenable !== null;
  }

  /** @returns {string}  what has happened, in words; empty when the server could not be told */
  reopen() {
    const room = this.reopenable;
    if (room === null) return TOO_LATE;
    if (!room.send({ type: "reopen", room: room.id })) return "";
    this.forget();
    return REOPENED;
  }

  /** The room in which somebody can be told that the session is open again. @returns {HostedRoom|null} */
  get reopenable() {
    const { room } = this;
    const people = Object.values(room?.room?.people ?? {});
    const isThere = people.some(({ standing }) => standing === "ended");
    const isTime = this.clock.now() - this.at < REOPENED_WITHIN;
    return isThere && isTime && room?.isHost() ? room : null;
  }
}
