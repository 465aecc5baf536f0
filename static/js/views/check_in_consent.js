// Check-in: consent, for oneself or for a child, signed with the name and the day.

import { LONGEST, cleanName } from "../card.js";
import { agreement, signature } from "../consent.js";
import { element, say, setText, show } from "../element.js";
import { CheckField, LineField } from "./check_in_fields.js";

/** @import { CheckInCard, Consent } from "../card.js" */
/** @import { Fault } from "./field.js" */

export class CheckInConsent {
  /**
   * @param {object} about
   * @param {{version: string, text: string}} about.consent
   * @param {boolean} about.mayBeForChild
   * @param {() => string} about.name   what is typed as "Your name"
   * @param {() => string} about.today  YYYY-MM-DD
   */
  constructor({ consent, mayBeForChild, name, today }) {
    this.version = consent.version;
    this.name = name;
    this.today = today;
    this.isForChild = new CheckField("for-child", "This is for a child, and I am their parent or guardian");
    this.child = new LineField("child", "Child's name", LONGEST.child, { required: true });
    show(this.child.element, false);
    this.consent = new CheckField("consent", agreement(consent.text), { required: true });
    this.signed = element("p", { class: "quiet signed" });
    const forChild = mayBeForChild ? [this.isForChild.element, this.child.element] : [];
    this.element = element("div", { class: "consent" }, ...forChild, this.consent.element, this.signed);
    this.update();
  }

  /** After whatever the person has typed or ticked. */
  update() {
    show(this.child.element, this.isForChild.input.checked);
    const [name, { child, date }] = [cleanName(this.name()), this.read()];
    if (!this.consent.input.checked || name === "")
      return setText(this.signed, "You sign with your name and today's date.");
    say(this.signed, "Signed: ", ...signature(name, child, date));
  }

  /** Whoever agreed to another text agrees anew. @param {CheckInCard} card */
  fill({ consent }) {
    this.isForChild.input.checked = consent.child !== "";
    this.child.input.value = consent.child;
    this.consent.input.checked = false;
    this.update();
  }

  /** @returns {Consent} */
  read() {
    const child = this.isForChild.input.checked ? cleanName(this.child.input.value) : "";
    return { version: this.version, date: this.today(), child };
  }

  /** @returns {Fault[]} */
  check() {
    const childless = this.isForChild.input.checked && this.read().child === "";
    return [
      this.child.check(childless ? "Please write the child's name." : ""),
      this.consent.check(this.consent.input.checked ? "" : "To go on, please agree."),
    ];
  }
}
