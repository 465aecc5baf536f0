// What two pages tell each other after a handshake: numbered, sealed once, said again byte for byte, taken once.

import { pad, unpad, writeEnvelope } from "./envelope.js";
import { Insistence, SAID_AGAIN_AFTER } from "./insistence.js";
import { Turns } from "./turns.js";

/** @import { Clock } from "./clock.js" */
/** @import { Acknowledgement, Message } from "./envelope.js" */
/** @import { Session } from "./handshake.js" */

/** One acknowledgement speaks for all that came within this time, milliseconds. */
const ACKNOWLEDGED_WITHIN = 100;
/** Whoever hands out keys waits for the answer to these. */
const ANSWERED_AT_ONCE = new Set(/** @type {unknown[]} */ (["epoch", "go"]));
/** How many are said again at a time. */
const REMINDED_OF = 8;
/** Whoever has so much to hear is told everything anew instead, by another channel. */
const MOST_UNACKNOWLEDGED = 64;
/** The nonces of acknowledgements: no message has a number as great. */
const ACKNOWLEDGEMENTS = 2n ** 63n;
const NOTHING = new Uint8Array(0);

export class Transport {
  /**
   * @param {object} end
   * @param {Pick<Session, "channel"|"keys">} end.session
   * @param {Uint8Array} [end.opening]  goes before this end's first content, when it is the client's
   * @param {(body: string, isMessage: boolean) => void} end.transmit
   * @param {(content: unknown) => void} end.content
   * @param {(number: number) => void} end.acknowledged  the other end has taken everything up to this number
   * @param {Clock} clock
   */
  constructor({ session: { channel, keys }, opening, transmit, content, acknowledged }, clock) {
    this.channel = channel;
    this.keys = keys;
    this.opening = opening;
    this.transmit = transmit;
    this.content = content;
    this.acknowledged = acknowledged;
    this.clock = clock;
    this.connected = false;
    this.closed = false;
    this.lastTaken = 0;
    /** The last of what was said again, and has no answer yet. */
    this.saidTo = Infinity;
    /** The other end has shown that it holds this channel, and not another of the same page. */
    this.isAnswered = false;
    this.lastSent = 0;
    /** Each with its body, empty until it is sealed. @type {{number: number, body: string}[]} */
    this.unacknowledged = [];
    this.acknowledges = false;
    this.sealing = new Turns();
    const open = () => (this.connected ? (this.unacknowledged[0]?.number ?? null) : null);
    this.insistence = new Insistence({ open, say: () => this.#say(REMINDED_OF) }, clock);
    /** When everything was last said again because the other page came back, milliseconds. */
    this.repeated = -Infinity;
  }

  /** Too much has no answer: this channel is best given up. */
  get isFull() {
    return this.unacknowledged.length >= MOST_UNACKNOWLEDGED;
  }

  /**
   * A page that comes back again and again is told again no oftener than one that is silent.
   *
   * @param {boolean} connected  the other page can hear this one
   */
  setConnected(connected) {
    const returns = connected && !this.connected;
    this.connected = connected && !this.closed;
    if (!returns || this.closed) return;
    const now = this.clock.now();
    if (this.unacknowledged.length > 0 && now - this.repeated >= SAID_AGAIN_AFTER) {
      this.repeated = now;
      this.#say(REMINDED_OF);
    }
    this.insistence.begin();
  }

  /** Another channel is open instead: from now on nothing comes or goes by this one. */
  close() {
    this.closed = true;
    this.connected = false;
    this.unacknowledged = [];
  }

  /**
   * The content is taken as it is now. It is sealed under its own number, once and for all.
   *
   * @param {unknown} content
   * @returns {number}  its own
   */
  send(content) {
    this.lastSent += 1;
    const said = { number: this.lastSent, body: "" };
    const text = pad(content, said.number === 1 ? this.opening : undefined);
    this.unacknowledged.push(said);
    this.#seal(async () => {
      const sealed = await this.keys.send.seal(BigInt(said.number - 1), text);
      said.body = writeEnvelope({ kind: "message", channel: this.channel, number: said.number, sealed });
      if (!this.connected) return;
      this.transmit(said.body, true);
      this.insistence.later();
    });
    return said.number;
  }

  /**
   * Throws `SealedRefused`, and has changed nothing then.
   *
   * @param {Message} message
   */
  async take({ number, sealed }) {
    if (number > this.lastTaken + 1) return;
    if (number <= this.lastTaken) return this.#acknowledgeSoon();
    const content = unpad(await this.open(number, sealed));
    if (!this.closed) this.accept(number, content);
  }

  /**
   * Throws `SealedRefused`.
   *
   * @param {number} number
   * @param {Uint8Array<ArrayBuffer>} sealed
   */
  open(number, sealed) {
    return this.keys.receive.open(BigInt(number - 1), sealed);
  }

  /**
   * What was opened under the next number is taken.
   *
   * @param {number} number
   * @param {any} content
   */
  accept(number, content) {
    this.lastTaken = number;
    this.isAnswered = true;
    if (ANSWERED_AT_ONCE.has(content?.kind)) this.#acknowledge();
    else this.#acknowledgeSoon();
    this.content(content);
  }

  /**
   * Throws `SealedRefused` for an answer that the other end has not given.
   *
   * @param {Acknowledgement} acknowledgement
   */
  async hear({ number, sealed }) {
    if (!this.unacknowledged.some((said) => said.number <= number)) return;
    await this.keys.receive.open(ACKNOWLEDGEMENTS + BigInt(number), sealed);
    if (this.closed || number > this.lastSent) return;
    this.unacknowledged = this.unacknowledged.filter((said) => said.number > number);
    this.isAnswered = true;
    // The next of what is said again need not wait: the other end takes it in.
    if (number >= this.saidTo) this.#say(REMINDED_OF);
    this.acknowledged(number);
  }

  #acknowledgeSoon() {
    if (this.acknowledges) return;
    this.acknowledges = true;
    this.clock.later(() => {
      this.acknowledges = false;
      this.#acknowledge();
    }, ACKNOWLEDGED_WITHIN);
  }

  /** An end that is away says again what it has no answer to, and is answered then. */
  #acknowledge() {
    if (!this.connected) return;
    this.#seal(async () => {
      const { channel, lastTaken: number } = this;
      const sealed = await this.keys.send.seal(ACKNOWLEDGEMENTS + BigInt(number), NOTHING);
      if (this.connected) this.transmit(writeEnvelope({ kind: "acknowledgement", channel, number, sealed }), false);
    });
  }

  /** @param {number} most */
  #say(most) {
    const said = this.unacknowledged.slice(0, most).filter(({ body }) => body !== "");
    for (const { body } of said) this.transmit(body, true);
    this.saidTo = said.length < this.unacknowledged.length ? (said.at(-1)?.number ?? Infinity) : Infinity;
  }

  /** One after the other, in the order in which it was said. @param {() => Promise<void>} task */
  #seal(task) {
    void this.sealing.take(async () => {
      if (!this.closed) await task();
    });
  }
}
