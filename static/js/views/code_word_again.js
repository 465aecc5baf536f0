// While somebody waits: a code word that is missing, or was another one than that agreed on.

import { LONGEST, cleanLine } from "../card.js";
import { element, keepFocus, nameOf, say, setAttribute, setText, show } from "../element.js";
import { Field, textInput } from "./field.js";

/** @import { Answer, CodeWordState } from "../code_word_asked.js" */
/** @import { Visit } from "../visit.js" */

const ANOTHER = "That was not the code word you agreed on.";
/** The states in which there is something to type. @type {ReadonlySet<CodeWordState>} */
const OPEN = new Set(["wanted", "again"]);

export class CodeWordAgain {
  /** @param {{send: (word: string) => void}} page */
  constructor({ send }) {
    this.send = send;
    this.text = element("p", { role: "status", tabindex: "-1" });
    this.button = element("button", { type: "submit", class: "button" });
    this.field = new Field("code-word-again", "Code word", textInput(""), { beside: this.button });
    setAttribute(this.field.input, "autocapitalize", "none");
    this.form = element(
      "form",
      { novalidate: true, onsubmit: (/** @type {Event} */ event) => this.#submit(event) },
      this.field.element,
    );
    this.element = element("div", { class: "question code-word" }, this.text, this.form);
  }

  /** @param {Visit} visit */
  update({ room, correspondence }) {
    if (room === null) return;
    const state = correspondence.codeWordState(room.codeWord);
    const { answer } = correspondence.codeWord;
    keepFocus(
      this.element,
      () => {
        say(this.text, ...words(state, answer, nameOf(room.clinician)));
        setText(this.button, state === "again" ? "Try again" : "Send code word");
        show(this.form, OPEN.has(state));
        setAttribute(this.element, "data-empty", String(this.text.textContent === ""));
      },
      () => this.text,
    );
  }

  /** @param {Event} event */
  #submit(event) {
    event.preventDefault();
    const word = cleanLine(this.field.input.value, LONGEST.codeWord);
    this.field.setError(word === "" ? "Please type the code word." : "");
    if (word === "") return this.field.input.focus();
    this.field.input.value = "";
    this.send(word);
  }
}

/**
 * @param {CodeWordState} state
 * @param {Answer|null} answer  to the try before
 * @param {HTMLElement} clinician
 * @returns {(string|HTMLElement)[]}
 */
function words(state, answer, clinician) {
  switch (state) {
    case "none":
      return [];
    case "wanted":
      return [clinician, " has agreed on a code word with you. If you know it, type it here."];
    case "said":
      return answer === null ? [] : ["The code word is being compared."];
    case "again":
      return [`${ANOTHER} You can try ${timesText(answer?.left ?? 0)} more.`];
    case "spent":
      return [ANOTHER, " ", clinician, " will confirm who you are in another way."];
    case "matched":
      return ["Your code word is the one you agreed on."];
  }
}

/** @param {number} times */
function timesText(times) {
  return times === 1 ? "once" : `${times} times`;
}
