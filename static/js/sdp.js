// Twin: telehealth/relay/sdp.py — the names of sections, and what leaves the browser in an answer.

/** @typedef {"a" | "v" | "t"} Media  audio, main video, thumbnail */

/**
 * The kind of stream and the sender's leg that a mid names ("v3": main video of leg 3).
 *
 * @param {string | null} mid
 * @returns {{ media: Media, leg: number } | null}
 */
export function readMid(mid) {
  const found = /^([avt])([0-9]{1,15})$/.exec(mid ?? "");
  return found ? { media: /** @type {Media} */ (found[1]), leg: Number(found[2]) } : null;
}

/**
 * The answer without our own addresses: the server needs none (ICE-lite), so none is sent.
 *
 * @param {string} sdp
 */
export function withoutAddresses(sdp) {
  return sdp
    .split("\r\n")
    .filter((line) => !line.startsWith("a=candidate") && !line.startsWith("a=end-of-candidates"))
    .map((line) => (line.startsWith("c=IN ") ? "c=IN IP4 0.0.0.0" : line))
    .join("\r\n");
}
