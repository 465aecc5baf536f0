// What a client wanted remembered on this device: sealed under a key that no script can read, one for each link.

import { readContent } from "./card.js";
import { shelfAt, unlessRefused } from "./shelf.js";
import { Turns } from "./turns.js";

/** @import { CheckInCard } from "./card.js" */
/** @import { DevicesInUse } from "./device.js" */
/** @import { KeptKey } from "./page_key.js" */
/** @import { Shelf } from "./shelf.js" */

/**
 * @typedef {object} Details
 * @property {CheckInCard} card     always without the code word
 * @property {DevicesInUse} inUse   which of camera and microphone were on, and which ones
 */

/** What is kept in another shape is not read. */
const SHAPE = 1;
const NO_DEVICES = { microphone: "missing", camera: "missing" };

export class Remembered {
  /**
   * Two people who share a computer may have the same clinician: neither is to see the other's details.
   *
   * @param {string} place  the room and the link that leads there
   * @param {Shelf<KeptKey>} [shelf]
   */
  constructor(place, shelf = shelfAt("telehealth remembered", "details", place)) {
    this.place = place;
    this.shelf = shelf;
    this.turns = new Turns();
  }

  /** @returns {Promise<Details|null>} */
  recall() {
    return this.#take(async () => {
      const kept = await this.shelf.get();
      if (kept === undefined) return null;
      const text = await crypto.subtle.decrypt(this.#cipher(kept.nonce), kept.local, kept.sealed);
      return readDetails(JSON.parse(new TextDecoder().decode(text)));
    });
  }

  /**
   * In place of what was kept before, under a new key. A browser that keeps nothing asks each time instead.
   *
   * @param {Details} details
   */
  async keep({ card, inUse }) {
    const text = JSON.stringify({ shape: SHAPE, card: { ...card, codeWord: "" }, inUse });
    await this.#take(async () => {
      const cipher = { name: "AES-GCM", length: 256 };
      const local = await crypto.subtle.generateKey(cipher, false, ["encrypt", "decrypt"]);
      const nonce = crypto.getRandomValues(new Uint8Array(12));
      const bytes = new TextEncoder().encode(text);
      const sealed = new Uint8Array(await crypto.subtle.encrypt(this.#cipher(nonce), local, bytes));
      await this.shelf.put({ local, nonce, sealed });
    });
  }

  async forget() {
    await this.#take(() => this.shelf.remove());
  }

  /**
   * What is forgotten stays so, whatever was being kept a moment ago.
   *
   * @template T
   * @param {() => Promise<T>} task
   */
  #take(task) {
    return this.turns.take(() => unlessRefused(task));
  }

  /** @param {Uint8Array<ArrayBuffer>} nonce  of which each key seals with one only */
  #cipher(nonce) {
    return { name: "AES-GCM", iv: nonce, additionalData: new TextEncoder().encode(this.place) };
  }
}

/**
 * @param {any} value
 * @returns {Details|null}
 */
function readDetails({ shape, card, inUse }) {
  if (shape !== SHAPE) return null;
  const content = readContent({ ...card, kind: "card", devices: NO_DEVICES });
  if (content?.kind !== "card") return null;
  const { kind: _kind, devices: _devices, ...said } = content;
  return { card: said, inUse };
}
