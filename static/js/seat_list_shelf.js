// Where the host's lists of seats lie in this browser: sealed, and readable with the vault's data key alone.

import { hkdf } from "./kdf.js";
import { shelfAt, unlessRefused } from "./shelf.js";
import { Tenure } from "./tenure.js";

/** @import { ListedSeat } from "./seat_list.js" */
/** @import { SharedShelf } from "./shelf.js" */
/** @import { Mark } from "./tenure.js" */

/**
 * @typedef {Omit<ListedSeat, "resumption"> & {resumption: string}} KeptSeat
 *
 * @typedef {object} KeptList
 * @property {KeptSeat[]} seats
 * @property {Record<string, number[]>} answered  when fresh handshakes were, by invitation, milliseconds
 *
 * @typedef {KeptList & {at: number}} FoundList  at: when it was written, milliseconds
 *
 * @typedef {Mark & {at: number, nonce: Uint8Array<ArrayBuffer>, sealed: Uint8Array<ArrayBuffer>}} SealedList
 *   at: in clear, so that it also goes when nobody can read it any more
 * @typedef {Record<string, SealedList>} SealedLists  by room
 */

/** @type {SharedShelf<SealedLists>} */
export const SEAT_LIST_SHELF = shelfAt("telehealth seat lists", "lists", "all");

/** How long what was written lasts. Milliseconds. */
export const LASTS = 24 * 3600 * 1000;

export class SeatListShelf {
  /**
   * @param {string} room
   * @param {SharedShelf<SealedLists>} shelf
   */
  constructor(room, shelf) {
    this.room = room;
    this.shelf = shelf;
    this.tenure = new Tenure();
  }

  /** @param {Uint8Array<ArrayBuffer>} dataKey */
  async key(dataKey) {
    const bytes = await hkdf(dataKey, "telehealth/1 seats");
    return crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
  }

  /** This page writes it from now on, and no page that did so before. @param {number} now */
  take(now) {
    this.tenure.take(now);
  }

  /**
   * Null for nothing, for what another account has left here, and for this one's under the data key of an earlier
   * password.
   *
   * @param {CryptoKey} key
   * @param {number} now
   * @returns {Promise<FoundList|null>}
   */
  async read(key, now) {
    const all = await unlessRefused(() => this.shelf.get());
    const kept = all?.[this.room];
    this.tenure.read(kept);
    if (kept === undefined || now - kept.at > LASTS) return null;
    const { nonce, sealed, at } = kept;
    const text = await unlessRefused(() => crypto.subtle.decrypt(this.#cipher(nonce), key, sealed));
    return text === null ? null : { ...JSON.parse(new TextDecoder().decode(text)), at };
  }

  /**
   * @param {CryptoKey} key
   * @param {KeptList} list  an empty one takes away what lies there
   * @param {number} now
   */
  async write(key, list, now) {
    const isEmpty = list.seats.length === 0 && Object.keys(list.answered).length === 0;
    const sealed = isEmpty ? null : await this.#seal(key, list, now);
    await unlessRefused(() => this.shelf.change((all) => this.#changed(all, sealed, now)));
  }

  /**
   * @param {CryptoKey} key
   * @param {KeptList} list
   * @param {number} at
   * @returns {Promise<SealedList>}
   */
  async #seal(key, list, at) {
    const nonce = crypto.getRandomValues(new Uint8Array(12));
    const text = new TextEncoder().encode(JSON.stringify(list));
    const sealed = new Uint8Array(await crypto.subtle.encrypt(this.#cipher(nonce), key, text));
    return { ...this.tenure.mark, at, nonce, sealed };
  }

  /** No list stands in another room's place. @param {Uint8Array<ArrayBuffer>} nonce */
  #cipher(nonce) {
    return { name: "AES-GCM", iv: nonce, additionalData: new TextEncoder().encode(this.room) };
  }

  /**
   * @param {SealedLists|undefined} all
   * @param {SealedList|null} sealed
   * @param {number} now
   */
  #changed(all = {}, sealed, now) {
    const living = Object.fromEntries(Object.entries(all).filter(([, { at }]) => now - at <= LASTS));
    const { [this.room]: before, ...others } = living;
    if (!this.tenure.mayChange(before)) return living;
    const changed = sealed === null ? others : { ...others, [this.room]: sealed };
    return Object.keys(changed).length > 0 ? changed : undefined;
  }
}

/**
 * At sign-out: all rooms' lists, whoever could have read them.
 *
 * @param {SharedShelf<SealedLists>} [shelf]
 */
export async function forgetSeatLists(shelf = SEAT_LIST_SHELF) {
  await unlessRefused(() => shelf.remove());
}
