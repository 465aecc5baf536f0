// The password that opens Today again, on the page where it was locked.

import { WrongPassword } from "../account.js";
import { element } from "../element.js";
import { refusalText } from "../refusal.js";
import { Field, withValue } from "./field.js";
import { Form } from "./form.js";
import { PasswordField } from "./password_field.js";

/** @import { Fault } from "./field.js" */

const NO_PASSWORD = "Please write your password.";
const WRONG = "This is not your password.";

export class UnlockForm {
  /**
   * @param {object} page
   * @param {string} page.username
   * @param {(password: string) => Promise<void>} page.unlock
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
    this.form = new Form({
      parts: [this.username.element, this.password.element],
      action: "Unlock",
      check: () => this.#check(),
      send: async () => {
        this.password.reveal(false);
        await unlock(this.password.value);
        this.clear();
      },
      words: (error) => (error instanceof WrongPassword ? WRONG : refusalText(error)),
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
    this.form.refuse("");
  }

  /** @returns {Fault[]} */
  #check() {
    const fault = this.password.value === "" ? NO_PASSWORD : "";
    this.password.setError(fault);
    return [[fault, this.password.input]];
  }
}
