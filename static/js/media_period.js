// What a page is told of an epoch or a preview before media flows: checked, and copied so that it can be
// wiped.

import { sameBytes } from "./bytes.js";
import { LOAD_BYTES, SECRET_BYTES } from "./media_secret.js";

/** @import { Period } from "./key_ring.js" */

/** @typedef {Uint8Array<ArrayBuffer>} Bytes */
/** @typedef {{ secret: Bytes, load: Bytes }} PreviewKey */

const LAST_EPOCH = 2 ** 32 - 1;
const LAST_SENDER = 255;

/**
 * A copy of an epoch. Throws `RangeError` for what is none: it names each person and each sender number once.
 *
 * @param {Period} period
 * @returns {Period}
 */
export function readPeriod({ epoch, secret, own, members }) {
  const senders = members.map(({ sender }) => sender);
  const fits =
    isWithin(epoch, 1, LAST_EPOCH) &&
    [own.sender, ...senders].every((sender) => isWithin(sender, 0, LAST_SENDER)) &&
    new Set(senders).size === members.length &&
    new Set(members.map(({ participant }) => participant)).size === members.length;
  if (!fits) throw new RangeError("not an epoch");
  return {
    epoch,
    secret: bytesOf(secret, SECRET_BYTES),
    own: { sender: own.sender, load: bytesOf(own.load, LOAD_BYTES) },
    members: members.map(({ participant, sender, load }) => ({
      participant,
      sender,
      load: bytesOf(load, LOAD_BYTES),
    })),
  };
}

/**
 * A copy of a preview's key. Throws `RangeError`.
 *
 * @param {PreviewKey} key
 * @returns {PreviewKey}
 */
export function readPreviewKey({ secret, load }) {
  return { secret: bytesOf(secret, SECRET_BYTES), load: bytesOf(load, LOAD_BYTES) };
}

/**
 * Whether this page would derive the same keys for its own frames from both.
 *
 * @param {Period} one
 * @param {Period} other
 */
export function sealsAlike(one, other) {
  return (
    one.epoch === other.epoch &&
    one.own.sender === other.own.sender &&
    sameBytes(one.secret, other.secret) &&
    sameBytes(one.own.load, other.own.load)
  );
}

/**
 * @param {Bytes} bytes
 * @param {number} length
 */
function bytesOf(bytes, length) {
  if (bytes.length !== length) throw new RangeError("not a media secret");
  return bytes.slice();
}

/**
 * @param {number} value
 * @param {number} first
 * @param {number} last
 */
function isWithin(value, first, last) {
  return Number.isInteger(value) && value >= first && value <= last;
}
