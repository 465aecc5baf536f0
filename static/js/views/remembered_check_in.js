// Check-in of somebody whom this device remembers: all that is remembered, and one click.

import { LONGEST, cleanLine } from "../card.js";
import { CODE_WORD_HELP, privacyText } from "../check_in_words.js";
import { signature } from "../consent.js";
import { countryName } from "../countries.js";
import { element, nameOf } from "../element.js";
import { LineField } from "./check_in_fields.js";
import { ReadyButton } from "./ready_button.js";

/** @import { Details } from "../remembered.js" */
/** @import { Visit } from "../visit.js" */

/** @typedef {[string, ...(string|HTMLElement)[]]} Line  a title, and what is remembered under it */

export class RememberedCheckIn {
  /**
   * @param {Details} details
   * @param {object} page
   * @param {boolean} page.codeWord
   * @param {(codeWord: string) => void} page.ready
   * @param {() => void} page.change
   * @param {() => void} page.forget
   */
  constructor(details, { codeWord, ready, change, forget }) {
    this.ready = ready;
    this.codeWord = codeWord
      ? new LineField("code-word", "Code word", LONGEST.codeWord, { help: CODE_WORD_HELP })
      : null;
    this.readyButton = new ReadyButton();
    const link = (/** @type {string} */ text, /** @type {() => void} */ press) =>
      element("button", { type: "button", class: "link-button", onclick: press }, text);
    const form = element(
      "form",
      { novalidate: true, onsubmit: (/** @type {Event} */ event) => this.#submit(event) },
      element("p", {}, "This device remembers from your last visit:"),
      element("dl", { class: "remembered" }, ...linesOf(details).map(drawn)),
      element("p", { class: "remembered-question" }, "Is all of this still so?"),
      this.codeWord?.element,
      ...this.readyButton.parts,
      element("div", { class: "check-in-links" }, link("Change", change), link("Forget these details", forget)),
    );
    this.parts = [form];
  }

  /** @param {Visit} visit */
  update(visit) {
    this.readyButton.update(visit);
  }

  /** @param {Event} event */
  #submit(event) {
    if (!this.readyButton.takes(event)) return;
    this.ready(cleanLine(this.codeWord?.input.value ?? "", LONGEST.codeWord));
  }
}

/**
 * @param {Details} details
 * @returns {Line[]}
 */
function linesOf({ card, inUse }) {
  const { contact, consent } = card;
  const relation = contact.relation === "" ? [] : [" (", nameOf(contact.relation), ")"];
  const all = /** @type {Line[]} */ ([
    ["Your name", nameOf(card.name)],
    ["Country", countryName(card.country)],
    ["Where are you right now?", nameOf(card.place)],
    ["Phone number to call you back", nameOf(card.callback)],
    ["Emergency contact", nameOf(contact.name), ...relation],
    ["Emergency contact's phone", nameOf(contact.phone)],
    ["Can you talk freely?", privacyText(card.privacy)],
    ["Who is with you?", nameOf(card.company)],
    ["You agreed", "Signed: ", ...signature(card.name, consent.child, consent.date)],
    ["Camera and microphone", devicesText(inUse)],
  ]);
  return all.filter(([, ...parts]) => parts.some((part) => textOf(part) !== ""));
}

/** @param {Line} line */
function drawn([title, ...parts]) {
  return element("div", {}, element("dt", {}, title), element("dd", {}, ...parts));
}

/** @param {string|HTMLElement} part */
function textOf(part) {
  return typeof part === "string" ? part : part.textContent;
}

/** @param {Details["inUse"]} inUse */
function devicesText({ camera, microphone }) {
  if (camera && microphone) return "Both are switched on again";
  if (microphone) return "The microphone is switched on again, the camera is not";
  return camera ? "The camera is switched on again, the microphone is not" : "Both stay off";
}
