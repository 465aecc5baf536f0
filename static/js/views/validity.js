// For how long a link is to work: until it is replaced, or for one session.

import { dateValue, readMoment, spanText, timeText } from "../day_time.js";
import { element, show } from "../element.js";
import { Field, withValue } from "./field.js";

/** @import { Window } from "../people.js" */
/** @import { Fault } from "./field.js" */

const STANDING = "link-standing";
const ONCE = "link-once";
const NO_DATE = "Please choose the date and the time of the session.";
const PAST = "That session is over already. Please choose a later time.";

export class Validity {
  /**
   * @param {object} link
   * @param {number|null} link.appointment  what stands there at first: seconds of the session, or null
   * @param {() => number} link.now
   * @param {Window} link.window
   * @param {(once: boolean) => void} [link.changed]
   */
  constructor({ appointment, now, window, changed = () => undefined }) {
    this.now = now;
    this.window = window;
    this.standing = radio(STANDING, appointment === null);
    this.once = radio(ONCE, appointment !== null);
    const first = appointment === null || appointment < now() ? now() : appointment;
    this.date = new Field(
      "session-date",
      "Date",
      withValue(element("input", { type: "date" }), dateValue(first)),
    );
    this.time = new Field(
      "session-time",
      "Time",
      withValue(element("input", { type: "time" }), timeText(first)),
    );
    const { opens, closes } = window;
    this.session = element(
      "div",
      { class: "validity-session" },
      element("div", { class: "field-pair" }, this.date.element, this.time.element),
      element(
        "p",
        { class: "quiet" },
        `It works from ${spanText(opens)} before until ${spanText(closes)} after.`,
      ),
    );
    this.element = element(
      "fieldset",
      { class: "validity" },
      element("legend", {}, "The link works for"),
      choice(this.standing, STANDING, "Every session, until replaced"),
      choice(this.once, ONCE, "One session"),
      this.session,
    );
    for (const input of [this.standing, this.once]) {
      input.addEventListener("change", () => {
        show(this.session, this.isOnce);
        changed(this.isOnce);
      });
    }
    show(this.session, this.isOnce);
  }

  get isOnce() {
    return this.once.checked;
  }

  /** Seconds of the one session, or null for every session. @returns {number|null} */
  get appointment() {
    return this.isOnce ? readMoment(this.date.input.value, this.time.input.value) : null;
  }

  /** @returns {Fault[]} */
  check() {
    const fault = this.isOnce ? this.#fault() : "";
    this.date.setError(fault);
    return [[fault, this.date.input]];
  }

  #fault() {
    const { appointment } = this;
    if (appointment === null) return NO_DATE;
    return appointment + this.window.closes < this.now() ? PAST : "";
  }
}

/**
 * @param {string} id
 * @param {boolean} chosen
 */
function radio(id, chosen) {
  const input = element("input", { type: "radio", name: "link-validity", id });
  input.checked = chosen;
  return input;
}

/**
 * @param {HTMLInputElement} input
 * @param {string} id
 * @param {string} text
 */
function choice(input, id, text) {
  return element("div", { class: "choice" }, input, element("label", { for: id }, text));
}
