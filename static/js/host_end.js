// The host's end of the control channel with one person: a knock is answered, and believed once it is confirmed.

import { randomId } from "./base64url.js";
import { sameBytes } from "./bytes.js";
import { FIRST_PADDED_TO, unpad, writeEnvelope } from "./envelope.js";
import { OPENING_LENGTH, hearKnock } from "./handshake.js";
import { Insistence } from "./insistence.js";
import { SealedRefused } from "./sealed_refused.js";
import { Transport } from "./transport.js";
import { Turns } from "./turns.js";

/** @import { Clock } from "./clock.js" */
/** @import { Envelope, Knock, Message } from "./envelope.js" */
/** @import { Answered } from "./handshake.js" */
/** @import { KeyPair } from "./x25519.js" */

/**
 * @typedef {object} Secrets  what opens the knocks of one person
 * @property {string} invitation
 * @property {Uint8Array<ArrayBuffer>} secret           S of the link
 * @property {KeyPair} roomKey
 * @property {Uint8Array<ArrayBuffer>|null} resumption  R of their seat
 * @property {boolean} [isRefused]                      the link alone opens nothing any more
 *
 * @typedef {object} Confirmed  a channel that somebody has proved to hold
 * @property {string} invitation       of the link that they have proved to hold
 * @property {boolean} fresh           with the link alone, and not with what leads back into a seat
 * @property {Uint8Array<ArrayBuffer>} load  16 bytes that name the handshake
 * @property {number[]|null} words     4 numbers of a byte, of a fresh one
 * @property {boolean} displaced       another one was open before
 *
 * @typedef {{knock: Knock, invitation: string, names: Set<string>, transport: Transport}
 *   & Pick<Answered, "noise"|"load"|"confirm">} Pending  names: what its channel was called, which is not sealed
 */

/** So many knocks are remembered, so that a server cannot say them again. */
const REMEMBERED = 256;
const MOST_NAMES = 64;

export class HostEnd {
  /**
   * @param {object} page
   * @param {() => {room: string, client: string, host: string}} page.place
   * @param {() => Promise<Secrets|null>} page.secrets       null: not known, or not now
   * @param {(invitation: string) => Promise<boolean>} page.count  whether one more fresh knock may be answered
   * @param {() => void} page.overrun                        none may, for now
   * @param {(body: string, isMessage: boolean) => void} page.transmit
   * @param {(confirmed: Confirmed) => void} page.confirmed  their page is new and knows nothing yet
   * @param {(content: unknown) => void} page.content
   * @param {(number: number) => void} page.acknowledged
   * @param {Clock} clock
   */
  constructor(page, clock) {
    this.with = page;
    this.clock = clock;
    /** To the other page every end is another page: one that was made anew must not be taken for the old one. */
    this.page = randomId();
    this.connected = false;
    this.closed = false;
    this.isOverrun = false;
    /** The channel that was confirmed. @type {Transport|null} */
    this.transport = null;
    /** What was answered last, and not confirmed. @type {Pending|null} */
    this.pending = null;
    /** The last one that nothing has opened so far: the vault may be about to. @type {Knock|null} */
    this.unopened = null;
    /** Knocks that were answered, by their public key. @type {Set<string>} */
    this.heard = new Set();
    this.turns = new Turns();
    const open = () => (this.connected && this.transport === null ? this.page : null);
    this.insistence = new Insistence({ open, say: () => this.#ask() }, clock);
  }

  get isOpen() {
    return this.transport !== null;
  }

  /** @param {boolean} connected */
  setConnected(connected) {
    const returns = connected && !this.connected;
    this.connected = connected && !this.closed;
    this.transport?.setConnected(this.connected);
    if (returns) this.ask();
  }

  /** Unless a channel is open: a page that does not know this one opens one, if it has not tried to already. */
  ask() {
    if (!this.connected || this.transport !== null) return;
    if (this.unopened === null) this.#ask();
    else void this.hear(this.unopened);
    this.insistence.begin();
  }

  close() {
    this.closed = true;
    this.setConnected(false);
    this.transport?.close();
    this.pending?.transport.close();
  }

  /**
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
   * @param {Envelope} envelope
   * @returns {Promise<void>}
   */
  hear(envelope) {
    return this.turns.take(async () => {
      try {
        if (!this.closed) await this.#hear(envelope);
      } catch (error) {
        if (!(error instanceof SealedRefused)) throw error;
        console.warn("A sealed message was refused:", error.message);
      }
    });
  }

  /** @param {Envelope} envelope */
  async #hear(envelope) {
    switch (envelope.kind) {
      case "open":
      case "resume":
        return this.#knocked(envelope);
      case "message":
        if (envelope.channel === this.transport?.channel) await this.transport.take(envelope);
        else if (this.pending?.names.has(envelope.channel)) await this.#confirm(this.pending, envelope);
        return;
      case "acknowledgement":
        if (envelope.channel === this.transport?.channel) await this.transport.hear(envelope);
    }
  }

  /** @param {Knock} knock */
  async #knocked(knock) {
    if (this.pending !== null && isSame(this.pending.knock, knock)) return this.#answer(this.pending, knock);
    const name = String(knock.noise.subarray(0, 32));
    if (this.heard.has(name)) return;
    const secrets = await this.with.secrets();
    this.unopened = secrets === null ? knock : null;
    if (secrets === null || this.closed || (knock.kind === "open" && secrets.isRefused)) return;
    const { room, client, host } = this.with.place();
    const { invitation } = secrets;
    const heard = await this.#open(knock, { ...secrets, room, client, host, invitation });
    if (heard === null || (knock.kind === "open" && !(await this.#counts(invitation)))) return;
    this.#remember(name);
    const { noise, keys, load, confirm } = await heard.answer(this.page);
    if (this.closed) return;
    const transport = this.#newTransport({ channel: knock.channel, keys });
    this.pending = { knock, invitation, noise, load, confirm, transport, names: new Set() };
    this.#answer(this.pending, knock);
  }

  /**
   * By the name that it was given this time: a server may change that on the way.
   *
   * @param {Pending} pending
   * @param {Knock} knock
   */
  #answer({ noise, names }, { channel }) {
    if (names.size < MOST_NAMES) names.add(channel);
    this.#transmit(writeEnvelope({ kind: "opened", channel, noise }));
  }

  /**
   * Whoever has a seat that is not known here is told so, and knocks with the link alone.
   *
   * @param {Knock} knock
   * @param {Parameters<typeof hearKnock>[1]} given
   */
  async #open(knock, given) {
    try {
      if (knock.kind === "open" || given.resumption !== null) return await hearKnock(knock, given);
    } catch (error) {
      if (knock.kind === "open" || !(error instanceof SealedRefused)) throw error;
    }
    this.#transmit(writeEnvelope({ kind: "unknown", channel: knock.channel }));
    return null;
  }

  /** @param {string} invitation */
  async #counts(invitation) {
    const may = await this.with.count(invitation);
    if (!may && !this.isOverrun && !this.closed) this.with.overrun();
    this.isOverrun = !may;
    return may;
  }

  /**
   * The first content proves that they hold what they knocked with. Until then nobody is known, and nothing else ends.
   *
   * @param {Pending} pending
   * @param {Message} message
   */
  async #confirm({ knock, invitation, transport, load, confirm }, { channel, number, sealed }) {
    if (number !== 1) return;
    const text = await transport.open(number, sealed);
    if (text.length % FIRST_PADDED_TO !== 0) throw new SealedRefused("a first message of another length");
    const words = await confirm(text.slice(0, OPENING_LENGTH));
    const content = unpad(text.subarray(OPENING_LENGTH));
    if (this.closed) return;
    const displaced = this.transport !== null;
    this.transport?.close();
    transport.channel = channel;
    Object.assign(this, { transport, pending: null });
    transport.setConnected(this.connected);
    this.with.confirmed({ invitation, fresh: knock.kind === "open", load, words, displaced });
    transport.accept(number, content);
  }

  /** @param {Pick<Answered, "keys"> & {channel: string}} session */
  #newTransport(session) {
    const { transmit, content, acknowledged } = this.with;
    return new Transport({ session, transmit, content, acknowledged }, this.clock);
  }

  /** @param {string} name */
  #remember(name) {
    this.heard.add(name);
    const [oldest] = this.heard;
    if (this.heard.size > REMEMBERED && oldest !== undefined) this.heard.delete(oldest);
  }

  /**
   * The other page has not answered for long: ask for a new channel, and say all when it opens. One that knocks
   * already is as good.
   */
  #startOver() {
    this.transport?.close();
    this.transport = null;
    if (this.pending === null) this.page = randomId();
    this.ask();
  }

  #ask() {
    this.#transmit(writeEnvelope({ kind: "ask", page: this.page }));
  }

  /** @param {string} body */
  #transmit(body) {
    if (this.connected) this.with.transmit(body, false);
  }
}

/**
 * Whatever its channel is called: a name that is not sealed proves nothing.
 *
 * @param {Knock} one
 * @param {Knock} other
 */
function isSame(one, other) {
  return one.kind === other.kind && sameBytes(one.noise, other.noise);
}
