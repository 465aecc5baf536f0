// What is wrong with a camera or microphone, and what has just happened to it, in words for the person it belongs to.

import { plainName } from "./device_choice.js";
import { reasonText, soughtText } from "./device_reason.js";

/** @import { Device } from "./device.js" */
/** @import { DeviceKind } from "./device_reason.js" */

const AGAIN = Object.freeze({ microphone: "You can be heard again.", camera: "You can be seen again." });
const STILL_MUTED = "You are still muted.";

/**
 * @param {DeviceKind} kind
 * @param {Device} device
 * @param {string} control  the name of the button that starts this device where the text stands
 * @returns {string}  empty while nothing is wrong
 */
export function troubleText(kind, { state, reason, sought }, control) {
  if (reason === null) return "";
  if (state === "failed") return sought ? soughtText(kind, reason) : reasonText(kind, reason, control);
  return state === "on" && reason === "muted" ? reasonText(kind, reason, control) : "";
}

/**
 * The device that was lost is there again.
 *
 * @param {DeviceKind} kind
 * @param {object} back
 * @param {string} back.label
 * @param {boolean} back.muted        by the person themselves
 * @param {boolean} back.substituted  another one was used meanwhile
 * @returns {string}
 */
export function backText(kind, { label, muted, substituted }) {
  const name = label === "" ? "" : ` ${plainName(label)}`;
  if (substituted) return told(`Your ${kind}${name} is back, and in use again.`, muted);
  return `Your ${kind}${name} is back. ${muted ? STILL_MUTED : AGAIN[kind]}`;
}

/**
 * The microphone that was lost has given way to another.
 *
 * @param {{gone: string, now: string, muted: boolean}} microphones  labels, each empty when the browser gives none
 * @returns {string}
 */
export function substituteText({ gone, now, muted }) {
  const lost = gone === "" ? "Your microphone" : `Your microphone ${plainName(gone)}`;
  return told(`${lost} is gone. Now using: ${plainName(now) || "another one"}.`, muted);
}

/** The system has given back what it had muted. @param {DeviceKind} kind */
export function unmutedText(kind) {
  return AGAIN[kind];
}

/**
 * @param {string} text
 * @param {boolean} muted
 */
function told(text, muted) {
  return muted ? `${text} ${STILL_MUTED}` : text;
}
