// From the secret of an epoch to the key of one stream or of one person's chat, and the key ids of frames.
//
//   info   = "telehealth/1 media" ‖ epoch u32 ‖ sender u8 ‖ stream u8      ("telehealth/1 chat" for chat)
//   key id = (epoch mod 256) · 65,536 + sender · 256 + stream

import { hkdfBytes } from "./kdf.js";

/** @typedef {Uint8Array<ArrayBuffer>} Bytes */
/** @typedef {{ epoch: number, sender: number, stream: number }} Place  epoch 0 is a preview */

export const SECRET_BYTES = 32;
export const LOAD_BYTES = 16;
/** Stream numbers of a page in an epoch: 0 to 255. */
export const STREAMS = 256;
const EPOCHS = 2 ** 32;
const KEY_BYTES = 32;

/**
 * The base key (RFC 9605, section 4.4.1) of one stream, by HKDF-SHA-256. Throws `RangeError` for a place that
 * is none, or a secret or load id of another length.
 *
 * @param {{ secret: Bytes, load: Bytes, label: "media" | "chat" } & Place} of
 * @returns {Promise<Bytes>}  32 bytes
 */
export async function baseKey({ secret, load, label, epoch, sender, stream }) {
  checkPlace({ epoch, sender, stream });
  const fits = secret.length === SECRET_BYTES && load.length === LOAD_BYTES;
  if (!fits) throw new RangeError("not a media secret");
  const name = new TextEncoder().encode(`telehealth/1 ${label}`);
  const info = new Uint8Array([...name, 0, 0, 0, 0, sender, stream]);
  new DataView(info.buffer).setUint32(name.length, epoch);
  return hkdfBytes(secret, info, load, KEY_BYTES);
}

/**
 * @param {number} epoch
 * @param {number} sender
 * @param {number} stream
 * @returns {bigint}  as sframe.js takes it
 */
export function kidOf(epoch, sender, stream) {
  checkPlace({ epoch, sender, stream });
  return BigInt((epoch % 256) * 65_536 + sender * 256 + stream);
}

/**
 * What a key id says, null when it can be none of ours. Of the epoch only its lowest byte is known.
 *
 * @param {bigint} kid
 * @returns {{ epochByte: number, sender: number, stream: number } | null}
 */
export function readKid(kid) {
  if (kid < 0n || kid >= 2n ** 24n) return null;
  const number = Number(kid);
  return { epochByte: number >> 16, sender: (number >> 8) & 255, stream: number & 255 };
}

/** @param {Place} place */
function checkPlace({ epoch, sender, stream }) {
  const fits = isBelow(epoch, EPOCHS) && isBelow(sender, 256) && isBelow(stream, STREAMS);
  if (!fits) throw new RangeError("no place of a stream");
}

/**
 * @param {number} value
 * @param {number} limit
 */
function isBelow(value, limit) {
  return Number.isInteger(value) && value >= 0 && value < limit;
}
