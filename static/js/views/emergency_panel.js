// The emergency card: where somebody is and whom to call, beside or below the pictures and never over them.

import { copyText } from "../clipboard.js";
import { element, keepFocus, nameOf, say, setText, show } from "../element.js";
import { differs } from "../people.js";
import { confirmation } from "./confirm.js";
import { dispatchers } from "./emergency_dispatchers.js";
import { EmergencyNumber } from "./emergency_number.js";
import { EmergencyPlace } from "./emergency_place.js";
import { scriptText } from "./emergency_script.js";
import { Modal, button } from "./modal.js";

/** @import { Card } from "../card.js" */
/** @import { EmergencyFacts, ShownCard } from "../emergency_cards.js" */
/** @import { Copy } from "./emergency_number.js" */

/**
 * @typedef {object} EmergencyActs
 * @property {(participant: string) => void} ask    where they are now
 * @property {() => void} hide                      the card is kept
 * @property {(participant: string) => void} close  it is forgotten: the clinician was asked
 */

const REFUSED = "This browser did not let the page copy. Read it out, or copy it by hand.";
const KEPT = "It is not kept any longer. As long as they wait or are in session, you can open it again.";

export class EmergencyPanel {
  /**
   * @param {object} page
   * @param {EmergencyActs} page.acts
   * @param {() => HTMLElement} page.refuge  where the focus goes when the card is gone, and what opened it is too
   * @param {() => number} page.now          seconds
   * @param {string} [page.line]             the practice's own number for emergencies
   * @param {(text: string) => Promise<boolean>} [page.copy]
   */
  constructor({ acts, refuge, now, line = "", copy = copyText }) {
    this.acts = acts;
    this.refuge = refuge;
    this.line = line;
    this.copy = copy;
    /** How often cards were opened: another number is another opening. */
    this.opening = 0;
    this.focused = 0;
    /** The focus was here when the card went away. */
    this.returns = false;
    /** @type {EmergencyFacts|null} */
    this.facts = null;
    /** What had the focus when the card was opened. @type {Element|null} */
    this.opener = null;
    this.drawn = "";
    this.modal = new Modal(() => this.#home());
    this.heading = element("h2", { id: "emergency-title", tabindex: "-1" }, "Emergency card");
    this.who = element("p", { class: "emergency-who" });
    this.given = element("div", { class: "quiet" });
    /** @type {Copy} */
    this.onCopy = (text, what) => void this.#copy(text, what);
    this.place = new EmergencyPlace({ ask: acts.ask, copy: this.onCopy, now });
    this.numbers = element("div", { class: "emergency-numbers" });
    this.said = element("p", { class: "said", role: "status" });
    this.element = element(
      "section",
      { class: "emergency", "aria-labelledby": "emergency-title", hidden: true },
      element("div", { class: "emergency-head" }, this.heading, button("Hide card", () => this.hide()), this.said),
      element("div", { class: "emergency-body" }, ...this.#parts()),
    );
  }

  /** @returns {HTMLElement[]} */
  #parts() {
    const { who, given, place, numbers } = this;
    const close = button("Close card", () => this.#askClose());
    const note = element("p", { class: "quiet" }, "Hide card keeps it, for 12 hours at most. Close card deletes it.");
    return [
      element("div", { class: "emergency-part" }, who, given),
      place.element,
      numbers,
      element("div", { class: "emergency-part" }, close, note),
    ];
  }

  /**
   * Draw the card that is shown, or none. Then put the element where it belongs, and call `takeFocus`.
   *
   * @param {(ShownCard & {mayAsk: boolean})|null} shown
   */
  update(shown) {
    if (shown === null) return this.#away();
    const { facts, opening, mayAsk } = shown;
    if (opening !== this.opening) this.#begin(opening);
    this.facts = facts;
    keepFocus(
      this.element,
      () => this.#draw(facts, mayAsk),
      () => this.heading,
    );
    show(this.element, true);
  }

  /** @param {number} opening */
  #begin(opening) {
    this.opening = opening;
    this.opener = document.activeElement;
    setText(this.said, "");
  }

  isShown() {
    return !this.element.hidden;
  }

  /** The focus comes along when somebody has opened the card, and goes back when it was here and the card is gone. */
  takeFocus() {
    if (this.isShown() && this.focused !== this.opening) this.heading.focus();
    if (!this.isShown() && this.returns) this.#home().focus();
    this.focused = this.opening;
    this.returns = false;
  }

  /** The card goes out of sight, and is kept. */
  hide() {
    this.acts.hide();
  }

  /** Nothing of anybody stays in the page. */
  #away() {
    if (this.facts === null) return;
    this.facts = null;
    this.drawn = "";
    this.returns = this.element.contains(document.activeElement);
    show(this.element, false);
    this.modal.close();
    this.place.forget();
    this.numbers.replaceChildren();
    for (const each of [this.who, this.given, this.said]) setText(each, "");
  }

  /** What opened the card, if it can still be seen. @returns {HTMLElement} */
  #home() {
    const { opener } = this;
    if (!(opener instanceof HTMLElement) || opener === document.body) return this.refuge();
    return opener.isConnected && opener.offsetParent !== null ? opener : this.refuge();
  }

  /**
   * @param {EmergencyFacts} facts
   * @param {boolean} mayAsk
   */
  #draw(facts, mayAsk) {
    const { label, card } = facts;
    say(this.who, nameOf(label));
    this.place.update(facts, mayAsk);
    // Numbers are drawn anew only when they are others: a picture that is being scanned stays.
    const drawn = JSON.stringify([label, card]);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    this.given.replaceChildren(...givenLines(label, card));
    this.numbers.replaceChildren(...this.#newNumbers(facts));
  }

  /** @param {EmergencyFacts} facts */
  #newNumbers(facts) {
    const { label, card } = facts;
    const { callback, contact } = card;
    const known = contact.name !== "" || contact.phone !== "";
    return [
      dispatchers(card.country, this.onCopy),
      this.line !== "" && part("Your practice's own line", this.#number(this.line, "your practice's own line")),
      part("To read out", element("p", { class: "emergency-script" }, nameOf(scriptText(facts)))),
      callback !== "" && part("To call them back", this.#number(callback, `the number of ${label}`)),
      known &&
        part(
          "Emergency contact",
          element("p", {}, ...contactWords(contact)),
          contact.phone !== "" && this.#number(contact.phone, "the emergency contact's number"),
        ),
    ].filter((each) => each !== false);
  }

  /**
   * @param {string} text
   * @param {string} what
   */
  #number(text, what) {
    return new EmergencyNumber(text, what, this.onCopy).element;
  }

  /**
   * @param {string} text
   * @param {string} what
   */
  async #copy(text, what) {
    const copied = await this.copy(text);
    setText(this.said, copied ? `Copied: ${what}` : REFUSED);
  }

  #askClose() {
    if (this.facts === null) return;
    const { participant, label } = this.facts;
    confirmation(this.modal, {
      title: element("span", {}, "Close the emergency card of ", nameOf(label), "?"),
      texts: [KEPT],
      action: "Close card",
      act: async () => this.acts.close(participant),
    });
  }
}

/**
 * @param {string} title
 * @param {...(HTMLElement|false)} parts
 */
function part(title, ...parts) {
  return element("section", { class: "emergency-part" }, element("h3", {}, title), ...parts);
}

/**
 * The name that was given where it is another than the label, the child that was checked in for, and who is there.
 *
 * @param {string} label
 * @param {Card} card
 * @returns {HTMLElement[]}
 */
function givenLines(label, { name, consent, company }) {
  const facts = [
    { words: "Name given: ", said: differs(label, name) ? name : "" },
    { words: "For a child: ", said: consent.child },
    { words: "With them: ", said: company },
  ];
  return facts.filter(({ said }) => said !== "").map(({ words, said }) => element("p", {}, words, nameOf(said)));
}

/**
 * @param {Card["contact"]} contact
 * @returns {(string|HTMLElement)[]}
 */
function contactWords({ name, relation }) {
  if (name === "") return relation === "" ? ["No name was given"] : [nameOf(relation)];
  return relation === "" ? [nameOf(name)] : [nameOf(name), " (", nameOf(relation), ")"];
}
