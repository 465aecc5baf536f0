// The handshake Noise_NKpsk0_25519_AESGCM_SHA256 (the Noise Protocol Framework, revision 34) by WebCrypto.

import { concat } from "./bytes.js";
import { NoiseCipher } from "./noise_cipher.js";
import { KEY_LENGTH, newPair, sharedSecret } from "./x25519.js";

/** @import { KeyPair } from "./x25519.js" */

/** @typedef {Uint8Array<ArrayBuffer>} Bytes */

/**
 * What both ends have after message 2. `hash` names this handshake and no other.
 *
 * @typedef {{hash: Bytes, send: NoiseCipher, receive: NoiseCipher}} Keys
 */

/** @typedef {(payload: Bytes, ephemeral?: KeyPair) => Promise<Keys & {message: Bytes}>} Answer  once, message 2 */

/** Exactly as long as a hash, so it begins one as it is (section 5.2). */
const NAME = new TextEncoder().encode("Noise_NKpsk0_25519_AESGCM_SHA256");
const HMAC = Object.freeze({ name: "HMAC", hash: "SHA-256" });
const NOTHING = new Uint8Array(0);

/**
 * The client's part: message 1, and what to do with the answer. A message 2 that is refused changes nothing: the
 * right one may still come.
 *
 * @param {object} given
 * @param {Bytes} given.psk
 * @param {Bytes} given.prologue
 * @param {Bytes} given.roomKey  the other's static public key
 * @param {Bytes} given.payload
 * @param {KeyPair} [given.ephemeral]  official vectors bring their own
 * @returns {Promise<{message: Bytes, finish: (answer: Bytes) => Promise<Keys & {payload: Bytes}>}>}
 */
export async function initiate({ psk, prologue, roomKey, payload, ephemeral }) {
  const own = ephemeral ?? (await newPair());
  const state = await begin(prologue, roomKey);
  await state.mixKeyAndHash(psk);
  await state.mixPublicKey(own.publicKey);
  await state.mixKey(await sharedSecret(own.privateKey, roomKey));
  const message = concat(own.publicKey, await state.encryptAndHash(payload));

  const finish = async (/** @type {Bytes} */ answer) => {
    const after = state.copy();
    const other = answer.slice(0, KEY_LENGTH);
    await after.mixPublicKey(other);
    await after.mixKey(await sharedSecret(own.privateKey, other));
    const said = await after.decryptAndHash(answer.slice(KEY_LENGTH));
    const [send, receive] = await after.split();
    return { payload: said, hash: after.hash, send, receive };
  };
  return { message, finish };
}

/**
 * The host's part. Throws `SealedRefused` when message 1 was not made for this room by somebody who knows the psk.
 *
 * @param {object} given
 * @param {Bytes} given.psk
 * @param {Bytes} given.prologue
 * @param {KeyPair} given.room
 * @param {Bytes} given.message
 * @returns {Promise<{payload: Bytes, answer: Answer}>}
 */
export async function respond({ psk, prologue, room, message }) {
  const other = message.slice(0, KEY_LENGTH);
  const state = await begin(prologue, room.publicKey);
  await state.mixKeyAndHash(psk);
  await state.mixPublicKey(other);
  await state.mixKey(await sharedSecret(room.privateKey, other));
  const heard = await state.decryptAndHash(message.slice(KEY_LENGTH));

  const answer = async (/** @type {Bytes} */ payload, /** @type {KeyPair|undefined} */ ephemeral) => {
    const own = ephemeral ?? (await newPair());
    await state.mixPublicKey(own.publicKey);
    await state.mixKey(await sharedSecret(own.privateKey, other));
    const reply = concat(own.publicKey, await state.encryptAndHash(payload));
    const [receive, send] = await state.split();
    return { message: reply, hash: state.hash, send, receive };
  };
  return { payload: heard, answer };
}

/**
 * @param {Bytes} prologue
 * @param {Bytes} roomKey  known to the client before the handshake
 */
async function begin(prologue, roomKey) {
  const state = new SymmetricState(NAME, NAME, NOTHING);
  await state.mixHash(prologue);
  await state.mixHash(roomKey);
  return state;
}

/** Section 5.2. Every message of this pattern has one payload, so each key seals once, with nonce 0. */
class SymmetricState {
  /**
   * @param {Bytes} chainingKey
   * @param {Bytes} hash
   * @param {Bytes} key
   */
  constructor(chainingKey, hash, key) {
    this.chainingKey = chainingKey;
    this.hash = hash;
    this.key = key;
  }

  copy() {
    return new SymmetricState(this.chainingKey, this.hash, this.key);
  }

  /** @param {Bytes} data */
  async mixHash(data) {
    this.hash = new Uint8Array(await crypto.subtle.digest("SHA-256", concat(this.hash, data)));
  }

  /** @param {Bytes} material */
  async mixKey(material) {
    const [chainingKey, key] = await derive(this.chainingKey, material);
    Object.assign(this, { chainingKey, key });
  }

  /** @param {Bytes} psk */
  async mixKeyAndHash(psk) {
    const [chainingKey, hash, key] = await derive(this.chainingKey, psk);
    await this.mixHash(hash);
    Object.assign(this, { chainingKey, key });
  }

  /** In a pattern with a psk an ephemeral key is mixed into the key as well (section 9.2). @param {Bytes} key */
  async mixPublicKey(key) {
    await this.mixHash(key);
    await this.mixKey(key);
  }

  /** @param {Bytes} text */
  async encryptAndHash(text) {
    const cipher = await NoiseCipher.of(this.key);
    const sealed = await cipher.seal(0n, text, this.hash);
    await this.mixHash(sealed);
    return sealed;
  }

  /** @param {Bytes} sealed */
  async decryptAndHash(sealed) {
    const cipher = await NoiseCipher.of(this.key);
    const text = await cipher.open(0n, sealed, this.hash);
    await this.mixHash(sealed);
    return text;
  }

  /** @returns {Promise<[NoiseCipher, NoiseCipher]>}  the client's direction, and the host's */
  async split() {
    const [client, host] = await derive(this.chainingKey, NOTHING);
    return [await NoiseCipher.of(client), await NoiseCipher.of(host)];
  }
}

/**
 * Noise's HKDF (section 4.3) with three outputs, of which the first two do not depend on the third. By HMAC itself:
 * some material is empty, which not every browser takes as a key of its HKDF.
 *
 * @param {Bytes} chainingKey
 * @param {Bytes} material
 * @returns {Promise<[Bytes, Bytes, Bytes]>}
 */
async function derive(chainingKey, material) {
  const temporary = await hmac(chainingKey, material);
  const first = await hmac(temporary, Uint8Array.of(1));
  const second = await hmac(temporary, concat(first, Uint8Array.of(2)));
  const third = await hmac(temporary, concat(second, Uint8Array.of(3)));
  return [first, second, third];
}

/**
 * @param {Bytes} secret
 * @param {Bytes} data
 * @returns {Promise<Bytes>}
 */
async function hmac(secret, data) {
  const key = await crypto.subtle.importKey("raw", secret, HMAC, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", key, data));
}
