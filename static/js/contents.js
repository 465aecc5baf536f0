// What pages tell each other in sealed messages besides the card (card.js has the shapes): each read, or null.

import { cleanLine, cleanName } from "./clean.js";
import { isCountry } from "./countries.js";

/**
 * @import { CodeWord, CodeWordAnswer, DeviceState, DeviceStates, DevicesContent, Listening, Move, NotMe, Note,
 *   Place, Roster, RosterPerson } from "./card.js"
 */

const LARGEST_ROSTER = 16;
const MOST_TRIES = 100;
const KINDS = /** @type {const} */ (["microphone", "camera"]);
/** Ids are 22 letters of base64url. */
const ID = /^[\w-]{1,40}$/;

/**
 * @param {any} value
 * @param {number} longest
 * @returns {CodeWord|null}
 */
export function readCodeWord(value, longest) {
  return typeof value.word === "string" ? { kind: "code_word", word: cleanLine(value.word, longest) } : null;
}

/**
 * @param {any} value
 * @returns {CodeWordAnswer|null}
 */
export function readCodeWordAnswer({ matched, left }) {
  const counted = Number.isInteger(left) && left >= 0 && left <= MOST_TRIES;
  return typeof matched === "boolean" && counted ? { kind: "code_word_answer", matched, left } : null;
}

/**
 * @param {any} value
 * @param {number} longest
 * @returns {Note|null}
 */
export function readNote(value, longest) {
  const text = typeof value.text === "string" ? cleanLine(value.text, longest) : "";
  return text === "" ? null : { kind: "note", text };
}

/**
 * @param {any} value
 * @returns {Listening|null}
 */
export function readListening({ on }) {
  return typeof on === "boolean" ? { kind: "listening", on } : null;
}

/**
 * @param {any} value
 * @param {number} longest
 * @returns {Place|null}
 */
export function readPlace(value, longest) {
  const place = typeof value.place === "string" ? cleanLine(value.place, longest) : "";
  if (place === "") return null;
  return { kind: "place", country: isCountry(value.country) ? value.country : "", place };
}

/**
 * @param {any} value
 * @returns {Move|null}
 */
export function readMove({ participant }) {
  return isId(participant) ? { kind: "move", participant } : null;
}

/**
 * @param {any} value
 * @returns {NotMe|null}
 */
export function readNotMe({ participant }) {
  return isId(participant) ? { kind: "not_me", participant } : null;
}

/**
 * @param {any} value
 * @returns {DevicesContent|null}
 */
export function readDevices(value) {
  const devices = readDeviceStates(value);
  return devices && { kind: "devices", ...devices };
}

/**
 * @param {any} value
 * @returns {Roster|null}
 */
export function readRoster(value) {
  if (!Array.isArray(value.people) || value.people.length > LARGEST_ROSTER) return null;
  const people = value.people.map(readPerson);
  return people.includes(null) ? null : { kind: "roster", people };
}

/**
 * @param {any} value
 * @returns {DeviceStates|null}
 */
export function readDeviceStates(value) {
  const { microphone, camera, interrupted } = value ?? {};
  if (!isDeviceState(microphone) || !isDeviceState(camera)) return null;
  const states = { microphone, camera };
  const taken = Array.isArray(interrupted) ? KINDS.filter((kind) => isTaken(states, interrupted, kind)) : [];
  return taken.length === 0 ? states : { ...states, interrupted: taken };
}

/**
 * @param {DeviceStates} states
 * @param {readonly unknown[]} interrupted
 * @param {"microphone"|"camera"} kind
 */
function isTaken(states, interrupted, kind) {
  return states[kind] === "missing" && interrupted.includes(kind);
}

/**
 * @param {any} value
 * @returns {RosterPerson|null}
 */
function readPerson(value) {
  const devices = readDeviceStates(value?.devices);
  if (devices === null || !isId(value.participant) || typeof value.name !== "string") return null;
  if (!["clinician", "client", "guest"].includes(value.role)) return null;
  return { participant: value.participant, name: cleanName(value.name), role: value.role, devices };
}

/**
 * @param {unknown} value
 * @returns {value is string}
 */
function isId(value) {
  return typeof value === "string" && ID.test(value);
}

/**
 * @param {unknown} value
 * @returns {value is DeviceState}
 */
function isDeviceState(value) {
  return value === "on" || value === "off" || value === "missing";
}
