// The bytes of a sealed message between a client's page and the one that hosts: algorithm 1, the control channel.

import { decodeBase64url, encodeBase64url } from "./base64url.js";
import { concat } from "./bytes.js";
import { TAG_LENGTH } from "./noise_cipher.js";
import { pad as padText, unpad as unpadText } from "./padding.js";
import { SealedRefused } from "./sealed_refused.js";
import { KEY_LENGTH } from "./x25519.js";

/** @typedef {Uint8Array<ArrayBuffer>} Bytes */

/** Other algorithms are other modules' or nobody's; 0 was none at all. */
const ALGORITHM = 1;
export const ID_LENGTH = 16;
/** A message's text is padded to a multiple of this, and a client's first to a multiple of the other. */
export const PADDED_TO = 256;
export const FIRST_PADDED_TO = 4096;
const HASH_LENGTH = 32;
/** Noise message 1 with a commitment, and message 2 with the id of a page. */
const KNOCK_LENGTH = KEY_LENGTH + HASH_LENGTH + TAG_LENGTH;
const ANSWER_LENGTH = KEY_LENGTH + ID_LENGTH + TAG_LENGTH;
const NUMBER_LENGTH = 8;

/**
 * A body is base64url of the byte 1, a byte for its kind, an id and the rest. The id is a handshake's channel, or for
 * `ask` the host's page. Numbers begin at 1 in each direction.
 *
 * @typedef {{kind: "ask", page: string}} Ask                           host: open a channel with this page, please
 * @typedef {{kind: "open"|"resume", channel: string, noise: Bytes}} Knock       client: with the link, or with a seat
 * @typedef {{kind: "opened", channel: string, noise: Bytes}} Opened             host
 * @typedef {{kind: "message", channel: string, number: number, sealed: Bytes}} Message
 * @typedef {{kind: "acknowledgement", channel: string, number: number, sealed: Bytes}} Acknowledgement
 *   everything up to this number was taken
 * @typedef {{kind: "unknown", channel: string}} Unknown                         host: no seat of that kind is known
 * @typedef {Ask|Knock|Opened|Message|Acknowledgement|Unknown} Envelope
 */

const KINDS = Object.freeze(
  /** @type {const} */ (["ask", "open", "resume", "opened", "message", "acknowledgement", "unknown"]),
);

/**
 * @param {Envelope} envelope
 * @returns {string}
 */
export function writeEnvelope(envelope) {
  const head = Uint8Array.of(ALGORITHM, KINDS.indexOf(envelope.kind));
  const id = decodeBase64url(envelope.kind === "ask" ? envelope.page : envelope.channel);
  return encodeBase64url(concat(head, id, restOf(envelope)));
}

/** @param {Envelope} envelope */
function restOf(envelope) {
  switch (envelope.kind) {
    case "open":
    case "resume":
    case "opened":
      return envelope.noise;
    case "message":
    case "acknowledgement":
      return concat(numberBytes(envelope.number), envelope.sealed);
    default:
      return new Uint8Array(0);
  }
}

/** @param {number} number */
function numberBytes(number) {
  const bytes = new Uint8Array(NUMBER_LENGTH);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(number));
  return bytes;
}

/**
 * Throws `SealedRefused` for whatever is not exactly one of the kinds above.
 *
 * @param {string} body
 * @returns {Envelope}
 */
export function readEnvelope(body) {
  const bytes = bytesOf(body);
  if (bytes[0] !== ALGORITHM) throw new SealedRefused("an algorithm this page does not know");
  const kind = KINDS[bytes[1] ?? KINDS.length];
  if (kind === undefined || bytes.length < 2 + ID_LENGTH) throw new SealedRefused("not an envelope");
  const channel = encodeBase64url(bytes.slice(2, 2 + ID_LENGTH));
  const rest = bytes.slice(2 + ID_LENGTH);
  switch (kind) {
    case "ask":
      return { kind, page: ofLength(rest, 0) && channel };
    case "unknown":
      return { kind, channel: ofLength(rest, 0) && channel };
    case "open":
    case "resume":
      return { kind, channel, noise: ofLength(rest, KNOCK_LENGTH) };
    case "opened":
      return { kind, channel, noise: ofLength(rest, ANSWER_LENGTH) };
    case "message":
    case "acknowledgement":
      return { kind, channel, ...readNumbered(kind, rest) };
  }
}

/**
 * @param {string} body
 * @returns {Bytes}
 */
function bytesOf(body) {
  try {
    return decodeBase64url(body);
  } catch (error) {
    throw new SealedRefused("not base64url", { cause: error });
  }
}

/**
 * @param {Bytes} rest
 * @param {number} length
 */
function ofLength(rest, length) {
  if (rest.length !== length) throw new SealedRefused("an envelope of another length");
  return rest;
}

/**
 * @param {"message"|"acknowledgement"} kind
 * @param {Bytes} rest
 */
function readNumbered(kind, rest) {
  if (rest.length < NUMBER_LENGTH + TAG_LENGTH) throw new SealedRefused("an envelope of another length");
  const number = Number(new DataView(rest.buffer).getBigUint64(0));
  if (!Number.isSafeInteger(number) || number < 1) throw new SealedRefused("not a number");
  const sealed = rest.slice(NUMBER_LENGTH);
  const text = sealed.length - TAG_LENGTH;
  if (kind === "acknowledgement") ofLength(sealed, TAG_LENGTH);
  else if (text === 0 || text % PADDED_TO !== 0) throw new SealedRefused("an envelope of another length");
  return { number, sealed };
}

/**
 * One content as JSON between its length and zeros, so that how long it is tells nobody what it says.
 *
 * @param {unknown} content
 * @param {Uint8Array} [before]  what goes before all that in a client's first message
 * @returns {Bytes}
 */
export function pad(content, before) {
  const text = new TextEncoder().encode(JSON.stringify(content));
  return padText(text, before === undefined ? PADDED_TO : FIRST_PADDED_TO, before);
}

/**
 * Throws `SealedRefused`.
 *
 * @param {Bytes} padded  without what went before
 * @returns {unknown}
 */
export function unpad(padded) {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(unpadText(padded)));
  } catch (error) {
    if (error instanceof RangeError) throw new SealedRefused(error.message);
    // The parser's own words would repeat some of the text.
    throw new SealedRefused("a text that is no JSON");
  }
}
