// The browser floor: what a page needs before it asks anybody for anything.

/**
 * @typedef {"insecure"|"old"} Shortcoming
 */

/**
 * Why this browser cannot hold a session, or null when it can. `surroundings` is the global object.
 *
 * @param {any} surroundings
 * @returns {Promise<Shortcoming|null>}
 */
export async function shortcoming(surroundings = globalThis) {
  if (surroundings.isSecureContext === false) return "insecure";
  const { RTCPeerConnection, RTCRtpScriptTransform, Worker, WebSocket, navigator, crypto } = surroundings;
  const parts = [RTCPeerConnection, RTCRtpScriptTransform, Worker, WebSocket];
  if (parts.some((part) => typeof part !== "function")) return "old";
  if (typeof navigator?.mediaDevices?.getUserMedia !== "function") return "old";
  return (await hasCiphers(crypto?.subtle)) ? null : "old";
}

/**
 * X25519 and HKDF, tried rather than asked for: their names exist before they work.
 *
 * @param {SubtleCrypto|undefined} subtle
 * @returns {Promise<boolean>}
 */
async function hasCiphers(subtle) {
  if (subtle === undefined) return false;
  try {
    await subtle.generateKey({ name: "X25519" }, false, ["deriveBits"]);
    await subtle.importKey("raw", new Uint8Array(16), "HKDF", false, ["deriveBits"]);
    return true;
  } catch (error) {
    // What a browser throws for a cipher it does not have differs from browser to browser.
    if (error instanceof Error || error instanceof DOMException) return false;
    throw error;
  }
}
