// How the data key goes from page to page of a sign-in: half of what opens it is here, half at the server.

import { decodeBase64url, encodeBase64url } from "./base64url.js";
import { shelfAt, unlessRefused } from "./shelf.js";

/**
 * @typedef {{local: CryptoKey, nonce: Uint8Array<ArrayBuffer>, sealed: Uint8Array<ArrayBuffer>}} KeptKey
 *   local: 256 random bits for HKDF, which no script can read
 * @typedef {import("./shelf.js").Shelf<KeptKey>} Shelf
 */

/** @type {Shelf} */
export const SHELF = shelfAt("telehealth page key", "keys", "page key");

/**
 * Keep the data key for the next page. A browser that keeps nothing asks for the password on every page
 * instead.
 *
 * @param {string} half  the server's half of this sign-in, base64url
 * @param {string} username
 * @param {Uint8Array} dataKey
 * @param {Shelf} [shelf]
 * @returns {Promise<boolean>}  whether it is kept
 */
export async function keepDataKey(half, username, dataKey, shelf = SHELF) {
  const random = crypto.getRandomValues(new Uint8Array(32));
  const local = await crypto.subtle.importKey("raw", random, "HKDF", false, ["deriveKey"]);
  random.fill(0);
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const text = JSON.stringify({ username, dataKey: encodeBase64url(dataKey) });
  const sealed = await crypto.subtle.encrypt(
    { name: "AES-GCM", iv: nonce },
    await pageKey(local, half),
    new TextEncoder().encode(text),
  );
  const kept = await unlessRefused(async () => {
    await shelf.put({ local, nonce, sealed: new Uint8Array(sealed) });
    return true;
  });
  return kept ?? false;
}

/**
 * What an earlier page of the same sign-in has kept, or null.
 *
 * @param {string} half
 * @param {Shelf} [shelf]
 * @returns {Promise<{username: string, dataKey: Uint8Array<ArrayBuffer>}|null>}
 */
export async function restoreDataKey(half, shelf = SHELF) {
  return unlessRefused(async () => {
    const kept = await shelf.get();
    if (kept === undefined) return null;
    const key = await pageKey(kept.local, half);
    const text = await crypto.subtle.decrypt({ name: "AES-GCM", iv: kept.nonce }, key, kept.sealed);
    const { username, dataKey } = JSON.parse(new TextDecoder().decode(text));
    return { username, dataKey: decodeBase64url(dataKey) };
  });
}

/**
 * At sign-out and when the page is locked.
 *
 * @param {Shelf} [shelf]
 * @returns {Promise<void>}
 */
export async function forgetDataKey(shelf = SHELF) {
  await unlessRefused(() => shelf.remove());
}

/**
 * page key = HKDF-SHA-256(local key, salt = the server's half, info "telehealth/1 page key"), AES-256-GCM.
 *
 * @param {CryptoKey} local
 * @param {string} half
 */
function pageKey(local, half) {
  const info = new TextEncoder().encode("telehealth/1 page key");
  const parameters = { name: "HKDF", hash: "SHA-256", salt: decodeBase64url(half), info };
  const cipher = { name: "AES-GCM", length: 256 };
  return crypto.subtle.deriveKey(parameters, local, cipher, false, ["encrypt", "decrypt"]);
}
