// The dialog "Confirm identity": by what somebody was known, before they are let in or once they are there.

import { element, nameOf, setAttribute, setText, show } from "../element.js";
import { METHODS } from "../methods.js";
import { Form } from "./form.js";
import { actions, button } from "./modal.js";

/** @import { Method } from "../messages.js" */
/** @import { Fault } from "./field.js" */
/** @import { Modal } from "./modal.js" */

/**
 * @typedef {object} IdentityQuestion
 * @property {string} name       who it is to be
 * @property {string} codeWord   to be asked for, empty where none is set
 * @property {boolean} later     whether it may be put off until they talk
 * @property {boolean} [guest]   somebody else who came by this person's link
 * @property {"Admit"|"Confirm"} action
 * @property {(method: Method) => void} confirmed
 */

const NOTHING_CHOSEN = "Please choose how you know who it is.";
const RECORDED = "The log records the method, not the evidence.";
const FOLLOWS = "An amber mark stays until you have confirmed it, and nobody else is admitted before.";

export class ConfirmIdentity {
  /** @param {Modal} modal */
  constructor(modal) {
    this.modal = modal;
    /** @type {Form|null} */
    this.form = null;
  }

  /** @param {IdentityQuestion} question */
  ask(question) {
    const choice = new MethodChoice(question);
    const form = new Form({
      parts: [choice.element, element("p", { class: "quiet" }, RECORDED)],
      action: question.action,
      check: () => choice.check(),
      send: async () => {
        this.close();
        const { chosen } = choice;
        if (chosen !== null) question.confirmed(chosen);
      },
    });
    this.form = form;
    const cancel = actions(button("Cancel", () => this.close()));
    this.modal.show(element("span", {}, "Confirm identity"), [form.element, cancel], choice.first);
  }

  /** Whoever was asked about is gone, or decided about elsewhere. Another thing that the dialog shows stays. */
  close() {
    if (this.form !== null && this.modal.holds(this.form.element)) this.modal.close();
    this.form = null;
  }
}

class MethodChoice {
  /** @param {IdentityQuestion} question */
  constructor({ name, codeWord, later, guest = false }) {
    const offered = METHODS.filter(({ id }) => (id !== "later" || later) && (id !== "code_word" || codeWord));
    this.radios = offered.map(({ id }) =>
      element("input", { type: "radio", name: "method", id: `method-${id}`, value: id }),
    );
    this.error = element("p", { class: "field-error", id: "method-error", hidden: true });
    const notes = new Map([["later", element("span", {}, FOLLOWS)]]);
    if (codeWord) notes.set("code_word", element("span", {}, "Ask for it: ", nameOf(codeWord)));
    this.element = element(
      "fieldset",
      { class: "methods" },
      element("legend", {}, ...questionOf(name, guest)),
      this.error,
      ...offered.map(({ id, text }, place) => lineOf(this.radios[place], { id, text, note: notes.get(id) })),
    );
  }

  /** What has the focus first; nothing is chosen by it. */
  get first() {
    return /** @type {HTMLInputElement} */ (this.radios[0]);
  }

  /** @returns {Method|null} */
  get chosen() {
    const found = this.radios.find(({ checked }) => checked);
    return found === undefined ? null : /** @type {Method} */ (found.value);
  }

  /** @returns {Fault[]} */
  check() {
    const fault = this.chosen === null ? NOTHING_CHOSEN : "";
    setText(this.error, fault);
    show(this.error, fault !== "");
    setAttribute(this.element, "aria-describedby", fault === "" ? null : "method-error");
    return [[fault, this.first]];
  }
}

/**
 * @param {string} name
 * @param {boolean} guest
 */
function questionOf(name, guest) {
  if (guest) return ["How do you know who came by the link of ", nameOf(name), "?"];
  return ["How do you know that this is ", nameOf(name), "?"];
}

/**
 * @param {HTMLInputElement|undefined} radio
 * @param {{id: Method, text: string, note: HTMLElement|undefined}} words
 */
function lineOf(radio, { id, text, note }) {
  if (radio === undefined) return null;
  const line = element("div", { class: "choice" }, radio, element("label", { for: radio.id }, text));
  if (note === undefined) return line;
  setAttribute(radio, "aria-describedby", `method-${id}-note`);
  line.append(element("p", { class: "choice-note quiet", id: `method-${id}-note` }, note));
  return line;
}
