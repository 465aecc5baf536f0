// What two pages say to each other through a server that never opens it. Algorithm 0 is none: not yet encrypted.

import { decodeBase64url, encodeBase64url, randomId } from "./base64url.js";
import { CLOCK } from "./clock.js";

/** @import { Clock } from "./clock.js" */

const ALGORITHM_NONE = 0;
/** One acknowledgement speaks for all that came within this time, milliseconds. */
const ACKNOWLEDGED_WITHIN = 100;
/** What has no answer is said again after this time, then later each time, milliseconds. */
const REMINDED_AFTER = 2000;
const REMINDED_LATEST = 32_000;
const REMINDED_OF = 8;
/** Whoever has so much to hear is told everything anew instead. */
const MOST_UNACKNOWLEDGED = 64;

/**
 * A body is base64url of one byte naming the algorithm, then (for `none`) an envelope as UTF-8 JSON:
 *
 *   ask              the clinician's page is new and asks the client's to open a channel
 *   open             the client's page opens one, or asks whether the old one still lives
 *   opened           the clinician's page agrees; another channel id means that it is another page load
 *   message          one content, numbered from 1 in each direction of a channel
 *   acknowledgement  everything up to this number has been taken
 *
 * @typedef {{kind: "ask"|"open", channel: string}} Knock
 * @typedef {{kind: "opened", channel: string, for: string}} Opened
 * @typedef {{kind: "message", channel: string, for: string, number: number, content: unknown}} Numbered
 * @typedef {{kind: "acknowledgement", channel: string, for: string, number: number}} Acknowledgement
 * @typedef {Knock|Opened|Numbered|Acknowledgement} Envelope
 */

/** The body cannot be read by this page: another algorithm, or no envelope. */
export class SealedRefused extends Error {}

/**
 * @param {Envelope} envelope
 * @returns {string}
 */
export function seal(envelope) {
  const text = new TextEncoder().encode(JSON.stringify(envelope));
  const body = new Uint8Array(1 + text.length);
  body[0] = ALGORITHM_NONE;
  body.set(text, 1);
  return encodeBase64url(body);
}

/**
 * Throws `SealedRefused` for whatever is not an envelope of algorithm `none`.
 *
 * @param {string} body
 * @returns {Envelope}
 */
export function unseal(body) {
  let envelope;
  try {
    const bytes = decodeBase64url(body);
    if (bytes[0] !== ALGORITHM_NONE) throw new SealedRefused("an algorithm this page does not know");
    envelope = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(1)));
  } catch (error) {
    if (error instanceof SealedRefused) throw error;
    throw new SealedRefused("not a sealed body", { cause: error });
  }
  if (!isEnvelope(envelope)) throw new SealedRefused("not an envelope");
  return envelope;
}

/**
 * @param {any} value
 * @returns {value is Envelope}
 */
function isEnvelope(value) {
  if (typeof value !== "object" || value === null || !isId(value.channel)) return false;
  switch (value.kind) {
    case "ask":
    case "open":
      return true;
    case "opened":
      return isId(value.for);
    case "message":
    case "acknowledgement":
      return isId(value.for) && Number.isSafeInteger(value.number) && value.number >= 1;
    default:
      return false;
  }
}

/** @param {unknown} value */
function isId(value) {
  return typeof value === "string" && /^[A-Za-z0-9_-]{22}$/.test(value);
}

/**
 * One page's end of the correspondence with one other page. Only the next number is taken; what was not
 * acknowledged is sent again byte for byte when the other page is connected again. Each channel has an id of its
 * own: an end that was given up and made anew must not be taken for the old one.
 */
export class Channel {
  /**
   * @param {object} end
   * @param {boolean} end.opens       true for the client's page, which opens; false for the clinician's
   * @param {(body: string, isMessage: boolean) => void} end.transmit
   * @param {() => void} end.opened   the other page is new to this one and knows nothing yet
   * @param {(content: unknown) => void} end.content
   * @param {(number: number) => void} [end.acknowledged]  the other page has taken everything up to this number
   * @param {Clock} [clock]
   */
  constructor({ opens, transmit, opened, content, acknowledged = () => undefined }, clock = CLOCK) {
    this.own = randomId();
    this.clock = clock;
    this.opens = opens;
    this.transmit = transmit;
    this.opened = opened;
    this.content = content;
    this.acknowledged = acknowledged;
    this.connected = false;
    /** The other page's channel id, empty until it is known. */
    this.other = "";
    this.lastTaken = 0;
    this.lastSent = 0;
    /** @type {{number: number, body: string}[]} */
    this.unacknowledged = [];
    this.acknowledges = false;
    this.reminds = false;
    this.patience = REMINDED_AFTER;
    /** When everything was last said again because the other page came back, milliseconds. */
    this.repeated = -Infinity;
  }

  /**
   * The server says whether the other page is connected.
   *
   * @param {boolean} connected
   */
  setConnected(connected) {
    const returns = connected && !this.connected;
    this.connected = connected;
    if (!returns) return;
    this.patience = REMINDED_AFTER;
    if (this.opens || this.other === "") this.#knock();
    else this.#repeat();
  }

  /**
   * Send one content. Before a channel is open there is nobody to tell: `opened` is the time to say all.
   *
   * @param {unknown} content
   * @returns {number}  its own, 0 when there is no channel to send it by
   */
  send(content) {
    if (this.unacknowledged.length >= MOST_UNACKNOWLEDGED) this.#startOver();
    if (this.other === "") return 0;
    this.lastSent += 1;
    const number = this.lastSent;
    const body = seal({ kind: "message", channel: this.own, for: this.other, number, content });
    this.unacknowledged.push({ number, body });
    if (this.connected) {
      this.transmit(body, true);
      this.#remindLater();
    }
    return number;
  }

  /**
   * Throws `SealedRefused`.
   *
   * @param {string} body
   */
  receive(body) {
    this.hear(unseal(body));
  }

  /** @param {Envelope} envelope */
  hear(envelope) {
    switch (envelope.kind) {
      case "ask":
        return this.#asked(envelope);
      case "open":
        return this.#open(envelope);
      case "opened":
        return this.#agreed(envelope);
      case "message":
        return this.#take(envelope);
      case "acknowledgement":
        return this.#acknowledged(envelope);
    }
  }

  /** @param {Knock} envelope */
  #asked({ channel }) {
    if (this.opens && channel !== this.other) this.#knock();
  }

  /** @param {Knock} envelope */
  #open({ channel }) {
    if (this.opens) return;
    const isNew = channel !== this.other;
    if (isNew) this.#startWith(channel);
    this.#transmit({ kind: "opened", channel: this.own, for: channel });
    if (isNew) this.opened();
    else this.#repeat();
  }

  /** @param {Opened} envelope */
  #agreed({ channel, for: to }) {
    if (!this.opens || to !== this.own) return;
    if (channel === this.other) return this.#resend();
    this.#startWith(channel);
    this.opened();
  }

  /** @param {Numbered} envelope */
  #take({ channel, for: to, number, content }) {
    if (to !== this.own || channel !== this.other || number > this.lastTaken + 1) return;
    const isNext = number === this.lastTaken + 1;
    if (isNext) this.lastTaken = number;
    this.#acknowledgeSoon();
    if (isNext) this.content(content);
  }

  #acknowledgeSoon() {
    if (this.acknowledges) return;
    this.acknowledges = true;
    this.clock.later(() => {
      this.acknowledges = false;
      // An end that is away sends again what it has no answer to, and is answered then.
      if (!this.connected || this.lastTaken === 0) return;
      this.#transmit({ kind: "acknowledgement", channel: this.own, for: this.other, number: this.lastTaken });
    }, ACKNOWLEDGED_WITHIN);
  }

  /** @param {Acknowledgement} envelope */
  #acknowledged({ channel, for: to, number }) {
    if (to !== this.own || channel !== this.other) return;
    this.unacknowledged = this.unacknowledged.filter((sent) => sent.number > number);
    this.acknowledged(number);
  }

  /** @param {string} channel */
  #startWith(channel) {
    this.other = channel;
    this.lastTaken = 0;
    this.lastSent = 0;
    this.unacknowledged = [];
    this.repeated = -Infinity;
  }

  /** The other page has not answered for long: make a new channel, and say all when it opens. */
  #startOver() {
    this.own = randomId();
    this.#startWith("");
    if (this.connected) this.#knock();
  }

  #knock() {
    this.#transmit({ kind: this.opens ? "open" : "ask", channel: this.own });
    this.#remindLater();
  }

  /** A page that comes back again and again is told again no oftener than one that is silent. */
  #repeat() {
    const now = this.clock.now();
    if (this.unacknowledged.length === 0) return;
    if (now - this.repeated < REMINDED_AFTER) return this.#remindLater();
    this.repeated = now;
    this.#resend(REMINDED_OF);
  }

  #resend(most = MOST_UNACKNOWLEDGED) {
    if (this.unacknowledged.length === 0) return;
    for (const { body } of this.unacknowledged.slice(0, most)) this.transmit(body, true);
    this.#remindLater();
  }

  /** The server and the other page drop what comes too fast: say it again, later each time. */
  #remindLater() {
    if (this.reminds) return;
    this.reminds = true;
    const { own } = this;
    const first = this.unacknowledged[0]?.number;
    this.clock.later(() => {
      this.reminds = false;
      if (this.connected) this.#remind(own === this.own && first === this.unacknowledged[0]?.number);
    }, this.patience);
  }

  /** @param {boolean} silent  nothing was answered since */
  #remind(silent) {
    this.patience = silent ? Math.min(REMINDED_LATEST, 2 * this.patience) : REMINDED_AFTER;
    if (this.other === "") this.#knock();
    else if (silent) this.#resend(REMINDED_OF);
    else if (this.unacknowledged.length > 0) this.#remindLater();
  }

  /** @param {Envelope} envelope */
  #transmit(envelope) {
    this.transmit(seal(envelope), false);
  }
}
