// Where somebody is, as they said it, when they said it, and the question where they are now.

import { timeText } from "../day_time.js";
import { waitedText } from "../duration.js";
import { element, nameOf, say, setAttribute, setText, show } from "../element.js";
import { button } from "./modal.js";
import { placeText } from "./queue_card.js";

/** @import { EmergencyFacts } from "../emergency_cards.js" */
/** @import { Copy } from "./emergency_number.js" */

const UNSAID = "They have not said where they are.";
const NOT_HERE = "They are not connected: call them to ask where they are now.";

export class EmergencyPlace {
  /**
   * @param {object} panel
   * @param {(participant: string) => void} panel.ask
   * @param {Copy} panel.copy
   * @param {() => number} panel.now  seconds
   */
  constructor({ ask, copy, now }) {
    this.ask = ask;
    this.now = now;
    /** @type {EmergencyFacts|null} */
    this.facts = null;
    /** Who was asked, and when, seconds. */
    this.asked = { participant: "", at: 0 };
    this.place = element("p", { class: "emergency-place" });
    this.said = element("p", { class: "quiet" });
    this.away = element("p", { class: "quiet" }, NOT_HERE);
    this.answer = element("p", { class: "emergency-answer", role: "status" });
    this.askButton = button("Ask where they are now", () => this.#ask());
    this.copy = button("Copy", () => copy(placeText(this.#card()), "the place"));
    setAttribute(this.copy, "aria-label", "Copy the place");
    this.element = element(
      "section",
      { class: "emergency-part", "aria-labelledby": "emergency-place-title" },
      element("h3", { id: "emergency-place-title" }, "Where they are"),
      this.place,
      this.said,
      element("div", { class: "emergency-ways" }, this.askButton, this.copy),
      this.away,
      this.answer,
    );
  }

  /**
   * @param {EmergencyFacts} facts
   * @param {boolean} mayAsk  they are connected, and this page hosts the room
   */
  update(facts, mayAsk) {
    this.facts = facts;
    const text = placeText(facts.card);
    say(this.place, text === "" ? UNSAID : nameOf(text));
    const ago = waitedText(Math.max(0, this.now() - facts.at));
    setText(this.said, text === "" ? "" : `Said at ${timeText(facts.at)}, ${ago} ago.`);
    show(this.askButton, mayAsk);
    show(this.away, !mayAsk);
    show(this.copy, text !== "");
    setText(this.answer, this.#answerText(facts));
  }

  /** Nothing of anybody stays. */
  forget() {
    this.facts = null;
    this.asked = { participant: "", at: 0 };
    for (const each of [this.place, this.said, this.answer]) setText(each, "");
  }

  #card() {
    return this.facts?.card ?? { place: "", country: "" };
  }

  #ask() {
    if (this.facts === null) return;
    const { participant } = this.facts;
    this.asked = { participant, at: this.now() };
    setText(this.answer, this.#answerText(this.facts));
    this.ask(participant);
  }

  /** @param {EmergencyFacts} facts */
  #answerText({ participant, at }) {
    const { asked } = this;
    if (asked.participant !== participant) return "";
    if (at >= asked.at) return `They answered at ${timeText(at)}.`;
    return `Asked at ${timeText(asked.at)}. The answer appears here.`;
  }
}
