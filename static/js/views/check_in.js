// Check-in: the form, or all that this device remembers and one click.

import { invitationOf } from "../link.js";
import { likelyCountry, showDanger } from "../danger.js";
import { deviceWords } from "../device_words.js";
import { element, nameOf, say, setText, show } from "../element.js";
import { Remembered } from "../remembered.js";
import { AnotherDevice } from "./another_device.js";
import { CheckInForm } from "./check_in_form.js";
import { RememberedCheckIn } from "./remembered_check_in.js";

/** @import { Asked, Site } from "../api.js" */
/** @import { CheckInCard } from "../card.js" */
/** @import { Chime } from "../chime.js" */
/** @import { Devices } from "../devices.js" */
/** @import { Details } from "../remembered.js" */
/** @import { Room } from "../room.js" */
/** @import { Visit } from "../visit.js" */
/** @import { Modal } from "./modal.js" */

/**
 * @typedef {object} Surroundings  what a test replaces
 * @property {(room: string) => Remembered} memory
 * @property {{userAgent: string, maxTouchPoints: number, languages: readonly string[]}} browser
 * @property {() => string} link      the address of this page
 * @property {(country: string) => void} moved
 * @property {() => number} now       seconds
 */

const NEW_TEXT = "What you agree to has changed since your last visit. Please read it, and agree again.";
const ASKS_MORE = "More is asked now than at your last visit. Please fill in what is missing.";

export class CheckIn {
  /**
   * @param {object} page
   * @param {Site} page.site
   * @param {Devices} page.devices
   * @param {Chime} page.chime
   * @param {Modal} page.modal
   * @param {(card: CheckInCard) => void} page.ready
   * @param {Partial<Surroundings>} [surroundings]
   */
  constructor({ site, devices, chime, modal, ready }, surroundings = {}) {
    this.site = site;
    this.devices = devices;
    this.chime = chime;
    this.ready = ready;
    this.around = { ...inBrowser(site), ...surroundings };
    this.anotherDevice = new AnotherDevice(modal);
    /** @type {Visit|null} */
    this.visit = null;
    /** @type {Remembered|null} */
    this.memory = null;
    /** What is shown below the heading, as soon as it is known. @type {CheckInForm|RememberedCheckIn|null} */
    this.body = null;
    this.heading = element("h1", { tabindex: "-1" }, "Check in");
    this.clinician = element("p", { class: "lead" });
    this.change = element("p", { class: "quiet", hidden: true });
    this.area = element("div", { class: "check-in-body" });
    this.another = element(
      "button",
      { type: "button", class: "link-button", onclick: () => void this.#showLink() },
      "Use another device",
    );
    this.element = element(
      "div",
      { class: "check-in" },
      this.heading,
      this.clinician,
      this.change,
      this.area,
      this.another,
    );
  }

  /** @param {Visit} visit */
  update(visit) {
    const { room } = visit;
    this.visit = visit;
    if (room === null) return;
    say(this.clinician, "For your session with ", nameOf(room.clinician), ".");
    // Once the link's secret has left the address, the address opens nothing elsewhere.
    show(this.another, this.around.link().includes("#"));
    if (this.memory === null) void this.#begin(room);
    this.body?.update(visit);
  }

  /** The session is over, and what was typed here goes with it. */
  forget() {
    this.memory = null;
    this.body = null;
    this.area.replaceChildren();
    show(this.change, false);
  }

  /** @param {Room} room */
  async #begin(room) {
    const memory = this.around.memory(room.id);
    this.memory = memory;
    const details = isGuest(room) ? null : await memory.recall();
    if (this.memory !== memory) return;
    if (details === null) return this.#showForm(room, null);
    const why = this.#whyAsked(details.card);
    setText(this.change, why);
    show(this.change, why !== "");
    if (why === "") this.#showRemembered(room, details);
    else this.#showForm(room, details);
  }

  /** Why somebody who is remembered sees the form all the same, or empty. @param {CheckInCard} card */
  #whyAsked(card) {
    const { consent, check_in: asks } = this.site;
    if (card.consent.version !== consent.version) return NEW_TEXT;
    return asks.required.some((asked) => isUnsaid(card, asked)) ? ASKS_MORE : "";
  }

  /**
   * @param {Room} room
   * @param {Details|null} details
   */
  #showForm(room, details) {
    const { site, devices, chime } = this;
    const { browser, moved, now } = this.around;
    const country = likelyCountry(site, browser.languages);
    const form = new CheckInForm(
      {
        site,
        isGuest: isGuest(room),
        codeWord: room.codeWord,
        country,
        device: deviceWords(browser),
        now,
      },
      { devices, chime, moved, ready: (card, remember) => void this.#sendForm(card, remember) },
    );
    if (details !== null) form.fill(details.card);
    moved(details?.card.country || country);
    this.#show(form);
  }

  /**
   * @param {Room} room
   * @param {Details} details
   */
  #showRemembered(room, details) {
    this.around.moved(details.card.country);
    const remembered = new RememberedCheckIn(details, {
      codeWord: room.codeWord,
      ready: (codeWord) => this.#sendRemembered(details, codeWord),
      change: () => this.#leave(() => this.#showForm(room, details)),
      forget: () => this.#leave(() => void this.#forgetDetails(room)),
    });
    this.#show(remembered);
  }

  /** @param {CheckInForm|RememberedCheckIn} body */
  #show(body) {
    this.body = body;
    this.area.replaceChildren(...body.parts);
    if (this.visit !== null) body.update(this.visit);
  }

  /** What had the focus goes: it stays on this screen. @param {() => void} task */
  #leave(task) {
    task();
    this.heading.focus();
  }

  /** @param {Room} room */
  async #forgetDetails(room) {
    this.#showForm(room, null);
    await this.memory?.forget();
    setText(this.change, "Your details are forgotten on this device.");
    show(this.change, true);
  }

  /**
   * @param {CheckInCard} card
   * @param {boolean} remember
   */
  async #sendForm(card, remember) {
    this.ready(card);
    if (remember) await this.memory?.keep({ card, inUse: this.#wanted() });
    else await this.memory?.forget();
  }

  /** What the browser is still asking for is wanted as well. */
  #wanted() {
    const { microphone, camera } = this.devices;
    const inUse = this.devices.inUse();
    return {
      ...inUse,
      microphone: inUse.microphone || microphone.state === "asking",
      camera: inUse.camera || camera.state === "asking",
    };
  }

  /**
   * Camera and microphone as last time, and heard: nobody begins a session muted.
   *
   * @param {Details} details
   * @param {string} codeWord
   */
  #sendRemembered({ card, inUse }, codeWord) {
    void this.devices.restore({ ...inUse, muted: false });
    this.ready({ ...card, codeWord, device: deviceWords(this.around.browser) });
  }

  async #showLink() {
    await this.anotherDevice.open(this.around.link());
  }
}

/**
 * @param {Site} site
 * @returns {Surroundings}
 */
function inBrowser(site) {
  return {
    memory: (room) => new Remembered(`${room} ${invitationOf(location.pathname) ?? ""}`),
    browser: globalThis.navigator,
    link: () => location.href,
    moved: (country) => showDanger(site, country),
    now: () => Date.now() / 1000,
  };
}

/** @param {Room} room */
function isGuest({ people, you }) {
  return people[you]?.role === "guest";
}

/**
 * @param {CheckInCard} card
 * @param {Asked} asked
 */
function isUnsaid({ country, place, callback, contact, privacy }, asked) {
  const contacts = contact.name === "" || contact.phone === "";
  return { country, place, callback, privacy, emergency_contact: contacts ? "" : contact.name }[asked] === "";
}
