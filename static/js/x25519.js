// X25519 by WebCrypto: key pairs, and the secret that two of them share.

import { decodeBase64url } from "./base64url.js";
import { SealedRefused } from "./sealed_refused.js";

/** @import { RoomEntry } from "./vault.js" */

const X25519 = Object.freeze({ name: "X25519" });
/** How long a public key and a shared secret are, in bytes. */
export const KEY_LENGTH = 32;

/** @typedef {{privateKey: CryptoKey, publicKey: Uint8Array<ArrayBuffer>}} KeyPair  the public key as its 32 bytes */

/** A pair for one handshake; its private half cannot be read. @returns {Promise<KeyPair>} */
export async function newPair() {
  const pair = /** @type {CryptoKeyPair} */ (await crypto.subtle.generateKey(X25519, false, ["deriveBits"]));
  return {
    privateKey: pair.privateKey,
    publicKey: new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey)),
  };
}

/**
 * A room's pair as the vault keeps it: 32 bytes and PKCS #8, both as base64url.
 *
 * @param {Pick<RoomEntry, "publicKey"|"privateKey">} entry
 * @returns {Promise<KeyPair>}
 */
export async function importRoomKey({ publicKey, privateKey }) {
  const pkcs8 = decodeBase64url(privateKey);
  return {
    privateKey: await crypto.subtle.importKey("pkcs8", pkcs8, X25519, false, ["deriveBits"]),
    publicKey: decodeBase64url(publicKey),
  };
}

/**
 * Throws `SealedRefused` for a public key that is none, or one of those that make every secret zero (RFC 7748,
 * section 6.1). Browsers refuse the latter by themselves or give zeros, so both are looked at.
 *
 * @param {CryptoKey} privateKey
 * @param {Uint8Array<ArrayBuffer>} publicKey
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export async function sharedSecret(privateKey, publicKey) {
  let secret;
  try {
    const other = await crypto.subtle.importKey("raw", publicKey, X25519, false, []);
    const parameters = { name: "X25519", public: other };
    secret = new Uint8Array(await crypto.subtle.deriveBits(parameters, privateKey, 8 * KEY_LENGTH));
  } catch (error) {
    throw new SealedRefused("a public key that is none", { cause: error });
  }
  if (secret.every((byte) => byte === 0)) throw new SealedRefused("a public key without a secret");
  return secret;
}
