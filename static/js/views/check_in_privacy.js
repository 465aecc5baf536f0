// Check-in: whether somebody can talk freely, and who is with them when they are not alone.

import { LONGEST, cleanLine } from "../card.js";
import { PRIVACY_WORDS } from "../check_in_words.js";
import { element, setAttribute, setText, show } from "../element.js";
import { LineField, OPTIONAL } from "./check_in_fields.js";

/** @import { CheckInCard, Privacy } from "../card.js" */
/** @import { Fault } from "./field.js" */

export class CheckInPrivacy {
  /** @param {boolean} required */
  constructor(required) {
    this.required = required;
    this.radios = PRIVACY_WORDS.map(([privacy, words]) => new Radio(privacy, words, required));
    this.error = element("p", { class: "field-error", id: "privacy-error", hidden: true });
    this.company = new LineField("company", "Who is with you?", LONGEST.company);
    show(this.company.element, false);
    const radios = element("div", { class: "answers" }, ...this.radios.map((radio) => radio.element));
    this.element = element(
      "fieldset",
      { class: "answers-about", onchange: () => this.#showCompany() },
      element("legend", {}, "Can you talk freely?"),
      !required && element("p", { class: "field-help" }, OPTIONAL),
      radios,
      this.error,
      this.company.element,
    );
  }

  /** @param {CheckInCard} card */
  fill({ privacy, company }) {
    for (const radio of this.radios) radio.input.checked = radio.privacy === privacy;
    this.company.input.value = company;
    this.#showCompany();
  }

  /** @returns {Pick<CheckInCard, "privacy"|"company">} */
  read() {
    const privacy = this.#chosen();
    const company = privacy === "not_alone" ? cleanLine(this.company.input.value, LONGEST.company) : "";
    return { privacy, company };
  }

  /** @returns {Fault[]} */
  check() {
    const text = this.required && this.#chosen() === "" ? "Please say whether you can talk freely." : "";
    setText(this.error, text);
    show(this.error, text !== "");
    for (const { input } of this.radios) {
      setAttribute(input, "aria-invalid", text === "" ? null : true);
      setAttribute(input, "aria-describedby", text === "" ? null : "privacy-error");
    }
    const [first] = this.radios;
    return first === undefined ? [] : [[text, first.input]];
  }

  /** @returns {Privacy} */
  #chosen() {
    return this.radios.find(({ input }) => input.checked)?.privacy ?? "";
  }

  #showCompany() {
    show(this.company.element, this.#chosen() === "not_alone");
  }
}

class Radio {
  /**
   * @param {Privacy} privacy
   * @param {string} words
   * @param {boolean} required
   */
  constructor(privacy, words, required) {
    const id = `privacy-${privacy}`;
    this.privacy = privacy;
    this.input = element("input", { type: "radio", name: "privacy", id, value: privacy, required });
    this.element = element("div", { class: "choice" }, this.input, element("label", { for: id }, words));
  }
}
