// Why a camera or microphone cannot be used, and the cure, in words.

import { inAppBrowser } from "./in_app_browser.js";

/**
 * @typedef {"camera"|"microphone"} DeviceKind
 * @typedef {"denied"|"system"|"missing"|"in_use"|"unsuitable"|"insecure"|"lost"|"muted"|"failed"} Reason
 */

/** @type {Readonly<Record<string, Reason>>} */
const REASONS = Object.freeze({
  NotAllowedError: "denied",
  SecurityError: "denied",
  NotFoundError: "missing",
  NotReadableError: "in_use",
  AbortError: "in_use",
  OverconstrainedError: "unsuitable",
});

/**
 * @param {unknown} error  what `getUserMedia` threw
 * @returns {Reason}
 */
export function reasonOf(error) {
  if (!(error instanceof Error || error instanceof DOMException)) return "failed";
  const reason = REASONS[error.name] ?? "failed";
  // Chromium's words, where the browser would and the system does not let it.
  return reason === "denied" && error.message.includes("by system") ? "system" : reason;
}

const GO_ON = Object.freeze({
  camera: "or go on with sound only",
  microphone: "or go on: you can listen",
});

const MUTED = Object.freeze({
  camera:
    "Your device has switched your camera off, so you can’t be seen. " +
    "Open its cover, switch it on with its own key, or end the call or program that uses it.",
  microphone:
    "Your device has muted your microphone, so you can’t be heard. " +
    "Unmute it with its own switch or key, or end the phone call that uses it.",
});

/**
 * Both were refused in one question, and are allowed in one place.
 *
 * @param {string} [app]
 * @returns {string}
 */
export function bothDeniedText(app = appHere()) {
  if (app !== "") return `${insideApp(app, "camera and microphone")}, or go on: you can listen.`;
  return (
    "Your browser does not allow this page to use your camera and microphone. " +
    "Allow them beside the page's address, then press Try again, or go on: you can listen."
  );
}

/**
 * Cause, then cure.
 *
 * @param {DeviceKind} kind
 * @param {Reason} reason
 * @param {string} control  the name of the button that starts this device where the text stands
 * @param {string} [app]
 * @returns {string}
 */
export function reasonText(kind, reason, control, app = appHere()) {
  const goOn = GO_ON[kind];
  switch (reason) {
    case "denied":
      if (app !== "") return `${insideApp(app, kind)}, ${goOn}.`;
      return `Your browser does not allow this page to use your ${kind}. Allow it beside the page's address, then press ${control}, ${goOn}.`;
    case "system":
      return `Your device does not allow this browser to use your ${kind}. Allow it in the device's own settings, under privacy, then press ${control}, ${goOn}.`;
    case "missing":
      return `No ${kind} was found. Connect one, then press ${control}, ${goOn}.`;
    case "in_use":
      return `Your ${kind} is used by another program. Close it, then press ${control}, ${goOn}.`;
    case "unsuitable":
      return `The ${kind} you chose is not there any more. Press ${control} to use another, ${goOn}.`;
    case "lost":
      return `Your ${kind} was disconnected. Connect it, then press ${control}, ${goOn}.`;
    case "muted":
      return MUTED[kind];
    case "insecure":
      return `Browsers give a ${kind} only to pages opened by https. Ask for a link that begins with https.`;
    case "failed":
      return `Your ${kind} could not be started. Press ${control}, ${goOn}.`;
  }
}

/**
 * Of a device that is looked for and started again by itself. Cause, then cure.
 *
 * @param {DeviceKind} kind
 * @param {Reason} reason
 * @returns {string}
 */
export function soughtText(kind, reason) {
  const goOn = GO_ON[kind];
  if (reason === "lost") return `Your ${kind} was disconnected. Connect it and it goes on by itself, ${goOn}.`;
  if (reason === "in_use")
    return `Your ${kind} is used by another program or a phone call. When that has ended it goes on by itself, ${goOn}.`;
  return `Your ${kind} has stopped. This page tries to start it again by itself, ${goOn}.`;
}

/** Nothing can be allowed in there. @param {string} app @param {string} what */
function insideApp(app, what) {
  return `The browser inside ${app} does not allow this page to use your ${what}. Open the link in your own browser`;
}

/** The app whose browser this page was opened in, or empty. */
function appHere() {
  return inAppBrowser(globalThis.navigator?.userAgent ?? "");
}
