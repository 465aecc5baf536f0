// Whether this page's own person can be neither seen nor heard, and why, in words.

/** @import { Status } from "./signalling.js" */

/**
 * @typedef {"offline"|"path"|"blocked"|"lease"} Cause
 *   the browser knows of no network, and nothing comes; the connection for sound and picture is not there; nor is it
 *   tried any more; the clinician's page has said for too long nothing of who may send
 *
 * @typedef {object} Footing  what this page's sending stands on
 * @property {boolean} isOn       a session is on, and somebody is in it who is not on hold
 * @property {boolean} isAwaited  a connection for sound and picture is to be there: with nobody else there may be none
 * @property {boolean} isOffline
 * @property {boolean} isReached  the connection for sound and picture is there, and something comes by it
 * @property {boolean} isBlocked  it takes too long, or is tried no more
 * @property {boolean} isSilent   for want of a word from the clinician's page nothing is sent
 */

/** A connection that is made anew within this time has lost nobody's word. Milliseconds. */
const BLINK = 400;
/** One that was not there for want of others has this time, once there are some. Milliseconds. */
const FIRST = 2000;

export class OwnLoss {
  constructor() {
    /** @type {Cause|null} */
    this.cause = null;
    /** Since when, milliseconds of the clock that it is told. @type {number|null} */
    this.since = null;
    /** The connection was there once in this session: before that, "Connecting with …" stands. */
    this.wasReached = false;
    /** Since when there is to be one, and since when it is not there all the same, milliseconds. @type {number|null} */
    this.awaitedAt = null;
    /** @type {number|null} */
    this.brokenAt = null;
  }

  /**
   * @param {Footing} footing
   * @param {number} now  milliseconds, of a clock that nobody sets
   * @param {number} [silence]  for how long nothing has come by the connection that is not there, milliseconds
   */
  follow(footing, now, silence = 0) {
    if (!footing.isOn) return this.#forget();
    if (footing.isReached) this.wasReached = true;
    this.awaitedAt = footing.isAwaited ? (this.awaitedAt ?? now) : null;
    if (footing.isReached || this.awaitedAt === null) this.brokenAt = null;
    else this.brokenAt ??= Math.max(now - silence, this.awaitedAt);
    this.cause = this.#causeOf(footing, now);
    if (this.cause === null) this.since = null;
    else this.since ??= this.brokenAt ?? now;
  }

  /** Sound and picture do not come through this page's own connection. */
  get isPath() {
    return this.cause !== null && this.cause !== "lease";
  }

  /**
   * @param {Footing} footing
   * @param {number} now
   * @returns {Cause|null}
   */
  #causeOf({ isOffline, isBlocked, isSilent }, now) {
    if (this.wasReached && this.brokenAt !== null) {
      if (isOffline) return "offline";
      const patience = this.brokenAt === this.awaitedAt ? FIRST : BLINK;
      if (now - this.brokenAt >= patience) return isBlocked ? "blocked" : "path";
    }
    return isSilent ? "lease" : null;
  }

  #forget() {
    this.cause = null;
    this.since = null;
    this.wasReached = false;
    this.awaitedAt = null;
    this.brokenAt = null;
  }
}

const UNSEEN = "You can’t be seen or heard";

/**
 * @param {Cause|null} cause
 * @param {{clinician: string, status: Status}} page
 * @returns {string}  empty for no cause
 */
export function ownLossText(cause, { clinician, status }) {
  if (cause === null) return "";
  // Why, and what helps, stands beside it.
  if (cause === "blocked") return `${UNSEEN}.`;
  if (cause === "lease" && status.state !== "lost")
    return `${UNSEEN}: ${clinician}’s page has not answered for a while. It goes on by itself when it does.`;
  return `${UNSEEN}: ${pathCause(cause, status)}. Trying again…`;
}

/**
 * @param {Cause} cause
 * @param {Status} status
 */
function pathCause(cause, status) {
  if (cause === "offline") return "this device has no connection to the internet";
  if (status.state !== "lost") return "the connection for sound and picture is being made anew";
  return status.stopping ? "the server is being restarted" : "there is no connection to the server";
}
