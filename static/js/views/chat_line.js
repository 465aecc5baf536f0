// One message of the chat: who, when, what, and in words when somebody does not have it.

import { timeText } from "../day_time.js";
import { element, nameOf, say, setAttribute, setText } from "../element.js";

/** @import { ChatLine } from "../chat.js" */

export class ChatLineView {
  /**
   * @param {ChatLine} line
   * @param {string} name  of who said it, empty for one's own
   */
  constructor({ text, at }, name) {
    this.name = name;
    this.state = element("span", { class: "chat-state" });
    this.element = element(
      "div",
      { class: "chat-line", "data-own": name === "" },
      element(
        "p",
        { class: "chat-head" },
        element("span", { class: "chat-name" }, name === "" ? "You" : nameOf(name)),
        element("span", { class: "chat-time" }, timeText(at)),
      ),
      // Text and nothing else: what looks like a link is one for nobody's finger.
      element("p", { class: "chat-text" }, text),
      this.state,
    );
  }

  /**
   * @param {ChatLine} line
   * @param {(participant: string) => string} nameFor
   * @param {boolean} isGroup  somebody who does not have it is named
   */
  update({ state, missing }, nameFor, isGroup) {
    setAttribute(this.element, "data-state", state);
    if (state !== "not delivered") return setText(this.state, state === "sending" ? "Sending…" : "");
    if (missing.length === 0) return setText(this.state, "Not delivered: they are not in the session any more");
    if (!isGroup) return setText(this.state, "Not delivered yet");
    const names = missing.flatMap((participant, place) => [place === 0 ? "" : ", ", nameOf(nameFor(participant))]);
    return say(this.state, "Not delivered yet to ", ...names);
  }
}
