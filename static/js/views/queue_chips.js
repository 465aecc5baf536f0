// What somebody who waits has said, and how they are equipped: each in a few words, for colours alone say nothing.

import { dayText, readMoment } from "../day_time.js";
import { element, nameOf } from "../element.js";

/** @import { Card, DeviceStates } from "../card.js" */
/** @import { CodeWordState, Waiter } from "./queue_card.js" */

/**
 * `name` is somebody else's text between our own.
 *
 * @typedef {{tone: "plain"|"ok"|"late", text: string, name?: string, after?: string}} Chip
 */

/** @type {Readonly<Record<"camera"|"microphone", Readonly<Record<DeviceStates["camera"]|"interrupted", Chip>>>>} */
const DEVICES = Object.freeze({
  camera: {
    on: { tone: "ok", text: "Camera works" },
    off: { tone: "late", text: "Camera off" },
    missing: { tone: "late", text: "No camera" },
    interrupted: { tone: "late", text: "Camera interrupted" },
  },
  microphone: {
    on: { tone: "ok", text: "Microphone works" },
    off: { tone: "late", text: "Microphone off" },
    missing: { tone: "late", text: "No microphone" },
    interrupted: { tone: "late", text: "Microphone interrupted" },
  },
});

/** @type {Readonly<Record<CodeWordState["state"], Chip|null>>} */
const CODE_WORD = Object.freeze({
  none: null,
  unsaid: { tone: "plain", text: "Code word not given yet" },
  checking: { tone: "plain", text: "Code word is being checked" },
  matched: { tone: "ok", text: "Code word matched" },
  missed: { tone: "late", text: "Code word missed" },
});

/** @type {Readonly<Record<Waiter["compared"], Chip|null>>} */
const WORDS = Object.freeze({
  "": null,
  same: { tone: "ok", text: "Safety words are the same" },
  differ: { tone: "late", text: "Safety words differ" },
});

export class QueueChips {
  constructor() {
    this.drawn = "[]";
    this.element = element("ul", { class: "chips", "aria-label": "Check-in", hidden: true });
  }

  /** @param {readonly Chip[]} chips */
  update(chips) {
    const drawn = JSON.stringify(chips);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    this.element.hidden = chips.length === 0;
    this.element.replaceChildren(...chips.map(itemOf));
  }
}

/** @param {Chip} chip */
function itemOf({ tone, text, name = "", after = "" }) {
  return element("li", { "data-tone": tone }, text, name !== "" && nameOf(name), after !== "" && after);
}

/**
 * @param {Waiter} waiter
 * @param {number} now  seconds
 * @returns {Chip[]}
 */
export function chipsOf({ card, codeWord, words, compared }, now) {
  const said = [CODE_WORD[codeWord.state], words === null ? null : WORDS[compared]].filter((chip) => chip !== null);
  if (card === null) return said;
  const { part, device, devices } = card;
  return [
    ...(part === "" ? [] : [{ tone: /** @type {const} */ ("plain"), text: "", name: part }]),
    ...said,
    ...privacyOf(card),
    deviceOf("camera", devices),
    deviceOf("microphone", devices),
    ...(device === "" ? [] : [{ tone: /** @type {const} */ ("plain"), text: "", name: device }]),
    consentOf(card, now),
  ];
}

/**
 * @param {"camera"|"microphone"} kind
 * @param {DeviceStates} states
 */
function deviceOf(kind, states) {
  return DEVICES[kind][states.interrupted?.includes(kind) ? "interrupted" : states[kind]];
}

/**
 * @param {Card} card
 * @returns {Chip[]}
 */
function privacyOf({ privacy, company }) {
  switch (privacy) {
    case "alone":
      return [{ tone: "plain", text: "Alone, can talk freely" }];
    case "not_alone":
      if (company === "") return [{ tone: "late", text: "Not alone" }];
      return [{ tone: "late", text: "Not alone: ", name: company }];
    case "unsaid":
      return [{ tone: "late", text: "Would not say" }];
    default:
      return [];
  }
}

/**
 * @param {Card} card
 * @param {number} now  seconds
 * @returns {Chip}
 */
function consentOf({ name, consent: { date, child } }, now) {
  if (child !== "") return { tone: "plain", text: "Agreed for a child: ", name: child };
  const day = readMoment(date, "12:00");
  return { tone: "plain", text: "Agreed: ", name, after: day === null ? "" : `, ${dayText(day, now)}` };
}
