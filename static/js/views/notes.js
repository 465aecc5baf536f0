// What is true of the whole page for a while, one below the other, each with at most one thing to press.

import { element, keepFocus } from "../element.js";
import { button } from "./modal.js";

/**
 * @typedef {object} Note
 * @property {string} text
 * @property {string} [id]          by which a button names it as its reason
 * @property {string} [action]      what the button says
 * @property {() => void} [press]
 */

export class Notes {
  /** @param {HTMLElement} refuge  where the focus goes when nothing is left to press */
  constructor(refuge) {
    this.refuge = refuge;
    this.drawn = "";
    this.element = element("div", { class: "notes", role: "status" });
  }

  /** @param {readonly Note[]} notes */
  update(notes) {
    const drawn = JSON.stringify(notes.map(({ text, action }) => [text, action]));
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    keepFocus(
      this.element,
      () => this.element.replaceChildren(...notes.map(noteOf)),
      () => this.element.querySelectorAll("button")[0] ?? this.refuge,
    );
  }
}

/** @param {Note} note */
function noteOf({ text, id, action, press }) {
  const act = action !== undefined && press !== undefined && button(action, press, "button small");
  return element("div", { class: "notice" }, element("p", { id }, text), act);
}
