// Whether one connection carries anything, judged by what the browser has counted. Every 0.25 s the relay sends something to
// who got nothing else from it (telehealth/relay/leg.py), whoever else is in the room.

/** Milliseconds between two counts: whatever arrives is noticed so much later at most. */
export const COUNTED_EVERY = 500;
/** Nothing for so many milliseconds: whoever relies on this connection is not reached, and a little later it is worth another. */
const UNREACHED_AFTER = 1500;
const STALE_AFTER = 1750;
/** After a sleep or a change of networks there is no more than this to wait for, milliseconds. */
const HURRY = 1000;
/** Two counts that are further apart say nothing of when a packet left. */
const LONGEST_COUNT = 1200;
/** Pauses between arrivals that are remembered. */
const REMEMBERED = 8;

/** @typedef {{ received: number, sent: number }} Counts  what has arrived, of whatever sort, and the packets of media that left */

export class LegReach {
  constructor() {
    /** @type {Counts|null} */
    this.counts = null;
    this.countedAt = -Infinity;
    /** When something was found to have arrived last; null before the first time. @type {number|null} */
    this.heardAt = null;
    /** The latest pauses between arrivals. @type {number[]} */
    this.pauses = [];
    /** Whatever came before says nothing any more, and nor does what comes before this time. @type {number|null} */
    this.doubtedUntil = null;
    /** When the patience with this connection is over, if something has happened to the network. @type {number|null} */
    this.deadline = null;
  }

  /**
   * @param {Counts} counts
   * @param {number} now  milliseconds, of a clock that nobody sets
   * @returns {{ sends: boolean, arrived: boolean }}  since the count before: whether media left, and whether anything came
   */
  count(counts, now) {
    const before = this.counts ?? { received: 0, sent: Infinity };
    const sends = counts.sent > before.sent && now - this.countedAt <= LONGEST_COUNT;
    const arrived = counts.received > before.received && this.countedAt >= (this.doubtedUntil ?? -Infinity);
    this.counts = counts;
    this.countedAt = now;
    if (arrived) this.#hear(now);
    return { sends, arrived };
  }

  /** @param {number} now */
  #hear(now) {
    // How long the network was away tells nothing of what is usual.
    if (this.heardAt !== null && this.deadline === null && this.doubtedUntil === null)
      this.pauses = [...this.pauses, now - this.heardAt].slice(-REMEMBERED);
    this.heardAt = now;
    this.doubtedUntil = null;
    this.deadline = null;
  }

  /** @param {number} now */
  isReached(now) {
    return this.doubtedUntil === null && this.#isWithin(UNREACHED_AFTER, 1.5, now);
  }

  /** Whether something came before, and nothing does any more. @param {number} now */
  isStale(now) {
    if (this.heardAt === null) return false;
    if (this.deadline !== null) return now >= this.deadline;
    return !this.#isWithin(STALE_AFTER, 2, now);
  }

  /**
   * Where arrivals are rare, they are waited for in proportion. One long pause is a loss, and only the second is usual.
   *
   * @param {number} patience
   * @param {number} factor
   * @param {number} now
   */
  #isWithin(patience, factor, now) {
    if (this.heardAt === null) return false;
    const usual = [...this.pauses].sort((one, other) => other - one)[1] ?? 0;
    // What arrived was counted a little later, by half the time between two counts on the average.
    return now - this.heardAt < Math.max(patience, factor * usual) - COUNTED_EVERY / 2;
  }

  /**
   * Something has happened to the network: until something arrives that was sent after it, this page is not reached.
   *
   * @param {number} now
   * @param {number} settles  milliseconds for which what arrives may have been on its way before
   */
  doubt(now, settles) {
    this.doubtedUntil = now + settles;
  }

  /** The network may be another one, or the page has slept: what does not arrive soon does not arrive. @param {number} now */
  hurry(now) {
    this.deadline ??= now + HURRY;
  }
}

/**
 * Both browsers count bytes, and answers to their own checks, by pairs of addresses; Chromium alone by transport and packets.
 *
 * @param {RTCStatsReport} report  of a connection
 * @returns {Counts}
 */
export function countsOf(report) {
  let [received, sent] = [0, 0];
  report.forEach((entry) => {
    if (entry.type === "candidate-pair") received += (entry.bytesReceived ?? 0) + (entry.responsesReceived ?? 0);
    if (entry.type === "outbound-rtp") sent += entry.packetsSent ?? 0;
  });
  return { received, sent };
}
