// What is asked about somebody who waits; a question about somebody who is gone, or is somebody else by now, closes.

import { element, nameOf } from "../element.js";
import { ConfirmIdentity } from "./confirm_identity.js";
import { MessageDialog } from "./message_dialog.js";
import { Modal, actions, button } from "./modal.js";

/** @import { Decisions, QueueCard, Waiter } from "./queue_card.js" */

/** What a question is about: when it changes, an answer would be one to another question. */
const ABOUT = /** @type {const} */ (["room", "participant", "state", "place", "waits", "mayDecide", "name"]);

export class QueueDialogs {
  /**
   * @param {Decisions} decisions
   * @param {() => HTMLElement} refuge
   */
  constructor(decisions, refuge) {
    this.decisions = decisions;
    this.modal = new Modal(refuge);
    this.identity = new ConfirmIdentity(this.modal);
    this.messages = new MessageDialog(this.modal);
    /** @type {{card: QueueCard, waiter: Waiter}|null} */
    this.about = null;
  }

  /**
   * @param {QueueCard} card
   * @param {{guest: boolean}} how
   */
  admit(card, { guest }) {
    const { name, codeWord, later } = this.#ask(card);
    this.identity.ask({
      name,
      codeWord: guest ? "" : codeWord.word,
      later: later && !guest,
      guest,
      action: "Admit",
      confirmed: (method) => this.decisions.admit(card.waiter, method, ...(guest ? [{ guest }] : [])),
    });
  }

  /** @param {QueueCard} card */
  message(card) {
    const { name } = this.#ask(card);
    this.messages.open({ name, send: (text) => this.decisions.message(card.waiter, text) });
  }

  /** @param {QueueCard} card */
  refuse(card) {
    const { name, place, linkInSession: spare } = this.#ask(card);
    const go = () => {
      this.modal.close();
      this.decisions.refuse(card.waiter, { spare });
    };
    this.modal.show(element("span", {}, "Refuse this link?"), [
      ...refusalTexts(name, { spare, isThem: place !== "first" }).map((text) => element("p", {}, ...text)),
      actions(
        button("Refuse this link", go),
        button("Cancel", () => this.modal.close()),
      ),
    ]);
  }

  /** @param {readonly QueueCard[]} cards  those that are there */
  update(cards) {
    if (this.about === null) return;
    const { card, waiter } = this.about;
    const isSame = cards.includes(card) && ABOUT.every((field) => card.waiter[field] === waiter[field]);
    if (isSame && card.waiter.declinedFor === null) return;
    this.about = null;
    this.modal.close();
  }

  /** @param {QueueCard} card */
  #ask(card) {
    this.about = { card, waiter: card.waiter };
    return card.waiter;
  }
}

/**
 * @param {string} name
 * @param {{spare: boolean, isThem: boolean}} session  spare: who is in session by the link stays; isThem: it is its owner
 */
function refusalTexts(name, { spare, isThem }) {
  const ends = ["The link ends at once. Whoever waits by it is sent away, and nobody comes in by it again."];
  if (name === "") return [ends];
  if (spare && !isThem) {
    return [ends, ["Whoever came by it and is in session stays. ", nameOf(name), " needs a new link next time."]];
  }
  if (spare) return [ends, [nameOf(name), " stays in this session and needs a new link next time."]];
  return [ends, [nameOf(name), " needs a new link next time."]];
}
