// What a browser is asked for, and the devices it offers.

/** @typedef {{id: string, label: string}} Choice */

export const SOUND = Object.freeze({ echoCancellation: true, noiseSuppression: true, autoGainControl: true });
export const PICTURE = Object.freeze({
  width: { ideal: 1280 },
  height: { ideal: 720 },
  frameRate: { ideal: 30 },
});

/** The choice of no device at all. */
export const WITHOUT = "none";

/**
 * @param {MediaTrackConstraints} ideal
 * @param {string} id
 * @returns {MediaTrackConstraints}
 */
export function constraints(ideal, id) {
  return id === "" ? { ...ideal } : { ...ideal, deviceId: { exact: id } };
}

/**
 * @param {readonly MediaDeviceInfo[]} all
 * @param {MediaDeviceKind} kind
 * @returns {Choice[]}
 */
export function choicesOf(all, kind) {
  const those = all.filter((device) => device.kind === kind && device.deviceId !== "");
  return those.map(({ deviceId, label }, place) => ({ id: deviceId, label: label || `${place + 1}` }));
}

/** Chromium's ids for whatever the system has chosen: which device that is changes. */
const STANDING_FOR = new Set(["default", "communications"]);
/** Buttons that are still read at a glance. */
const MOST_OFFERED = 2;

/**
 * Whether a device that was lost is this one.
 *
 * @param {Choice} choice
 * @param {Choice} lost
 */
export function isSame(choice, lost) {
  return choice.id === lost.id && (!STANDING_FOR.has(lost.id) || choice.label === lost.label);
}

/**
 * What could be used in place of a device, by the names people know.
 *
 * @param {readonly Choice[]} choices
 * @param {string} id
 * @returns {Choice[]}
 */
export function othersThan(choices, id) {
  const others = choices.filter((choice) => choice.id !== id && !STANDING_FOR.has(choice.id));
  return others.slice(0, MOST_OFFERED).map(({ id: other, label }) => ({ id: other, label: plainName(label) }));
}

/** Chromium appends the numbers of maker and product: "HD Webcam (046d:0825)". @param {string} label */
export function plainName(label) {
  return label.replace(/ \([\da-f]{4}:[\da-f]{4}\)$/i, "");
}
