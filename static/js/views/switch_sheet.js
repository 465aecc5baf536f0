// Whether new devices ask for the recovery code, changed: the current password, and then a new code.

import { element } from "../element.js";
import { Form } from "./form.js";
import { button } from "./modal.js";
import { usernameForManagers } from "./new_password.js";
import { PasswordField } from "./password_field.js";
import { SheetCode } from "./sheet_code.js";

/** @import { Fault } from "./field.js" */

const NO_PASSWORD = "Please write your current password.";
const VOID = "You get a new recovery code; the old one is void then. Every other browser is signed out.";
const ON = Object.freeze({
  title: "Ask for the code on new devices",
  text: `Wherever you have not signed in before, your recovery code is then needed beside your password: without the sheet nobody signs in there, you included. ${VOID}`,
});
const OFF = Object.freeze({
  title: "Ask for the password alone",
  text: `Your password alone then opens your account on any device, and whoever steals the server's data may try to guess it. ${VOID}`,
});

export class SwitchSheet {
  /**
   * @param {object} page
   * @param {string} page.username
   * @param {boolean} page.usesSheet  as it is to be
   * @param {boolean} page.asksCode   the current password needs the code of a sheet that is not kept here
   * @param {(typed: {current: string, code?: string|null}) => Promise<void>} page.goOn
   * @param {(error: unknown) => string} page.words  the sentence for an error
   * @param {() => void} page.back
   */
  constructor({ username, usesSheet, asksCode, goOn, words, back }) {
    const { title, text } = usesSheet ? ON : OFF;
    this.heading = element("h2", { tabindex: "-1" }, title);
    this.current = new PasswordField({
      id: "current-password",
      label: "Current password",
      autocomplete: "current-password",
      last: !asksCode,
    });
    this.code = asksCode ? new SheetCode("current-code", true) : null;
    this.form = new Form({
      parts: [
        usernameForManagers(username),
        this.current.element,
        ...(this.code === null ? [] : [this.code.element]),
      ],
      action: "Continue",
      check: () => this.#check(),
      send: () => this.#send(goOn),
      words,
    });
    this.element = element(
      "div",
      { class: "pane" },
      this.heading,
      element("p", {}, text),
      this.form.element,
      button("Back", back, "link-button back"),
    );
  }

  /** @param {(typed: {current: string, code?: string|null}) => Promise<void>} goOn */
  async #send(goOn) {
    this.current.reveal(false);
    await goOn({ current: this.current.value, ...(await this.code?.read()) });
  }

  /** @returns {Promise<Fault[]>} */
  async #check() {
    const current = this.current.value === "" ? NO_PASSWORD : "";
    this.current.setError(current);
    const code = this.code === null ? [] : [await this.code.check()];
    return [[current, this.current.input], ...code];
  }
}
