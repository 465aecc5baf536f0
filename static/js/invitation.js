// Twin of telehealth/core/invitation.py: a link is made here, and its secret stays here and with whom it is given to.

import { decodeBase64url, encodeBase64url, randomId } from "./base64url.js";
import { deriveAdmission } from "./link.js";

/** @import { Link } from "./people.js" */

/**
 * A new invitation as the vault keeps it: S is 128 random bits.
 *
 * @param {object} about
 * @param {string} about.person
 * @param {string} about.room
 * @param {"client"|"guest"} about.role
 * @param {string} about.label             who the guest is; empty for a client
 * @param {number|null} about.appointment  seconds, for one session
 * @param {string|null} about.replaces     the link that ends when this one begins
 * @param {number} about.made              seconds
 * @returns {{id: string, fields: Omit<Link, "id"> & {kind: "invitation"}}}
 */
export function newInvitation(about) {
  return { id: randomId(), fields: { kind: "invitation", secret: randomId(), pending: true, ...about } };
}

/**
 * The text of a link (docs/PROTOCOL.md): the server sees what stands before the `#`, and the room's key is the vault's.
 *
 * @param {string} origin
 * @param {{id: string, secret: string}} invitation
 * @param {string} roomKey  the room's public key
 * @returns {string}
 */
export function linkText(origin, { id, secret }, roomKey) {
  return `${origin}/join/${id}#1.${secret}.${roomKey}`;
}

/**
 * What the server may know of S: SHA-256 of A, as base64url.
 *
 * @param {string} secret
 * @returns {Promise<string>}
 */
export async function admissionHash(secret) {
  const admission = decodeBase64url(await deriveAdmission(decodeBase64url(secret)));
  return encodeBase64url(new Uint8Array(await crypto.subtle.digest("SHA-256", admission)));
}
