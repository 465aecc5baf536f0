// Which of the others this page still sees or hears: by frames of theirs that were opened, and by the server's word
// where no frame can be expected.

/** @import { DeviceStates } from "./card.js" */

/**
 * @typedef {object} Other  somebody of the session
 * @property {string} participant
 * @property {boolean} connected  by the server's word
 * @property {boolean} isIn       they are not on hold: sound and picture are to come
 * @property {boolean} sends      a microphone or a camera of theirs is in use; a muted one sends as well
 *
 * @typedef {object} Heard
 * @property {number|null} at     when the last frame was opened since they are in, milliseconds
 * @property {number|null} since  since when frames of theirs are to come, milliseconds
 * @property {number|null} lost   since when they are lost, milliseconds
 */

/** Milliseconds without a frame after which somebody who sends is lost. */
export const SILENT = 1500;
/** The first frame of a connection that was made anew may take this long, milliseconds. */
const FIRST_FRAME = 2500;

export class Hearing {
  /** @type {Map<string, Heard>} */
  #heard = new Map();

  /**
   * @param {readonly Other[]} others
   * @param {object} page
   * @param {(participant: string) => number|null} page.heardFrom  milliseconds since a frame of theirs was opened
   * @param {boolean} page.isReached  this page's own connection is there: silence is theirs
   * @param {number} page.now  milliseconds, of a clock that nobody sets
   */
  follow(others, { heardFrom, isReached, now }) {
    for (const known of this.#heard.keys())
      if (!others.some(({ participant }) => participant === known)) this.#heard.delete(known);
    for (const other of others) {
      const { participant, isIn, sends } = other;
      const before = this.#heard.get(participant) ?? { at: null, since: null, lost: null };
      const ago = isIn ? heardFrom(participant) : null;
      // What was heard before somebody was put on hold says nothing of the time after it.
      const at = ago === null ? (isIn ? before.at : null) : Math.max(now - ago, before.at ?? -Infinity);
      const since = isIn && sends && isReached ? (before.since ?? now) : null;
      const lost = isLost(other, { at, since }, now) ? (before.lost ?? at ?? now) : null;
      this.#heard.set(participant, { at, since, lost });
    }
  }

  /** Since when somebody is lost, milliseconds; null while they are not. @param {string} participant */
  lostSince(participant) {
    return this.#heard.get(participant)?.lost ?? null;
  }

  /** Whether a frame of theirs has just been opened. @param {string} participant @param {number} now */
  isHeard(participant, now) {
    const at = this.#heard.get(participant)?.at ?? null;
    return at !== null && now - at < SILENT;
  }
}

/**
 * Whether frames can be expected of somebody with these devices. What their system has taken away sends nothing.
 *
 * @param {DeviceStates|null} states  null: nobody has said it
 */
export function isSending(states) {
  return states !== null && (states.microphone !== "missing" || states.camera === "on");
}

/**
 * Somebody who is seen or heard is not lost, whatever the server says of their page; and who never was is still
 * being connected with.
 *
 * @param {Other} other
 * @param {Omit<Heard, "lost">} heard
 * @param {number} now
 */
function isLost({ connected, isIn }, { at, since }, now) {
  if (!isIn || (at !== null && now - at < SILENT)) return false;
  return !connected || (at !== null && since !== null && now - since >= FIRST_FRAME);
}
