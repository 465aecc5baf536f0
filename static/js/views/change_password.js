// Changing the password from inside: the current one, a new one, and then the new recovery code.

import { element } from "../element.js";
import { Form } from "./form.js";
import { button } from "./modal.js";
import { NewPassword, usernameForManagers } from "./new_password.js";
import { PasswordField } from "./password_field.js";
import { SheetCode } from "./sheet_code.js";

/** @import { Fault } from "./field.js" */

const NO_PASSWORD = "Please write your current password.";
const THE_SAME = "This is your current password. Please choose another.";

export class ChangePassword {
  /**
   * @param {object} page
   * @param {string} page.username
   * @param {readonly string[]} page.context  what a guesser tries first
   * @param {boolean} [page.asksCode]  the current password needs the code of a sheet that is not kept here
   * @param {(typed: {current: string, code?: string|null, password: string}) => Promise<void>} page.goOn
   * @param {(error: unknown) => string} page.words  the sentence for an error
   * @param {() => void} page.back
   * @param {() => Promise<string>} [page.propose]  five random words
   */
  constructor({ username, context, asksCode = false, goOn, words, back, propose }) {
    this.context = context;
    this.heading = element("h2", { tabindex: "-1" }, "Change password");
    this.current = new PasswordField({
      id: "current-password",
      label: "Current password",
      autocomplete: "current-password",
    });
    this.code = asksCode ? new SheetCode("current-code", true) : null;
    this.password = new NewPassword({
      label: "New password",
      repeatLabel: "Repeat new password",
      changed: () => this.form.recheck(),
      ...(propose === undefined ? {} : { propose }),
    });
    this.form = new Form({
      parts: [
        usernameForManagers(username),
        this.current.element,
        ...(this.code === null ? [] : [this.code.element]),
        this.password.element,
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
      element(
        "p",
        {},
        "With a new password comes a new recovery code; the old code is void then. Every other browser is signed out.",
      ),
      this.form.element,
      button("Back", back, "link-button back"),
    );
  }

  /** @param {(typed: {current: string, code?: string|null, password: string}) => Promise<void>} goOn */
  async #send(goOn) {
    this.current.reveal(false);
    this.password.hide();
    const sheet = (await this.code?.read()) ?? {};
    await goOn({ current: this.current.value, password: this.password.value, ...sheet });
  }

  /** @returns {Promise<Fault[]>} */
  async #check() {
    const current = this.current.value === "" ? NO_PASSWORD : "";
    this.current.setError(current);
    const [[chosen, input], ...rest] = this.password.check(this.context);
    const same = chosen === "" && this.password.value === this.current.value ? THE_SAME : chosen;
    this.password.password.setError(same);
    const code = this.code === null ? [] : [await this.code.check()];
    return [[current, this.current.input], ...code, [same, input], ...rest];
  }
}
