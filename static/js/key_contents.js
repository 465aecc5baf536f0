// What pages tell each other about keys in sealed messages: shapes, and a check of what arrives. Bytes are base64url.

import { decodeBase64url } from "./base64url.js";

/** @import { Content } from "./card.js" */

/**
 * @typedef {{participant: string, sender: number, load: string}} Member
 *   sender: 0 to 255, the host's is 0; load: the 16 bytes of one page load, or of one handshake
 *
 * @typedef {{kind: "seat", r: string}} SeatGiven  host → client: what leads back into this seat, 32 bytes
 * @typedef {object} Epoch                          host → each admitted
 * @property {"epoch"} kind
 * @property {number} epoch      1 to 2³² − 1
 * @property {string} secret     32 bytes
 * @property {number} sender     the reader's own
 * @property {Member[]} members  the host and the reader among them
 * @property {boolean} go        senders switch at once, and not only when they are told
 * @typedef {{kind: "go", epoch: number}} Go                  host → each admitted: senders switch now
 * @typedef {{kind: "epoch_held", epoch: number}} EpochHeld   client → host: its worker holds the keys
 * @typedef {{kind: "epoch_wanted"}} EpochWanted              client → host: its stream numbers are used up
 * @typedef {{kind: "beat", at: number}} Beat                 client → host; at: milliseconds on the client's own clock
 * @typedef {{kind: "lease", at: number}} Lease               host → client: the beat that this answers
 * @typedef {{kind: "preview_key", secret: string}} PreviewKey  who waits → host, 32 bytes
 * @typedef {SeatGiven|Epoch|Go|EpochHeld|EpochWanted|Beat|Lease|PreviewKey} KeyContent
 */

/** The most senders that a number of one byte tells apart. */
const MOST_MEMBERS = 256;
const LAST_EPOCH = 2 ** 32 - 1;
const ID_BYTES = 16;
const SECRET_BYTES = 32;

/** By kind: what reads a value of that kind, or gives null. */
export const KEY_READERS = Object.freeze(
  /** @type {[string, (value: any) => KeyContent|null][]} */ ([
    ["seat", ({ r }) => (isSecret(r) ? { kind: "seat", r } : null)],
    ["epoch", readEpoch],
    ["go", ({ epoch }) => (isEpoch(epoch) ? { kind: "go", epoch } : null)],
    ["epoch_held", ({ epoch }) => (isEpoch(epoch) ? { kind: "epoch_held", epoch } : null)],
    ["epoch_wanted", () => ({ kind: "epoch_wanted" })],
    ["beat", ({ at }) => (isTime(at) ? { kind: "beat", at } : null)],
    ["lease", ({ at }) => (isTime(at) ? { kind: "lease", at } : null)],
    ["preview_key", ({ secret }) => (isSecret(secret) ? { kind: "preview_key", secret } : null)],
  ]),
);

const FROM_CLIENTS = new Set(["epoch_held", "epoch_wanted", "beat", "preview_key"]);

/**
 * Whether this is about keys, and a client's to say.
 *
 * @param {Content} content
 * @returns {content is EpochHeld|EpochWanted|Beat|PreviewKey}
 */
export function isOfKeys(content) {
  return FROM_CLIENTS.has(content.kind);
}

/**
 * @param {any} value
 * @returns {Epoch|null}
 */
function readEpoch({ epoch, secret, sender, members, go }) {
  if (!isEpoch(epoch) || !isSecret(secret) || !isSender(sender) || typeof go !== "boolean") return null;
  if (!Array.isArray(members) || members.length > MOST_MEMBERS || !members.every(isMember)) return null;
  const listed = members.map(({ participant, sender: number, load }) => ({
    participant,
    sender: number,
    load,
  }));
  if (new Set(listed.map((member) => member.sender)).size < listed.length) return null;
  if (new Set(listed.map((member) => member.participant)).size < listed.length) return null;
  if (!listed.some((member) => member.sender === sender)) return null;
  return { kind: "epoch", epoch, secret, sender, members: listed, go };
}

/** @param {any} value */
function isMember(value) {
  return isId(value?.participant) && isSender(value.sender) && isId(value.load);
}

/** @param {unknown} value */
function isId(value) {
  return isBytes(value, ID_BYTES);
}

/** @param {unknown} value */
function isSecret(value) {
  return isBytes(value, SECRET_BYTES);
}

/**
 * @param {unknown} value
 * @param {number} length
 */
function isBytes(value, length) {
  if (typeof value !== "string" || value.length > 2 * length) return false;
  try {
    return decodeBase64url(value).length === length;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** @param {unknown} value */
function isSender(value) {
  return Number.isInteger(value) && /** @type {number} */ (value) >= 0 && /** @type {number} */ (value) < 256;
}

/** @param {unknown} value */
function isEpoch(value) {
  return (
    Number.isInteger(value) &&
    /** @type {number} */ (value) >= 1 &&
    /** @type {number} */ (value) <= LAST_EPOCH
  );
}

/** @param {unknown} value */
function isTime(value) {
  return Number.isSafeInteger(value) && /** @type {number} */ (value) >= 0;
}
