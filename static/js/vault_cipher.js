// The vault under its data key, and the data key under the keys that open it. AES-256-GCM, fresh nonces.
//
//   wrap  nonce (12) ‖ AES-256-GCM(wrapping key, data key,
//         AAD = "telehealth/1 wrap" ‖ 00 ‖ kind ‖ 00 ‖ username)
//   blob  nonce (12) ‖ AES-256-GCM(data key, padded,
//         AAD = "telehealth/1 vault" ‖ 00 ‖ username ‖ 00 ‖ u64 version ‖ SHA-256(parent blob))
//   padded  u32 length ‖ JSON as UTF-8 ‖ zeros, to a multiple of 4,096 bytes: the size tells little

import { decodeBase64url, encodeBase64url } from "./base64url.js";
import { VaultRefused, readVault } from "./vault.js";

/** @import { VaultContent } from "./vault.js" */

export { VaultRefused } from "./vault.js";

const NONCE_BYTES = 12;
const KEY_BYTES = 32;
const TAG_BYTES = 16;
const BLOCK_BYTES = 4096;

/** In place of the parent's hash in version 1: 32 zero bytes. */
export const FIRST_PARENT = encodeBase64url(new Uint8Array(32));

/**
 * @typedef {object} Place  what a blob is sealed for, and opens as
 * @property {Uint8Array<ArrayBuffer>} dataKey
 * @property {string} username
 * @property {number} version  from 1
 * @property {string} parent   `blobHash` of the version before, or `FIRST_PARENT`
 */

/** @returns {Uint8Array<ArrayBuffer>} */
export function newDataKey() {
  return crypto.getRandomValues(new Uint8Array(KEY_BYTES));
}

/**
 * @param {CryptoKey} wrapping
 * @param {Uint8Array<ArrayBuffer>} dataKey
 * @param {"password"|"recovery"} kind
 * @param {string} username
 * @returns {Promise<string>}  80 letters
 */
export async function wrapDataKey(wrapping, dataKey, kind, username) {
  return encodeBase64url(await encrypt(wrapping, dataKey, wrapData(kind, username)));
}

/**
 * Throws `VaultRefused`.
 *
 * @param {CryptoKey} wrapping
 * @param {string} wrap
 * @param {"password"|"recovery"} kind
 * @param {string} username
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export async function unwrapDataKey(wrapping, wrap, kind, username) {
  const dataKey = await decrypt(wrapping, wrap, wrapData(kind, username));
  if (dataKey.length !== KEY_BYTES) throw new VaultRefused("not a data key");
  return dataKey;
}

/**
 * @param {Place} place
 * @param {VaultContent} content
 * @returns {Promise<string>}
 */
export async function sealVault(place, content) {
  const text = new TextEncoder().encode(JSON.stringify(content));
  const padded = new Uint8Array(Math.ceil((4 + text.length) / BLOCK_BYTES) * BLOCK_BYTES);
  new DataView(padded.buffer).setUint32(0, text.length);
  padded.set(text, 4);
  return encodeBase64url(await encrypt(await vaultKey(place), padded, vaultData(place)));
}

/**
 * Throws `VaultRefused`.
 *
 * @param {Place} place
 * @param {string} blob
 * @returns {Promise<VaultContent>}
 */
export async function openVault(place, blob) {
  const padded = await decrypt(await vaultKey(place), blob, vaultData(place));
  const length = padded.length >= 4 ? new DataView(padded.buffer).getUint32(0) : Infinity;
  if (4 + length > padded.length) throw new VaultRefused("the vault is cut");
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(padded.subarray(4, 4 + length));
    return readVault(JSON.parse(text));
  } catch (error) {
    if (error instanceof VaultRefused) throw error;
    throw new VaultRefused("the vault is not JSON");
  }
}

/**
 * SHA-256 of a whole blob: how the next version names its parent.
 *
 * @param {string} blob
 * @returns {Promise<string>}  43 letters
 */
export async function blobHash(blob) {
  return encodeBase64url(new Uint8Array(await crypto.subtle.digest("SHA-256", bytesOf(blob))));
}

/** @param {Place} place */
function vaultKey({ dataKey }) {
  return crypto.subtle.importKey("raw", dataKey, "AES-GCM", false, ["encrypt", "decrypt"]);
}

/** @param {Place} place */
function vaultData({ username, version, parent }) {
  const name = new TextEncoder().encode(`telehealth/1 vault\0${username}\0`);
  const data = new Uint8Array(name.length + 8 + 32);
  data.set(name);
  new DataView(data.buffer).setBigUint64(name.length, BigInt(version));
  const hash = bytesOf(parent);
  if (hash.length !== 32) throw new VaultRefused("not the hash of a parent");
  data.set(hash, name.length + 8);
  return data;
}

/**
 * @param {string} kind
 * @param {string} username
 */
function wrapData(kind, username) {
  return new TextEncoder().encode(`telehealth/1 wrap\0${kind}\0${username}`);
}

/**
 * @param {CryptoKey} key
 * @param {Uint8Array<ArrayBuffer>} text
 * @param {Uint8Array<ArrayBuffer>} additionalData
 */
async function encrypt(key, text, additionalData) {
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce, additionalData }, key, text);
  const bytes = new Uint8Array(NONCE_BYTES + sealed.byteLength);
  bytes.set(nonce);
  bytes.set(new Uint8Array(sealed), NONCE_BYTES);
  return bytes;
}

/**
 * @param {CryptoKey} key
 * @param {string} sealed
 * @param {Uint8Array<ArrayBuffer>} additionalData
 */
async function decrypt(key, sealed, additionalData) {
  const bytes = bytesOf(sealed);
  if (bytes.length < NONCE_BYTES + TAG_BYTES) throw new VaultRefused("too short to be sealed");
  const parameters = { name: "AES-GCM", iv: bytes.subarray(0, NONCE_BYTES), additionalData };
  try {
    return new Uint8Array(await crypto.subtle.decrypt(parameters, key, bytes.subarray(NONCE_BYTES)));
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    throw new VaultRefused("does not open with this key");
  }
}

/** @param {string} text */
function bytesOf(text) {
  try {
    return decodeBase64url(text);
  } catch (error) {
    if (error instanceof RangeError) throw new VaultRefused("not base64url");
    throw error;
  }
}
