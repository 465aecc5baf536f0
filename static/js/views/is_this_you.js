// In session: somebody waits by one's own link. Said politely, below the pictures, and answered by a click.

import { element, keepFocus, nameOf, say, show } from "../element.js";
import { announce } from "../page.js";

/** @import { Answer } from "../other_device.js" */
/** @import { Visit } from "../visit.js" */

const QUESTION = "Somebody opened your link on another device. Is this you?";

/** @type {Readonly<Record<Answer, string>>} */
const TOLD = Object.freeze({
  move: " was told that this is you, and can move you there.",
  not_me: " was told that this is not you.",
});

export class IsThisYou {
  /** @param {{answer: (participant: string, answer: Answer) => void}} page */
  constructor({ answer }) {
    this.answer = answer;
    /** Whom the question is about, empty for nobody. */
    this.participant = "";
    this.text = element("p", { tabindex: "-1" });
    this.buttons = element(
      "div",
      { class: "question-answers" },
      this.#button("Move there", "move"),
      this.#button("Not me", "not_me"),
    );
    this.element = element(
      "section",
      { class: "question", "aria-label": "Is this you?", hidden: true },
      this.text,
      this.buttons,
    );
  }

  /**
   * @param {Visit} visit
   * @param {HTMLElement} refuge  where the focus goes when nobody asks any more
   */
  update({ room, correspondence }, refuge) {
    const question = room === null ? null : correspondence.otherDevice.question(room);
    const asks = question !== null && question.answer === null;
    const isNew = asks && question.participant !== this.participant;
    this.participant = asks ? question.participant : "";
    keepFocus(
      this.element,
      () => {
        if (question !== null) say(this.text, ...words(question.answer, room?.clinician ?? ""));
        show(this.buttons, asks);
        show(this.element, question !== null);
      },
      () => (question === null ? refuge : this.text),
    );
    if (isNew) announce(QUESTION);
  }

  /**
   * @param {string} word
   * @param {Answer} answer
   */
  #button(word, answer) {
    const press = () => this.participant !== "" && this.answer(this.participant, answer);
    return element("button", { type: "button", class: "button small", onclick: press }, word);
  }
}

/**
 * @param {Answer|null} answer
 * @param {string} clinician
 * @returns {(string|HTMLElement)[]}
 */
function words(answer, clinician) {
  if (answer === null) return [QUESTION];
  return [nameOf(clinician), TOLD[answer]];
}
