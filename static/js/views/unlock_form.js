// The password that opens Today again, on the page where it was locked.

import { WrongPassword } from "../account.js";
import { element } from "../element.js";
import { refusalText } from "../refusal.js";
import { Field, withValue } from "./field.js";
import { Form } from "./form.js";
import { PasswordField } from "./password_field.js";
import { SheetCode } from "./sheet_code.js";

/** @import { Fault } from "./field.js" */

const NO_PASSWORD = "Please write your password.";
const WRONG = "This is not your password, or it needs the code of your recovery sheet as well.";
const NO_FIT = "Password and recovery code do not go together. Check both.";

export class UnlockForm {
  /**
   * @param {object} page
   * @param {string} page.username
   * @param {(password: string, code?: string) => Promise<void>} page.unlock
   *   code: of the recovery sheet, where this browser does not keep it
   * @param {() => void} page.signOut
   */
  constructor({ username, unlock, signOut }) {
    const name = element("input", {
      type: "text",
      name: "username",
      autocomplete: "username",
      readonly: true,
    });
    this.username = new Field("unlock-username", "Username", withValue(name, username));
    this.password = new PasswordField({
      id: "unlock-password",
      label: "Password",
      autocomplete: "current-password",
      last: true,
    });
    this.code = new SheetCode("unlock-code");
    this.form = new Form({
      parts: [this.username.element, this.password.element, this.code.element],
      action: "Unlock",
      check: () => this.#check(),
      send: () => this.#send(unlock),
      words: (error) => this.#words(error),
    });
    this.element = element(
      "div",
      { class: "unlock" },
      this.form.element,
      element("button", { type: "button", class: "link-button", onclick: signOut }, "Sign out"),
    );
  }

  /** What was typed does not stay. */
  clear() {
    this.password.input.value = "";
    this.code.clear();
    this.form.refuse("");
  }

  /** @param {(password: string, code?: string) => Promise<void>} unlock */
  async #send(unlock) {
    this.password.reveal(false);
    const { code } = await this.code.read();
    await (code == null ? unlock(this.password.value) : unlock(this.password.value, code));
    this.clear();
  }

  /** @param {unknown} error */
  #words(error) {
    if (!(error instanceof WrongPassword)) return refusalText(error);
    return this.code.isShown ? NO_FIT : WRONG;
  }

  /** @returns {Promise<Fault[]>} */
  async #check() {
    const fault = this.password.value === "" ? NO_PASSWORD : "";
    this.password.setError(fault);
    return [[fault, this.password.input], await this.code.check()];
  }
}
