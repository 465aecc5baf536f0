// The code word that the link asks for, as the client's page may know of it: only the clinician's compares it.

/** @import { CodeWordAnswer } from "./card.js" */

/**
 * What is to be done about it:
 *
 *   none      the link asks for none
 *   wanted    nothing was said yet, or a reload has forgotten it
 *   said      it is on its way, or is being compared
 *   again     it was another one, and there are tries left
 *   spent     it was another one, and there are none
 *   matched   it is the one that was agreed on
 *
 * @typedef {"none"|"wanted"|"said"|"again"|"spent"|"matched"} CodeWordState
 * @typedef {Pick<CodeWordAnswer, "matched"|"left">} Answer
 */

export class CodeWordAsked {
  /** @param {Answer|null} answer  what a reload has kept: never the word itself */
  constructor(answer) {
    this.answer = answer;
  }

  /**
   * @param {boolean} asked  whether the link asks for one
   * @param {string} word    what was said and has no answer yet, or was the right one
   * @returns {CodeWordState}
   */
  state(asked, word) {
    if (!asked) return "none";
    if (this.answer?.matched) return "matched";
    if (word !== "") return "said";
    if (this.answer === null) return "wanted";
    return this.answer.left > 0 ? "again" : "spent";
  }

  /** @param {Answer} answer */
  answered({ matched, left }) {
    this.answer = { matched, left };
  }

  /** Somebody checks in: a word that comes with it is compared anew. @param {string} word */
  begin(word) {
    if (word !== "") this.answer = null;
  }
}
