// The waiting region: the same on Today and beside a session.

import { arrange, element, keepFocus, setText, show } from "../element.js";
import { QueueCard } from "./queue_card.js";

/** @import { Decisions, Waiter } from "./queue_card.js" */

export class Queue {
  /** @param {Decisions & {takeOver: () => void}} decisions */
  constructor(decisions) {
    this.decisions = decisions;
    /** @type {Map<string, QueueCard>} */
    this.cards = new Map();
    this.heading = element("h2", { id: "waiting-title", tabindex: "-1" }, "Waiting");
    this.empty = element("p", { class: "empty" });
    this.list = element("div", { class: "cards" });
    this.elsewhere = element(
      "div",
      { class: "elsewhere", hidden: true },
      element("p", {}, "Another page of yours holds the room: names, previews and Admit are there."),
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
      this.elsewhere,
      this.empty,
      this.list,
    );
  }

  /**
   * @param {readonly Waiter[]} waiters
   * @param {object} about
   * @param {boolean} about.elsewhere  another page hosts
   * @param {string} about.empty       what is said while nobody waits
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
   * @param {{elsewhere: boolean, empty: string}} about
   */
  #draw(waiters, { elsewhere, empty }) {
    show(this.elsewhere, elsewhere);
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
