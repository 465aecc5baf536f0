// "I'm ready", once and not again before the server has answered, with the reason when it said no.

import { element, setAttribute, setText, show } from "../element.js";

/** @import { Visit } from "../visit.js" */

export class ReadyButton {
  constructor() {
    this.refusal = element("p", { class: "field-error", role: "alert" });
    this.button = element("button", { type: "submit", class: "button primary" }, "I'm ready");
    this.parts = [this.refusal, this.button];
  }

  /** @param {Pick<Visit, "checkingIn"|"refusal">} visit */
  update({ checkingIn, refusal }) {
    setAttribute(this.button, "aria-disabled", checkingIn);
    setText(this.button, checkingIn ? "One moment" : "I'm ready");
    setText(this.refusal, refusal);
    show(this.refusal, refusal !== "");
  }

  /**
   * Whether a form that is being sent may go on.
   *
   * @param {Event} event
   */
  takes(event) {
    event.preventDefault();
    return this.button.getAttribute("aria-disabled") !== "true";
  }
}
