// Signing in: username, password, one button.

import { element } from "../element.js";
import { cleanUsername, USERNAME } from "../password.js";
import { Field } from "./field.js";
import { Form } from "./form.js";
import { button } from "./modal.js";
import { PasswordField } from "./password_field.js";

/** @import { Clock } from "../clock.js" */
/** @import { Fault } from "./field.js" */

const NO_USERNAME = "Please write your username.";
const NOT_A_USERNAME =
  "A username has letters from a to z, digits, dots, dashes and underscores, and no spaces.";
const NO_PASSWORD = "Please write your password.";

export class SignInForm {
  /**
   * @param {object} page
   * @param {(typed: {username: string, password: string}) => Promise<void>} page.signIn
   * @param {(username: string) => void} page.forgot  with what was typed so far
   * @param {(error: unknown) => string} [page.words]  the sentence for an error
   * @param {Clock} [clock]
   */
  constructor({ signIn, forgot, words }, clock) {
    this.heading = element("h1", { tabindex: "-1" }, "Sign in");
    this.username = new Field("username", "Username", usernameInput());
    this.password = new PasswordField({
      id: "password",
      label: "Password",
      autocomplete: "current-password",
      last: true,
    });
    const send = () => {
      this.password.reveal(false);
      return signIn({ username: cleanUsername(this.username.input.value), password: this.password.value });
    };
    this.form = new Form(
      {
        parts: [this.username.element, this.password.element],
        action: "Sign in",
        check: () => this.#check(),
        send,
        ...(words === undefined ? {} : { words }),
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

  /** @returns {Fault[]} */
  #check() {
    const username = usernameFault(this.username.input.value);
    const password = this.password.value === "" ? NO_PASSWORD : "";
    this.username.setError(username);
    this.password.setError(password);
    return [
      [username, this.username.input],
      [password, this.password.input],
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
