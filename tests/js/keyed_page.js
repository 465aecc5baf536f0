// One page's keys with a worker that is a real key ring; and a count of every (key, nonce) that is sealed with.

import { KeyRing } from "../../static/js/key_ring.js";
import { MediaKeys } from "../../static/js/media_keys.js";

/** @typedef {import("../../static/js/key_ring.js").KeyOrder} KeyOrder */
/** @typedef {import("../../static/js/key_ring.js").Period} Period */

/** @param {number} value */
export const secretOf = (value) => new Uint8Array(32).fill(value);
/** @param {number} value */
export const loadOf = (value) => new Uint8Array(16).fill(value);

/**
 * An epoch of Dr Ruiz (0), Maya (1) and Ben (2), as `own` has it. Their load ids are their sender numbers.
 *
 * @param {number} epoch
 * @param {number} own
 * @param {Partial<Period>} [changes]
 * @returns {Period}
 */
export function periodOf(epoch, own, changes = {}) {
  const members = ["ruiz", "maya", "ben"].map((participant, sender) => ({
    participant,
    sender,
    load: loadOf(sender),
  }));
  return { epoch, secret: secretOf(epoch), own: { sender: own, load: loadOf(own) }, members, ...changes };
}

export class KeyedPage {
  constructor() {
    /** @type {number[]} */
    this.exhausted = [];
    this.keys = new MediaKeys({ exhausted: (epoch) => this.exhausted.push(epoch) });
    this.transforms = 0;
    this.ring = this.newWorker();
  }

  /** The worker is dead: here is another. */
  newWorker() {
    const ring = new KeyRing();
    this.ring = ring;
    this.keys.serve({
      // As a browser does: what is told is copied now, and read later.
      postMessage: (order) => void this.#obey(ring, structuredClone(order)),
    });
    return ring;
  }

  /**
   * @param {KeyRing} ring
   * @param {KeyOrder} order
   */
  async #obey(ring, order) {
    await ring.obey(order);
    if (order.order === "hold") this.keys.answered(order.request);
  }

  /** A transform that sends, when the worker has its keys. */
  async attach() {
    this.transforms += 1;
    const transform = this.transforms;
    await this.keys.attach(transform);
    return transform;
  }
}

/** Counts (key, nonce) pairs, by what WebCrypto is given. Without `restore` it goes on counting. */
export class Nonces {
  constructor() {
    /** @type {Set<string>} */
    this.used = new Set();
    /** @type {string[]} */
    this.repeated = [];
    /** @type {WeakMap<CryptoKey, string>} */
    this.raw = new WeakMap();
    const subtle = /** @type {any} */ (crypto.subtle);
    const importKey = subtle.importKey.bind(subtle);
    const encrypt = subtle.encrypt.bind(subtle);
    subtle.importKey = async (/** @type {any[]} */ ...given) => {
      const key = await importKey(...given);
      if (given[2] === "AES-GCM") this.raw.set(key, Buffer.from(given[1]).toString("hex"));
      return key;
    };
    subtle.encrypt = (/** @type {any[]} */ ...given) => {
      const [{ iv }, key] = given;
      this.#note(`${this.raw.get(key)} ${Buffer.from(iv).toString("hex")}`);
      return encrypt(...given);
    };
  }

  /** @param {string} pair */
  #note(pair) {
    if (this.used.has(pair)) this.repeated.push(pair);
    this.used.add(pair);
  }

  restore() {
    const subtle = /** @type {any} */ (crypto.subtle);
    delete subtle.importKey;
    delete subtle.encrypt;
  }
}
