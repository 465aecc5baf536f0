// The question before two cases meet.

import { element, nameOf } from "../element.js";

export class Together {
  /**
   * @param {object} answers
   * @param {() => void} answers.keep
   * @param {() => void} answers.bring
   */
  constructor({ keep, bring }) {
    this.answers = { keep, bring };
    this.text = element("h2", { id: "together-title" });
    this.keep = element("button", {
      type: "button",
      class: "button primary",
      onclick: () => this.element.close(),
    });
    this.bring = element(
      "button",
      { type: "button", class: "button", onclick: () => this.#bring() },
      "Bring together",
    );
    this.element = element(
      "dialog",
      { class: "together", "aria-labelledby": "together-title" },
      this.text,
      element("p", {}, "They came by different links. Each would see and hear the other."),
      element("div", { class: "dialog-actions" }, this.keep, this.bring),
    );
    this.brings = false;
    this.element.addEventListener("close", () => (this.brings ? bring() : keep()));
    document.body.append(this.element);
  }

  /**
   * @param {string} newcomer
   * @param {string} others
   */
  ask(newcomer, others) {
    if (this.element.open) return;
    this.brings = false;
    this.text.replaceChildren(nameOf(newcomer), " will meet ", nameOf(others), ".");
    this.keep.replaceChildren(element("span", {}, "Keep ", nameOf(newcomer), " waiting"));
    this.element.showModal();
  }

  close() {
    if (this.element.open) this.element.close();
  }

  #bring() {
    this.brings = true;
    this.element.close();
  }
}
