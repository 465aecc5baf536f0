// The kinds of fields that check-in has many of: one line of text, a telephone number, a box to tick.

import { element } from "../element.js";
import { Field } from "./field.js";

export const OPTIONAL = "Optional.";

export class LineField extends Field {
  /**
   * @param {string} id
   * @param {string} label
   * @param {number} longest  in characters
   * @param {object} [about]
   * @param {boolean} [about.required]  false where the practice could insist on it, and does not
   * @param {string} [about.help]
   * @param {string} [about.autocomplete]
   * @param {"text"|"tel"} [about.type]
   */
  constructor(id, label, longest, { required, help = "", autocomplete = "off", type = "text" } = {}) {
    const input = element("input", {
      type,
      autocomplete,
      required,
      maxlength: longest,
      enterkeyhint: "next",
      spellcheck: "false",
    });
    super(id, label, input, { help: required === false ? `${OPTIONAL} ${help}`.trim() : help });
  }
}

export class CheckField extends Field {
  /**
   * @param {string} id
   * @param {string} label
   * @param {object} [about]
   * @param {boolean} [about.required]
   * @param {string} [about.help]
   */
  constructor(id, label, { required = false, help = "" } = {}) {
    super(id, label, element("input", { type: "checkbox", required }), { help });
  }
}
