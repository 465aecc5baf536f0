// Choosing a password: five proposed words, and two fields.

import { element, setText, show } from "../element.js";
import { passwordFault, proposePassphrase } from "../passphrase.js";
import { button } from "./modal.js";
import { PasswordField } from "./password_field.js";

/** @import { Fault } from "./field.js" */

const HELP =
  "At least 14 characters; several words in a row are the easiest to keep. The server never learns it, and nobody can send you a new one.";

export class NewPassword {
  /**
   * @param {object} words
   * @param {string} words.label        the first field's
   * @param {string} words.repeatLabel
   * @param {() => unknown} words.changed  the fields were filled by a button
   * @param {() => Promise<string>} [words.propose]  five random words
   */
  constructor({ label, repeatLabel, changed, propose = proposePassphrase }) {
    this.changed = changed;
    this.propose = propose;
    this.proposed = "";
    this.password = new PasswordField({
      id: "new-password",
      label,
      autocomplete: "new-password",
      help: HELP,
    });
    this.repeat = new PasswordField({
      id: "repeat-password",
      label: repeatLabel,
      noun: "repeated password",
      autocomplete: "new-password",
      last: true,
    });
    this.words = element("output", { class: "words", "aria-label": "Five proposed words" });
    this.proposal = element(
      "div",
      { class: "proposal", hidden: true },
      element("p", {}, "Five words by chance make a password that nobody guesses:"),
      this.words,
      element(
        "div",
        { class: "button-row" },
        button("Use these words", () => this.#use()),
        button("Other words", () => void this.renew()),
      ),
      element("p", { class: "quiet" }, "Write them on paper, or let this browser keep them for you."),
    );
    this.element = element(
      "div",
      { class: "new-password" },
      this.proposal,
      this.password.element,
      this.repeat.element,
    );
    void this.renew();
  }

  get value() {
    return this.password.value;
  }

  /** Propose other words. Fields that hold the former ones are emptied: what is shown is what is used. */
  async renew() {
    const former = this.proposed;
    try {
      this.proposed = await this.propose();
    } catch (error) {
      // Without the list of words a password can be chosen all the same.
      console.warn("No words can be proposed:", error);
      return;
    }
    setText(this.words, this.proposed);
    show(this.proposal, true);
    if (former !== "" && this.value === former) this.#fill("");
  }

  /**
   * @param {readonly string[]} context  words that a guesser tries first: username, public name, practice
   * @returns {[Fault, Fault]}
   */
  check(context) {
    const known = context.filter((text) => text !== "");
    const fault = this.value === "" ? "Please choose a password." : passwordFault(this.value, known);
    const differs = this.value === this.repeat.value ? "" : "The two passwords differ. Type the same again.";
    const repeat = this.repeat.value === "" ? "Please type the password again." : differs;
    const shown = this.value === "" ? "" : repeat;
    this.password.setError(fault);
    this.repeat.setError(shown);
    return [
      [fault, this.password.input],
      [shown, this.repeat.input],
    ];
  }

  /** Before the form is sent: browsers keep only what they see as a password. */
  hide() {
    this.password.reveal(false);
    this.repeat.reveal(false);
  }

  #use() {
    this.#fill(this.proposed);
    this.password.reveal(true);
    this.password.input.focus();
  }

  /** @param {string} text */
  #fill(text) {
    this.password.input.value = text;
    this.repeat.input.value = text;
    this.changed();
  }
}

/**
 * The account's name where password managers look for it; people read it in the text above.
 *
 * @param {string} username
 * @returns {HTMLInputElement}
 */
export function usernameForManagers(username) {
  return element("input", {
    type: "text",
    class: "visually-hidden",
    name: "username",
    autocomplete: "username",
    value: username,
    readonly: true,
    tabindex: "-1",
    "aria-hidden": true,
  });
}
