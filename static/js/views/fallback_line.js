// What is agreed for a connection that does not come back, as one line in the flow: when, who, and the number.

import { copyText } from "../clipboard.js";
import { clockText } from "../duration.js";
import { element, nameOf, setText, show } from "../element.js";
import { EmergencyNumber } from "./emergency_number.js";

/** @import { Call, Plan } from "../fallback_words.js" */

const REFUSED = "This browser did not let the page copy. Copy it by hand.";

export class FallbackLine {
  /**
   * @param {object} [page]
   * @param {() => number} [page.now]  seconds
   * @param {(text: string) => Promise<boolean>} [page.copy]
   */
  constructor({ now = () => Date.now() / 1000, copy = copyText } = {}) {
    this.now = now;
    this.copy = copy;
    /** @type {Plan|null} */
    this.plan = null;
    this.drawn = "";
    // It changes when what is agreed does; the seconds are in nobody's ear.
    this.text = element("p", { class: "fallback-text", role: "status" });
    this.left = element("p", { class: "fallback-left", role: "timer", hidden: true });
    this.numbers = element("div", { class: "fallback-numbers", hidden: true });
    this.said = element("p", { class: "said", role: "status" });
    this.element = element(
      "div",
      { class: "fallback" },
      element("div", { class: "fallback-words" }, this.text, this.left),
      this.numbers,
      this.said,
    );
  }

  /** @param {Plan|null} plan */
  update(plan) {
    this.plan = plan;
    setText(this.text, plan?.text ?? "");
    this.#drawNumbers(plan?.calls ?? []);
    this.tick();
  }

  /** Once a second: how much time there is. */
  tick() {
    const { plan } = this;
    show(this.left, plan?.counts ?? false);
    setText(this.left, plan === null ? "" : clockText(Math.max(0, plan.at - this.now())));
  }

  /**
   * Numbers are drawn anew only when they are others: a picture that is being scanned stays.
   *
   * @param {readonly Call[]} calls
   */
  #drawNumbers(calls) {
    const drawn = JSON.stringify(calls);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    setText(this.said, "");
    this.numbers.replaceChildren(...calls.map((call) => this.#number(call, calls.length > 1)));
    show(this.numbers, calls.length > 0);
  }

  /**
   * @param {Call} call
   * @param {boolean} isNamed  it is one of several
   */
  #number({ name, number }, isNamed) {
    const copy = (/** @type {string} */ text, /** @type {string} */ what) => void this.#copy(text, what);
    const shown = new EmergencyNumber(number ?? "", `the number of ${name}`, copy);
    return element("div", { class: "fallback-number" }, isNamed && element("p", {}, nameOf(name)), shown.element);
  }

  /**
   * @param {string} text
   * @param {string} what
   */
  async #copy(text, what) {
    const copied = await this.copy(text);
    setText(this.said, copied ? `Copied: ${what}` : REFUSED);
  }
}
