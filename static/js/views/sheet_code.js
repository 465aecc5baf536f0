// The code of the recovery sheet beside a password: offered where it may be needed, asked for where it is.

import { element, setAttribute, show } from "../element.js";
import { Field } from "./field.js";
import { button } from "./modal.js";
import { readTypedCode, recoveryCodeInput } from "./recovery_code_step.js";

/** @import { Fault } from "./field.js" */

const OFFERED =
  "It stands on your recovery sheet, in seven groups of four. This browser then keeps what it needs of it, until you let it forget that in Your account.";
const ASKED = "This browser does not keep your recovery sheet, so it needs the code that stands there.";

export class SheetCode {
  /**
   * @param {string} id
   * @param {boolean} [isAsked]  it is known to be needed; otherwise a button offers it
   */
  constructor(id, isAsked = false) {
    this.isAsked = isAsked;
    /** Whether the code is typed here. */
    this.isShown = false;
    this.field = new Field(id, "Recovery code", recoveryCodeInput("go"), {
      help: isAsked ? ASKED : OFFERED,
    });
    this.offer = button("I use a recovery sheet", () => this.#toggle(), "link-button");
    setAttribute(this.offer, "aria-controls", id);
    this.isOff = new Field(
      `${id}-off`,
      "I have switched the recovery sheet off myself",
      element("input", { type: "checkbox", onchange: () => this.#draw(this.isAsked) }),
    );
    this.element = element(
      "div",
      { class: "sheet-code" },
      this.offer,
      this.field.element,
      this.isOff.element,
    );
    this.clear();
  }

  /**
   * What the person has said of the sheet, to go along with a password: its code, null when there is none any more, and
   * nothing when this browser may use what it keeps.
   *
   * @returns {Promise<{code?: string|null}>}
   */
  async read() {
    if (this.isOff.input.checked) return { code: null };
    return this.isShown ? { code: (await readTypedCode(this.field.input.value)).code } : {};
  }

  /** @returns {Promise<Fault>} */
  async check() {
    const wanted = this.isShown && !this.isOff.input.checked;
    return this.field.check(wanted ? (await readTypedCode(this.field.input.value)).fault : "");
  }

  /** What this browser keeps was refused with the password: it may be out of date. */
  outdated() {
    show(this.isOff.element, true);
  }

  /** As at first; what was typed does not stay. */
  clear() {
    this.isOff.input.checked = false;
    show(this.isOff.element, false);
    this.#draw(this.isAsked);
  }

  #toggle() {
    this.#draw(!this.isShown);
    if (this.isShown) this.field.input.focus();
  }

  /** @param {boolean} isShown */
  #draw(isShown) {
    const isOff = this.isOff.input.checked;
    this.isShown = isShown && !isOff;
    if (!this.isShown) {
      this.field.input.value = "";
      this.field.setError("");
    }
    show(this.field.element, this.isShown);
    show(this.offer, !this.isAsked && !isOff);
    setAttribute(this.offer, "aria-expanded", String(this.isShown));
  }
}
