// Where people said they are and whom to call, kept in this browser through leave, loss, end and reload.

import { CLOCK } from "./clock.js";
import { EmergencyShelf } from "./emergency_shelf.js";

/** @import { Card } from "./card.js" */
/** @import { Clock } from "./clock.js" */

/**
 * @typedef {object} EmergencyFacts
 * @property {string} participant
 * @property {string} label   whom the clinician knows them as
 * @property {Card} card
 * @property {number} at      seconds: when the place was said
 *
 * @typedef {object} KeptCard
 * @property {EmergencyFacts} facts
 * @property {number} since       seconds: 12 hours later it goes
 * @property {number|null} left   seconds: since when they are not in session; null while they are
 * @property {boolean} wasIn      they have been in session, and did not only wait
 * @property {boolean} wasOpened  it is kept until it is closed
 * @property {boolean} shown
 *
 * @typedef {{facts: EmergencyFacts, opening: number}} ShownCard
 *   opening: how many were opened by a click on this page, 0 for one that a reload has brought back
 *
 * @typedef {{facts: EmergencyFacts, left: number|null}} HiddenCard
 *   left: seconds, when they left the session; null while they are in it, or never were
 *
 * @typedef {{readonly dataKey: Uint8Array<ArrayBuffer>}} OpenVault  a new password brings another key
 */

/** Seconds. */
const LONGEST = 12 * 3600;
const AFTER_LEAVING = 600;
/** Milliseconds. */
const LOOKS_EVERY = 60_000;

export class EmergencyCards {
  /** @type {Map<string, KeptCard>} */
  #kept = new Map();
  /** Closed in this page: being in session does not bring them back, being opened does. @type {Set<string>} */
  #closed = new Set();
  /** @type {OpenVault|null} */
  #vault = null;
  /** What everything on the shelf is sealed with. @type {Uint8Array<ArrayBuffer>|null} */
  #sealedWith = null;
  /** What is done with the shelf, one after the other. @type {Promise<unknown>} */
  #turn = Promise.resolve();
  #openings = 0;

  /**
   * @param {object} page
   * @param {() => void} page.changed  what is shown or listed is another
   * @param {EmergencyShelf} [page.shelf]
   * @param {Clock} [page.clock]
   */
  constructor({ changed, shelf = new EmergencyShelf(), clock = CLOCK }) {
    this.changed = changed;
    this.shelf = shelf;
    this.clock = clock;
  }

  /**
   * The vault is open: what an earlier page has kept comes back, the card that was shown too.
   *
   * @param {OpenVault} vault
   */
  async open(vault) {
    this.#vault = vault;
    this.#sealedWith = vault.dataKey;
    const read = await this.#inTurn(() => this.shelf.read(vault.dataKey, this.#now()));
    if (this.#vault !== vault) return;
    for (const card of read) this.#bringBack(card);
    for (const card of this.#kept.values()) this.#save(card);
    this.#look(vault);
    this.changed();
  }

  /** The page is locked: nothing stays in memory, and what is on the shelf nobody reads. */
  lock() {
    this.#vault = null;
    this.#sealedWith = null;
    this.#kept.clear();
    this.#closed.clear();
  }

  /** Somebody is in session; said as often as one likes. @param {EmergencyFacts} facts */
  admitted(facts) {
    if (this.#closed.has(facts.participant)) return;
    const known = this.#kept.get(facts.participant);
    const { since, wasOpened, shown } = known ?? { since: this.#now(), wasOpened: false, shown: false };
    this.#keep({ facts, since, left: null, wasIn: true, wasOpened, shown });
  }

  /** Somebody has said something anew, and their card may be kept. @param {EmergencyFacts} facts */
  updated(facts) {
    const known = this.#kept.get(facts.participant);
    if (known !== undefined) this.#keep({ ...known, facts });
  }

  /** Everybody in session now: whoever is not among them has left. @param {Iterable<string>} participants */
  present(participants) {
    const here = new Set(participants);
    for (const [participant, card] of this.#kept) {
      const left = here.has(participant) ? null : (card.left ?? this.#now());
      if (left !== card.left) this.#keep({ ...card, left });
    }
  }

  /** A card is shown, in place of any other. @param {EmergencyFacts} facts */
  opened(facts) {
    this.hide();
    this.#closed.delete(facts.participant);
    this.#openings += 1;
    const known = this.#kept.get(facts.participant);
    const { since, left, wasIn } = known ?? { since: this.#now(), left: null, wasIn: false };
    this.#keep({ facts, since, left, wasIn, wasOpened: true, shown: true });
    this.changed();
  }

  /** It goes out of sight and is kept. */
  hide() {
    const card = this.#shown();
    if (card === undefined) return;
    this.#keep({ ...card, shown: false });
    this.changed();
  }

  /**
   * It is forgotten, and goes out of sight once this browser has nothing of it any more.
   *
   * @param {string} participant
   */
  async close(participant) {
    this.#closed.add(participant);
    await this.#inTurn(() => this.shelf.remove(participant));
    // It may have been opened again meanwhile.
    if (this.#closed.has(participant)) this.#kept.delete(participant);
    this.changed();
  }

  /** Those that can be opened, the latest first. @returns {EmergencyFacts[]} */
  list() {
    return this.#lasting().map(({ facts }) => facts);
  }

  /** Those that can be opened and are not shown, the latest first. @returns {HiddenCard[]} */
  hidden() {
    const hidden = this.#lasting().filter(({ shown }) => !shown);
    return hidden.map(({ facts, left, wasIn }) => ({ facts, left: wasIn ? left : null }));
  }

  /** @param {string} participant @returns {EmergencyFacts|null} */
  facts(participant) {
    return this.list().find((facts) => facts.participant === participant) ?? null;
  }

  /** What the panel draws. @returns {ShownCard|null} */
  get shown() {
    const card = this.#shown();
    return card === undefined ? null : { facts: card.facts, opening: this.#openings };
  }

  /** While a card is before the clinician's eyes, no clock is shown and nothing chimes. */
  get timersMuted() {
    return this.#shown() !== undefined;
  }

  /** What this page knows by now is newer, but it does not know what was opened before. @param {KeptCard} card */
  #bringBack(card) {
    const { participant } = card.facts;
    if (this.#closed.has(participant)) return;
    const { facts, left, wasIn, wasOpened, shown } = this.#kept.get(participant) ?? { ...card, shown: false };
    this.#kept.set(participant, {
      facts,
      since: card.since,
      left,
      wasIn: wasIn || card.wasIn,
      wasOpened: wasOpened || card.wasOpened,
      shown: shown || (card.shown && !this.timersMuted),
    });
  }

  #lasting() {
    const lasting = [...this.#kept.values()].filter((card) => !this.#isOver(card));
    return lasting.sort((one, other) => other.since - one.since);
  }

  #shown() {
    return [...this.#kept.values()].find((card) => card.shown && !this.#isOver(card));
  }

  /** @param {KeptCard} card */
  #keep(card) {
    const { participant } = card.facts;
    // The word was for the door: nobody needs it in an emergency.
    const facts = { ...card.facts, card: { ...card.facts.card, codeWord: "" } };
    const next = { ...card, facts };
    if (JSON.stringify(next) === JSON.stringify(this.#kept.get(participant))) return;
    this.#kept.set(participant, next);
    this.#save(next);
  }

  /** @param {KeptCard} card */
  #save(card) {
    const vault = this.#vault;
    if (vault === null || this.#closed.has(card.facts.participant)) return;
    void this.#inTurn(() => this.shelf.put(vault.dataKey, card, until(card)));
  }

  /** @param {string} participant */
  #forget(participant) {
    this.#kept.delete(participant);
    void this.#inTurn(() => this.shelf.remove(participant));
  }

  /** Once a minute: what is over goes, and a new data key seals what the old one did. @param {OpenVault} vault */
  #look(vault) {
    if (this.#vault !== vault) return;
    const over = [...this.#kept].filter(([, card]) => this.#isOver(card));
    for (const [participant] of over) this.#forget(participant);
    if (vault.dataKey !== this.#sealedWith) for (const card of this.#kept.values()) this.#save(card);
    this.#sealedWith = vault.dataKey;
    if (over.length > 0) this.changed();
    this.clock.later(() => this.#look(vault), LOOKS_EVERY);
  }

  /** @param {KeptCard} card */
  #isOver(card) {
    return until(card) <= this.#now();
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
 * @param {KeptCard} card
 * @returns {number}  seconds
 */
function until({ since, left, wasOpened }) {
  const longest = since + LONGEST;
  return wasOpened || left === null ? longest : Math.min(longest, left + AFTER_LEAVING);
}
