// Check-in: name, consent, camera and microphone, and one button.

import { cleanName } from "../card.js";
import { element, nameOf, say, setAttribute, setText, show } from "../element.js";
import { DevicePanel } from "./device_panel.js";
import { Field, Summary } from "./field.js";

/** @import { Site } from "../api.js" */
/** @import { Devices } from "../devices.js" */
/** @import { CheckInCard, Visit } from "../visit.js" */

const DECIDE = "Please decide whether your camera and microphone are used.";

export class CheckIn {
  /**
   * @param {object} page
   * @param {Site} page.site
   * @param {Devices} page.devices
   * @param {(card: CheckInCard) => void} page.ready
   */
  constructor({ site, devices, ready }) {
    this.site = site;
    this.devices = devices;
    this.ready = ready;
    this.panel = new DevicePanel(devices, true);
    this.tried = false;
    this.heading = element("h1", { tabindex: "-1" }, "Check in");
    this.clinician = element("p", { class: "lead" });
    this.name = new Field(
      "your-name",
      "Your name",
      element("input", {
        type: "text",
        autocomplete: "name",
        required: true,
        maxlength: "80",
        enterkeyhint: "next",
        spellcheck: "false",
      }),
    );
    this.consent = new Field(
      "consent",
      agreement(site.consent.text),
      element("input", { type: "checkbox", required: true }),
    );
    this.summary = new Summary((count) =>
      count === 1 ? "One thing is missing" : `${count} things are missing`,
    );
    this.refusal = element("p", { class: "field-error", role: "alert" });
    this.button = element("button", { type: "submit", class: "button primary" }, "I'm ready");
    const form = element(
      "form",
      { novalidate: true, onsubmit: (/** @type {Event} */ event) => this.#submit(event) },
      this.panel.element,
      this.name.element,
      this.consent.element,
      this.refusal,
      this.button,
    );
    form.addEventListener("input", () => this.tried && this.#check());
    this.element = element(
      "div",
      { class: "check-in" },
      this.heading,
      this.clinician,
      this.summary.element,
      form,
    );
  }

  /** @param {Visit} visit */
  update(visit) {
    const name = visit.room?.clinician ?? "";
    say(this.clinician, "For your session with ", nameOf(name), ".");
    this.panel.update(this.tried ? this.#devicesError() : "");
    if (this.summary.isShown() && this.tried) this.#check();
    setAttribute(this.button, "aria-disabled", visit.checkingIn);
    setText(this.button, visit.checkingIn ? "One moment" : "I'm ready");
    setText(this.refusal, visit.refusal);
    show(this.refusal, visit.refusal !== "");
  }

  /** @param {Event} event */
  #submit(event) {
    event.preventDefault();
    if (this.button.getAttribute("aria-disabled") === "true") return;
    this.tried = true;
    if (this.#check()) {
      this.ready({ name: cleanName(this.name.input.value), consent: { version: this.site.consent.version } });
    } else {
      this.summary.focus();
    }
  }

  /** Whoever has pressed the button has decided, however long the browser then asks. */
  #devicesError() {
    return this.devices.settled || this.devices.isAsking() ? "" : DECIDE;
  }

  /** Errors stand beside their fields and, together, at the top. Whether there are none. */
  #check() {
    const name = cleanName(this.name.input.value) === "" ? "Please write your name." : "";
    const consent = this.consent.input.checked ? "" : "To go on, please agree.";
    const devices = this.#devicesError();
    this.name.setError(name);
    this.consent.setError(consent);
    this.panel.update(devices);
    return this.summary.show([
      [devices, this.panel.button],
      [name, this.name.input],
      [consent, this.consent.input],
    ]);
  }
}

/**
 * The consent's own words, beginning as every consent on these pages does.
 *
 * @param {string} text
 * @returns {string}
 */
function agreement(text) {
  return text.startsWith("I agree") ? text : `I agree: ${text}`;
}
