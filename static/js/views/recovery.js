// The password is forgotten: the recovery code opens the account, and a new password takes its place.

import { element } from "../element.js";
import { cleanUsername } from "../password.js";
import { Field } from "./field.js";
import { Form } from "./form.js";
import { button } from "./modal.js";
import { NewPassword } from "./new_password.js";
import { readTypedCode, recoveryCodeInput } from "./recovery_code_step.js";
import { usernameFault, usernameInput } from "./sign_in_form.js";

/** @import { Clock } from "../clock.js" */
/** @import { Fault } from "./field.js" */

const NO_CODE =
  "Then nobody can open your people and their links, whoever runs this server included. They can remove the account and make you a new one; your clients then need new links.";

export class RecoveryForm {
  /**
   * @param {object} page
   * @param {string} page.username  what was typed so far
   * @param {string} page.practice  the site's name
   * @param {(typed: {username: string, code: string, password: string}) => Promise<void>} page.open
   * @param {(error: unknown) => string} [page.words]  the sentence for an error
   * @param {() => void} page.back
   * @param {() => Promise<string>} [page.propose]  five random words
   * @param {Clock} [clock]
   */
  constructor({ username, practice, open, words, back, propose }, clock) {
    this.practice = practice;
    this.open = open;
    this.heading = element("h1", { tabindex: "-1" }, "Use your recovery code");
    this.username = new Field("username", "Username", usernameInput(username));
    this.code = new Field("recovery-code", "Recovery code", recoveryCodeInput("next"), {
      help: "The seven groups of four that you kept when you set up your account or last changed your password.",
    });
    this.password = new NewPassword({
      label: "New password",
      repeatLabel: "Repeat new password",
      changed: () => this.form.recheck(),
      ...(propose === undefined ? {} : { propose }),
    });
    this.form = new Form(
      {
        parts: [this.username.element, this.code.element, this.password.element],
        action: "Continue",
        check: () => this.#check(),
        send: () => this.#send(),
        ...(words === undefined ? {} : { words }),
      },
      clock,
    );
    this.element = element(
      "div",
      { class: "entrance" },
      this.heading,
      element(
        "p",
        { class: "lead" },
        "It opens your account once more. You choose a new password and get a new code; the old code is void then, and every browser is signed out.",
      ),
      this.form.element,
      element(
        "details",
        { class: "more" },
        element("summary", {}, "I have no recovery code"),
        element("p", {}, NO_CODE),
      ),
      button("Back to sign in", back, "link-button back"),
    );
  }

  /** @returns {Promise<Fault[]>} */
  async #check() {
    const username = usernameFault(this.username.input.value);
    const typed = await readTypedCode(this.code.input.value);
    this.username.setError(username);
    this.code.setError(typed.fault);
    const context = [cleanUsername(this.username.input.value), this.practice];
    return [[username, this.username.input], [typed.fault, this.code.input], ...this.password.check(context)];
  }

  async #send() {
    this.password.hide();
    const { code } = await readTypedCode(this.code.input.value);
    await this.open({
      username: cleanUsername(this.username.input.value),
      code,
      password: this.password.value,
    });
  }
}
