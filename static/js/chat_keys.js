// The keys of the chat: one a person and epoch, derived as those of sound and picture are, with a name of their own.

import { encodeBase64url } from "./base64url.js";
import { ChatRefused, openChat, sealChat } from "./chat_body.js";
import { baseKey, kidOf, readKid } from "./media_secret.js";
import { ReplayWindow } from "./replay_window.js";
import { deriveKey } from "./sframe.js";

/** @import { ChatContent } from "./chat_body.js" */
/** @import { Period } from "./periods.js" */
/** @import { SframeKey } from "./sframe.js" */

/**
 * @typedef {{participant: string, key: SframeKey, window: ReplayWindow}} Sender
 * @typedef {{key: SframeKey, name: string}} OwnKey  name: by which the key is known when it comes again
 *
 * @typedef {object} HeldEpoch
 * @property {number} epoch
 * @property {readonly string[]} others       participants, without this page's own
 * @property {Promise<OwnKey>} own
 * @property {Promise<Map<number, Sender>>} senders  by number, without this page's own
 */

/** A chat has one stream a person. */
const STREAM = 0;
/** The epoch that is spoken under, one that is to follow, and what may still be on its way. */
const MOST_HELD = 4;

/** It is held, spoken under and dropped at the same moments as `MediaKeys`. */
export class ChatKeys {
  /** @param {() => void} changed  what is spoken under is another epoch, or none */
  constructor(changed) {
    this.changed = changed;
    /** The newest first. @type {HeldEpoch[]} */
    this.held = [];
    /** What is spoken under. @type {HeldEpoch|null} */
    this.speaking = null;
    /**
     * How often each key was used. It outlives the keys, and nothing in it leads back to one: a key that came again
     * must not count from the beginning.
     *
     * @type {Map<string, bigint>}
     */
    this.counters = new Map();
  }

  /**
   * What is said under this epoch can be read from now on.
   *
   * @param {Period} period
   * @returns {Promise<void>}  resolved when its keys are made
   */
  async hold(period) {
    const others = period.members.filter(({ sender }) => sender !== period.own.sender);
    /** @type {HeldEpoch} */
    const held = {
      epoch: period.epoch,
      others: others.map(({ participant }) => participant),
      own: newOwnKey(period),
      senders: newSenders(period, others),
    };
    this.held = [held, ...this.held.filter(({ epoch }) => epoch !== held.epoch)].slice(0, MOST_HELD);
    if (this.speaking?.epoch === held.epoch) this.#speak(held);
    await Promise.all([held.own, held.senders]);
  }

  /** From now on this page speaks under this epoch, or not at all. @param {number|null} epoch */
  send(epoch) {
    this.#speak(this.held.find((each) => each.epoch === epoch) ?? null);
  }

  /** What was said under it is not read any more. @param {number} epoch */
  drop(epoch) {
    this.held = this.held.filter((each) => each.epoch !== epoch);
    if (this.speaking?.epoch === epoch) this.#speak(null);
  }

  clear() {
    this.held = [];
    this.#speak(null);
  }

  /** Who can read what is said now. @returns {readonly string[]} */
  get readers() {
    return this.speaking?.others ?? [];
  }

  /**
   * @param {ChatContent} content
   * @returns {Promise<string|null>}  a body; null when this page may not speak, or not under this epoch any more
   */
  async seal(content) {
    const { speaking } = this;
    if (speaking === null) return null;
    const { key, name } = await speaking.own;
    const body = await sealChat(key, this.#nextCounter(name), content);
    return speaking === this.speaking ? body : null;
  }

  /**
   * Throws `ChatRefused`. Who has said it is who holds the key it was said under, never who the server says it was;
   * where the two differ it is refused.
   *
   * @param {string} from  whom the server names
   * @param {string} body
   * @returns {Promise<{content: ChatContent, isRepeat: boolean}>}  isRepeat: it came before, or is too old to tell
   */
  async open(from, body) {
    /** @type {{held: HeldEpoch, sender: Sender}|null} */
    let found = null;
    const { content, counter } = await openChat(async (kid) => {
      found = await this.#find(from, kid);
      return found.sender.key;
    }, body);
    const { held, sender } = /** @type {{held: HeldEpoch, sender: Sender}} */ (/** @type {unknown} */ (found));
    if (!this.held.includes(held)) throw new ChatRefused("an epoch that is over");
    return { content, isRepeat: !sender.window.take(counter) };
  }

  /**
   * @param {string} from
   * @param {bigint} kid
   */
  async #find(from, kid) {
    const place = readKid(kid);
    const held = this.held.find(({ epoch }) => epoch % 256 === place?.epochByte);
    if (place === null || held === undefined) throw new ChatRefused("no epoch of this page's");
    const sender = (await held.senders).get(place.sender);
    if (sender === undefined || sender.participant !== from) throw new ChatRefused("somebody else's key");
    return { held, sender };
  }

  /** @param {HeldEpoch|null} held */
  #speak(held) {
    if (held === this.speaking) return;
    this.speaking = held;
    this.changed();
  }

  /** @param {string} name */
  #nextCounter(name) {
    const counter = (this.counters.get(name) ?? 0n) + 1n;
    this.counters.set(name, counter);
    return counter;
  }
}

/** @param {Period} period @returns {Promise<OwnKey>} */
async function newOwnKey({ epoch, secret, own }) {
  const base = await baseKey({ secret, load: own.load, label: "chat", epoch, sender: own.sender, stream: STREAM });
  const name = encodeBase64url(new Uint8Array(await crypto.subtle.digest("SHA-256", base)));
  return { key: await deriveKey(base, kidOf(epoch, own.sender, STREAM)), name };
}

/**
 * @param {Period} period
 * @param {Period["members"]} others
 * @returns {Promise<Map<number, Sender>>}
 */
async function newSenders({ epoch, secret }, others) {
  const made = others.map(async ({ participant, sender, load }) => {
    const base = await baseKey({ secret, load, label: "chat", epoch, sender, stream: STREAM });
    const key = await deriveKey(base, kidOf(epoch, sender, STREAM));
    return /** @type {[number, Sender]} */ ([sender, { participant, key, window: new ReplayWindow() }]);
  });
  return new Map(await Promise.all(made));
}
