// One handshake of the control channel, as the client's page and the one that hosts each see it.

import { decodeBase64url, encodeBase64url, randomId } from "./base64url.js";
import { concat, sameBytes } from "./bytes.js";
import { ID_LENGTH } from "./envelope.js";
import { hkdf } from "./kdf.js";
import { initiate, respond } from "./noise.js";
import { SealedRefused } from "./sealed_refused.js";

/** @import { Knock } from "./envelope.js" */
/** @import { Keys } from "./noise.js" */
/** @import { KeyPair } from "./x25519.js" */

/**
 * @typedef {Uint8Array<ArrayBuffer>} Bytes
 *
 * @typedef {object} Place  where and between whom, each an id of 16 bytes as base64url
 * @property {string} room
 * @property {string} invitation
 * @property {string} client
 * @property {string} host
 *
 * @typedef {{secret: Bytes, resumption: Bytes|null}} Shared  S of the link, and R of a seat
 *
 * @typedef {object} Session  what a handshake has come to
 * @property {string} channel
 * @property {Keys} keys
 * @property {Bytes} load          16 bytes that name it
 * @property {Bytes} opening       n, which the client has committed itself to
 * @property {number[]|null} words 4 numbers of a byte, only of a fresh one
 */

const VERSION = new TextEncoder().encode("telehealth/1");
const COMMIT = new TextEncoder().encode("telehealth/1 commit");
const NOTHING = new Uint8Array(0);
/** 22 letters are 16 bytes and 4 bits, which are zero in the one spelling that counts. */
const ID = /^[A-Za-z0-9_-]{21}[AQgw]$/;
export const OPENING_LENGTH = 32;
const WORDS = 4;

/**
 * The client's: what it says first, and what it makes of the answer. `finish` throws `SealedRefused`, and may be
 * tried again with another answer.
 *
 * @param {Place & Shared & {roomKey: Bytes}} given
 * @returns {Promise<{knock: Knock, finish: (answer: Bytes) => Promise<Session & {page: string}>}>}
 */
export async function knockAt({ secret, resumption, roomKey, ...place }) {
  const opening = crypto.getRandomValues(new Uint8Array(OPENING_LENGTH));
  const channel = randomId();
  const { message, finish } = await initiate({
    psk: await pskOf({ secret, resumption }),
    prologue: prologueOf(place),
    roomKey,
    payload: await commitmentTo(opening),
  });
  return {
    knock: { kind: resumption === null ? "open" : "resume", channel, noise: message },
    finish: async (answer) => {
      const { payload, ...keys } = await finish(answer);
      const words = resumption === null ? await safetyWords(opening, keys.hash) : null;
      return { channel, keys, load: loadOf(keys), opening, words, page: encodeBase64url(payload) };
    },
  };
}

/**
 * The host's: `answer` is for a knock that was made with the link of this room. Throws `SealedRefused`.
 *
 * @param {Knock} knock
 * @param {Place & Shared & {roomKey: KeyPair}} given
 * @returns {Promise<{answer: (page: string) => Promise<Answered>}>}
 *
 * @typedef {object} Answered
 * @property {Bytes} noise  message 2
 * @property {Keys} keys
 * @property {Bytes} load
 * @property {(opening: Bytes) => Promise<number[]|null>} confirm  the words of a fresh one; throws `SealedRefused`
 */
export async function hearKnock({ kind, noise }, { secret, resumption, roomKey, ...place }) {
  const isFresh = kind === "open";
  const psk = await pskOf({ secret, resumption: isFresh ? null : resumption });
  const heard = await respond({ psk, prologue: prologueOf(place), room: roomKey, message: noise });
  return {
    answer: async (page) => {
      const { message, ...keys } = await heard.answer(decodeBase64url(page));
      const confirm = async (/** @type {Bytes} */ opening) => {
        const isIt = sameBytes(await commitmentTo(opening), heard.payload);
        if (!isIt) throw new SealedRefused("not what the knock has promised");
        return isFresh ? safetyWords(opening, keys.hash) : null;
      };
      return { noise: message, keys, load: loadOf(keys), confirm };
    },
  };
}

/** @param {Shared} shared */
function pskOf({ secret, resumption }) {
  if (resumption === null) return hkdf(secret, "telehealth/1 noise");
  return hkdf(concat(secret, resumption), "telehealth/1 resume");
}

/** @param {Place} place */
function prologueOf({ room, invitation, client, host }) {
  return concat(VERSION, ...[room, invitation, client, host].map(idBytes));
}

/** @param {string} id */
function idBytes(id) {
  const bytes = ID.test(id) ? decodeBase64url(id) : NOTHING;
  if (bytes.length !== ID_LENGTH) throw new SealedRefused("an id that is none");
  return bytes;
}

/** @param {Bytes} opening */
async function commitmentTo(opening) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", concat(COMMIT, opening)));
}

/** @param {Keys} keys */
function loadOf({ hash }) {
  return hash.slice(0, ID_LENGTH);
}

/**
 * @param {Bytes} opening
 * @param {Bytes} hash
 */
async function safetyWords(opening, hash) {
  return [...(await hkdf(opening, "telehealth/1 safety words", hash, WORDS))];
}
