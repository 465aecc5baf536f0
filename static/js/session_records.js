// What was noted of sessions on this page and before it: kept sealed until a receipt was saved.

import { CLOCK } from "./clock.js";
import { SealedShelf } from "./sealed_shelf.js";
import { SessionRecord } from "./session_record.js";
import { shelfAt } from "./shelf.js";

/** @import { Clock } from "./clock.js" */
/** @import { HostedRoom } from "./hosted_room.js" */
/** @import { LabelOf, SessionFacts } from "./session_record.js" */

/**
 * @typedef {{readonly dataKey: Uint8Array<ArrayBuffer>}} OpenVault  a new password brings another key
 *
 * @typedef {object} Entry
 * @property {SessionRecord} record
 * @property {boolean} isSaved  the shelf has it as it is
 */

/** Seconds. */
const LONGEST = 12 * 3600;
/** Seconds after which nobody saw anything of a session that another page had begun: that page was closed. */
const UNSEEN = 150;
/** Milliseconds. */
const LOOKS_EVERY = 60_000;

/** @returns {SealedShelf<SessionFacts>} */
export function receiptShelf() {
  const place = shelfAt("telehealth session records", "records", "all");
  return new SealedShelf(place, "telehealth/1 session record");
}

export class SessionRecords {
  /** By the record's id. @type {Map<string, Entry>} */
  #entries = new Map();
  /** Sessions that are on, by room. @type {Map<string, Entry>} */
  #live = new Map();
  /** Rooms that this page has seen without a session. @type {Set<string>} */
  #seenEmpty = new Set();
  /** @type {OpenVault|null} */
  #vault = null;
  /** What everything on the shelf is sealed with. @type {Uint8Array<ArrayBuffer>|null} */
  #sealedWith = null;
  /** What is done with the shelf, one after the other. @type {Promise<unknown>} */
  #turn = Promise.resolve();

  /**
   * @param {object} page
   * @param {() => void} page.changed   what is listed is another, and not because of `follow`
   * @param {LabelOf} page.labelOf      whom the clinician knows somebody as, empty while the vault does not say
   * @param {SealedShelf<SessionFacts>} [page.shelf]
   * @param {Clock} [page.clock]
   */
  constructor({ changed, labelOf, shelf = receiptShelf(), clock = CLOCK }) {
    this.changed = changed;
    this.labelOf = labelOf;
    this.shelf = shelf;
    this.clock = clock;
  }

  /**
   * Call whenever something may have changed in a room, with the vault open or not.
   *
   * @param {Iterable<HostedRoom>} rooms
   */
  follow(rooms) {
    const now = this.#now();
    for (const hosted of rooms) if (hosted.room !== null) this.#follow(hosted, now);
    for (const [id, entry] of this.#entries) if (this.#isOver(entry)) this.#forget(id);
  }

  /**
   * What earlier pages have noted comes back. It goes with what this page has noted while it could not be read.
   *
   * @param {OpenVault} vault
   */
  async open(vault) {
    this.#vault = vault;
    this.#sealedWith = vault.dataKey;
    const read = await this.#inTurn(() => this.shelf.read(vault.dataKey, this.#now()));
    if (this.#vault !== vault) return;
    for (const facts of read) this.#bringBack(facts);
    for (const entry of this.#entries.values()) if (!entry.isSaved) this.#save(entry);
    this.clock.later(() => void this.#look(vault), LOOKS_EVERY);
    this.changed();
  }

  /** The page is locked: what is on the shelf nobody reads. A session that is on, and what is not sealed, waits. */
  lock() {
    this.#vault = null;
    this.#sealedWith = null;
    for (const [id, entry] of this.#entries) if (this.#mayGo(entry)) this.#entries.delete(id);
  }

  /** Nobody is signed in any more: nothing stays in this browser. */
  async forget() {
    this.#vault = null;
    this.#entries.clear();
    this.#live.clear();
    await this.#inTurn(() => this.shelf.clear());
  }

  /** Sessions that are over, the latest first; none while the vault is not open. @returns {SessionFacts[]} */
  ended() {
    if (this.#vault === null) return [];
    const over = [...this.#entries.values()].filter((entry) => this.#hasEnded(entry) && !this.#isOver(entry));
    return over.map(({ record }) => record.facts).sort((one, other) => other.seen - one.seen);
  }

  /** Its receipt was saved, or nobody wants it. @param {string} id */
  discard(id) {
    this.#forget(id);
    this.changed();
  }

  /**
   * @param {HostedRoom} hosted
   * @param {number} now
   */
  #follow(hosted, now) {
    const { id } = hosted;
    // Whether this page holds the room is not known yet.
    if (!hosted.isHost() && !hosted.hostIsElsewhere()) return;
    const people = hosted.isHost() ? hosted.inSession() : [];
    this.#settle(hosted, people.length > 0);
    const entry = this.#live.get(id) ?? (people.length > 0 ? this.#begin(hosted, now) : undefined);
    if (people.length === 0) this.#seenEmpty.add(id);
    if (entry === undefined) return;
    if (entry.record.follow(hosted, now, this.labelOf)) this.#save(entry);
    this.#settle(hosted, false);
  }

  /**
   * A session that is over is followed until it is known how.
   *
   * @param {HostedRoom} hosted
   * @param {boolean} isNext  somebody is in session again
   */
  #settle(hosted, isNext) {
    const entry = this.#live.get(hosted.id);
    if (entry === undefined || entry.record.ended === null) return;
    if (entry.record.settle(hosted)) this.#save(entry);
    if (isNext || entry.record.isSettled) this.#live.delete(hosted.id);
  }

  /**
   * @param {HostedRoom} hosted
   * @param {number} now
   * @returns {Entry}
   */
  #begin(hosted, now) {
    const people = hosted.inSession();
    const before = [...this.#entries.values()].find(
      ({ record }) => record.facts.room === hosted.id && record.goesOnWith(people, now),
    );
    const isLoaded = !this.#seenEmpty.has(hosted.id);
    const entry = before ?? { record: SessionRecord.begin(hosted, now, isLoaded), isSaved: false };
    this.#live.set(hosted.id, entry);
    this.#entries.set(entry.record.facts.id, entry);
    return entry;
  }

  /**
   * What this page knows is newer. Where an earlier page saw the same session, that comes before.
   *
   * @param {SessionFacts} facts
   */
  #bringBack(facts) {
    const { id, room } = facts;
    const known = this.#entries.get(id);
    if (known !== undefined && (!known.isSaved || this.#isLive(known))) return;
    for (const [own, entry] of this.#entries) {
      if (own === id || entry.record.facts.room !== room || !entry.record.follows(facts)) continue;
      this.#entries.delete(own);
      this.#entries.set(id, entry);
      void this.#inTurn(() => this.shelf.remove(own));
      return this.#save(entry);
    }
    this.#entries.set(id, { record: new SessionRecord(facts), isSaved: true });
  }

  /**
   * Once a minute: that the session is still seen is written down, a new data key seals what the old one did, and
   * what another page of this browser has noted or saved is seen here.
   *
   * @param {OpenVault} vault
   */
  async #look(vault) {
    if (this.#vault !== vault) return;
    this.clock.later(() => void this.#look(vault), LOOKS_EVERY);
    const isNewKey = vault.dataKey !== this.#sealedWith;
    this.#sealedWith = vault.dataKey;
    for (const entry of isNewKey ? this.#entries.values() : this.#live.values()) this.#save(entry);
    const read = await this.#inTurn(() => this.shelf.read(vault.dataKey, this.#now()));
    if (this.#vault !== vault) return;
    const there = new Set(read.map(({ id }) => id));
    const gone = [...this.#entries].filter(([id, entry]) => !there.has(id) && this.#mayGo(entry));
    for (const [id] of gone) this.#entries.delete(id);
    for (const facts of read) this.#bringBack(facts);
    this.changed();
  }

  /** As it is now. @param {Entry} entry */
  #save(entry) {
    const vault = this.#vault;
    entry.isSaved = false;
    if (vault === null) return;
    void this.#inTurn(async () => {
      const { facts } = entry.record;
      const { id } = facts;
      if (this.#entries.get(id) !== entry) return;
      const text = JSON.stringify(facts);
      await this.shelf.put(vault.dataKey, id, facts, until(facts));
      entry.isSaved = text === JSON.stringify(entry.record.facts);
      if (this.#vault === null && this.#mayGo(entry)) this.#entries.delete(id);
    });
  }

  /** @param {string} id */
  #forget(id) {
    const entry = this.#entries.get(id);
    this.#entries.delete(id);
    if (entry !== undefined && this.#isLive(entry)) this.#live.delete(entry.record.facts.room);
    void this.#inTurn(() => this.shelf.remove(id));
  }

  /** It is on the shelf, and no page has more to write to it. @param {Entry} entry */
  #mayGo(entry) {
    return entry.isSaved && !this.#isLive(entry);
  }

  /** @param {Entry} entry */
  #isLive(entry) {
    return this.#live.get(entry.record.facts.room) === entry;
  }

  /** @param {Entry} entry */
  #hasEnded(entry) {
    if (this.#isLive(entry)) return false;
    return entry.record.ended !== null || this.#now() - entry.record.facts.seen > UNSEEN;
  }

  /** @param {Entry} entry */
  #isOver({ record }) {
    return until(record.facts) <= this.#now();
  }

  #now() {
    return this.clock.now() / 1000;
  }

  /**
   * @template T
   * @param {() => Promise<T>} task
   * @returns {Promise<T>}
   */
  #inTurn(task) {
    const done = this.#turn.then(task);
    this.#turn = done.catch(() => {});
    return done;
  }
}

/**
 * Twelve hours after its end, or after it was seen last.
 *
 * @param {SessionFacts} facts
 * @returns {number}  seconds
 */
function until({ seen }) {
  return seen + LONGEST;
}
