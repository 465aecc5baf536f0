// A form that says what is wrong with it, does one thing at a time, and never loses what was typed.

import { ApiError } from "../api.js";
import { CLOCK } from "../clock.js";
import { element, setAttribute, setText, show } from "../element.js";
import { refusalText } from "../refusal.js";
import { Summary } from "./field.js";

/** @import { Clock } from "../clock.js" */
/** @import { Fault } from "./field.js" */

const BUSY = "One moment";

export class Form {
  /**
   * @param {object} form
   * @param {readonly Node[]} form.parts      what stands above the button
   * @param {string} form.action              what the button says
   * @param {() => readonly Fault[]|Promise<readonly Fault[]>} form.check  marks its fields, and returns what is wrong
   * @param {() => Promise<void>} form.send   rejects with what the person is told; `ApiError.retryAfter` makes them wait
   * @param {(error: unknown) => string} [form.words]  the sentence for an error
   * @param {Clock} [clock]
   */
  constructor({ parts, action, check, send, words = refusalText }, clock = CLOCK) {
    this.action = action;
    this.check = check;
    this.send = send;
    this.words = words;
    this.clock = clock;
    this.tried = false;
    this.busy = false;
    /** Milliseconds of the clock before which the server will not listen. */
    this.until = 0;
    this.summary = new Summary();
    this.refusal = element("p", { class: "field-error", role: "alert", hidden: true });
    this.wait = element("p", { class: "quiet", hidden: true });
    this.button = element("button", { type: "submit", class: "button primary" }, action);
    this.element = element(
      "form",
      {
        class: "form",
        method: "post",
        novalidate: true,
        onsubmit: (/** @type {Event} */ event) => this.#submit(event),
      },
      this.summary.element,
      ...parts,
      this.refusal,
      this.wait,
      this.button,
    );
    // While somebody types, and not when they leave the field: what moves then moves a button from under a click.
    this.element.addEventListener("input", () => void this.recheck());
  }

  /** A field was changed: what was put right is not called wrong any more. */
  async recheck() {
    if (this.tried) this.summary.show(await this.check());
  }

  /** @param {string} text  why it did not work, or empty */
  refuse(text) {
    setText(this.refusal, text);
    show(this.refusal, text !== "");
  }

  /** @param {Event} event */
  #submit(event) {
    event.preventDefault();
    if (!this.busy && this.until <= this.clock.now()) void this.#try();
  }

  async #try() {
    this.busy = true;
    this.tried = true;
    this.refuse("");
    this.#draw();
    try {
      if (this.summary.show(await this.check())) await this.send();
      else this.summary.focus();
    } catch (error) {
      this.refuse(this.words(error));
      if (error instanceof ApiError && error.retryAfter > 0) {
        this.until = this.clock.now() + error.retryAfter * 1000;
      }
    }
    this.busy = false;
    this.#draw();
  }

  #draw() {
    const left = Math.ceil((this.until - this.clock.now()) / 1000);
    setAttribute(this.button, "aria-disabled", this.busy || left > 0 ? true : null);
    setText(this.button, this.busy ? BUSY : this.action);
    show(this.wait, left > 0);
    // Not announced: who hears the page would be told each second.
    setText(this.wait, left > 0 ? `You can try again in ${waitText(left)}.` : "");
    if (left > 0) this.clock.later(() => this.#draw(), 1000);
    else if (this.until > 0) this.#waited();
  }

  #waited() {
    this.until = 0;
    this.refuse("");
  }
}

/** @param {number} seconds */
function waitText(seconds) {
  if (seconds < 90) return `${seconds} s`;
  return `${Math.ceil(seconds / 60)} min`;
}
