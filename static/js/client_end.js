// A client's end of the control channel: it knocks at the page that hosts, and is told nothing by anybody else.

import { CLOCK } from "./clock.js";
import { readEnvelope, writeEnvelope } from "./envelope.js";
import { knockAt } from "./handshake.js";
import { Insistence } from "./insistence.js";
import { SealedRefused } from "./sealed_refused.js";
import { Transport } from "./transport.js";
import { Turns } from "./turns.js";

/** @import { Clock } from "./clock.js" */
/** @import { Ask, Envelope, Opened, Unknown } from "./envelope.js" */
/** @import { Place, Session, Shared } from "./handshake.js" */

/** Asked without end, a page knocks no oftener than this, milliseconds. */
const KNOCKS_EVERY = 2000;

/** @typedef {Awaited<ReturnType<typeof knockAt>> & {body: string}} Pending  a knock without an answer so far */

export class ClientEnd {
  /**
   * @param {object} page
   * @param {Place & Shared & {roomKey: Uint8Array<ArrayBuffer>}} page.at
   * @param {(body: string) => void} page.transmit
   * @param {(session: Session) => void} page.opened  the other page is new to this one and knows nothing yet
   * @param {(content: unknown) => void} page.content
   * @param {(number: number) => void} page.acknowledged
   * @param {() => void} page.unknown  the other page knows nothing of this seat, which is forgotten here
   * @param {Clock} [clock]
   */
  constructor({ at, transmit, opened, content, acknowledged, unknown }, clock = CLOCK) {
    this.at = at;
    this.transmit = transmit;
    this.opened = opened;
    this.content = content;
    this.acknowledged = acknowledged;
    this.unknown = unknown;
    this.clock = clock;
    this.connected = false;
    this.closed = false;
    /** The other page, empty until it is known. */
    this.page = "";
    /** The page that has asked last. */
    this.asker = "";
    /** @type {Transport|null} */
    this.transport = null;
    /** @type {Pending|null} */
    this.pending = null;
    /** A knock is being made. */
    this.makes = false;
    /** Knocking again waits for its time. */
    this.waits = false;
    /** When this page last began to knock, or was asked to, milliseconds. */
    this.knocked = -Infinity;
    this.turns = new Turns();
    const open = () => (this.connected ? this.pending : null);
    this.insistence = new Insistence({ open, say: () => this.#say() }, clock);
  }

  /** @param {boolean} connected  the server says that the other page is there */
  setConnected(connected) {
    const returns = connected && !this.connected;
    this.connected = connected && !this.closed;
    this.transport?.setConnected(this.connected);
    if (!returns || this.closed) return;
    if (this.pending !== null) this.#repeat();
    else if (this.transport === null) this.#knock();
  }

  /** The page it leads to hosts no more. */
  close() {
    this.closed = true;
    this.setConnected(false);
    this.transport?.close();
  }

  /** What leads back into this seat, from the next knock on. @param {Uint8Array<ArrayBuffer>} resumption */
  keep(resumption) {
    this.at = { ...this.at, resumption };
  }

  /**
   * Before a channel is open there is nobody to tell: `opened` is the time to say all.
   *
   * @param {unknown} content
   * @returns {number}  its own, 0 when there is no channel to send it by
   */
  send(content) {
    if (this.transport?.isFull) this.#startOver();
    return this.transport?.send(content) ?? 0;
  }

  /**
   * What comes is handled in the order in which it came.
   *
   * @param {string} body
   * @returns {Promise<void>}
   */
  receive(body) {
    return this.#take(async () => {
      if (!this.closed) await this.#hear(readEnvelope(body));
    });
  }

  /** @param {Envelope} envelope */
  async #hear(envelope) {
    switch (envelope.kind) {
      case "ask":
        return this.#asked(envelope);
      case "opened":
        return this.#answered(envelope);
      case "unknown":
        return this.#isUnknown(envelope);
      case "message":
        if (envelope.channel === this.transport?.channel) await this.transport.take(envelope);
        return;
      case "acknowledgement":
        if (envelope.channel === this.transport?.channel) await this.transport.hear(envelope);
    }
  }

  /** Anybody may have said so: the channel that is open stays so until another one is. @param {Ask} ask */
  #asked({ page }) {
    if (this.#isHeldBy(page)) return;
    this.asker = page;
    if (this.waits) return;
    this.waits = true;
    const wait = this.knocked + KNOCKS_EVERY - this.clock.now();
    if (wait <= 0) return this.#followAsk();
    this.clock.later(() => this.#followAsk(), wait);
  }

  /**
   * A page asks for what it has not: so it may have answered another knock since the one of this channel.
   *
   * @param {string} page
   */
  #isHeldBy(page) {
    return page === this.page && this.transport?.isAnswered !== false;
  }

  /** A knock that has no answer is as good for the page that asks. */
  #followAsk() {
    this.waits = false;
    if (!this.connected || this.#isHeldBy(this.asker)) return;
    if (this.pending !== null) this.#repeat();
    else this.#knock();
  }

  #repeat() {
    this.knocked = this.clock.now();
    this.#say();
    this.insistence.begin();
  }

  #knock() {
    if (this.makes) return;
    this.makes = true;
    this.knocked = this.clock.now();
    void this.#take(async () => {
      const made = await knockAt(this.at).finally(() => void (this.makes = false));
      this.pending = { ...made, body: writeEnvelope(made.knock) };
      if (!this.connected) return;
      this.#say();
      this.insistence.begin();
    });
  }

  #say() {
    if (this.pending !== null) this.transmit(this.pending.body);
  }

  /** @param {Opened} answer */
  async #answered({ channel, noise }) {
    const { pending } = this;
    if (pending === null || channel !== pending.knock.channel) return;
    const { page, ...session } = await pending.finish(noise);
    if (this.closed || this.pending !== pending) return;
    this.pending = null;
    this.page = page;
    this.transport?.close();
    const { transmit, content, acknowledged } = this;
    const { opening } = session;
    this.transport = new Transport({ session, opening, transmit, content, acknowledged }, this.clock);
    this.transport.setConnected(this.connected);
    this.opened(session);
  }

  /** Only what was asked of it can be unknown to the other page. @param {Unknown} answer */
  #isUnknown({ channel }) {
    const { pending } = this;
    if (pending?.knock.kind !== "resume" || channel !== pending.knock.channel) return;
    this.pending = null;
    this.at = { ...this.at, resumption: null };
    this.unknown();
    this.#knock();
  }

  /**
   * One thing after the other. What is refused has changed nothing.
   *
   * @param {() => Promise<void>} task
   * @returns {Promise<void>}
   */
  #take(task) {
    return this.turns.take(async () => {
      try {
        await task();
      } catch (error) {
        if (!(error instanceof SealedRefused)) throw error;
        console.warn("A sealed message was refused:", error.message);
      }
    });
  }

  /** The other page has not answered for long: make a new channel, and say all when it opens. */
  #startOver() {
    this.transport?.close();
    this.transport = null;
    if (this.connected && this.pending === null) this.#knock();
  }
}
