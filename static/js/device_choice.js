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
