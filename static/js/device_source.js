// What the browser gives: tracks, the list of devices, and what it has been allowed.

import { PICTURE, SOUND, choicesOf, constraints } from "./device_choice.js";
import { reasonOf } from "./device_reason.js";

/** @import { Choice } from "./device_choice.js" */
/** @import { DeviceKind, Reason } from "./device_reason.js" */

/** @typedef {{tracks: MediaStreamTrack[], reason: Reason|null}} Given  the reason when there are none */

/**
 * One question to the browser.
 *
 * @param {MediaDevices|undefined} media
 * @param {Partial<Record<DeviceKind, string>>} ids  of each kind that is asked for; empty for the browser's choice
 * @returns {Promise<Given>}
 */
export async function tracksOf(media, { microphone, camera }) {
  if (media === undefined) return { tracks: [], reason: "insecure" };
  try {
    const stream = await media.getUserMedia({
      audio: microphone !== undefined && constraints(SOUND, microphone),
      video: camera !== undefined && constraints(PICTURE, camera),
    });
    return { tracks: stream.getTracks(), reason: null };
  } catch (error) {
    return { tracks: [], reason: reasonOf(error) };
  }
}

/**
 * @param {MediaDevices} media
 * @returns {Promise<Record<DeviceKind, Choice[]>>}
 */
export async function choicesIn(media) {
  const all = await media.enumerateDevices();
  return { microphone: choicesOf(all, "audioinput"), camera: choicesOf(all, "videoinput") };
}

/**
 * @param {Permissions} permissions
 * @param {DeviceKind} kind
 * @returns {Promise<boolean>}
 */
export async function isGranted(permissions, kind) {
  try {
    const status = await permissions.query({ name: /** @type {PermissionName} */ (kind) });
    return status.state === "granted";
  } catch (error) {
    // A browser that does not know this permission by name cannot say.
    if (error instanceof TypeError) return false;
    throw error;
  }
}
