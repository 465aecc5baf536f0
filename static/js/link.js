// The client's link: /join/<invitation>#1.<S>.<room public key>. The fragment never reaches a server.

import { decodeBase64url, encodeBase64url } from "./base64url.js";
import { hkdf } from "./kdf.js";

const INVITATION = /^\/join\/([A-Za-z0-9_-]{22})\/?$/;
const FRAGMENT = /^#1\.([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{43})$/;

/**
 * @typedef {object} Link
 * @property {string} invitation
 * @property {Uint8Array<ArrayBuffer>} secret  S, 16 bytes
 * @property {string} roomKey     the room's X25519 public key, base64url
 */

/**
 * The invitation's id in a page's path, or null.
 *
 * @param {string} path
 * @returns {string|null}
 */
export function invitationOf(path) {
  return INVITATION.exec(path)?.[1] ?? null;
}

/**
 * The whole link, or null when any part of it is missing or damaged (mail programs cut links).
 *
 * @param {string} path
 * @param {string} fragment  with its `#`
 * @returns {Link|null}
 */
export function readLink(path, fragment) {
  const invitation = invitationOf(path);
  const parts = FRAGMENT.exec(fragment);
  if (invitation === null || parts === null) return null;
  try {
    const secret = decodeBase64url(/** @type {string} */ (parts[1]));
    const roomKey = encodeBase64url(decodeBase64url(/** @type {string} */ (parts[2])));
    return { invitation, secret, roomKey };
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/**
 * A = HKDF-SHA-256 (RFC 5869) of S with an empty salt and info "telehealth/1 admission", 32 bytes as
 * base64url. Whoever knows A may come into the waiting room; S itself stays in the browser.
 *
 * @param {Uint8Array<ArrayBuffer>} secret
 * @returns {Promise<string>}
 */
export async function deriveAdmission(secret) {
  return encodeBase64url(await hkdf(secret, "telehealth/1 admission"));
}
