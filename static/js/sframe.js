// SFrame (RFC 9605): header, key derivation, sealing of one frame. Whose a key is, and which counters were
// seen, is not known here.
//
//   frame  = header ‖ ciphertext ‖ tag (16)
//   header = X KKK Y CCC ‖ key id ‖ counter
//
// A value below 8 is inline, its flag (X, Y) 0; otherwise flag 1, length − 1, and the value in as few big-endian
// bytes as hold it.

import { concat } from "./bytes.js";

/** @typedef {Uint8Array<ArrayBuffer>} Bytes */
/** @typedef {{ id: number, hash: "SHA-256" | "SHA-512", keyBytes: 16 | 32 }} Suite */
/** @typedef {{ kid: bigint, key: CryptoKey, salt: Bytes }} SframeKey */
/** @typedef {{ kid: bigint, counter: bigint, length: number }} Header  `length`: bytes that it takes */
/** @typedef {"header" | "key" | "tag"} RefusedFor */

/** RFC 9605, section 8.1. The sessions use the second one; the first has official values to compare with. */
/** @type {Suite} */
export const AES_128_GCM_SHA256_128 = { id: 4, hash: "SHA-256", keyBytes: 16 };
/** @type {Suite} */
export const AES_256_GCM_SHA512_128 = { id: 5, hash: "SHA-512", keyBytes: 32 };

const SALT_BYTES = 12;
const TAG_BYTES = 16;
const LARGEST = 2n ** 64n - 1n;
const NOTHING = new Uint8Array(0);

/** What came is no frame, or none that this key sealed. */
export class SframeRefused extends Error {
  /**
   * @param {RefusedFor} reason
   * @param {unknown} [cause]
   */
  constructor(reason, cause) {
    super(`the frame is refused: ${reason}`, { cause });
    this.reason = reason;
  }
}

/**
 * RFC 9605, section 4.3. Throws `RangeError` for what is no unsigned integer of 64 bits.
 *
 * @param {bigint} kid
 * @param {bigint} counter
 * @returns {Bytes}
 */
export function encodeHeader(kid, counter) {
  const [kidBits, kidBytes] = encodeValue(kid);
  const [counterBits, counterBytes] = encodeValue(counter);
  return concat(new Uint8Array([(kidBits << 4) | counterBits]), kidBytes, counterBytes);
}

/**
 * Throws `SframeRefused` for a header that is cut off, or longer than its values need.
 *
 * @param {Uint8Array} bytes  a header and whatever follows it
 * @returns {Header}
 */
export function decodeHeader(bytes) {
  const first = bytes[0];
  if (first === undefined) throw new SframeRefused("header");
  const kid = decodeValue(bytes, first >> 4, 1);
  const counter = decodeValue(bytes, first & 15, kid.end);
  return { kid: kid.value, counter: counter.value, length: counter.end };
}

/**
 * RFC 9605, section 4.4.2.
 *
 * @param {Bytes} baseKey
 * @param {bigint} kid
 * @param {Suite} [suite]
 * @returns {Promise<SframeKey>}
 */
export async function deriveKey(baseKey, kid, suite = AES_256_GCM_SHA512_128) {
  const ikm = await crypto.subtle.importKey("raw", baseKey, "HKDF", false, ["deriveBits"]);
  const [raw, salt] = await Promise.all([
    expand(ikm, label("key", kid, suite), suite.keyBytes, suite),
    expand(ikm, label("salt", kid, suite), SALT_BYTES, suite),
  ]);
  const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
  return { kid, key, salt };
}

/**
 * RFC 9605, section 4.4.3. Nobody may call this twice with one key and one counter.
 *
 * @param {SframeKey} key
 * @param {bigint} counter
 * @param {Bytes} plaintext
 * @param {Bytes} [metadata]  authenticated, not part of what comes out
 * @returns {Promise<Bytes>}
 */
export async function encrypt({ kid, key, salt }, counter, plaintext, metadata = NOTHING) {
  const header = encodeHeader(kid, counter);
  const sealed = await crypto.subtle.encrypt(parameters(salt, counter, header, metadata), key, plaintext);
  return concat(header, new Uint8Array(sealed));
}

/**
 * RFC 9605, section 4.4.4. Throws `SframeRefused`. Whether the counter was seen before the caller has to know.
 *
 * @param {(kid: bigint) => SframeKey | undefined | Promise<SframeKey | undefined>} find
 * @param {Bytes} data
 * @param {Bytes} [metadata]
 * @returns {Promise<{ plaintext: Bytes, kid: bigint, counter: bigint }>}
 */
export async function decrypt(find, data, metadata = NOTHING) {
  const { kid, counter, length } = decodeHeader(data);
  if (data.length < length + TAG_BYTES) throw new SframeRefused("tag");
  const found = await find(kid);
  if (!found || found.kid !== kid) throw new SframeRefused("key");
  const { key, salt } = found;
  const given = parameters(salt, counter, data.subarray(0, length), metadata);
  try {
    const plaintext = await crypto.subtle.decrypt(given, key, data.subarray(length));
    return { plaintext: new Uint8Array(plaintext), kid, counter };
  } catch (error) {
    throw new SframeRefused("tag", error);
  }
}

/**
 * Four bits of the first byte, and the bytes that follow it.
 *
 * @param {bigint} value
 * @returns {[number, Bytes]}
 */
function encodeValue(value) {
  if (value < 0n || value > LARGEST) throw new RangeError("not an unsigned integer of 64 bits");
  if (value < 8n) return [Number(value), NOTHING];
  const eight = uint64(value);
  const bytes = eight.subarray(eight.findIndex((byte) => byte !== 0));
  return [8 | (bytes.length - 1), bytes];
}

/**
 * @param {Uint8Array} bytes
 * @param {number} bits   four: a flag, then the value itself or its length − 1
 * @param {number} start  where its bytes would begin
 */
function decodeValue(bytes, bits, start) {
  if (bits < 8) return { value: BigInt(bits), end: start };
  const end = start + (bits & 7) + 1;
  if (end > bytes.length) throw new SframeRefused("header");
  let value = 0n;
  for (const byte of bytes.subarray(start, end)) value = (value << 8n) | BigInt(byte);
  if (bytes[start] === 0 || value < 8n) throw new SframeRefused("header");
  return { value, end };
}

/**
 * @param {"key" | "salt"} what
 * @param {bigint} kid
 * @param {Suite} suite
 */
function label(what, kid, suite) {
  const text = new TextEncoder().encode(`SFrame 1.0 Secret ${what} `);
  return concat(text, uint64(kid), new Uint8Array([suite.id >> 8, suite.id & 255]));
}

/**
 * HKDF with an empty salt (RFC 5869, section 2.2: as many zeros as the hash is long).
 *
 * @param {CryptoKey} ikm
 * @param {Bytes} info
 * @param {number} bytes
 * @param {Suite} suite
 */
async function expand(ikm, info, bytes, { hash }) {
  const given = { name: "HKDF", hash, salt: NOTHING, info };
  return new Uint8Array(await crypto.subtle.deriveBits(given, ikm, 8 * bytes));
}

/**
 * @param {Bytes} salt
 * @param {bigint} counter
 * @param {Bytes} header
 * @param {Bytes} metadata
 * @returns {AesGcmParams}
 */
function parameters(salt, counter, header, metadata) {
  const iv = salt.slice();
  uint64(counter).forEach((byte, place) => {
    const at = SALT_BYTES - 8 + place;
    iv[at] = /** @type {number} */ (iv[at]) ^ byte;
  });
  return { name: "AES-GCM", iv, additionalData: concat(header, metadata), tagLength: 8 * TAG_BYTES };
}

/** @param {bigint} value */
function uint64(value) {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, value);
  return bytes;
}
