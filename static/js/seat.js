// Twin of telehealth/core/seat.py: what a page keeps so that a reload, or a tab that was killed, returns to its place.

import { decodeBase64url, encodeBase64url } from "./base64url.js";
import { CLOCK } from "./clock.js";
import { shelfAt, unlessRefused } from "./shelf.js";
import { Tenure } from "./tenure.js";
import { Turns } from "./turns.js";

/** @import { CheckInCard } from "./card.js" */
/** @import { Clock } from "./clock.js" */
/** @import { Answer } from "./code_word_asked.js" */
/** @import { DevicesInUse } from "./device.js" */
/** @import { Link } from "./link.js" */
/** @import { SharedShelf } from "./shelf.js" */
/** @import { Mark } from "./tenure.js" */

/**
 * The tab's sessionStorage has all of it: it is written at once, and a duplicated tab brings it along (the server
 * then closes the older page with 4409). What a killed tab comes back with lies in IndexedDB as well, from check-in (of
 * a clinician's page: from the session's beginning) to the session's end: all but what was typed.
 *
 * @typedef {object} SeatRecord
 * @property {string} token                      sealed with the server's key
 * @property {string} [participant]              whose seat it is
 * @property {string} [secret]                   S of the link, base64url
 * @property {string} [roomKey]                  the room's public key as the link said it, base64url
 * @property {string} [resumption]               R, base64url
 * @property {number[]} [words]                  the safety words of the first handshake, four bytes
 * @property {DevicesInUse} [inUse]              what to switch on again without a click
 * @property {CheckInCard} [card]                until the session is over, and always without the code word
 * @property {Answer} [codeWord]                 what the clinician's page has said of it
 * @property {number} [started]                  when the session began on this page's clock, milliseconds
 *
 * @typedef {Mark & {at: number, record: SeatRecord}} KeptSeat  at: when it was changed last, milliseconds
 * @typedef {Record<string, KeptSeat>} KeptSeats                by place
 */

/** @type {SharedShelf<KeptSeats>} */
export const SEAT_SHELF = shelfAt("telehealth seats", "seats", "all");

/** Nobody comes back to a session after so long: what a closed browser has left behind goes. Milliseconds. */
const LONGEST = 24 * 3600 * 1000;

export class Seat {
  /** As the link in the address bar has it. @type {Pick<SeatRecord, "secret"|"roomKey">|null} */
  #link = null;
  /** Whether the browser keeps it, and not the tab alone. */
  #lasts = false;
  #isErased = false;

  /**
   * @param {string} place    what the seat is for: an invitation or a room
   * @param {Storage} storage
   * @param {SharedShelf<KeptSeats>|null} [shelf]  null: nothing is kept beyond the tab
   * @param {Clock} [clock]
   */
  constructor(place, storage = sessionStorage, shelf = null, clock = CLOCK) {
    this.place = place;
    this.key = `telehealth seat ${place}`;
    this.storage = storage;
    this.shelf = shelf;
    this.clock = clock;
    this.tenure = new Tenure();
    this.turns = new Turns();
    const { record, at } = readTab(storage.getItem(this.key));
    this.record = record;
    this.at = at;
  }

  /**
   * Once, before anything is read: what the browser keeps of this place, unless this tab has a seat of its own. Where S
   * or the room's key is another than the link says, it is another seat.
   *
   * @param {Link|null} [link]  as the address bar has it
   */
  async load(link = null) {
    this.#link = link && { secret: encodeBase64url(link.secret), roomKey: link.roomKey };
    const kept = await this.#look();
    this.tenure.read(kept);
    const own = this.#fits(this.record) ? this.record : null;
    const others = kept !== undefined && this.#fits(kept.record) ? kept : null;
    const isTaken = others !== null && (own === null || (isSame(own, others.record) && others.at > this.at));
    this.record = isTaken ? { ...typed(own), ...others.record } : own;
    if (isTaken) this.at = others.at;
    this.#lasts = isTaken || own?.card !== undefined;
    this.#link ??= linkOf(this.record);
    this.#writeTab();
  }

  /** @returns {SeatRecord|null} */
  read() {
    return this.record;
  }

  /**
   * Change some of what is kept. Without a token nothing is kept at all; the token is what the server gives to the page
   * that has the seat from now on.
   *
   * @param {Partial<SeatRecord>} change
   * @param {boolean} [lasts]  the browser keeps it from now on, and not the tab alone; so it does from a check-in on
   */
  keep(change, lasts = false) {
    const record = { ...this.record, ...this.#link, ...change };
    if (this.#isErased || typeof record.token !== "string") return;
    // Whoever opens this tab again must not find what proves the person to the clinician.
    if (record.card !== undefined) record.card = { ...record.card, codeWord: "" };
    if (change.token !== undefined) this.tenure.take(this.clock.now());
    if (lasts || change.card !== undefined) this.#lasts = true;
    this.#become(/** @type {SeatRecord} */ (record));
  }

  /** The session is over: the tab keeps the way back, the browser nothing; and nothing stays of what was typed or used. */
  forgetCard() {
    if (this.record === null) return;
    const { token, participant, secret, roomKey } = this.record;
    this.#lasts = false;
    this.#become({
      token,
      ...(participant !== undefined && { participant }),
      ...(secret !== undefined && { secret }),
      ...(roomKey !== undefined && { roomKey }),
    });
  }

  /** The seat is dead. */
  forget() {
    this.#lasts = false;
    this.#become(null);
  }

  /** The person goes for good: no seat of any tab stays in this browser, and this page keeps none any more. */
  async erase() {
    this.#isErased = true;
    this.forget();
    const { shelf } = this;
    if (shelf !== null) await this.turns.take(() => unlessRefused(() => shelf.remove()));
  }

  /**
   * The link by which the seat was taken, for a page that was opened without it.
   *
   * @param {string} invitation
   * @returns {Link|null}
   */
  link(invitation) {
    const { secret, roomKey } = this.record ?? {};
    if (secret === undefined || roomKey === undefined) return null;
    return { invitation, secret: decodeBase64url(secret), roomKey };
  }

  /** What was changed is kept by now, or this browser keeps nothing. */
  async saved() {
    await this.turns.last;
  }

  /** @param {SeatRecord|null} record */
  #become(record) {
    this.record = record;
    this.at = this.clock.now();
    this.#writeTab();
    const { shelf } = this;
    if (shelf !== null)
      void this.turns.take(() => unlessRefused(() => shelf.change((all) => this.#changed(all))));
  }

  #writeTab() {
    if (this.record === null) this.storage.removeItem(this.key);
    else this.storage.setItem(this.key, JSON.stringify({ ...this.record, at: this.at }));
  }

  /** What lies there, after what is over was taken away. */
  async #look() {
    const { shelf } = this;
    const all = shelf && (await unlessRefused(() => shelf.change((kept) => filled(this.#living(kept)))));
    return all?.[this.place];
  }

  /**
   * As it is when its turn has come: whatever was kept meanwhile comes along.
   *
   * @param {KeptSeats|undefined} all
   */
  #changed(all) {
    const seats = this.#living(all);
    if (!this.tenure.mayChange(seats[this.place])) return filled(seats);
    const { [this.place]: before, ...others } = seats;
    if (this.record === null || !this.#lasts) return filled(others);
    // Before the server has given it the seat, a page has nothing to say about it.
    if (this.tenure.since === 0) return filled(seats);
    const { card: _card, codeWord: _codeWord, ...record } = this.record;
    return { ...others, [this.place]: { ...this.tenure.mark, at: this.at, record } };
  }

  /** @param {KeptSeats|undefined} all @returns {KeptSeats} */
  #living(all = {}) {
    const now = this.clock.now();
    return Object.fromEntries(Object.entries(all).filter(([, { at }]) => now - at < LONGEST));
  }

  /** @param {SeatRecord|null} record */
  #fits(record) {
    if (record === null) return false;
    const { secret, roomKey } = this.#link ?? record;
    return record.secret === secret && record.roomKey === roomKey;
  }
}

/**
 * @param {string|null} text
 * @returns {{record: SeatRecord|null, at: number}}
 */
function readTab(text) {
  const nothing = { record: null, at: 0 };
  if (text === null) return nothing;
  try {
    const { at = 0, ...record } = JSON.parse(text) ?? {};
    return typeof record.token === "string" ? { record, at } : nothing;
  } catch (error) {
    if (error instanceof SyntaxError) return nothing;
    throw error;
  }
}

/** @param {KeptSeats} seats */
function filled(seats) {
  return Object.keys(seats).length > 0 ? seats : undefined;
}

/** @param {SeatRecord} one @param {SeatRecord} other */
function isSame(one, other) {
  return one.participant !== undefined && one.participant === other.participant;
}

/** What the tab alone keeps. @param {SeatRecord|null} record */
function typed(record) {
  const { card, codeWord } = record ?? {};
  return { ...(card !== undefined && { card }), ...(codeWord !== undefined && { codeWord }) };
}

/** @param {SeatRecord|null} record */
function linkOf(record) {
  const { secret, roomKey } = record ?? {};
  return secret === undefined || roomKey === undefined ? null : { secret, roomKey };
}
