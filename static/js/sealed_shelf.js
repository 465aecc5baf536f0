// What has names in it, kept in the clinician's browser for some hours: sealed with the vault's data key.

import { hkdf } from "./kdf.js";
import { unlessRefused } from "./shelf.js";

/** @import { SharedShelf } from "./shelf.js" */

/**
 * @typedef {object} Sealed
 * @property {number} until  seconds: in clear, so that it also goes when nobody can read it any more
 * @property {Uint8Array<ArrayBuffer>} nonce
 * @property {Uint8Array<ArrayBuffer>} sealed
 *
 * @typedef {Record<string, Sealed>} AllSealed  by ids that say nothing
 */

/** @template Value  what JSON can say */
export class SealedShelf {
  /** What a browser that keeps nothing would not take: it lives as long as the page. @type {AllSealed} */
  #refused = {};

  /**
   * @param {SharedShelf<AllSealed>} shelf
   * @param {string} label  of the key: what is kept here opens nowhere else
   */
  constructor(shelf, label) {
    this.shelf = shelf;
    this.label = label;
  }

  /**
   * Those that this data key opens. What is over is deleted, whoever could have read it.
   *
   * @param {Uint8Array<ArrayBuffer>} dataKey
   * @param {number} now  seconds
   * @returns {Promise<Value[]>}
   */
  async read(dataKey, now) {
    const kept = await this.#change((all) =>
      Object.fromEntries(Object.entries(all).filter(([, { until }]) => until > now)),
    );
    const key = await this.#key(dataKey);
    const read = Object.entries({ ...kept, ...this.#refused }).map(([id, each]) => unseal(key, id, each));
    return (await Promise.all(read)).filter((value) => value !== null);
  }

  /**
   * @param {Uint8Array<ArrayBuffer>} dataKey
   * @param {string} id
   * @param {Value} value
   * @param {number} until  seconds
   */
  async put(dataKey, id, value, until) {
    const nonce = crypto.getRandomValues(new Uint8Array(12));
    const bytes = new TextEncoder().encode(JSON.stringify(value));
    const sealed = await crypto.subtle.encrypt(cipher(nonce, id), await this.#key(dataKey), bytes);
    const kept = { until, nonce, sealed: new Uint8Array(sealed) };
    const done = await this.#change((all) => ({ ...all, [id]: kept }));
    this.#refused = done === null ? { ...this.#refused, [id]: kept } : without(this.#refused, id);
  }

  /** @param {string} id */
  async remove(id) {
    this.#refused = without(this.#refused, id);
    await this.#change((all) => without(all, id));
  }

  /** Nothing stays in this browser, whoever it belonged to. */
  async clear() {
    this.#refused = {};
    await this.#change(() => ({}));
  }

  /**
   * @param {(all: AllSealed) => AllSealed} change
   * @returns {Promise<AllSealed|null>}  null when this browser keeps nothing
   */
  #change(change) {
    return unlessRefused(async () => {
      const changed = await this.shelf.change((kept) => {
        const all = change(kept ?? {});
        return Object.keys(all).length > 0 ? all : undefined;
      });
      return changed ?? {};
    });
  }

  /** @param {Uint8Array<ArrayBuffer>} dataKey */
  async #key(dataKey) {
    const bytes = await hkdf(dataKey, this.label);
    return crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
  }
}

/**
 * @param {AllSealed} all
 * @param {string} id
 * @returns {AllSealed}
 */
function without(all, id) {
  const { [id]: _gone, ...others } = all;
  return others;
}

/**
 * Null for what another account has left here, or this one under the data key of an earlier password.
 *
 * @param {CryptoKey} key
 * @param {string} id
 * @param {Sealed} kept
 * @returns {Promise<any>}
 */
async function unseal(key, id, { nonce, sealed }) {
  const bytes = await unlessRefused(() => crypto.subtle.decrypt(cipher(nonce, id), key, sealed));
  return bytes === null ? null : JSON.parse(new TextDecoder().decode(bytes));
}

/**
 * @param {Uint8Array<ArrayBuffer>} nonce
 * @param {string} id  nothing stands in another's place
 */
function cipher(nonce, id) {
  return { name: "AES-GCM", iv: nonce, additionalData: new TextEncoder().encode(id) };
}
