// The check-in card and what else pages tell each other in sealed messages: shapes, and a check of what arrives.

/** @import { Role } from "./messages.js" */

/**
 * @typedef {"on"|"off"|"missing"} DeviceState
 * @typedef {{microphone: DeviceState, camera: DeviceState}} DeviceStates
 * @typedef {{kind: "card", name: string, consent: {version: string}, devices: DeviceStates}} Card
 * @typedef {{kind: "devices", microphone: DeviceState, camera: DeviceState}} DevicesContent
 * @typedef {{participant: string, name: string, role: Role, devices: DeviceStates}} RosterPerson
 * @typedef {{kind: "roster", people: RosterPerson[]}} Roster
 * @typedef {Card|DevicesContent|Roster} Content
 */

const LONGEST_NAME = 80;
const LARGEST_ROSTER = 16;

/** Control characters, lone surrogates and private ones, and the braille cell without a dot. */
const UNSEEN = /[\p{Cc}\p{Cs}\p{Co}\u2028\u2029\u2800]/gu;
/** What takes no room on a line, among it whatever turns the direction of other text: all but the two joiners. */
const IGNORABLE = /(?![\u200c\u200d])\p{Default_Ignorable_Code_Point}/gu;
/** Persian and the scripts of India need a joiner between letters; elsewhere it only makes two names look alike. */
const STRAY_JOINER = /(?<![\p{L}\p{M}])[\u200c\u200d]+|[\u200c\u200d]+(?!\p{L})/gu;
/** No script stacks more marks on a letter than this; more of them reach into the lines above. */
const STACKED_MARKS = /(\p{M}{4})\p{M}+/gu;
const ANYTHING_SEEN = /[^\p{M}\p{Z}]/u;

/**
 * A name as it may be shown: one line, at most 80 characters, nothing invisible that moves other text.
 * Empty when nothing of it can be seen.
 *
 * @param {string} text
 * @returns {string}
 */
export function cleanName(text) {
  const line = text
    .normalize("NFC")
    .replaceAll(/[\t\r\n]/g, " ")
    .replaceAll(UNSEEN, "")
    .replaceAll(IGNORABLE, "")
    .replaceAll(STRAY_JOINER, "")
    .replaceAll(STACKED_MARKS, "$1");
  const name = [...line.replaceAll(/\s+/gu, " ").trim()].slice(0, LONGEST_NAME).join("").trim();
  return ANYTHING_SEEN.test(name) ? name : "";
}

/**
 * A content of a sealed message, or null when another page sent something else. Names come back clean.
 *
 * @param {any} value
 * @returns {Content|null}
 */
export function readContent(value) {
  switch (value?.kind) {
    case "card":
      return readCard(value);
    case "devices": {
      const devices = readDevices(value);
      return devices && { kind: "devices", ...devices };
    }
    case "roster":
      return readRoster(value);
    default:
      return null;
  }
}

/**
 * @param {any} value
 * @returns {Card|null}
 */
function readCard(value) {
  const devices = readDevices(value.devices);
  const version = value.consent?.version;
  if (devices === null || typeof value.name !== "string" || typeof version !== "string") return null;
  const name = cleanName(value.name);
  return name === "" ? null : { kind: "card", name, consent: { version: version.slice(0, 40) }, devices };
}

/**
 * @param {any} value
 * @returns {Roster|null}
 */
function readRoster(value) {
  if (!Array.isArray(value.people) || value.people.length > LARGEST_ROSTER) return null;
  const people = value.people.map(readPerson);
  return people.includes(null) ? null : { kind: "roster", people };
}

/**
 * @param {any} value
 * @returns {RosterPerson|null}
 */
function readPerson(value) {
  const devices = readDevices(value?.devices);
  if (devices === null || typeof value.participant !== "string" || typeof value.name !== "string")
    return null;
  if (!["clinician", "client", "guest"].includes(value.role)) return null;
  return { participant: value.participant, name: cleanName(value.name), role: value.role, devices };
}

/**
 * @param {any} value
 * @returns {DeviceStates|null}
 */
function readDevices(value) {
  const { microphone, camera } = value ?? {};
  return isDeviceState(microphone) && isDeviceState(camera) ? { microphone, camera } : null;
}

/**
 * @param {unknown} value
 * @returns {value is DeviceState}
 */
function isDeviceState(value) {
  return value === "on" || value === "off" || value === "missing";
}
