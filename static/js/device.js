// One camera or microphone as the page holds it, what others are told of both, and what a tab remembers of them.

/** @import { DeviceState, DeviceStates } from "./card.js" */
/** @import { DeviceKind, Reason } from "./device_reason.js" */

/**
 * @typedef {object} Device
 * @property {"none"|"asking"|"on"|"off"|"failed"} state
 * @property {Reason|null} reason
 * @property {string} id   the device chosen or in use, empty for the browser's choice
 * @property {MediaStreamTrack|null} track
 * @property {boolean} sought  it was on and was taken away: it is looked for, and started again by itself
 * @property {string} news     what has just happened to it, in words; empty after a while
 *
 * What the person has said of a device by a click; nothing else changes it.
 * @typedef {"unsaid"|"on"|"off"|"without"} Wish
 * @typedef {{microphone: boolean, camera: boolean, muted: boolean, ids: [string, string],
 *   wishes: [Wish, Wish]}} DevicesInUse
 */

/** @returns {Device} */
export function newDevice() {
  return { state: "none", reason: null, id: "", track: null, sought: false, news: "" };
}

/**
 * The person has it on, and the system, another program or a pulled plug has taken it away.
 *
 * @param {Device} device
 */
function isInterrupted({ state, reason, track, sought }) {
  return track === null ? sought : state === "on" && reason === "muted";
}

/**
 * @param {Record<DeviceKind, Device>} devices
 * @returns {DeviceStates}
 */
export function statesOf({ microphone, camera }) {
  const states = { microphone: stateOf(microphone), camera: stateOf(camera) };
  /** @type {DeviceKind[]} */
  const interrupted = [];
  if (isInterrupted(microphone)) interrupted.push("microphone");
  if (isInterrupted(camera)) interrupted.push("camera");
  return interrupted.length === 0 ? states : { ...states, interrupted };
}

/**
 * @param {Device} device
 * @returns {DeviceState}
 */
function stateOf(device) {
  if (device.state === "off") return "off";
  return device.track === null || isInterrupted(device) ? "missing" : "on";
}
