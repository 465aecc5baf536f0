// Check-in in a fake document: the site's questions, a visit that waits for them, and a card that answers all.

import { CheckIn } from "../../static/js/views/check_in.js";
import { Remembered } from "../../static/js/remembered.js";
import { newFakeDevices } from "./fake_devices.js";
import { fake, fakeDocument, installDocument } from "./fake_document.js";
import { fakeShelf } from "./fake_shelf.js";

/** @import { CheckInCard } from "../../static/js/card.js" */
/** @import { DevicesInUse } from "../../static/js/device.js" */
/** @import { FakeElement } from "./fake_document.js" */

/** @type {CheckInCard} */
export const CARD = Object.freeze({
  name: "Maya Quist",
  part: "",
  country: "ES",
  place: "Calle Mayor 3, Toledo",
  callback: "+34 600 000 000",
  contact: { name: "Ana", phone: "+34 600 000 001", relation: "Sister" },
  privacy: "alone",
  company: "",
  consent: { version: "1", date: "2026-11-18", child: "" },
  codeWord: "",
  device: "Phone (Android)",
});

/** @type {DevicesInUse} */
export const IN_USE = {
  microphone: true,
  camera: true,
  muted: false,
  ids: ["built-in", "front"],
  wishes: ["on", "on"],
};

/** 25 November 2026, noon where the test runs. */
export const NOW = new Date(2026, 10, 25, 12).getTime() / 1000;

/** @returns {any} */
export const newSite = () => ({
  consent: { version: "1", text: "I agree to a video session." },
  check_in: { required: ["country", "place", "callback", "emergency_contact", "privacy"], country: "PT" },
});

/** @param {{role?: "client"|"guest", codeWord?: boolean}} [about] @returns {any} */
export function newVisit({ role = "client", codeWord = false } = {}) {
  return {
    checkingIn: false,
    refusal: "",
    room: { id: "room", you: "maya", clinician: "Dr Ruiz", codeWord, people: { maya: { role } } },
  };
}

/**
 * @param {object} [about]
 * @param {any} [about.site]
 * @param {any} [about.visit]
 * @param {ReturnType<typeof fakeShelf>} [about.shelf]  what this browser remembers
 * @param {string} [about.link]
 */
export async function openCheckIn({
  site = newSite(),
  visit = newVisit(),
  shelf = fakeShelf(),
  link = "https://practice.example/join/id#secret",
} = {}) {
  installDocument();
  /** @type {CheckInCard[]} */
  const cards = [];
  /** @type {string[]} */
  const countries = [];
  /** @type {string[]} */
  const opened = [];
  const devices = Object.assign(newFakeDevices(), {
    inUse: () => IN_USE,
    restored: /** @type {unknown} */ (null),
    restore: async (/** @type {unknown} */ before) => void (devices.restored = before),
  });
  const checkIn = new CheckIn(
    {
      site,
      devices,
      chime: /** @type {any} */ ({ ring: async () => true }),
      modal: /** @type {any} */ ({}),
      ready: (card) => void cards.push(card),
    },
    {
      memory: (room) => new Remembered(room, shelf),
      browser: { userAgent: "Android Mobile", maxTouchPoints: 5, languages: ["en"] },
      link: () => link,
      moved: (country) => void countries.push(country),
      now: () => NOW,
    },
  );
  Object.assign(checkIn.anotherDevice, { open: async (/** @type {string} */ text) => opened.push(text) });
  fakeDocument.body.append(checkIn.element);
  checkIn.update(visit);
  await settled(checkIn);
  return { checkIn, devices, cards, countries, opened, shelf, visit };
}

/** What can be read. @param {any} within @returns {string} */
export function shownText(within) {
  if (typeof within === "string") return within;
  return within.hidden ? "" : within.childNodes.map(shownText).join("");
}

/** What was begun without being waited for has been done. @param {CheckIn} checkIn */
export async function settled(checkIn) {
  for (let before = null; checkIn.memory !== null && before !== checkIn.memory.turns.last; ) {
    before = checkIn.memory.turns.last;
    await before;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** The control of a label, as people find it. @param {unknown} within @param {string} label */
export function control(within, label) {
  const all = [...labelled(within, "input"), ...labelled(within, "select")];
  const found = all.find(([name]) => name === label);
  if (found === undefined) throw new Error(`no control named ${label}; there are: ${all.map(([n]) => n)}`);
  return found[1];
}

/** @param {unknown} within */
export const controls = (within) => labelled(within, "input").concat(labelled(within, "select")).map(([n]) => n);

/** @param {unknown} within @param {string} tag @returns {[string, FakeElement][]} */
function labelled(within, tag) {
  const labels = fake(within).querySelectorAll("label");
  const shown = fake(within)
    .querySelectorAll(tag)
    .filter((each) => each.closest("[hidden]") === null);
  return shown.map((each) => {
    const label = labels.find((one) => one.getAttribute("for") === idOf(each));
    return [label?.textContent ?? "", each];
  });
}

/** @param {FakeElement} each */
const idOf = (each) => /** @type {any} */ (each).id ?? each.getAttribute("id");

/** @param {unknown} within @param {string} label @param {string} value */
export const type = (within, label, value) => void (control(within, label).value = value);

/** @param {unknown} within @param {string} label @param {boolean} [on] */
export const tick = (within, label, on = true) =>
  void Object.assign(control(within, label), { checked: on });

/** @param {unknown} within */
export const formOf = (within) => {
  const [form] = fake(within).querySelectorAll("form");
  if (form === undefined) throw new Error("no form");
  return form;
};

/** @param {CheckIn} checkIn */
export async function send(checkIn) {
  formOf(checkIn.element).dispatchEvent(new Event("submit", { cancelable: true }));
  await settled(checkIn);
}

/** All that is required, said. @param {unknown} within */
export function answerAll(within) {
  type(within, "Your name", " Maya Quist ");
  type(within, "Country", "ES");
  type(within, "Where are you right now?", CARD.place);
  type(within, "Phone number to call you back", CARD.callback);
  type(within, "Emergency contact", "Ana");
  type(within, "Emergency contact's phone", CARD.contact.phone);
  type(within, "Relation to you", "Sister");
  tick(within, "I am alone and can talk freely");
  tick(within, "I agree to a video session.");
}
