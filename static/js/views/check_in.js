// Check-in: name, consent, camera and microphone, and one button.

import { cleanName } from "../card.js";
import { element, nameOf, say, setAttribute, setText, show } from "../element.js";
import { DevicePanel } from "./device_panel.js";

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
    this.summary = element("div", { class: "summary", role: "alert", tabindex: "-1", hidden: true });
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
    this.element = element("div", { class: "check-in" }, this.heading, this.clinician, this.summary, form);
  }

  /** @param {Visit} visit */
  update(visit) {
    const name = visit.room?.clinician ?? "";
    say(this.clinician, "For your session with ", nameOf(name), ".");
    this.panel.update(this.tried ? this.#devicesError() : "");
    if (!this.summary.hidden && this.tried) this.#check();
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
    this.#summarise([
      [devices, this.panel.button],
      [name, this.name.input],
      [consent, this.consent.input],
    ]);
    return name === "" && consent === "" && devices === "";
  }

  /** @param {[string, HTMLElement][]} errors */
  #summarise(errors) {
    const found = errors.filter(([text]) => text !== "");
    const links = found.map(([text, target]) =>
      element(
        "li",
        {},
        element(
          "button",
          {
            type: "button",
            class: "link-button",
            onclick: () => target.focus(),
          },
          text,
        ),
      ),
    );
    const title = found.length === 1 ? "One thing is missing" : `${found.length} things are missing`;
    show(this.summary, found.length > 0);
    if (this.summary.querySelectorAll("li").length !== links.length) {
      this.summary.replaceChildren(element("h2", {}, title), element("ul", {}, ...links));
    }
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

/** A labelled input with its error. */
class Field {
  /**
   * @param {string} id
   * @param {string} label
   * @param {HTMLInputElement} input
   */
  constructor(id, label, input) {
    this.input = input;
    input.id = id;
    this.error = element("p", { class: "field-error", id: `${id}-error`, hidden: true });
    const title = element("label", { for: id }, label);
    const check = input.type === "checkbox";
    this.element = element(
      "div",
      { class: check ? "field check" : "field" },
      ...(check ? [input, title] : [title, input]),
      this.error,
    );
  }

  /** @param {string} text */
  setError(text) {
    setText(this.error, text);
    show(this.error, text !== "");
    setAttribute(this.input, "aria-invalid", text === "" ? null : "true");
    setAttribute(this.input, "aria-describedby", text === "" ? null : this.error.id);
  }
}
