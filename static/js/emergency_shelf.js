// Where emergency cards lie in the clinician's browser: sealed, and readable with the vault's data key alone.

import { SealedShelf } from "./sealed_shelf.js";
import { shelfAt } from "./shelf.js";

/** @import { KeptCard } from "./emergency_cards.js" */
/** @import { AllSealed } from "./sealed_shelf.js" */
/** @import { SharedShelf } from "./shelf.js" */

/** @type {SharedShelf<AllSealed>} */
export const CARD_SHELF = shelfAt("telehealth emergency cards", "cards", "all");

export class EmergencyShelf {
  /** @param {SharedShelf<AllSealed>} [shelf] */
  constructor(shelf = CARD_SHELF) {
    /** @type {SealedShelf<KeptCard>} */
    this.sealed = new SealedShelf(shelf, "telehealth/1 emergency cards");
  }

  /**
   * Those that this data key opens. What is over is deleted, whoever could have read it.
   *
   * @param {Uint8Array<ArrayBuffer>} dataKey
   * @param {number} now  seconds
   * @returns {Promise<KeptCard[]>}
   */
  read(dataKey, now) {
    return this.sealed.read(dataKey, now);
  }

  /**
   * @param {Uint8Array<ArrayBuffer>} dataKey
   * @param {KeptCard} card
   * @param {number} until  seconds
   */
  put(dataKey, card, until) {
    return this.sealed.put(dataKey, card.facts.participant, card, until);
  }

  /** @param {string} participant */
  remove(participant) {
    return this.sealed.remove(participant);
  }
}
