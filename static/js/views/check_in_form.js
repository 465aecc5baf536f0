// The form of check-in: device test, who and where somebody is, consent, and one button.

import { LONGEST, cleanLine, cleanName } from "../card.js";
import { CODE_WORD_HELP, GUEST_PARTS } from "../check_in_words.js";
import { dateValue } from "../day_time.js";
import { element } from "../element.js";
import { CheckInConsent } from "./check_in_consent.js";
import { CheckInContact } from "./check_in_contact.js";
import { CheckField, LineField } from "./check_in_fields.js";
import { CheckInPlace } from "./check_in_place.js";
import { CheckInPrivacy } from "./check_in_privacy.js";
import { DevicePanel } from "./device_panel.js";
import { Field, Summary } from "./field.js";
import { ReadyButton } from "./ready_button.js";
import { SpeakerTest } from "./speaker_test.js";

/** @import { Site } from "../api.js" */
/** @import { CheckInCard } from "../card.js" */
/** @import { Chime } from "../chime.js" */
/** @import { Devices } from "../devices.js" */
/** @import { Visit } from "../visit.js" */
/** @import { Fault } from "./field.js" */

const DECIDE = "Please decide whether your camera and microphone are used.";
const REMEMBER = "Encrypted, without the code word. Not for a computer that others use.";
const NOTHING = Object.freeze({
  part: "",
  callback: "",
  contact: Object.freeze({ name: "", phone: "", relation: "" }),
  privacy: "",
  company: "",
});

/**
 * @typedef {object} Asking  what this form asks for, and of whom
 * @property {Site} site
 * @property {boolean} isGuest    the short form
 * @property {boolean} codeWord   whether one was agreed on
 * @property {string} country     where they may be, or empty
 * @property {string} device      what they use, in words
 * @property {() => number} now   seconds
 */

export class CheckInForm {
  /**
   * @param {Asking} asking
   * @param {object} page
   * @param {Devices} page.devices
   * @param {Chime} page.chime
   * @param {(country: string) => void} page.moved
   * @param {(card: CheckInCard, remember: boolean) => void} page.ready
   */
  constructor(asking, { devices, chime, moved, ready }) {
    const { site, isGuest, codeWord } = asking;
    this.asking = asking;
    this.devices = devices;
    this.ready = ready;
    this.tried = false;
    this.panel = new DevicePanel(devices, true);
    this.speaker = new SpeakerTest(chime);
    this.name = new LineField("your-name", "Your name", LONGEST.name, { required: true, autocomplete: "name" });
    this.part = isGuest ? partField() : null;
    this.codeWord = codeWord ? codeWordField() : null;
    const required = new Set(site.check_in.required);
    this.place = new CheckInPlace({ required, country: asking.country, drives: !isGuest, moved });
    this.contact = isGuest ? null : new CheckInContact(required);
    this.privacy = isGuest ? null : new CheckInPrivacy(required.has("privacy"));
    this.consent = new CheckInConsent({
      consent: site.consent,
      mayBeForChild: !isGuest,
      name: () => this.name.input.value,
      today: () => dateValue(asking.now()),
    });
    this.remember = isGuest
      ? null
      : new CheckField("remember", "Remember these details on this device", { help: REMEMBER });
    this.summary = new Summary((count) =>
      count === 1 ? "One thing is missing" : `${count} things are missing`,
    );
    this.readyButton = new ReadyButton();
    this.form = this.#form();
    this.parts = [this.summary.element, this.form];
  }

  #form() {
    const { part, codeWord, place, contact, privacy, remember } = this;
    const form = element(
      "form",
      { novalidate: true, onsubmit: (/** @type {Event} */ event) => this.#submit(event) },
      this.panel.element,
      this.speaker.element,
      this.name.element,
      part?.element,
      codeWord?.element,
      pair("", place.country.element, contact?.callback.element),
      place.place.element,
      place.driving?.element,
      contact?.name.element,
      contact && pair("uneven", contact.phone.element, contact.relation.element),
      privacy?.element,
      this.consent.element,
      remember?.element,
      ...this.readyButton.parts,
    );
    form.addEventListener("input", () => this.#typed());
    return form;
  }

  /**
   * What was remembered, to be changed.
   *
   * @param {CheckInCard} card
   */
  fill(card) {
    this.name.input.value = card.name;
    this.place.fill(card);
    this.contact?.fill(card);
    this.privacy?.fill(card);
    this.consent.fill(card);
    if (this.remember !== null) this.remember.input.checked = true;
  }

  /** @param {Visit} visit */
  update(visit) {
    this.panel.update(this.tried ? this.#devicesError() : "");
    if (this.summary.isShown() && this.tried) this.#check();
    this.readyButton.update(visit);
  }

  #typed() {
    this.consent.update();
    if (this.tried) this.#check();
  }

  /** @param {Event} event */
  #submit(event) {
    if (!this.readyButton.takes(event)) return;
    this.tried = true;
    if (this.#check()) this.ready(this.#read(), this.remember?.input.checked ?? false);
    else this.summary.focus();
  }

  /** @returns {CheckInCard} */
  #read() {
    return {
      ...NOTHING,
      name: cleanName(this.name.input.value),
      ...(this.part && { part: this.part.input.value }),
      ...this.place.read(),
      ...this.contact?.read(),
      ...this.privacy?.read(),
      consent: this.consent.read(),
      codeWord: cleanLine(this.codeWord?.input.value ?? "", LONGEST.codeWord),
      device: this.asking.device,
    };
  }

  /** Whoever has pressed the button has decided, however long the browser then asks. */
  #devicesError() {
    return this.devices.settled || this.devices.isAsking() ? "" : DECIDE;
  }

  /** Errors stand beside their fields and, together, at the top. Whether there are none. */
  #check() {
    const { part } = this;
    const devices = this.#devicesError();
    this.panel.update(devices);
    const nameless = cleanName(this.name.input.value) === "";
    return this.summary.show([
      /** @type {Fault} */ ([devices, this.panel.button]),
      this.name.check(nameless ? "Please write your name." : ""),
      ...(part === null
        ? []
        : [part.check(part.input.value === "" ? "Please choose your part in this session." : "")]),
      ...this.place.check(),
      ...(this.contact?.check() ?? []),
      ...(this.privacy?.check() ?? []),
      ...this.consent.check(),
    ]);
  }
}

/**
 * Side by side where there is room.
 *
 * @param {""|"uneven"} kind  whether the first needs more of it
 * @param {...(HTMLElement|undefined)} fields
 */
function pair(kind, ...fields) {
  return element("div", { class: `check-in-pair ${kind}`.trim() }, ...fields);
}

function partField() {
  const select = element(
    "select",
    { required: true },
    element("option", { value: "" }, "Choose your part"),
    ...GUEST_PARTS.map((part) => element("option", { value: part }, part)),
  );
  return new Field("part", "Your part in this session", select);
}

function codeWordField() {
  return new LineField("code-word", "Code word", LONGEST.codeWord, { help: CODE_WORD_HELP });
}
