// Where emergency cards lie in the clinician's browser: sealed, and readable with the vault's data key alone.

import { hkdf } from "./kdf.js";
import { shelfAt, unlessRefused } from "./shelf.js";

/** @import { KeptCard } from "./emergency_cards.js" */
/** @import { Shelf } from "./shelf.js" */

/**
 * @typedef {object} SealedCard
 * @property {number} until  seconds: in clear, so that it also goes when nobody can read it any more
 * @property {Uint8Array<ArrayBuffer>} nonce
 * @property {Uint8Array<ArrayBuffer>} sealed
 *
 * @typedef {Record<string, SealedCard>} SealedCards  by participant, ids that say nothing
 */

/** @type {Shelf<SealedCards>} */
export const CARD_SHELF = shelfAt("telehealth emergency cards", "cards", "all");

export class EmergencyShelf {
  /** @param {Shelf<SealedCards>} [shelf] */
  constructor(shelf = CARD_SHELF) {
    this.shelf = shelf;
  }

  /**
   * Those that this data key opens. What is over is deleted, whoever could have read it.
   *
   * @param {Uint8Array<ArrayBuffer>} dataKey
   * @param {number} now  seconds
   * @returns {Promise<KeptCard[]>}
   */
  async read(dataKey, now) {
    const cards = await this.#change((all) =>
      Object.fromEntries(Object.entries(all).filter(([, { until }]) => until > now)),
    );
    const key = await cardKey(dataKey);
    const read = Object.entries(cards ?? {}).map(([participant, card]) => unseal(key, participant, card));
    return (await Promise.all(read)).filter((card) => card !== null);
  }

  /**
   * @param {Uint8Array<ArrayBuffer>} dataKey
   * @param {KeptCard} card
   * @param {number} until  seconds
   */
  async put(dataKey, card, until) {
    const nonce = crypto.getRandomValues(new Uint8Array(12));
    const { participant } = card.facts;
    const sealed = await crypto.subtle.encrypt(
      cipher(nonce, participant),
      await cardKey(dataKey),
      new TextEncoder().encode(JSON.stringify(card)),
    );
    const kept = { until, nonce, sealed: new Uint8Array(sealed) };
    await this.#change((all) => ({ ...all, [participant]: kept }));
  }

  /** @param {string} participant */
  async remove(participant) {
    await this.#change(({ [participant]: _gone, ...others }) => others);
  }

  /**
   * Read before each change, so that what another page of this browser has put there stays.
   *
   * @param {(all: SealedCards) => SealedCards} change
   * @returns {Promise<SealedCards|null>}  null when this browser keeps nothing
   */
  #change(change) {
    return unlessRefused(async () => {
      const changed = change((await this.shelf.get()) ?? {});
      if (Object.keys(changed).length > 0) await this.shelf.put(changed);
      else await this.shelf.remove();
      return changed;
    });
  }
}

/**
 * Null for what another account has left here, or this one under the data key of an earlier password.
 *
 * @param {CryptoKey} key
 * @param {string} participant
 * @param {SealedCard} card
 * @returns {Promise<KeptCard|null>}
 */
async function unseal(key, participant, { nonce, sealed }) {
  const text = await unlessRefused(() => crypto.subtle.decrypt(cipher(nonce, participant), key, sealed));
  return text === null ? null : JSON.parse(new TextDecoder().decode(text));
}

/** @param {Uint8Array<ArrayBuffer>} dataKey */
async function cardKey(dataKey) {
  const bytes = await hkdf(dataKey, "telehealth/1 emergency cards");
  return crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
}

/**
 * @param {Uint8Array<ArrayBuffer>} nonce
 * @param {string} participant  no card stands in another's place
 */
function cipher(nonce, participant) {
  return { name: "AES-GCM", iv: nonce, additionalData: new TextEncoder().encode(participant) };
}
