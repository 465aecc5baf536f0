// What stands on the page when one's part in a session is over: why, and what can be done about it.

import { element, nameOf, say, setAttribute, setText, show } from "../element.js";
import { Letter } from "./letter.js";

/** @import { How } from "../messages.js" */
/** @import { Visit } from "../visit.js" */
/** @import { ConsentReceipt } from "./consent_receipt.js" */

const OFF = "Your camera and microphone are off.";

/** `text` follows the clinician's name where it begins with a space. */
/** @type {Readonly<Record<Exclude<How, "moved">, {title: string, text: string, again: boolean}>>} */
const WORDS = Object.freeze({
  ended: {
    title: "The session has ended",
    text: ` has ended it. ${OFF} You can close this page.`,
    again: true,
  },
  left: {
    title: "You have left the session",
    text: `${OFF} You can come back as long as your link is open.`,
    again: true,
  },
  declined: {
    title: "Not now",
    text: " cannot see you at the moment. Your link still works: you can wait again, or come back later.",
    again: true,
  },
  removed: {
    title: "Your place in this session has ended",
    text: ` has ended it. ${OFF} If you are expected again, open your link anew.`,
    again: false,
  },
  refused: {
    title: "This link has ended",
    text: ` has ended it. ${OFF} To come back, ask for a new link.`,
    again: false,
  },
});

export class Ended {
  /** @param {{rejoin: () => void, receipt?: Pick<ConsentReceipt, "element"|"update">}} page */
  constructor({ rejoin, receipt }) {
    this.receipt = receipt;
    this.heading = element("h1", { tabindex: "-1" });
    this.reopened = element("p", { class: "reopened", role: "status" });
    this.text = element("p", { class: "lead" });
    this.letter = new Letter();
    this.refusal = element("p", { class: "field-error", role: "alert" });
    this.button = element("button", { type: "button", class: "button primary", onclick: rejoin }, "Rejoin");
    this.again = element("p", { class: "quiet" }, "Rejoin leads through the waiting room again.");
    this.element = element(
      "div",
      { class: "plain" },
      this.heading,
      this.reopened,
      this.text,
      this.letter.element,
      this.refusal,
      this.button,
      this.again,
      receipt?.element,
    );
  }

  /** @param {Visit} visit */
  update({ room, checkingIn, refusal, correspondence }) {
    if (room === null) return;
    const how = room.ended ?? "ended";
    const { title, text, again } = WORDS[how === "moved" ? "left" : how];
    setText(this.heading, title);
    say(this.text, ...(text.startsWith(" ") ? [nameOf(room.clinician)] : []), text);
    say(this.reopened, ...(room.reopened ? [nameOf(room.clinician), " has opened the session again."] : []));
    show(this.text, !room.reopened);
    this.letter.update(room.clinician, how === "declined" ? correspondence.host.letter : null);
    show(this.button, again);
    show(this.again, again);
    setAttribute(this.button, "aria-disabled", checkingIn);
    setText(this.refusal, refusal);
    show(this.refusal, refusal !== "");
    this.receipt?.update();
  }
}
