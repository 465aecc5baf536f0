// What can be done about somebody who waits: Admit says what it records, and everything else is one row.

import { element, nameOf, say, setAttribute, setText, show } from "../element.js";

/** @import { Decisions, QueueCard, Waiter } from "./queue_card.js" */
/** @import { QueueDialogs } from "./queue_dialogs.js" */

/** So many guesses are not an oversight any more. */
const TOO_MANY = 3;

export class QueueActions {
  /**
   * @param {object} page
   * @param {string} page.id
   * @param {QueueCard} page.card
   * @param {Decisions} page.decisions
   * @param {QueueDialogs} page.dialogs
   */
  constructor({ id, card, decisions, dialogs }) {
    this.card = card;
    this.decisions = decisions;
    this.dialogs = dialogs;
    this.admit = pressed("Admit", "button primary", () => this.#admit());
    this.reason = element("p", { class: "quiet admit-note", id: `${id}-reason` });
    this.message = pressed("Message", "button", () => dialogs.message(card));
    this.preview = pressed("Preview", "button", () => decisions.preview(card.waiter, !card.waiter.previewed));
    this.decline = pressed("Decline", "button", () => decisions.decline(card.waiter));
    this.emergency = pressed("Emergency card", "button", () => decisions.emergency(card.waiter));
    this.refuse = pressed("Refuse this link", "link-button", () => dialogs.refuse(card));
    this.guesses = element("p", { class: "stranger" });
    this.replace = pressed("Replace link", "button", () => decisions.replaceLink(card.waiter));
    this.guessed = element("div", { class: "card-guessed" }, this.guesses, this.replace);
    this.declinedText = element("p", { id: `${id}-declined` });
    this.undo = pressed("Undo", "button", () => decisions.undo(card.waiter));
    setAttribute(this.undo, "aria-describedby", `${id}-declined`);
    this.declined = element("div", { class: "card-declined" }, this.declinedText, this.undo);
    this.row = element("div", { class: "card-row" }, ...this.#row());
    const main = element("div", { class: "card-admit" }, this.admit, this.reason);
    this.element = element("div", { class: "card-actions" }, this.guessed, main, this.declined, this.row);
    setAttribute(this.admit, "aria-describedby", `${id}-reason`);
  }

  #row() {
    const { message, preview, decline, emergency, refuse } = this;
    return [message, preview, decline, emergency, refuse];
  }

  /** @param {Waiter} waiter */
  update(waiter) {
    const { waits, mayDecide, connected, state, card, declinedFor, codeWord, previewed } = waiter;
    const isOpen = mayDecide && state !== "locked";
    const undecided = isOpen && waits && declinedFor === null;
    const isKnown = undecided && state === "known";
    show(this.element, isOpen && (waits || card !== null));
    this.#drawAdmit(waiter, isKnown);
    for (const offered of [this.message, this.preview]) show(offered, isKnown);
    show(this.decline, undecided);
    show(this.refuse, undecided && state !== "looking");
    setAttribute(this.refuse, "class", isDoubtful(waiter) ? "button" : "link-button");
    show(this.emergency, isOpen && card !== null);
    setText(this.preview, previewed ? "Stop preview" : "Preview");
    setAttribute(this.preview, "aria-disabled", !connected);
    setAttribute(this.message, "aria-disabled", !connected);
    setText(this.declinedText, declinedFor === null ? "" : `Declined. They are told in ${declinedFor} s.`);
    show(this.declined, isOpen && declinedFor !== null);
    show(this.guessed, isKnown && codeWord.misses >= TOO_MANY);
    setText(this.guesses, `${codeWord.misses} misses: the one-click Admit is off. Replace link?`);
  }

  /**
   * @param {Waiter} waiter
   * @param {boolean} shown
   */
  #drawAdmit(waiter, shown) {
    const { place, unconfirmed, connected, admitting } = waiter;
    show(this.admit, shown);
    setText(this.admit, place === "second" ? "Admit as a guest" : admitText(waiter));
    setAttribute(this.admit, "aria-disabled", !connected || admitting || unconfirmed !== "");
    if (unconfirmed !== "") say(this.reason, "First confirm who ", nameOf(unconfirmed), " is.");
    else setText(this.reason, isMatched(waiter) ? "The log records: code word." : "");
    show(this.reason, shown && this.reason.textContent !== "");
  }

  #admit() {
    const { waiter } = this.card;
    if (isMatched(waiter)) this.decisions.admit(waiter, "code_word");
    else this.dialogs.admit(this.card, { guest: waiter.place === "second" });
  }

  /**
   * Decline and Undo stand for one another; for anything else that is gone the queue has a place.
   *
   * @param {Element|null} focused  what had the focus
   * @returns {HTMLElement|null}
   */
  refuge(focused) {
    if (focused === this.undo && !this.decline.hidden) return this.decline;
    return focused === this.decline && this.card.waiter.declinedFor !== null ? this.undo : null;
  }
}

/** The browser has proved it, and nobody has guessed. @param {Waiter} waiter */
function isMatched({ codeWord, place }) {
  return codeWord.state === "matched" && codeWord.misses < TOO_MANY && place === "first";
}

/** When it is most likely to be wanted it is a button like the others. @param {Waiter} waiter */
function isDoubtful({ state, place }) {
  return state === "unknown" || place === "second";
}

/** @param {Waiter} waiter */
function admitText(waiter) {
  return isMatched(waiter) ? "Admit: code word matched" : "Admit";
}

/**
 * @param {string} text
 * @param {string} kind
 * @param {() => void} press
 */
function pressed(text, kind, press) {
  const made = element(
    "button",
    {
      type: "button",
      class: kind,
      onclick: () => {
        if (made.getAttribute("aria-disabled") === null) press();
      },
    },
    text,
  );
  return made;
}
