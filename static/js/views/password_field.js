// A password's field, with a button that shows what was typed.

import { element, setAttribute, setText } from "../element.js";
import { Field } from "./field.js";

export class PasswordField {
  /**
   * @param {object} field
   * @param {string} field.id
   * @param {string} field.label
   * @param {"current-password"|"new-password"} field.autocomplete  for password managers
   * @param {string} [field.help]
   * @param {string} [field.noun]  what the button shows; the label in small letters when it is left out
   * @param {boolean} [field.last]  Enter sends the form; otherwise phones show a key that goes on
   */
  constructor({ id, label, autocomplete, help = "", noun = label.toLowerCase(), last = false }) {
    this.noun = noun;
    this.input = element("input", {
      type: "password",
      name: id,
      autocomplete,
      required: true,
      autocapitalize: "none",
      spellcheck: "false",
      enterkeyhint: last ? "go" : "next",
    });
    this.toggle = element("button", {
      type: "button",
      class: "button small reveal",
      onclick: () => this.reveal(!this.shown),
    });
    this.field = new Field(id, label, this.input, { help, beside: this.toggle });
    this.element = this.field.element;
    this.shown = false;
    this.reveal(false);
  }

  get value() {
    return this.input.value;
  }

  /** @param {boolean} shown  whether it can be read */
  reveal(shown) {
    this.shown = shown;
    setAttribute(this.input, "type", shown ? "text" : "password");
    setText(this.toggle, shown ? "Hide" : "Show");
    setAttribute(this.toggle, "aria-label", `${shown ? "Hide" : "Show"} ${this.noun}`);
  }

  /** @param {string} text */
  setError(text) {
    this.field.setError(text);
  }
}
