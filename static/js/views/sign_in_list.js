// Where a clinician is signed in, and the end of what is not theirs any more.

import { ApiError, endSignIn, signIns } from "../api.js";
import { timeText, weekday, WEEKDAYS } from "../day_time.js";
import { element, keepFocus, setAttribute, setText, show } from "../element.js";
import { refusalText } from "../refusal.js";
import { button } from "./modal.js";

/** @import { SignIn } from "../api.js" */

const SMALL = "button small";

/**
 * @typedef {object} SignInActs
 * @property {() => Promise<SignIn[]>} signIns
 * @property {(id: string) => Promise<void>} endSignIn
 */

export class SignInList {
  /**
   * @param {(text: string) => void} announce
   * @param {SignInActs} [acts]
   */
  constructor(announce, acts = { signIns, endSignIn }) {
    this.announce = announce;
    this.acts = acts;
    /** @type {SignIn[]} */
    this.shown = [];
    this.busy = false;
    this.heading = element("h3", { tabindex: "-1" }, "Where you are signed in");
    this.list = element("ul", { class: "lines" });
    this.refusal = element("p", { class: "field-error", role: "alert", hidden: true });
    this.again = button("Try again", () => void this.load(), SMALL);
    this.others = button(
      "End all others",
      () => void this.#end(this.shown.filter(({ current }) => !current)),
      SMALL,
    );
    this.element = element(
      "section",
      { class: "part" },
      this.heading,
      this.list,
      this.refusal,
      this.again,
      this.others,
    );
    this.#draw();
  }

  /** Ask the server for the list. */
  load() {
    return this.#guarded(async () => {
      this.shown = await this.acts.signIns();
    });
  }

  /** @param {readonly SignIn[]} ended */
  #end(ended) {
    return this.#guarded(async () => {
      for (const { id } of ended) await this.#endOne(id);
      this.shown = await this.acts.signIns();
      this.announce(
        ended.length === 1 ? "That browser is signed out." : "All other browsers are signed out.",
      );
    });
  }

  /** @param {string} id */
  async #endOne(id) {
    try {
      await this.acts.endSignIn(id);
    } catch (error) {
      // It has ended by itself.
      if (!(error instanceof ApiError) || error.status !== 404) throw error;
    }
  }

  /** @param {() => Promise<void>} task */
  async #guarded(task) {
    if (this.busy) return;
    this.busy = true;
    let refusal = "";
    try {
      await task();
    } catch (error) {
      refusal = refusalText(error);
    }
    this.busy = false;
    setText(this.refusal, refusal);
    keepFocus(
      this.element,
      () => this.#draw(),
      () => this.heading,
    );
  }

  #draw() {
    const refused = this.refusal.textContent !== "";
    const others = this.shown.filter(({ current }) => !current).length;
    this.list.replaceChildren(...this.shown.map((signIn) => this.#line(signIn)));
    show(this.refusal, refused);
    show(this.again, refused);
    show(this.others, others > 0);
  }

  /** @param {SignIn} signIn */
  #line(signIn) {
    const id = `sign-in-${signIn.id}`;
    const end = button("End", () => void this.#end([signIn]), SMALL);
    setAttribute(end, "aria-describedby", id);
    return element("li", {}, element("span", { id }, lineText(signIn)), !signIn.current && end);
  }
}

/**
 * "Since Monday 14:05 · this browser": a sign-in lasts hours, so that the day of the week is enough.
 *
 * @param {SignIn} signIn
 * @returns {string}
 */
export function lineText({ began, expires, current }) {
  const since = `Since ${WEEKDAYS[weekday(began) - 1]} ${timeText(began)}`;
  return `${since} · ${current ? "this browser" : `ends by itself at ${timeText(expires)}`}`;
}
