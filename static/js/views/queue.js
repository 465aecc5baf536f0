// The waiting region: the same on Today and beside a session.

import { arrange, element, keepFocus, setText, show } from "../element.js";
import { QueueCard } from "./queue_card.js";

/** @import { Decisions, Waiter } from "./queue_card.js" */

/**
 * @typedef {object} QueueWords
 * @property {boolean} elsewhere         another page hosts
 * @property {string} empty              what is said while nobody waits
 * @property {boolean} locked            nobody can be named or let in
 * @property {HTMLElement|null} unlock   the way out of that, when it is to stand here
 */

const LOCKED = "Names, previews and Admit come back with your people and links.";

export class Queue {
  /** @param {Decisions & {takeOver: () => void}} decisions */
  constructor(decisions) {
    this.decisions = decisions;
    /** @type {Map<string, QueueCard>} */
    this.cards = new Map();
    this.heading = element("h2", { id: "waiting-title", tabindex: "-1" }, "Waiting");
    this.locked = element("p", { class: "quiet" });
    this.unlock = element("div", {});
    this.empty = element("p", { class: "empty" });
    this.list = element("div", { class: "cards" });
    this.elsewhere = element(
      "div",
      { class: "elsewhere", hidden: true },
      element("p", {}, "Another page of yours holds the room: previews and Admit are there."),
      element(
        "button",
        {
          type: "button",
          class: "button",
          onclick: () => decisions.takeOver(),
          "aria-describedby": "take-over-note",
        },
        "Take over here",
      ),
      element(
        "p",
        { class: "quiet", id: "take-over-note" },
        "Taking over ends a session that is going on there. Everybody in it waits, and is admitted again from here.",
      ),
    );
    this.element = element(
      "section",
      { class: "queue", "aria-labelledby": "waiting-title" },
      this.heading,
      this.locked,
      this.unlock,
      this.elsewhere,
      this.empty,
      this.list,
    );
  }

  /**
   * @param {readonly Waiter[]} waiters
   * @param {QueueWords} about
   */
  update(waiters, about) {
    keepFocus(
      this.element,
      () => this.#draw(waiters, about),
      () => this.heading,
    );
  }

  /**
   * @param {readonly Waiter[]} waiters
   * @param {QueueWords} about
   */
  #draw(waiters, { elsewhere, empty, locked, unlock }) {
    show(this.elsewhere, elsewhere && !locked);
    setText(this.locked, locked ? LOCKED : "");
    show(this.locked, locked);
    if (unlock !== null && unlock.parentElement !== this.unlock) this.unlock.append(unlock);
    show(this.unlock, unlock !== null);
    setText(this.empty, waiters.length === 0 ? empty : "");
    show(this.empty, waiters.length === 0);
    for (const id of this.cards.keys()) {
      if (!waiters.some(({ participant }) => participant === id)) this.#drop(id);
    }
    arrange(
      this.list,
      waiters.map((waiter) => this.#card(waiter).element),
    );
  }

  /** @param {string} id */
  #drop(id) {
    const card = this.cards.get(id);
    if (card !== undefined) card.tile.video.srcObject = null;
    this.cards.delete(id);
  }

  /**
   * @param {Waiter} waiter
   * @returns {QueueCard}
   */
  #card(waiter) {
    const card = this.cards.get(waiter.participant) ?? new QueueCard(waiter, this.decisions);
    this.cards.set(waiter.participant, card);
    card.update(waiter);
    return card;
  }
}
