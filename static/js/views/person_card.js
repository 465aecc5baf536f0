// One person the clinician knows: when they come, their link, and what can be done with it.

import { arrange, element, nameOf, say, setAttribute, setText, show } from "../element.js";
import { button } from "./modal.js";

/** @import { Known, Link } from "../people.js" */
/** @import { LinkWords, PersonWords } from "../person_words.js" */

/**
 * @typedef {object} PersonActs
 * @property {(person: Known, link: Link) => void} copy
 * @property {(person: Known) => void} replace
 * @property {(person: Known) => void} remove
 * @property {(person: Known, link: Link) => void} showLink
 * @property {(person: Known) => void} addGuest
 * @property {(person: Known) => void} edit
 * @property {(person: Known, link: Link) => void} removeLink
 * @property {() => void} retry
 */

export class PersonCard {
  /**
   * @param {PersonWords} words
   * @param {PersonActs} acts
   */
  constructor(words, acts) {
    this.words = words;
    this.acts = acts;
    const id = `person-${words.person.id}`;
    this.isOpen = false;
    this.moreId = `${id}-more`;
    this.stateId = `${id}-state`;
    this.problemId = `${id}-problem`;
    this.name = element("h3", { id });
    this.when = element("p", { class: "when" });
    this.last = element("p", { class: "quiet" });
    this.state = element("p", { class: "link-state", id: this.stateId });
    this.problem = element("p", { class: "link-problem", id: this.problemId });
    this.again = button("Try again", () => acts.retry(), "button small");
    this.copy = this.#act("Copy link", () => this.#own((link) => acts.copy(this.person, link)));
    this.replace = this.#act("Replace link", () => acts.replace(this.person));
    this.more = this.#act("More", () => this.#turnMore(!this.isOpen));
    this.link = this.#act("Show link", () => this.#own((link) => acts.showLink(this.person, link)));
    this.guest = this.#act("Guest link", () => acts.addGuest(this.person));
    this.further = element(
      "div",
      { class: "person-more", id: this.moreId, hidden: true },
      this.link,
      this.guest,
      this.#act("Edit", () => acts.edit(this.person)),
    );
    this.others = element("ul", { class: "person-links", "aria-label": "Further links" });
    /** @type {Map<string, Row>} */
    this.rows = new Map();
    this.said = element("p", { class: "said", role: "status" });
    this.element = element("article", { class: "person", "aria-labelledby": id }, ...this.#parts());
    setAttribute(this.more, "aria-controls", this.moreId);
    this.#turnMore(false);
  }

  get person() {
    return this.words.person;
  }

  #parts() {
    const remove = this.#act("Remove", () => this.acts.remove(this.person));
    return [
      element("div", { class: "person-head" }, this.name, this.when),
      this.last,
      this.state,
      this.problem,
      this.again,
      element("div", { class: "person-actions" }, this.copy, this.replace, remove, this.more),
      this.further,
      this.others,
      this.said,
    ];
  }

  /**
   * @param {PersonWords} words
   * @param {object} about
   * @param {string} about.said      whose link was copied, empty for none
   * @param {string} about.closing   the id of the text that says why no new links can be made, or empty
   */
  update(words, { said, closing }) {
    this.words = words;
    const { person, when, isToday, last, own, others } = words;
    say(this.name, nameOf(person.label));
    setText(this.when, when);
    show(this.when, when !== "");
    setAttribute(this.when, "data-today", isToday ? "true" : null);
    setText(this.last, last);
    const problem = own?.problem ?? "";
    setText(this.state, own?.state ?? "No link");
    show(this.state, this.state.textContent !== "");
    setText(this.problem, problem);
    show(this.problem, problem !== "");
    show(
      this.again,
      [own, ...others].some((link) => link !== null && link.problem !== ""),
    );
    const reason = own?.mayCopy ? "" : problem === "" ? this.stateId : this.problemId;
    disable(this.copy, reason);
    disable(this.link, reason);
    disable(this.replace, closing);
    disable(this.guest, closing);
    this.#drawOthers(others);
    setText(this.said, said);
  }

  /** @param {readonly LinkWords[]} others */
  #drawOthers(others) {
    for (const id of this.rows.keys()) if (!others.some(({ link }) => link.id === id)) this.rows.delete(id);
    show(this.others, others.length > 0);
    arrange(
      this.others,
      others.map((words) => this.#row(words).element),
    );
  }

  /** @param {LinkWords} words */
  #row(words) {
    const row = this.rows.get(words.link.id) ?? new Row(words, () => this.person, this.acts);
    this.rows.set(words.link.id, row);
    row.update(words);
    return row;
  }

  /** @param {(link: Link) => void} act */
  #own(act) {
    if (this.person.link !== null) act(this.person.link);
  }

  /** @param {boolean} open */
  #turnMore(open) {
    this.isOpen = open;
    show(this.further, open);
    setAttribute(this.more, "aria-expanded", String(open));
  }

  /**
   * @param {string} text
   * @param {() => void} press
   */
  #act(text, press) {
    return pressable(text, press);
  }
}

/** A guest's link, or one more of the client's, in one line. */
class Row {
  /**
   * @param {LinkWords} words
   * @param {() => Known} person
   * @param {PersonActs} acts
   */
  constructor({ link }, person, acts) {
    this.link = link;
    const name = link.role === "guest" ? link.label : "earlier link";
    this.stateId = `link-${link.id}-state`;
    this.state = element("p", { class: "link-state", id: this.stateId });
    this.copy = pressable(
      "Copy",
      () => acts.copy(person(), this.link),
      link.role === "guest" ? `${name}'s link` : name,
    );
    const remove = pressable("Remove", () => acts.removeLink(person(), this.link), name);
    const title = link.role === "guest" ? link.label : "An earlier link still works";
    this.element = element(
      "li",
      {},
      element("p", { class: "person-guest" }, nameOf(title)),
      this.state,
      element("div", { class: "person-actions" }, this.copy, remove),
    );
  }

  /** @param {LinkWords} words */
  update({ link, state, problem, mayCopy }) {
    this.link = link;
    setText(this.state, problem || state);
    show(this.state, (problem || state) !== "");
    disable(this.copy, mayCopy ? "" : this.stateId);
  }
}

/**
 * A button that stays where it is when it can do nothing now.
 *
 * @param {string} text
 * @param {() => void} press
 * @param {string} [whose]  the rest of its name, which is seen from where it stands
 */
function pressable(text, press, whose = "") {
  const made = button(text, () => made.getAttribute("aria-disabled") === null && press(), "button small");
  if (whose !== "") made.append(element("span", { class: "visually-hidden" }, ` ${whose}`));
  return made;
}

/**
 * @param {HTMLElement} target
 * @param {string} reason  the id of the text that says why, or empty
 */
function disable(target, reason) {
  setAttribute(target, "aria-disabled", reason === "" ? null : true);
  setAttribute(target, "aria-describedby", reason === "" ? null : reason);
}
