// One telephone number in an emergency: large digits, a link that dials, a copy, and a picture for one's own phone.

import { element, nameOf, setAttribute, show } from "../element.js";
import { callAddress, dialable } from "../telephone.js";
import { button } from "./modal.js";
import { qrPicture } from "./qr_picture.js";

/** @typedef {(text: string, what: string) => void} Copy  what: as it is said afterwards */

/** The numbers of dispatchers are shorter. */
const LONG = 7;

export class EmergencyNumber {
  /**
   * @param {string} text  as somebody typed it, or as a table has it
   * @param {string} what  which number this is, for those who hear one of several buttons
   * @param {Copy} copy
   */
  constructor(text, what, copy) {
    this.number = dialable(text);
    this.what = what;
    this.isPictured = false;
    this.copy = button("Copy", () => copy(this.number || text, what), "button small");
    setAttribute(this.copy, "aria-label", `Copy ${what}`);
    this.picture = element("div", { class: "qr", hidden: true });
    this.dial = button("Dial on my phone", () => this.#turnPicture(), "button small");
    setAttribute(this.dial, "aria-label", `Dial on my phone: ${what}`);
    setAttribute(this.dial, "aria-expanded", "false");
    show(this.dial, this.number !== "");
    this.element = element(
      "div",
      { class: "emergency-number" },
      element("p", { class: "emergency-digits", "data-long": text.length >= LONG }, this.#shown(text)),
      element("div", { class: "emergency-ways" }, this.copy, this.dial),
      this.picture,
    );
  }

  /** Text that is no number is read out, and nothing dials it. @param {string} text */
  #shown(text) {
    if (this.number === "") return nameOf(text);
    return element("a", { href: callAddress(this.number) }, nameOf(text));
  }

  #turnPicture() {
    const shown = !this.isPictured;
    this.isPictured = shown;
    if (shown) {
      this.picture.replaceChildren(
        qrPicture(callAddress(this.number), `QR code that dials ${this.what}`),
        element("p", { class: "quiet" }, "Scan it with your phone's camera."),
      );
    }
    show(this.picture, shown);
    setAttribute(this.dial, "aria-expanded", String(shown));
  }
}
