// The region "People": whom the clinician knows, and the way to a new link.

import { arrange, element, keepFocus, setAttribute, setText, show } from "../element.js";
import { search } from "../people.js";
import { Field } from "./field.js";
import { button } from "./modal.js";
import { PersonCard } from "./person_card.js";

/** @import { PersonWords } from "../person_words.js" */
/** @import { PersonActs } from "./person_card.js" */

/** With more people than this there is a field to search them. */
const SEARCHED_FROM = 12;
const NOBODY = "Nobody is here yet. New session makes a link for the first person.";
const NO_MATCH = "Nobody by that name.";

export class People {
  /** @param {PersonActs & {newSession: () => void}} acts */
  constructor(acts) {
    this.acts = acts;
    /** @type {Map<string, PersonCard>} */
    this.cards = new Map();
    /** @type {Parameters<People["update"]>|null} */
    this.drawn = null;
    this.heading = element("h2", { id: "people-title", tabindex: "-1" }, "People");
    this.make = button(
      "New session",
      () => this.make.getAttribute("aria-disabled") === null && acts.newSession(),
    );
    this.search = new Field(
      "search-people",
      "Search people",
      element("input", { type: "search", autocomplete: "off", spellcheck: "false" }),
    );
    this.search.input.addEventListener("input", () => this.drawn !== null && this.update(...this.drawn));
    this.empty = element("p", { class: "empty" });
    this.list = element("div", { class: "people-list" });
    this.element = element(
      "section",
      { class: "people", "aria-labelledby": "people-title" },
      element("div", { class: "people-head" }, this.heading, this.make),
      this.search.element,
      this.empty,
      this.list,
    );
  }

  /**
   * @param {readonly PersonWords[]} people  in their order
   * @param {object} about
   * @param {{person: string, text: string}} about.said  what was done last, and for whom
   * @param {string} about.closing   the id of the text that says why no new links can be made, or empty
   */
  update(people, about) {
    this.drawn = [people, about];
    keepFocus(
      this.element,
      () => this.#draw(people, about),
      () => this.heading,
    );
  }

  /** Nobody's name stays here. */
  forget() {
    this.update([], { said: { person: "", text: "" }, closing: "" });
    this.search.input.value = "";
    this.drawn = null;
  }

  /**
   * @param {readonly PersonWords[]} people
   * @param {{said: {person: string, text: string}, closing: string}} about
   */
  #draw(people, { said, closing }) {
    const searched = people.length > SEARCHED_FROM;
    const found = searched
      ? search(
          people.map(({ person }) => person),
          this.search.input.value,
        )
      : null;
    const shown = found === null ? people : people.filter(({ person }) => found.includes(person));
    show(this.search.element, searched);
    setAttribute(this.make, "aria-disabled", closing === "" ? null : true);
    setAttribute(this.make, "aria-describedby", closing === "" ? null : closing);
    setText(this.empty, people.length === 0 ? NOBODY : shown.length === 0 ? NO_MATCH : "");
    show(this.empty, shown.length === 0);
    for (const id of this.cards.keys())
      if (!people.some(({ person }) => person.id === id)) this.cards.delete(id);
    arrange(
      this.list,
      shown.map((words) => {
        const text = words.person.id === said.person ? said.text : "";
        return this.#card(words, { said: text, closing }).element;
      }),
    );
  }

  /**
   * @param {PersonWords} words
   * @param {{said: string, closing: string}} about
   */
  #card(words, about) {
    const card = this.cards.get(words.person.id) ?? new PersonCard(words, this.acts);
    this.cards.set(words.person.id, card);
    card.update(words, about);
    return card;
  }
}
