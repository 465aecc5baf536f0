// The dialogs about people and their links, in one place of the page: one after the other, never two at once.

import { cleanName } from "../card.js";
import { element, nameOf } from "../element.js";
import { comesAs, isSameLabel } from "../people.js";
import { confirmation } from "./confirm.js";
import { Field, textInput } from "./field.js";
import { Form } from "./form.js";
import { LinkDialog } from "./link_dialog.js";
import { actions, button } from "./modal.js";
import { NewSession } from "./new_session.js";
import { PersonForm } from "./person_form.js";
import { Validity } from "./validity.js";

/** @import { Known, Link, PersonFields, Window } from "../people.js" */
/** @import { LinkActs } from "./link_dialog.js" */
/** @import { Outlets } from "./link_panel.js" */
/** @import { Modal } from "./modal.js" */

/**
 * Those that make a link resolve to its id, whether or not the server has it yet.
 *
 * @typedef {object} PeopleActs
 * @property {() => readonly Known[]} people
 * @property {(about: PersonFields & {appointment: number|null}) => Promise<string>} addPerson
 * @property {(person: Known, about: {label: string, appointment: number|null}) => Promise<string>} addGuest
 * @property {(person: Known, appointment: number|null) => Promise<string>} replace
 * @property {(person: Known, fields: PersonFields) => Promise<unknown>} edit
 * @property {(person: Known) => Promise<unknown>} remove
 * @property {(person: Known, link: Link) => Promise<unknown>} removeLink
 */

const SENT_AWAY = "Whoever waits or is in session by it is sent away.";
const NO_GUEST = "Please write who the guest is.";

export class PeopleDialogs {
  /**
   * @param {object} page
   * @param {Modal} page.modal
   * @param {LinkActs & PeopleActs} page.acts
   * @param {Window} page.window
   * @param {Outlets} page.outlets
   */
  constructor({ modal, acts, window, outlets }) {
    this.modal = modal;
    this.acts = acts;
    this.window = window;
    this.link = new LinkDialog(modal, acts, outlets);
    this.close = () => modal.close();
  }

  /** Something has changed. */
  update() {
    this.link.update();
  }

  newSession() {
    const { acts, window, close: cancel } = this;
    const asked = new NewSession({
      now: acts.now,
      window,
      namesake: (label) => this.#namesake(label),
      create: (about) => this.#make(asked.form, () => acts.addPerson(about)),
      cancel,
    });
    this.modal.show(asked.title, asked.parts, asked.first);
  }

  /** @param {Known} person */
  replace(person) {
    const validity = this.#validity(person);
    const form = new Form({
      parts: [element("p", {}, ...replaceText(person)), validity.element],
      action: "Replace link",
      check: () => validity.check(),
      send: () => this.#make(form, () => this.acts.replace(person, validity.appointment)),
    });
    const title = element("span", {}, "Replace ", nameOf(person.label), "'s link?");
    this.modal.show(title, [form.element, actions(button("Cancel", this.close))]);
  }

  /** @param {Known} person */
  addGuest(person) {
    const validity = this.#validity(person);
    const guest = new Field("guest-label", "Guest", textInput(""), {
      help: "Who it is, for your own list: Interpreter, partner, parent. Neither the server nor they ever see it.",
    });
    const label = () => cleanName(guest.input.value);
    const form = new Form({
      parts: [guest.element, validity.element],
      action: "Create link",
      check: () => {
        const fault = label() === "" ? NO_GUEST : "";
        guest.setError(fault);
        return [[fault, guest.input], ...validity.check()];
      },
      send: () => {
        const about = { label: label(), appointment: validity.appointment };
        return this.#make(form, () => this.acts.addGuest(person, about));
      },
    });
    const title = element("span", {}, "Guest link for ", nameOf(person.label));
    this.modal.show(title, [form.element, actions(button("Cancel", this.close))], guest.input);
  }

  /** @param {Known} person */
  edit(person) {
    const asked = new PersonForm((label) => this.#namesake(label, person.id), person);
    const form = new Form({
      parts: [asked.label.element, asked.codeWord.element, asked.usual],
      action: "Save",
      check: () => asked.check(),
      send: async () => {
        await this.acts.edit(person, asked.value);
        if (this.modal.holds(form.element)) this.close();
      },
    });
    const title = element("span", {}, "Edit ", nameOf(person.label));
    this.modal.show(title, [form.element, actions(button("Cancel", this.close))], asked.label.input);
  }

  /** @param {Known} person */
  remove(person) {
    confirmation(this.modal, {
      title: element("span", {}, "Remove ", nameOf(person.label), "?"),
      texts: [
        removeText(person),
        "For 30 days an earlier copy, under Your account, can bring the person back, with a new link.",
      ],
      action: `Remove ${person.label}`,
      act: () => this.acts.remove(person),
    });
  }

  /**
   * @param {Known} person
   * @param {Link} link
   */
  removeLink(person, link) {
    const whose = link.role === "guest" ? comesAs(person, link) : person.label;
    const title =
      link.role === "guest"
        ? element("span", {}, "Remove the link of ", nameOf(whose), "?")
        : element("span", {}, "Remove an earlier link of ", nameOf(whose), "?");
    confirmation(this.modal, {
      title,
      texts: [`It stops working at once. ${SENT_AWAY}`],
      action: "Remove link",
      act: () => this.acts.removeLink(person, link),
    });
  }

  /**
   * @param {string} id
   * @param {{refused: boolean}} [clipboard]
   */
  showLink(id, clipboard) {
    this.link.show(id, clipboard);
  }

  /**
   * The label of somebody else that reads the same, or empty.
   *
   * @param {string} label
   * @param {string} [own]  the person whose label it is
   */
  #namesake(label, own) {
    const others = this.acts.people().filter(({ id }) => id !== own);
    return others.find((person) => isSameLabel(person.label, label))?.label ?? "";
  }

  /** As the person's link is now. @param {Known} person */
  #validity({ link }) {
    return new Validity({ appointment: link?.appointment ?? null, now: this.acts.now, window: this.window });
  }

  /**
   * @param {Form} form
   * @param {() => Promise<string>} make
   */
  async #make(form, make) {
    const id = await make();
    // Whoever closed the dialog meanwhile finds the link among the people.
    if (this.modal.holds(form.element)) this.link.show(id);
  }
}

/** @param {Known} person @returns {(string|HTMLElement)[]} */
function replaceText({ label, link }) {
  if (link === null) return ["A new link is made for ", nameOf(label), "."];
  return ["The link you gave ", nameOf(label), ` stops working at once. ${SENT_AWAY}`];
}

/** @param {Known} person @returns {string} */
function removeText({ guests }) {
  if (guests.length === 0) return `The link stops working at once. ${SENT_AWAY}`;
  return "The link and the guests' links stop working at once. Whoever waits or is in session by one of them is sent away.";
}
