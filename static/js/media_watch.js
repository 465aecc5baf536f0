// The watchdog: compares the frames that a connection sent with those that the worker had, and says when more
// were sent.

/**
 * @typedef {object} Sent
 * @property {string} name           of the sender
 * @property {number} sent           frames, as the browser counts them
 * @property {number} worked         frames that the worker had
 */
/** @typedef {{ sent: number, total: number, since: number | null }} Record */

/** Milliseconds between two looks. */
const LOOKED_EVERY = 250;
/** So many frames more than the worker had, for longer than so many milliseconds, are no matter of counting. */
const MOST_UNWORKED = 15;
const UNWORKED_FOR = 1000;

export class MediaWatch {
  /**
   * @param {() => Promise<Sent[]>} count
   * @param {() => void} unsealed  frames leave that nobody has sealed; said once
   * @param {() => number} [now]   milliseconds, of a clock that nobody sets
   */
  constructor(count, unsealed, now = () => performance.now()) {
    this.count = count;
    this.unsealed = unsealed;
    this.now = now;
    /** @type {Map<string, Record>} */
    this.records = new Map();
    this.looked = -Infinity;
    this.isLooking = false;
    this.isOver = false;
  }

  /** Count, unless that was done a moment ago. */
  async look() {
    if (this.isOver || this.isLooking || this.now() - this.looked < LOOKED_EVERY) return;
    this.looked = this.now();
    this.isLooking = true;
    try {
      for (const sent of await this.count()) this.#judge(sent);
    } finally {
      this.isLooking = false;
    }
  }

  /** The connection is closed: whatever is counted means no more. */
  end() {
    this.isOver = true;
  }

  /** @param {Sent} counted */
  #judge({ name, sent, worked }) {
    const record = this.records.get(name) ?? { sent: 0, total: 0, since: null };
    this.records.set(name, record);
    // A browser begins to count anew when it makes a stream anew; what was sent before was sent.
    record.total += sent >= record.sent ? sent - record.sent : sent;
    record.sent = sent;
    const now = this.now();
    record.since = record.total - worked > MOST_UNWORKED ? (record.since ?? now) : null;
    if (record.since === null || now - record.since <= UNWORKED_FOR || this.isOver) return;
    this.isOver = true;
    this.unsealed();
  }
}

/**
 * Frames that have left one sender. A packet of sound is a frame; what was sent a second time was sealed once.
 *
 * @param {RTCStatsReport} report  of the sender
 */
export function framesSent(report) {
  let frames = 0;
  report.forEach((entry) => {
    if (entry.type !== "outbound-rtp") return;
    const packets = entry.packetsSent - (entry.retransmittedPacketsSent ?? 0);
    frames += entry.kind === "video" ? (entry.framesSent ?? entry.framesEncoded) : packets;
  });
  return frames;
}
