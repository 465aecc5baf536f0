// base64url without padding (RFC 4648, section 5), and random ids in it.

const ALPHABET = /^[A-Za-z0-9_-]*$/;

/**
 * @param {Uint8Array} bytes
 * @returns {string}
 */
export function encodeBase64url(bytes) {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/**
 * Throws `RangeError` for anything that is not the one canonical spelling of some bytes.
 *
 * @param {string} text
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function decodeBase64url(text) {
  if (!ALPHABET.test(text) || text.length % 4 === 1) throw new RangeError("not base64url");
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
  if (encodeBase64url(bytes) !== text) throw new RangeError("not canonical base64url");
  return bytes;
}

/**
 * 128 random bits as 22 characters: a participant, a channel.
 *
 * @returns {string}
 */
export function randomId() {
  return encodeBase64url(crypto.getRandomValues(new Uint8Array(16)));
}
