// A labelled control with its help and its error, and what a form says of all its errors together.

import { element, setAttribute, setText, show } from "../element.js";

/**
 * What is wrong, and where: a sentence that says what to do (empty when nothing is) and the control it is about.
 *
 * @typedef {readonly [string, HTMLElement]} Fault
 */

/**
 * @template {HTMLInputElement|HTMLSelectElement|HTMLTextAreaElement} [Control=HTMLInputElement]
 */
export class Field {
  /**
   * @param {string} id       unique in the page
   * @param {string} label
   * @param {Control} input
   * @param {object} [more]
   * @param {string} [more.help]         a sentence below the label
   * @param {HTMLElement} [more.beside]  a button that stands at the control's side
   */
  constructor(id, label, input, { help = "", beside } = {}) {
    this.input = input;
    input.id = id;
    this.help = element("p", { class: "field-help", id: `${id}-help`, hidden: help === "" }, help);
    this.error = element("p", { class: "field-error", id: `${id}-error`, hidden: true });
    this.title = element("label", { for: id }, label);
    const check = input.type === "checkbox";
    const control = beside === undefined ? input : element("div", { class: "field-row" }, input, beside);
    this.element = element(
      "div",
      { class: check ? "field check" : "field" },
      ...(check ? [control, this.title, this.help] : [this.title, this.help, control]),
      this.error,
    );
    this.#describe();
  }

  /** @param {string} text  empty when nothing is wrong */
  setError(text) {
    setText(this.error, text);
    show(this.error, text !== "");
    setAttribute(this.input, "aria-invalid", text === "" ? null : "true");
    this.#describe();
  }

  /**
   * The same, as a fault among others.
   *
   * @param {string} text
   * @returns {Fault}
   */
  check(text) {
    this.setError(text);
    return [text, this.input];
  }

  #describe() {
    const shown = [this.help, this.error].filter(({ hidden }) => !hidden);
    const ids = shown.map((text) => text.getAttribute("id")).join(" ");
    setAttribute(this.input, "aria-describedby", ids === "" ? null : ids);
  }
}

/** @param {string} value */
export function textInput(value) {
  const input = element("input", {
    type: "text",
    autocomplete: "off",
    spellcheck: "false",
    maxlength: "80",
    enterkeyhint: "go",
  });
  return withValue(input, value);
}

/**
 * A control that holds something to begin with.
 *
 * @template {HTMLInputElement|HTMLSelectElement} Control
 * @param {Control} control
 * @param {string} value
 * @returns {Control}
 */
export function withValue(control, value) {
  control.value = value;
  return control;
}

/** All errors of a form, at its top; it takes the focus when the form is sent with them. */
export class Summary {
  /** @param {(count: number) => string} title */
  constructor(title = toPutRight) {
    this.title = title;
    this.element = element("div", { class: "summary", role: "alert", tabindex: "-1", hidden: true });
    this.said = "";
  }

  /**
   * @param {readonly Fault[]} faults
   * @returns {boolean}  whether there are none
   */
  show(faults) {
    const found = faults.filter(([text]) => text !== "");
    show(this.element, found.length > 0);
    const said = found.map(([text]) => text).join("\n");
    if (said === this.said) return found.length === 0;
    this.said = said;
    const links = found.map(([text, target]) => element("li", {}, wayTo(text, target)));
    this.element.replaceChildren(element("h2", {}, this.title(found.length)), element("ul", {}, ...links));
    return found.length === 0;
  }

  isShown() {
    return !this.element.hidden;
  }

  focus() {
    this.element.focus();
  }
}

/**
 * @param {string} text
 * @param {HTMLElement} target
 */
function wayTo(text, target) {
  return element("button", { type: "button", class: "link-button", onclick: () => target.focus() }, text);
}

/** @param {number} count */
function toPutRight(count) {
  return count === 1 ? "One thing to put right" : `${count} things to put right`;
}
