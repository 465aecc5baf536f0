// The dialog "New session": a new person, and the first link for them.

import { element } from "../element.js";
import { Form } from "./form.js";
import { actions, button } from "./modal.js";
import { PersonForm } from "./person_form.js";
import { Validity } from "./validity.js";

/** @import { PersonFields, Window } from "../people.js" */
/** @import { Fault } from "./field.js" */

export class NewSession {
  /**
   * @param {object} page
   * @param {() => number} page.now  seconds
   * @param {Window} page.window
   * @param {(label: string) => string} page.namesake  who has this label already
   * @param {(about: PersonFields & {appointment: number|null}) => Promise<void>} page.create
   * @param {() => void} page.cancel
   */
  constructor({ now, window, namesake, create, cancel }) {
    this.title = element("span", {}, "New session");
    this.person = new PersonForm(namesake);
    this.validity = new Validity({
      appointment: null,
      now,
      window,
      changed: (once) => this.person.askUsual(!once),
    });
    this.form = new Form({
      parts: [
        this.person.label.element,
        this.person.codeWord.element,
        this.validity.element,
        this.person.usual,
      ],
      action: "Create link",
      check: () => this.#check(),
      send: () => create({ ...this.person.value, appointment: this.validity.appointment }),
    });
    this.parts = [this.form.element, actions(button("Cancel", cancel))];
    this.first = this.person.label.input;
  }

  /** @returns {Fault[]} */
  #check() {
    return [...this.person.check(), ...this.validity.check()];
  }
}
