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
    /** @type {readonly Note[]} */
    this.notes = [];
    this.element = element("div", { class: "notes", role: "status" });
  }

  /** @param {readonly Note[]} notes */
  update(notes) {
    this.notes = notes;
    const drawn = JSON.stringify(notes.map(({ text, action }) => [text, action]));
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    keepFocus(
      this.element,
      () => this.element.replaceChildren(...notes.map((note, place) => this.#noteOf(note, place))),
      () => this.element.querySelectorAll("button")[0] ?? this.refuge,
    );
  }

  /**
   * A note that stays the same to read may be about something else by the time of the click.
   *
   * @param {Note} note
   * @param {number} place
   */
  #noteOf({ text, id, action, press }, place) {
    const act =
      action !== undefined &&
      press !== undefined &&
      button(action, () => this.notes[place]?.press?.(), "button small");
    return element("div", { class: "notice" }, element("p", { id }, text), act);
  }
}
