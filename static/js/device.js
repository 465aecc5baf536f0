// One camera or microphone as the page holds it, and what a tab remembers of both.

/** @import { Reason } from "./device_reason.js" */

/**
 * @typedef {object} Device
 * @property {"none"|"asking"|"on"|"off"|"failed"} state
 * @property {Reason|null} reason
 * @property {string} id   the device chosen or in use, empty for the browser's choice
 * @property {MediaStreamTrack|null} track
 *
 * What the person has said of a device by a click; nothing else changes it.
 * @typedef {"unsaid"|"on"|"off"|"without"} Wish
 * @typedef {{microphone: boolean, camera: boolean, muted: boolean, ids: [string, string],
 *   wishes: [Wish, Wish]}} DevicesInUse
 */

/** @returns {Device} */
export function newDevice() {
  return { state: "none", reason: null, id: "", track: null };
}

/**
 * @param {Device} device
 * @returns {"on"|"off"|"missing"}
 */
export function stateOf({ state, track }) {
  if (state === "off") return "off";
  return track === null ? "missing" : "on";
}
