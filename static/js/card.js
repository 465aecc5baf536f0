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

// Control characters, and those that change the direction of the text around them (Unicode 6.3 bidi controls).
const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;

/**
 * A name as it may be shown: one line, at most 80 characters, nothing invisible that moves other text.
 *
 * @param {string} text
 * @returns {string}
 */
export function cleanName(text) {
  const line = text
    .normalize("NFC")
    .replaceAll(/[\t\r\n]/g, " ")
    .replaceAll(INVISIBLE, "");
  return [...line.replaceAll(/\s+/gu, " ").trim()].slice(0, LONGEST_NAME).join("").trim();
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
