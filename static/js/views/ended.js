// What stands on the page when one's part in a session is over.

import { element, nameOf, say, setAttribute, setText, show } from "../element.js";

/** @import { How } from "../messages.js" */
/** @import { Visit } from "../visit.js" */

/** @type {Readonly<Record<How, {title: string, text: string, again: boolean}>>} */
const WORDS = Object.freeze({
  ended: {
    title: "The session has ended",
    text: "Your camera and microphone are off. You can close this page.",
    again: true,
  },
  left: {
    title: "You have left the session",
    text: "Your camera and microphone are off. You can come back as long as your link is open.",
    again: true,
  },
  declined: {
    title: "Not now",
    text: " cannot see you at the moment. Your link still works: you can wait again, or come back later.",
    again: true,
  },
  removed: {
    title: "Your place in this session has ended",
    text: "Your camera and microphone are off. Please ask for a new link if you need one.",
    again: false,
  },
  refused: {
    title: "This link has ended",
    text: "Your camera and microphone are off. Please ask for a new link if you need one.",
    again: false,
  },
});

export class Ended {
  /** @param {{rejoin: () => void}} page */
  constructor({ rejoin }) {
    this.heading = element("h1", { tabindex: "-1" });
    this.text = element("p", { class: "lead" });
    this.refusal = element("p", { class: "field-error", role: "alert" });
    this.button = element("button", { type: "button", class: "button primary", onclick: rejoin }, "Rejoin");
    this.again = element("p", { class: "quiet" }, "Rejoin leads through the waiting room again.");
    this.element = element(
      "div",
      { class: "plain" },
      this.heading,
      this.text,
      this.refusal,
      this.button,
      this.again,
    );
  }

  /** @param {Visit} visit */
  update(visit) {
    const { title, text, again } = WORDS[visit.room?.ended ?? "ended"];
    setText(this.heading, title);
    const who = text.startsWith(" ") ? (visit.room?.clinician ?? "") : "";
    say(this.text, nameOf(who), text);
    show(this.button, again);
    show(this.again, again);
    setAttribute(this.button, "aria-disabled", visit.checkingIn);
    setText(this.refusal, visit.refusal);
    show(this.refusal, visit.refusal !== "");
  }
}
