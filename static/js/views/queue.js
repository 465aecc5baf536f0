// The waiting region: the same on Today and beside a session.

import { arrange, element, keepFocus, setAttribute, setText, show } from "../element.js";
import { button } from "./modal.js";
import { QueueCard } from "./queue_card.js";
import { QueueDialogs } from "./queue_dialogs.js";

/** @import { Decisions, Waiter } from "./queue_card.js" */

/**
 * @typedef {object} QueueWords
 * @property {boolean} elsewhere         another page hosts
 * @property {string} empty              what is said while nobody waits
 * @property {boolean} locked            nobody can be named or let in
 * @property {HTMLElement|null} unlock   the way out of that, when it is to stand here
 */

const LOCKED = "Names, previews and Admit come back with your people and links.";

const TAKE_OVER =
  "Taking over ends a session that is going on there. Everybody in it waits, and is admitted again from here.";

export class Queue {
  /**
   * @param {Decisions & {takeOver: () => void}} decisions
   * @param {() => number} [now]  seconds
   */
  constructor(decisions, now = () => Date.now() / 1000) {
    this.decisions = decisions;
    this.now = now;
    /** @type {QueueCard[]} */
    this.cards = [];
    /** How many cards were ever made. */
    this.made = 0;
    this.heading = element("h2", { id: "waiting-title", tabindex: "-1" }, "Waiting");
    this.dialogs = new QueueDialogs(decisions, () => this.heading);
    this.locked = element("p", { class: "quiet" });
    this.unlock = element("div", {});
    this.empty = element("p", { class: "empty" });
    this.list = element("div", { class: "cards" });
    const takeOver = button("Take over here", () => decisions.takeOver());
    setAttribute(takeOver, "aria-describedby", "take-over-note");
    this.elsewhere = element(
      "div",
      { class: "elsewhere", hidden: true },
      element("p", {}, "Another page of yours holds the room: previews and Admit are there."),
      takeOver,
      element("p", { class: "quiet", id: "take-over-note" }, TAKE_OVER),
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
    const focused = document.activeElement;
    const card = this.cards.find((each) => each.element.contains(focused));
    keepFocus(
      this.element,
      () => this.#draw(waiters, about),
      () => (card !== undefined && this.cards.includes(card) && card.refuge(focused)) || this.heading,
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
    this.#drawCards(waiters);
    this.dialogs.update(this.cards);
  }

  /** @param {readonly Waiter[]} waiters */
  #drawCards(waiters) {
    const before = [...this.cards];
    this.cards = waiters.map((waiter) => {
      const place = before.findIndex((card) => card.isOf(waiter));
      const card = before.splice(place, place < 0 ? 0 : 1)[0] ?? this.#newCard(waiter);
      card.update(waiter);
      return card;
    });
    for (const card of before) card.stop();
    arrange(
      this.list,
      this.cards.map((card) => card.element),
    );
  }

  /** @param {Waiter} waiter */
  #newCard(waiter) {
    this.made += 1;
    const { decisions, dialogs, now } = this;
    return new QueueCard({ waiter, id: `waiter-${this.made}`, decisions, dialogs, now });
  }
}
