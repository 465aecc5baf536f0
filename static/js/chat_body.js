// What is said in a session's chat, as it travels: the body of a sealed message of algorithm 2.
//
//   body      = base64url of 2 ‖ SFrame (RFC 9605) of the plaintext, without metadata
//   plaintext = length u32 ‖ one content as UTF-8 JSON ‖ zeros, in all a multiple of 256 bytes
//   content   = {"kind": "chat", "id", "text"}, or {"kind": "taken", "id"}: I have this message

import { decodeBase64url, encodeBase64url } from "./base64url.js";
import { LONGEST_TEXT, cleanText } from "./chat_text.js";
import { pad, unpad } from "./padding.js";
import { SframeRefused, decrypt, encrypt } from "./sframe.js";

/** @import { Bytes, SframeKey } from "./sframe.js" */

/**
 * @typedef {{kind: "chat", id: string, text: string}} Said
 * @typedef {{kind: "taken", id: string}} Taken
 * @typedef {Said|Taken} ChatContent
 */

/** What the first byte of a sealed body says of chat. */
export const ALGORITHM_CHAT = 2;
const BLOCK = 256;
/** Of the longest text with the longest characters. */
const LARGEST_PLAINTEXT = 4 * LONGEST_TEXT + BLOCK;
/** The algorithm, the largest header, and the tag. */
const AROUND = 1 + 17 + 16;
const LONGEST_BODY = Math.ceil((4 * (AROUND + LARGEST_PLAINTEXT)) / 3);
const ID = /^[\w-]{22}$/;

/** What came is no chat of this session, or not of the one who is said to have sent it. */
export class ChatRefused extends Error {}

/**
 * Whether a sealed body says that it is chat.
 *
 * @param {string} body
 * @returns {boolean}
 */
export function isChat(body) {
  // Two letters of base64url hold the first byte.
  return body.length <= LONGEST_BODY && /^A[g-v]/.test(body);
}

/**
 * Nobody may call this twice with one key and one counter.
 *
 * @param {SframeKey} key
 * @param {bigint} counter
 * @param {ChatContent} content
 * @returns {Promise<string>}
 */
export async function sealChat(key, counter, content) {
  const frame = await encrypt(key, counter, pad(new TextEncoder().encode(JSON.stringify(content)), BLOCK));
  return encodeBase64url(new Uint8Array([ALGORITHM_CHAT, ...frame]));
}

/**
 * Throws `ChatRefused`. Whether the counter was seen before is the caller's question.
 *
 * @param {(kid: bigint) => Promise<SframeKey>} find  may throw `ChatRefused`, too
 * @param {string} body
 * @returns {Promise<{content: ChatContent, counter: bigint}>}
 */
export async function openChat(find, body) {
  const frame = frameOf(body);
  try {
    const { plaintext, counter } = await decrypt(find, frame);
    return { content: readContent(textOf(plaintext)), counter };
  } catch (error) {
    if (error instanceof SframeRefused) throw new ChatRefused(error.message, { cause: error });
    throw error;
  }
}

/** @param {string} body @returns {Bytes} */
function frameOf(body) {
  if (!isChat(body)) throw new ChatRefused("another algorithm, or too long");
  try {
    return decodeBase64url(body).slice(1);
  } catch (error) {
    if (error instanceof RangeError) throw new ChatRefused("not base64url", { cause: error });
    throw error;
  }
}

/** @param {Bytes} padded @returns {Uint8Array} */
function textOf(padded) {
  if (padded.length % BLOCK !== 0) throw new ChatRefused("not padded");
  try {
    return unpad(padded);
  } catch (error) {
    if (error instanceof RangeError) throw new ChatRefused("not padded", { cause: error });
    throw error;
  }
}

/** @param {Uint8Array} bytes @returns {ChatContent} */
function readContent(bytes) {
  const value = readJson(bytes);
  if (typeof value?.id !== "string" || !ID.test(value.id)) throw new ChatRefused("no content");
  const { kind, id, text } = value;
  if (kind === "taken") return { kind, id };
  if (kind !== "chat" || typeof text !== "string") throw new ChatRefused("no content");
  const clean = cleanText(text);
  if (clean === "") throw new ChatRefused("nothing to be seen");
  return { kind, id, text: clean };
}

/** @param {Uint8Array} bytes @returns {any} */
function readJson(bytes) {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof SyntaxError)) throw error;
    throw new ChatRefused("not JSON", { cause: error });
  }
}
