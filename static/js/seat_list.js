// The host's own list of seats in one room (docs/PROTOCOL.md): who was let in here, and by what they come back. What the
// server says of them is another matter. Kept in this browser, sealed, and readable with the vault's data key alone.

import { decodeBase64url, encodeBase64url } from "./base64url.js";
import { CLOCK } from "./clock.js";
import { LASTS, SEAT_LIST_SHELF, SeatListShelf } from "./seat_list_shelf.js";
import { Turns } from "./turns.js";

/** @import { Clock } from "./clock.js" */
/** @import { Method } from "./messages.js" */
/** @import { FoundList, KeptSeat, SealedLists } from "./seat_list_shelf.js" */
/** @import { SharedShelf } from "./shelf.js" */

export { SEAT_LIST_SHELF, forgetSeatLists } from "./seat_list_shelf.js";

/**
 * @typedef {"waiting"|"admitted"|"held"} SeatStanding  as the clinician has decided on this page, or an earlier one
 *
 * @typedef {object} ListedSeat
 * @property {string} participant
 * @property {string} invitation                   by which they came
 * @property {Uint8Array<ArrayBuffer>} resumption  R, 32 bytes
 * @property {number[]|null} words                 the safety words of the first handshake, four bytes
 * @property {SeatStanding} standing
 * @property {Method|null} [method]                how they were known when they were let in
 * @property {boolean} [guest]                     let in as somebody else than whom the link is for
 */

/** Fresh handshakes of one invitation that are answered within a day: guessing safety words takes far more. */
const MOST_HANDSHAKES = 64;
/** After so long without a page that hosts, or without the server, nobody goes on unasked: another session may be on. */
const SESSION_LASTS = 600_000;
const WRITES_EVERY = 60_000;
/** What had come before such a pause may be read after it; a connection that is still there by then has outlived it. */
const OUTLIVED_AFTER = 60_000;

export class SeatList {
  /** @type {CryptoKey|null} */
  #key = null;
  /** @type {Map<string, ListedSeat>} */
  #seats = new Map();
  /** @type {Map<string, number[]>} */
  #answered = new Map();
  /** Whether what is in memory is the truth. */
  #isOpen = false;
  /** What was begun before another opening or closing comes to nothing. */
  #openings = 0;
  #written = 0;
  /** When the server was heard last, and since when it is again after a long pause, milliseconds. */
  #heard = 0;
  /** @type {number|null} */
  #resumed = null;
  /** Whoever was in session waits, because too much time has passed. */
  hasLapsed = false;

  /**
   * @param {string} room
   * @param {object} [page]
   * @param {SharedShelf<SealedLists>} [page.shelf]
   * @param {Clock} [page.clock]
   * @param {() => boolean} [page.mayWrite]  whether this is the page of the browser that hosts
   */
  constructor(room, { shelf = SEAT_LIST_SHELF, clock = CLOCK, mayWrite = () => true } = {}) {
    this.shelf = new SeatListShelf(room, shelf);
    this.clock = clock;
    this.mayWrite = mayWrite;
    this.turns = new Turns();
    // Before the list is opened the page goes on as well: that is no sleep it has woken from.
    this.#heard = clock.now();
  }

  get isOpen() {
    return this.#isOpen;
  }

  /**
   * The vault is open and this page hosts: what an earlier page has kept is there again. Once more with another data key
   * (a new password) everything is sealed anew.
   *
   * @param {Uint8Array<ArrayBuffer>} dataKey
   * @param {object} [how]
   * @param {boolean} [how.anew]  without any seat: another device has hosted since, or may have
   * @param {() => void} [how.read]  called when the list is in memory, before anything can change it
   */
  async open(dataKey, { anew = false, read = () => undefined } = {}) {
    const opening = this.#begin();
    const key = await this.shelf.key(dataKey);
    await this.saved();
    const kept = this.#isOpen ? null : await this.shelf.read(key, this.clock.now());
    if (opening !== this.#openings) return;
    this.#key = key;
    if (!this.#isOpen) this.#take(kept);
    if (anew) this.#seats.clear();
    this.#isOpen = true;
    read();
    this.#save();
    await this.saved();
  }

  /**
   * The vault is closed, and the list with it: what is kept stays as it is. Only who is in session goes on being known,
   * in memory: nothing of them is kept that could not be changed any more.
   */
  close() {
    this.#begin();
    if (!this.#isInSession()) return this.#drop();
    this.#save([]);
    this.#key = null;
  }

  /** Another page of this browser hosts now, and what is kept is its own. */
  lost() {
    this.#begin();
    this.#drop();
  }

  /** @param {string} participant @returns {ListedSeat|null} */
  get(participant) {
    return this.#seats.get(participant) ?? null;
  }

  /** @returns {ListedSeat[]} */
  members() {
    return [...this.#seats.values()];
  }

  /**
   * A seat for somebody who has come with the link alone. Whatever their place was, they wait.
   *
   * @param {string} participant
   * @param {{invitation: string, words: number[]|null}} about
   * @returns {Uint8Array<ArrayBuffer>}  R, which they are given
   */
  add(participant, { invitation, words }) {
    if (!this.#isOpen) throw new TypeError("the list of seats is not open");
    const resumption = crypto.getRandomValues(new Uint8Array(32));
    this.#seats.set(participant, { participant, invitation, resumption, words, standing: "waiting" });
    this.#save();
    return resumption;
  }

  /**
   * @param {string} participant
   * @param {SeatStanding} standing
   * @returns {boolean}  whether they have a seat here
   */
  decide(participant, standing) {
    const seat = this.#seats.get(participant);
    if (seat === undefined) return false;
    if (seat.standing === standing) return true;
    this.hasLapsed = false;
    this.#seats.set(participant, { ...seat, standing });
    this.#save();
    return true;
  }

  /** Declined, removed, left, ended: nothing leads back. @param {string} participant */
  remove(participant) {
    if (!this.#seats.delete(participant)) return;
    this.#save();
    if (this.#key === null && !this.#isInSession()) this.#drop();
  }

  /** Another device of the clinician's has hosted: what it has decided is not known here. */
  clear() {
    if (!this.#isOpen) return;
    this.#seats.clear();
    this.#save();
  }

  /**
   * How somebody was let in, for a server that has forgotten it.
   *
   * @param {string} participant
   * @param {Pick<ListedSeat, "method"|"guest">} known
   */
  note(participant, known) {
    const seat = this.#seats.get(participant);
    if (seat === undefined) return;
    const noted = { ...seat, ...known };
    if (seat.method === noted.method && seat.guest === noted.guest) return;
    this.#seats.set(participant, noted);
    this.#save();
  }

  /** The server has said something, whatever it was. A clock that is set leaves the connection alone. */
  heard() {
    const now = this.clock.now();
    if (now - this.#heard <= SESSION_LASTS) this.#resumed = null;
    else if (now - (this.#resumed ??= now) < OUTLIVED_AFTER) return;
    this.#heard = now;
    if (this.#isInSession() && now - this.#written >= WRITES_EVERY) this.#save();
  }

  /** This page connects anew: if nothing was heard for too long, whoever was in session waits. */
  connects() {
    this.#resumed = null;
    if (this.clock.now() - this.#heard > SESSION_LASTS) this.#lapse();
    this.#heard = this.clock.now();
  }

  /**
   * Whether one more fresh handshake by this link may be answered. It is counted before the answer goes out.
   *
   * @param {string} invitation  one that the vault knows
   * @param {number} [now]       milliseconds
   * @returns {Promise<boolean>}
   */
  async count(invitation, now = this.clock.now()) {
    if (!this.#isOpen) return false;
    const before = recent(this.#answered.get(invitation) ?? [], now);
    if (before.length >= MOST_HANDSHAKES) return false;
    this.#answered.set(invitation, [...before, now]);
    this.#save();
    await this.saved();
    return true;
  }

  /** What was changed is kept by now, or this browser keeps nothing. */
  async saved() {
    await this.turns.last;
  }

  #begin() {
    this.#openings += 1;
    return this.#openings;
  }

  #isInSession() {
    return this.members().some(({ standing }) => standing !== "waiting");
  }

  #lapse() {
    if (!this.#isInSession()) return;
    for (const { participant } of this.members()) this.decide(participant, "waiting");
    this.hasLapsed = true;
    if (this.#key === null) this.#drop();
  }

  #drop() {
    this.#key = null;
    this.#isOpen = false;
    this.#seats.clear();
    this.#answered.clear();
  }

  /** @param {FoundList|null} kept */
  #take(kept) {
    const now = this.clock.now();
    this.shelf.take(now);
    this.#heard = now;
    if (kept === null) return;
    for (const { resumption, ...seat } of kept.seats)
      this.#seats.set(seat.participant, { ...seat, resumption: decodeBase64url(resumption) });
    this.#answered = new Map(Object.entries(kept.answered));
    if (now - kept.at > SESSION_LASTS) this.#lapse();
  }

  /** As it is at this moment: a list that is closed right after is written all the same. */
  #save(seats = this.members()) {
    if (this.#key === null) return;
    const key = this.#key;
    const now = (this.#written = this.clock.now());
    const list = { seats: seats.map(keptSeat), answered: this.#recentlyAnswered(now) };
    void this.turns.take(async () => {
      if (this.mayWrite()) await this.shelf.write(key, list, now);
    });
  }

  /** @param {number} now */
  #recentlyAnswered(now) {
    const counted = [...this.#answered].map(([invitation, times]) => [invitation, recent(times, now)]);
    return Object.fromEntries(counted.filter(([, times]) => times?.length));
  }
}

/** @param {readonly number[]} times @param {number} now */
function recent(times, now) {
  return times.filter((time) => time > now - LASTS);
}

/** @param {ListedSeat} seat @returns {KeptSeat} */
function keptSeat({ resumption, ...seat }) {
  return { ...seat, resumption: encodeBase64url(resumption) };
}
