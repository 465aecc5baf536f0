// Why a camera or microphone cannot be used, and the cure, in words.

/**
 * @typedef {"camera"|"microphone"} DeviceKind
 * @typedef {"denied"|"missing"|"in_use"|"unsuitable"|"insecure"|"lost"|"failed"} Reason
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
  const name = error instanceof Error || error instanceof DOMException ? error.name : "";
  return REASONS[name] ?? "failed";
}

const GO_ON = Object.freeze({
  camera: "or go on with sound only",
  microphone: "or go on: you can listen",
});

/** Both were refused in one question, and are allowed in one place. */
export const BOTH_DENIED =
  "Your browser does not allow this page to use your camera and microphone. " +
  "Allow them beside the page's address, then press Try again, or go on: you can listen.";

/**
 * Cause, then cure.
 *
 * @param {DeviceKind} kind
 * @param {Reason} reason
 * @param {string} control  the name of the button that starts this device where the text stands
 * @returns {string}
 */
export function reasonText(kind, reason, control) {
  const goOn = GO_ON[kind];
  switch (reason) {
    case "denied":
      return `Your browser does not allow this page to use your ${kind}. Allow it beside the page's address, then press ${control}, ${goOn}.`;
    case "missing":
      return `No ${kind} was found. Connect one, then press ${control}, ${goOn}.`;
    case "in_use":
      return `Your ${kind} is used by another program. Close it, then press ${control}, ${goOn}.`;
    case "unsuitable":
      return `The ${kind} you chose is not there any more. Press ${control} to use another, ${goOn}.`;
    case "lost":
      return `Your ${kind} was disconnected. Connect it, then press ${control}, ${goOn}.`;
    case "insecure":
      return `Browsers give a ${kind} only to pages opened by https. Ask for a link that begins with https.`;
    case "failed":
      return `Your ${kind} could not be started. Press ${control}, ${goOn}.`;
  }
}
