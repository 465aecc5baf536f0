// The dialog "Message to …": a few words to one person who waits, with one click or in the clinician's own.

import { LONGEST } from "../card.js";
import { element, nameOf } from "../element.js";
import { Field } from "./field.js";
import { Form } from "./form.js";
import { actions, button } from "./modal.js";

/** @import { Fault } from "./field.js" */
/** @import { Modal } from "./modal.js" */

/** Also a button of its own, where somebody is being looked at. */
export const PHOTO_ID = "Please hold up your photo ID";
const READY = Object.freeze([
  "Five more minutes",
  PHOTO_ID,
  "Please switch on your camera",
  "Please go where you can talk freely",
  "I am running late. Thank you for waiting",
]);
const EMPTY = "Please write the message, or choose one above.";

export class MessageDialog {
  /** @param {Modal} modal */
  constructor(modal) {
    this.modal = modal;
  }

  /**
   * @param {object} page
   * @param {string} page.name
   * @param {(text: string) => void} page.send
   */
  open({ name, send }) {
    const tell = (/** @type {string} */ text) => {
      this.modal.close();
      send(text);
    };
    const own = new Field("message-text", "Message", textArea(), {
      help: `In your own words, up to ${LONGEST.note} characters.`,
    });
    const form = new Form({
      parts: [own.element],
      action: "Send",
      check: () => check(own),
      send: async () => tell(own.input.value.trim()),
    });
    const ready = READY.map((text) => button(text, () => tell(text)));
    this.modal.show(element("span", {}, "Message to ", nameOf(name)), [
      element("p", { class: "quiet" }, "Only they read it. A click sends it."),
      element("div", { class: "ready-messages" }, ...ready),
      form.element,
      actions(button("Close", () => this.modal.close())),
    ]);
  }
}

function textArea() {
  return element("textarea", { rows: 3, maxlength: LONGEST.note, autocomplete: "off" });
}

/**
 * @param {Field<HTMLTextAreaElement>} own
 * @returns {Fault[]}
 */
function check(own) {
  const fault = own.input.value.trim() === "" ? EMPTY : "";
  own.setError(fault);
  return [[fault, own.input]];
}
