// The frame worker's keys: under which one a transform seals, and which one opens a frame from a person.

import { sameBytes } from "./bytes.js";
import { ComingEpochs } from "./coming_epochs.js";
import { baseKey, kidOf, readKid } from "./media_secret.js";
import { ReplayWindow } from "./replay_window.js";
import { SframeRefused, decodeHeader, decrypt, deriveKey, encrypt } from "./sframe.js";

/** @import { SframeKey } from "./sframe.js" */

/** @typedef {Uint8Array<ArrayBuffer>} Bytes */
/** @typedef {{ kind: "session" | "preview", participant: string }} From */
/** @typedef {{ participant: string, sender: number, load: Bytes }} Member */
/** @typedef {[transform: number, stream: number][]} Allotted */
/** @typedef {{ epoch: number, secret: Bytes, own: { sender: number, load: Bytes }, members: Member[] }} Period */

/**
 * What the page tells its worker (media_keys.js), in order. What has a `request` is answered.
 *
 * @typedef {{ order: "hold", request: number, period: Period, streams: Allotted }
 *   | { order: "send", epoch: number | null }
 *   | { order: "drop", epoch: number }
 *   | { order: "watch", participant: string, key: { secret: Bytes, load: Bytes } | null }
 *   | { order: "release", transform: number }
 *   | { order: "clear" }} KeyOrder
 */

/** Somebody's share of an epoch, or of a preview: all their keys follow from it. */
/** @typedef {{ secret: Bytes, load: Bytes, epoch: number, sender: number }} Share */
/** @typedef {{ key: Promise<SframeKey>, counter: bigint }} Sealing */
/** @typedef {{ key: Promise<SframeKey>, window: ReplayWindow }} Opening */
/** @typedef {Share & { streams: Map<number, Sealing> }} Own  by transform */
/** @typedef {Share & { streams: Map<number, Opening> }} Other  by stream number: at most 256 */
/** @typedef {{ own: Own, others: Map<string, Other> }} Held */

/** Of a preview, which has an epoch of its own and one sender. */
export const PREVIEW_EPOCH = 0;
export const PREVIEW_SENDER = 1;

export class KeyRing {
  constructor() {
    /** By epoch; a preview of one's own is epoch 0. */
    /** @type {Map<number, Held>} */
    this.held = new Map();
    /** Previews of others, by participant. */
    /** @type {Map<string, Other>} */
    this.watched = new Map();
    /** @type {Own | null} what frames are sealed under; null: none leaves */
    this.sending = null;
    this.coming = new ComingEpochs();
  }

  /**
   * Takes effect at once. What is returned resolves when the keys to seal with are there.
   *
   * @param {KeyOrder} told
   * @returns {Promise<unknown>}
   */
  async obey(told) {
    switch (told.order) {
      case "hold":
        return this.#hold(told.period, told.streams);
      case "send":
        return this.#send(told.epoch);
      case "drop":
        return this.#drop(told.epoch);
      case "watch":
        return this.#watch(told.participant, told.key);
      case "release":
        return this.#release(told.transform);
      case "clear":
        return this.#clear();
    }
  }

  /**
   * Throws `SframeRefused` when this transform may not send. A frame that was sealed while the page changed its
   * mind is sealed anew, under what holds now.
   *
   * @param {number} transform
   * @param {Bytes} plaintext
   * @param {Bytes} clear
   * @returns {Promise<Bytes>}
   */
  async seal(transform, plaintext, clear) {
    for (;;) {
      const stream = this.sending?.streams.get(transform);
      if (stream === undefined) throw new SframeRefused("key");
      const key = await stream.key;
      stream.counter += 1n;
      const sealed = await encrypt(key, stream.counter, plaintext, clear);
      if (this.sending?.streams.get(transform) === stream) return sealed;
    }
  }

  /**
   * Throws `SframeRefused` for what this person has not sealed for this page.
   *
   * @param {From} from
   * @param {Bytes} data
   * @param {Bytes} clear
   * @returns {Promise<Bytes | null>}  null for a frame that was taken before
   */
  async open(from, data, clear) {
    const { kid, counter } = decodeHeader(data);
    if (from.kind === "session") await this.coming.wait(readKid(kid)?.epochByte ?? PREVIEW_EPOCH);
    const stream = this.#opening(from, kid);
    if (stream === null) throw new SframeRefused("key");
    if (!stream.window.isNew(counter)) return null;
    const { plaintext } = await decrypt(() => stream.key, data, clear);
    // Meanwhile the key may have been dropped, and the same frame may have come by another way.
    if (this.#opening(from, kid) !== stream) throw new SframeRefused("key");
    return stream.window.take(counter) ? plaintext : null;
  }

  /**
   * @param {Period} period
   * @param {Allotted} streams  new ones, of transforms that are here or about to come
   */
  async #hold(period, streams) {
    const { own } = this.#keep(period);
    for (const [transform, stream] of streams) {
      own.streams.set(transform, { key: keyOf(own, stream), counter: 0n });
    }
    await Promise.all([...own.streams.values()].map(({ key }) => key));
  }

  /**
   * @param {Period} period
   * @returns {Held}
   */
  #keep({ epoch, secret, own, members }) {
    const before = this.held.get(epoch);
    const share = { secret, epoch, ...own };
    const isSame = before !== undefined && isSameShare(before.own, share);
    if (before !== undefined && !isSame) this.#drop(epoch);
    const others = members
      .filter(({ sender }) => sender !== own.sender)
      .map(({ participant, sender, load }) => {
        const other = { secret, load, epoch, sender };
        const known = isSame ? before.others.get(participant) : undefined;
        const streams = known !== undefined && isSameShare(known, other) ? known.streams : new Map();
        return /** @type {const} */ ([participant, { ...other, streams }]);
      });
    const kept = isSame ? before.own : { ...share, streams: new Map() };
    const held = { own: kept, others: new Map(others) };
    this.held.set(epoch, held);
    if (epoch !== PREVIEW_EPOCH) this.coming.came(epoch);
    return held;
  }

  /** @param {number | null} epoch */
  #send(epoch) {
    this.sending = epoch === null ? null : (this.held.get(epoch)?.own ?? null);
  }

  /** @param {number} transform */
  #release(transform) {
    for (const { own } of this.held.values()) own.streams.delete(transform);
  }

  #clear() {
    this.sending = null;
    this.held.clear();
    this.watched.clear();
    this.coming.came(PREVIEW_EPOCH);
  }

  /** @param {number} epoch */
  #drop(epoch) {
    if (this.held.get(epoch)?.own === this.sending) this.sending = null;
    this.held.delete(epoch);
  }

  /**
   * @param {string} participant
   * @param {{ secret: Bytes, load: Bytes } | null} key
   */
  #watch(participant, key) {
    if (key === null) {
      this.watched.delete(participant);
      return;
    }
    const share = { ...key, epoch: PREVIEW_EPOCH, sender: PREVIEW_SENDER };
    const known = this.watched.get(participant);
    if (known !== undefined && isSameShare(known, share)) return;
    this.watched.set(participant, { ...share, streams: new Map() });
  }

  /**
   * What opens a frame with this key id. A person has at most 256 streams an epoch, and each key is derived once.
   *
   * @param {From} from
   * @param {bigint} kid
   * @returns {Opening | null}  null when that person sends none under it
   */
  #opening(from, kid) {
    const named = readKid(kid);
    if (named === null) return null;
    const { epochByte, sender } = named;
    const other = from.kind === "preview" ? this.watched.get(from.participant) : this.#other(from, epochByte);
    if (other?.sender !== sender || other.epoch % 256 !== epochByte) return null;
    const known = other.streams.get(named.stream);
    if (known !== undefined) return known;
    const opening = { key: keyOf(other, named.stream), window: new ReplayWindow() };
    other.streams.set(named.stream, opening);
    return opening;
  }

  /**
   * @param {From} from
   * @param {number} epochByte
   */
  #other({ participant }, epochByte) {
    // The last that was held: a page of the host's that is loaded again numbers them from elsewhere.
    const epochs = [...this.held.keys()].filter((epoch) => epoch % 256 === epochByte && epoch !== PREVIEW_EPOCH);
    return this.held.get(epochs.at(-1) ?? PREVIEW_EPOCH)?.others.get(participant);
  }
}

/**
 * @param {Share} share
 * @param {number} stream
 */
async function keyOf({ secret, load, epoch, sender }, stream) {
  const base = await baseKey({ secret, load, label: "media", epoch, sender, stream });
  return deriveKey(base, kidOf(epoch, sender, stream));
}

/**
 * @param {Share} one
 * @param {Share} other
 */
function isSameShare(one, other) {
  return (
    one.epoch === other.epoch &&
    one.sender === other.sender &&
    sameBytes(one.secret, other.secret) &&
    sameBytes(one.load, other.load)
  );
}
