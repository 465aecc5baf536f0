// Signing in: username, password, one button, and the code of the recovery sheet for who wants that on new devices.

import { SheetRefused } from "../account.js";
import { ApiError } from "../api.js";
import { element } from "../element.js";
import { cleanUsername, USERNAME } from "../password.js";
import { refusalText } from "../refusal.js";
import { Field } from "./field.js";
import { Form } from "./form.js";
import { button } from "./modal.js";
import { PasswordField } from "./password_field.js";
import { SheetCode } from "./sheet_code.js";

/** @import { Clock } from "../clock.js" */
/** @import { Fault } from "./field.js" */

const NO_USERNAME = "Please write your username.";
const NOT_A_USERNAME =
  "A username has letters from a to z, digits, dots, dashes and underscores, and no spaces.";
const NO_PASSWORD = "Please write your password.";
const OUTDATED =
  "Username and password do not go together with the recovery sheet that this browser keeps. Check both. If you have a newer code, choose I use a recovery sheet and type it.";
const NO_FIT =
  "Username, password and recovery code do not go together. Check all three. A code is void once a newer one was made; and if you never asked for it on new devices, leave it out.";

export class SignInForm {
  /**
   * @param {object} page
   * @param {(typed: {username: string, password: string, code?: string|null}) => Promise<void>} page.signIn
   *   code: as `signIn` of account.js takes it
   * @param {(username: string) => void} page.forgot  with what was typed so far
   * @param {(error: unknown) => string} [page.words]  the sentence for an error
   * @param {Clock} [clock]
   */
  constructor({ signIn, forgot, words = refusalText }, clock) {
    this.heading = element("h1", { tabindex: "-1" }, "Sign in");
    this.username = new Field("username", "Username", usernameInput());
    this.password = new PasswordField({
      id: "password",
      label: "Password",
      autocomplete: "current-password",
      last: true,
    });
    this.code = new SheetCode("sign-in-code");
    this.form = new Form(
      {
        parts: [this.username.element, this.password.element, this.code.element],
        action: "Sign in",
        check: () => this.#check(),
        send: () => this.#send(signIn),
        words: (error) => this.#words(error, words),
      },
      clock,
    );
    const lost = button(
      "I forgot my password",
      () => forgot(cleanUsername(this.username.input.value)),
      "link-button",
    );
    this.element = element(
      "div",
      { class: "entrance" },
      this.heading,
      this.form.element,
      lost,
      element(
        "p",
        { class: "quiet" },
        "No account yet? It begins with an enrolment link, which whoever runs this server makes for you.",
      ),
    );
  }

  /** @param {(typed: {username: string, password: string, code?: string|null}) => Promise<void>} signIn */
  async #send(signIn) {
    this.password.reveal(false);
    const username = cleanUsername(this.username.input.value);
    try {
      await signIn({ username, password: this.password.value, ...(await this.code.read()) });
    } catch (error) {
      if (error instanceof SheetRefused) this.code.outdated();
      throw error;
    }
  }

  /**
   * @param {unknown} error
   * @param {(error: unknown) => string} words
   */
  #words(error, words) {
    if (error instanceof SheetRefused) return OUTDATED;
    const isRefused = error instanceof ApiError && error.code === "sign_in_refused";
    return isRefused && this.code.isShown ? NO_FIT : words(error);
  }

  /** @returns {Promise<Fault[]>} */
  async #check() {
    const username = usernameFault(this.username.input.value);
    const password = this.password.value === "" ? NO_PASSWORD : "";
    this.username.setError(username);
    this.password.setError(password);
    return [
      [username, this.username.input],
      [password, this.password.input],
      await this.code.check(),
    ];
  }
}

/**
 * What is wrong with a username by itself.
 *
 * @param {string} text
 * @returns {string}
 */
export function usernameFault(text) {
  const username = cleanUsername(text);
  if (username === "") return NO_USERNAME;
  return USERNAME.test(username) ? "" : NOT_A_USERNAME;
}

/** @param {string} [username]  what stands in it already */
export function usernameInput(username = "") {
  return element("input", {
    type: "text",
    name: "username",
    autocomplete: "username",
    autocapitalize: "none",
    autocorrect: "off",
    spellcheck: "false",
    required: true,
    enterkeyhint: "next",
    value: username,
  });
}
