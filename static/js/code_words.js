// Code words as clients say them: compared in this browser only, and every miss is written down before it is answered.

import { CLOCK } from "./clock.js";
import { put } from "./operation.js";
import { asksCodeWord, ownerOf } from "./people.js";

/** @import { Clock } from "./clock.js" */
/** @import { Known, Miss, Owner } from "./people.js" */
/** @import { Operation } from "./vault.js" */
/** @import { CodeWordState } from "./views/queue_card.js" */

/**
 * @typedef {{matched: boolean, left: number}} Answer  left: tries
 * @typedef {{word: string, arrival?: object}} Said  once for each time that somebody says it
 *   arrival: one for each time that somebody has come anew: what was said before was somebody else's word
 *
 * @typedef {object} Saying
 * @property {string} participant
 * @property {string|null|undefined} invitation
 * @property {boolean} waits
 * @property {Said} said
 *
 * @typedef {object} CodeWordsPage
 * @property {() => readonly Known[]} people
 * @property {(invitation: string, follows: (owner: Owner) => Operation[]) => Promise<boolean>} revise
 *   as `Ledger.revise`
 * @property {(saying: Saying, answer: Answer) => void} answer
 * @property {() => void} draw
 */

/** So many misses by one link take the one click away: whoever tries on is told no more. */
export const MOST_MISSES = 3;
/** Milliseconds after which a miss that could not be written down is tried again. */
const AGAIN_AFTER = 10_000;
/** @type {CodeWordState} */
const NONE = Object.freeze({ state: "none", word: "", misses: 0 });

export class CodeWords {
  /**
   * @param {CodeWordsPage} page
   * @param {Clock} [clock]
   */
  constructor({ people, revise, answer, draw }, clock = CLOCK) {
    this.people = people;
    this.revise = revise;
    this.answer = answer;
    this.draw = draw;
    this.clock = clock;
    /** What came of the last word of each, and what it was compared with. @type {Map<string, Compared>} */
    this.compared = new Map();
    /** Whose word is being compared. @type {Set<string>} */
    this.underway = new Set();
    /** What was compared, counted and answered. @type {WeakSet<Said>} */
    this.answered = new WeakSet();
    /** Who was told that there are no tries left. @type {Set<string>} */
    this.over = new Set();
  }

  /**
   * @param {string} participant
   * @param {string|null|undefined} invitation
   * @param {Said|null} said
   * @returns {CodeWordState}
   */
  of(participant, invitation, said) {
    const owner = ownerOf(this.people(), invitation);
    if (owner === null || !asksCodeWord(owner)) return NONE;
    const { codeWord: word } = owner.person;
    const misses = missesOf(owner).length;
    const about = (/** @type {CodeWordState["state"]} */ state) => ({ state, word, misses });
    if (misses >= MOST_MISSES) return about("missed");
    if (said === null) return about("unsaid");
    const found = this.#found(participant, owner, said);
    if (found === null) return about("checking");
    if (found.matched) return about("matched");
    // Whoever was let in since is known: what they said before counts no more.
    return about(misses === 0 ? "unsaid" : "missed");
  }

  /** Compare what was not compared yet, and answer it. @param {readonly Saying[]} sayings  of everybody here */
  follow(sayings) {
    const here = new Set(sayings.map(({ participant }) => participant));
    for (const kept of [this.compared, this.over])
      for (const participant of kept.keys()) if (!here.has(participant)) kept.delete(participant);
    for (const saying of sayings) if (saying.waits && !this.answered.has(saying.said)) this.#follow(saying);
  }

  /** Today was locked: no word stays here. */
  forget() {
    this.compared.clear();
  }

  /** @param {Saying} saying */
  #follow(saying) {
    const { participant, invitation, said } = saying;
    const owner = ownerOf(this.people(), invitation);
    if (owner === null || !asksCodeWord(owner)) return;
    const isOver = missesOf(owner).length >= MOST_MISSES;
    if (!isOver) this.over.delete(participant);
    const found = this.#found(participant, owner, said);
    if (found !== null || isOver) this.#answer(saying, found, owner);
    else if (!this.underway.has(participant)) void this.#compare(saying, owner.link.id);
  }

  /**
   * What came of this word, or null. Whoever has said the right one need say no more. A word that was answered has
   * been counted: after a lock, or with another word agreed on, it is compared again and costs nothing.
   *
   * @param {string} participant
   * @param {Owner} owner
   * @param {Said} said
   * @returns {Comparison|null}
   */
  #found(participant, owner, said) {
    const last = this.compared.get(participant);
    const found = last?.arrival === said.arrival ? last : undefined;
    const [word, agreed] = [plainWord(said.word), plainWord(owner.person.codeWord)];
    if (found?.agreed === agreed && (found.matched || found.word === word)) return found;
    return this.answered.has(said) ? { word, agreed, matched: word === agreed } : null;
  }

  /**
   * @param {Saying} saying
   * @param {string} invitation
   */
  async #compare(saying, invitation) {
    const { participant, said } = saying;
    /** @type {Comparison|null} */
    let found = null;
    this.underway.add(participant);
    const saved = await this.revise(invitation, (owner) => {
      if (!asksCodeWord(owner)) return [];
      const { misses, ...comparison } = compare(owner, participant, plainWord(said.word));
      found = comparison;
      return misses === missesOf(owner) ? [] : [put(invitation, { misses })];
    });
    if (saved && found !== null) this.compared.set(participant, comparedWith(found, said));
    if (saved) this.underway.delete(participant);
    else this.clock.later(() => this.#again(participant), AGAIN_AFTER);
    this.draw();
  }

  /** @param {string} participant */
  #again(participant) {
    this.underway.delete(participant);
    this.draw();
  }

  /**
   * That no tries are left is said once: whoever tries on is told no more.
   *
   * @param {Saying} saying
   * @param {Comparison|null} found
   * @param {Owner} owner
   */
  #answer(saying, found, owner) {
    const { participant, said } = saying;
    const left = Math.max(0, MOST_MISSES - missesOf(owner).length);
    if (found !== null) this.answered.add(said);
    if (this.over.has(participant)) return;
    if (left === 0) this.over.add(participant);
    this.answer(saying, { matched: left > 0 && found?.matched === true, left });
  }
}

/**
 * @typedef {{word: string, agreed: string, matched: boolean}} Comparison
 * @typedef {Comparison & {arrival: object|undefined}} Compared
 */

/**
 * A word as it is compared (docs/PROTOCOL.md): NFKC, without regard to case and white space. Capitals first: what has no
 * small letter of its own is written out.
 *
 * @param {string} text
 * @returns {string}
 */
export function plainWord(text) {
  const folded = text.normalize("NFKC").toUpperCase().toLowerCase();
  return folded.normalize("NFKC").replaceAll(/\s+/gu, "");
}

/** @param {Comparison} found @param {Said} said @returns {Compared} */
function comparedWith(found, { arrival }) {
  return { ...found, arrival };
}

/** @param {Owner} owner @returns {readonly Miss[]} */
function missesOf({ link }) {
  return link.misses ?? NO_MISSES;
}

/** @type {readonly Miss[]} */
const NO_MISSES = Object.freeze([]);

/**
 * The same word of the same participant again (a reload says it again) is no new try.
 *
 * @param {Owner} owner
 * @param {string} participant
 * @param {string} word
 * @returns {Comparison & {misses: readonly Miss[]}}
 */
function compare(owner, participant, word) {
  const misses = missesOf(owner);
  const agreed = plainWord(owner.person.codeWord);
  const isOver = misses.length >= MOST_MISSES;
  const matched = !isOver && word === agreed;
  if (matched) return { word, agreed, matched, misses: misses.length === 0 ? misses : NO_MISSES };
  const isTold = misses.some((miss) => miss.participant === participant && miss.word === word);
  return { word, agreed, matched, misses: isOver || isTold ? misses : [...misses, { participant, word }] };
}
