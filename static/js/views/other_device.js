// The person takes part on another device: what this one can do, and what somebody else who shares the link can.

import { element, nameOf, say, setAttribute, setText, show } from "../element.js";
import { goesOnElsewhere } from "../visit_screen.js";

/** @import { Visit } from "../visit.js" */

export class OtherDeviceScreen {
  /** @param {{use: () => void}} page */
  constructor({ use }) {
    this.heading = element("h1", { tabindex: "-1" });
    this.text = element("p", { class: "lead" });
    this.refusal = element("p", { class: "field-error", role: "alert" });
    this.button = element(
      "button",
      { type: "button", class: "button primary", onclick: use },
      "Use this device instead",
    );
    this.others = element("p", { class: "quiet" });
    this.element = element(
      "div",
      { class: "plain" },
      this.heading,
      this.text,
      this.refusal,
      this.button,
      this.others,
    );
  }

  /** @param {Visit} visit */
  update({ room, checkingIn, refusal }) {
    if (room === null) return;
    const name = () => nameOf(room.clinician);
    const goesOn = goesOnElsewhere(room);
    setText(this.heading, goesOn ? "You are on your other device" : "You went on with your other device");
    if (goesOn) say(this.text, "Your session with ", name(), " goes on there. This device is off.");
    else setText(this.text, "This device is off.");
    say(
      this.others,
      "To go on here, you check in, and ",
      name(),
      " lets you in again. Did somebody share this link with you? Then do the same: ",
      name(),
      " can let you in as a guest.",
    );
    setAttribute(this.button, "aria-disabled", checkingIn);
    setText(this.refusal, refusal);
    show(this.refusal, refusal !== "");
  }
}
