// Twin of telehealth/core/seat.py: what a tab keeps so that a reload returns to its place.

/** @import { CheckInCard } from "./card.js" */
/** @import { Answer } from "./code_word_asked.js" */
/** @import { DevicesInUse } from "./device.js" */

/**
 * Kept in sessionStorage: it lives as long as the tab, and a duplicated tab brings it along (the server
 * then closes the older page with 4409).
 *
 * @typedef {object} SeatRecord
 * @property {string} token                      sealed with the server's key
 * @property {DevicesInUse} [inUse]              what to switch on again without a click
 * @property {CheckInCard} [card]                until the session is over, and always without the code word
 * @property {Answer} [codeWord]                 what the clinician's page has said of it
 * @property {number} [started]                  when the session began on this page's clock, milliseconds
 */

export class Seat {
  /**
   * @param {string} place    what the seat is for: an invitation or a room
   * @param {Storage} storage
   */
  constructor(place, storage = sessionStorage) {
    this.key = `telehealth seat ${place}`;
    this.storage = storage;
  }

  /** @returns {SeatRecord|null} */
  read() {
    const text = this.storage.getItem(this.key);
    if (text === null) return null;
    try {
      const record = JSON.parse(text);
      return typeof record?.token === "string" ? record : null;
    } catch (error) {
      if (error instanceof SyntaxError) return null;
      throw error;
    }
  }

  /**
   * Change some of what is kept. Without a token nothing is kept at all.
   *
   * @param {Partial<SeatRecord>} change
   */
  keep(change) {
    const record = { ...this.read(), ...change };
    // Whoever opens this tab again must not find what proves the person to the clinician.
    if (record.card !== undefined) record.card = { ...record.card, codeWord: "" };
    if (typeof record.token === "string") this.storage.setItem(this.key, JSON.stringify(record));
  }

  /** The session is over: keep the way back, and nothing of what was typed or used. */
  forgetCard() {
    const record = this.read();
    if (record !== null) this.storage.setItem(this.key, JSON.stringify({ token: record.token }));
  }

  /** The seat is dead. */
  forget() {
    this.storage.removeItem(this.key);
  }
}
