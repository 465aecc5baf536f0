// Safety words: four bytes that both ends of a channel derive, as words that two people can read to each other.

import { SAFETY_WORDS } from "./safety_word_list.js";

/**
 * @typedef {""|"same"|"differ"} Verdict  what the person of this page has said of the words; empty: nothing yet
 *
 * @typedef {object} WordsWith
 * @property {string} participant
 * @property {string} name                     who reads the same words at the other end
 * @property {readonly string[]|null} words    null while no channel is open
 * @property {Verdict} compared
 */

const COUNT = 4;

/**
 * One word a byte. Throws `RangeError` for anything but four bytes.
 *
 * @param {readonly number[]} numbers
 * @returns {string[]}
 */
export function wordsOf(numbers) {
  if (!isWordNumbers(numbers)) throw new RangeError("safety words are made of four bytes");
  return numbers.map((number) => /** @type {string} */ (SAFETY_WORDS[number]));
}

/**
 * @param {unknown} value
 * @returns {value is number[]}
 */
export function isWordNumbers(value) {
  return Array.isArray(value) && value.length === COUNT && value.every(isByte);
}

/** @param {unknown} value */
function isByte(value) {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) < SAFETY_WORDS.length;
}

/** What was said of whose words, in this page's memory and nowhere else. */
export class ComparedWords {
  /** By participant: what was said, and about which words. @type {Map<string, {about: string, verdict: Verdict}>} */
  #said = new Map();

  /**
   * Other words than those that were compared are asked about anew.
   *
   * @param {string} participant
   * @param {readonly string[]|null} words
   * @returns {Verdict}
   */
  of(participant, words) {
    const said = this.#said.get(participant);
    return said !== undefined && words !== null && said.about === words.join(" ") ? said.verdict : "";
  }

  /**
   * @param {string} participant
   * @param {readonly string[]} words
   * @param {Verdict} verdict
   */
  say(participant, words, verdict) {
    this.#said.set(participant, { about: words.join(" "), verdict });
  }

  /** The session is over. */
  forget() {
    this.#said.clear();
  }
}
