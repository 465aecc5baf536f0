// The check-in card and what else pages tell each other in sealed messages: shapes, and a check of what arrives.

import { cleanLine, cleanName } from "./clean.js";
import {
  readCodeWord,
  readCodeWordAnswer,
  readDeviceStates,
  readDevices,
  readListening,
  readMove,
  readNote,
  readNotMe,
  readPlace,
  readRoster,
} from "./contents.js";
import { isCountry } from "./countries.js";
import { KEY_READERS } from "./key_contents.js";

export { cleanLine, cleanName } from "./clean.js";

/** @import { KeyContent } from "./key_contents.js" */
/** @import { Role } from "./messages.js" */

/**
 * Every text is one line; empty where nothing was said.
 *
 * @typedef {"on"|"off"|"missing"} DeviceState
 * @typedef {{microphone: DeviceState, camera: DeviceState, interrupted?: ("microphone"|"camera")[]}} DeviceStates
 *   interrupted: those that are missing because something has taken them away from somebody who had them on
 * @typedef {""|"alone"|"not_alone"|"unsaid"} Privacy  "unsaid": would rather not say
 * @typedef {{name: string, phone: string, relation: string}} Contact
 * @typedef {{version: string, date: string, child: string}} Consent
 *   date: YYYY-MM-DD, of the day where they are; child: whose parent or guardian agrees, empty for oneself
 *
 * @typedef {object} Card
 * @property {"card"} kind
 * @property {string} name
 * @property {string} part     a guest's role in words ("Interpreter"), empty for a client
 * @property {string} country  ISO 3166-1 alpha-2
 * @property {string} place
 * @property {string} callback
 * @property {Contact} contact
 * @property {Privacy} privacy
 * @property {string} company  who is with them
 * @property {Consent} consent
 * @property {string} codeWord
 * @property {string} device   what they use, in words: "Phone (Android)"
 * @property {DeviceStates} devices
 *
 * @typedef {Omit<Card, "kind"|"devices">} CheckInCard  what is said at check-in
 *
 * @typedef {{kind: "code_word", word: string}} CodeWord  client → host: another try while they wait
 * @typedef {{kind: "code_word_answer", matched: boolean, left: number}} CodeWordAnswer  left: tries
 * @typedef {{kind: "note", text: string}} Note  host → somebody who waits
 * @typedef {{kind: "listening", on: boolean}} Listening  host → client: the preview's sound
 * @typedef {{kind: "ask_place"}} AskPlace  host → client
 * @typedef {{kind: "place", country: string, place: string}} Place
 * @typedef {{kind: "move", participant: string}} Move  client in session → host: that is me, move there
 * @typedef {{kind: "not_me", participant: string}} NotMe  client in session → host
 * @typedef {{kind: "devices"} & DeviceStates} DevicesContent
 * @typedef {{participant: string, name: string, role: Role, devices: DeviceStates}} RosterPerson
 * @typedef {{kind: "roster", people: RosterPerson[]}} Roster
 * @typedef {Card|CodeWord|CodeWordAnswer|Note|Listening|AskPlace|Place|Move|NotMe|DevicesContent|Roster|KeyContent} Content
 */

/** How long each text of a card may be, in characters. */
export const LONGEST = Object.freeze({
  name: 80,
  part: 40,
  place: 160,
  callback: 40,
  contactName: 80,
  contactPhone: 40,
  relation: 40,
  company: 120,
  version: 40,
  child: 80,
  codeWord: 80,
  device: 40,
  note: 300,
});

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const PRIVACIES = /** @type {readonly unknown[]} */ (["alone", "not_alone", "unsaid"]);

const READERS = new Map(
  /** @type {[unknown, (value: any) => Content|null][]} */ ([
    ["card", readCard],
    ["code_word", (/** @type {any} */ value) => readCodeWord(value, LONGEST.codeWord)],
    ["code_word_answer", readCodeWordAnswer],
    ["note", (/** @type {any} */ value) => readNote(value, LONGEST.note)],
    ["listening", readListening],
    ["ask_place", () => ({ kind: "ask_place" })],
    ["place", (/** @type {any} */ value) => readPlace(value, LONGEST.place)],
    ["move", readMove],
    ["not_me", readNotMe],
    ["devices", readDevices],
    ["roster", readRoster],
    ...KEY_READERS,
  ]),
);

/**
 * A content of a sealed message, or null when another page sent something else. Every text comes back clean.
 *
 * @param {any} value
 * @returns {Content|null}
 */
export function readContent(value) {
  const read = READERS.get(value?.kind);
  return read === undefined ? null : read(value);
}

/**
 * A card needs a name, a consent and the states of its devices; whatever else is not as it should be was not said.
 *
 * @param {any} value
 * @returns {Card|null}
 */
function readCard(value) {
  const devices = readDeviceStates(value.devices);
  const consent = readConsent(value.consent);
  const name = typeof value.name === "string" ? cleanName(value.name) : "";
  if (devices === null || consent === null || name === "") return null;
  return {
    kind: "card",
    name,
    part: lineOf(value.part, LONGEST.part),
    country: isCountry(value.country) ? value.country : "",
    place: lineOf(value.place, LONGEST.place),
    callback: lineOf(value.callback, LONGEST.callback),
    contact: {
      name: lineOf(value.contact?.name, LONGEST.contactName),
      phone: lineOf(value.contact?.phone, LONGEST.contactPhone),
      relation: lineOf(value.contact?.relation, LONGEST.relation),
    },
    privacy: PRIVACIES.includes(value.privacy) ? value.privacy : "",
    company: lineOf(value.company, LONGEST.company),
    consent,
    codeWord: lineOf(value.codeWord, LONGEST.codeWord),
    device: lineOf(value.device, LONGEST.device),
    devices,
  };
}

/**
 * @param {any} value
 * @returns {Consent|null}
 */
function readConsent(value) {
  if (typeof value?.version !== "string") return null;
  return {
    // It goes to the server with an admission, and there joiners have no place in a version.
    version: cleanLine(value.version.replaceAll(/[\u200c\u200d]/g, ""), LONGEST.version),
    date: typeof value.date === "string" && DATE.test(value.date) ? value.date : "",
    child: lineOf(value.child, LONGEST.child),
  };
}

/**
 * @param {unknown} value
 * @param {number} longest
 * @returns {string}
 */
function lineOf(value, longest) {
  return typeof value === "string" ? cleanLine(value, longest) : "";
}
