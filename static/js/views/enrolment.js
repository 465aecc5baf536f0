// Setting up an account: a public name and a password.

import { cleanName } from "../card.js";
import { element, nameOf } from "../element.js";
import { Field } from "./field.js";
import { Form } from "./form.js";
import { NewPassword, usernameForManagers } from "./new_password.js";

/** @import { Fault } from "./field.js" */

const LONGEST_NAME = 80;
const NO_NAME = "Please write the name under which your clients know you.";
const LONG_NAME = `This name is too long. It may have ${LONGEST_NAME} characters.`;

export class EnrolmentForm {
  /**
   * @param {object} page
   * @param {string} page.username
   * @param {string} page.practice  the site's name
   * @param {(chosen: {publicName: string, password: string}) => Promise<void>} page.create
   * @param {() => Promise<string>} [page.propose]  five random words
   */
  constructor({ username, practice, create, propose }) {
    this.context = [username, practice];
    this.heading = element("h1", { tabindex: "-1" }, "Set up your account");
    this.name = new Field(
      "public-name",
      "Your public name",
      element("input", {
        type: "text",
        autocomplete: "name",
        required: true,
        enterkeyhint: "next",
        spellcheck: "false",
      }),
      { help: "Your clients see it while they wait, for example Dr Ruiz." },
    );
    this.password = new NewPassword({
      label: "Password",
      repeatLabel: "Repeat password",
      changed: () => this.form.recheck(),
      ...(propose === undefined ? {} : { propose }),
    });
    this.form = new Form({
      parts: [usernameForManagers(username), this.name.element, this.password.element],
      action: "Create account",
      check: () => this.#check(),
      send: () => {
        this.password.hide();
        return create({ publicName: cleanName(this.name.input.value), password: this.password.value });
      },
    });
    const lead = element("p", { class: "lead" }, "You are setting up the account ", nameOf(username), ".");
    this.element = element("div", { class: "entrance" }, this.heading, lead, this.form.element);
  }

  /** @returns {Fault[]} */
  #check() {
    const fault = nameFault(this.name.input.value);
    this.name.setError(fault);
    const context = [...this.context, cleanName(this.name.input.value)];
    return [[fault, this.name.input], ...this.password.check(context)];
  }
}

/** @param {string} text */
function nameFault(text) {
  if (cleanName(text) === "") return NO_NAME;
  return [...text.trim()].length > LONGEST_NAME ? LONG_NAME : "";
}
