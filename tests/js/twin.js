// The pages' modules, for the second implementation in tests/privacy to talk with: a request and an answer a line.
//
// Bytes are base64url, big numbers are decimal text. What an end of a channel says by itself is a line with `event`.

import { createInterface } from "node:readline";
import { decodeBase64url, encodeBase64url } from "../../static/js/base64url.js";
import { openChat, sealChat } from "../../static/js/chat_body.js";
import { ClientEnd } from "../../static/js/client_end.js";
import { readEnvelope } from "../../static/js/envelope.js";
import { HostEnd } from "../../static/js/host_end.js";
import { hkdfBytes } from "../../static/js/kdf.js";
import { KeyRing } from "../../static/js/key_ring.js";
import { baseKey, kidOf } from "../../static/js/media_secret.js";
import { wordsOf } from "../../static/js/safety_words.js";
import { decodeHeader, decrypt, deriveKey, encodeHeader, encrypt } from "../../static/js/sframe.js";
import { CLOCK } from "../../static/js/clock.js";
import { importRoomKey } from "../../static/js/x25519.js";

/** @typedef {any} Json  what a line holds */

/** @param {Json} line */
const write = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
/** @param {string} event @param {Json} about */
const tell = (event, about) => write({ event, ...about });
/** @param {string|null} text */
const bytesOrNull = (text) => (text === null ? null : decodeBase64url(text));

/** What an end does with all that comes of it. */
const HEARS = {
  /** @param {string} body */
  transmit: (body) => tell("transmit", { body }),
  /** @param {unknown} content */
  content: (content) => tell("content", { content }),
  /** @param {number} number */
  acknowledged: (number) => tell("acknowledged", { number }),
};

const ring = new KeyRing();
/** @type {ClientEnd|HostEnd|null} */
let end = null;

/** @param {Json} period */
const readPeriod = ({ epoch, secret, own, members }) => ({
  epoch,
  secret: decodeBase64url(secret),
  own: { ...own, load: decodeBase64url(own.load) },
  members: members.map((/** @type {Json} */ one) => ({ ...one, load: decodeBase64url(one.load) })),
});

/** @type {Record<string, (given: Json) => Json>} */
const ANSWERS = {
  hkdf: async ({ ikm, info, salt, bytes }) =>
    encodeBase64url(await hkdfBytes(...read(ikm, info, salt), bytes)),
  header: ({ kid, counter }) => encodeBase64url(encodeHeader(BigInt(kid), BigInt(counter))),
  numbers: ({ data }) => Object.values(decodeHeader(decodeBase64url(data))).map(String),
  base: async ({ secret, load, ...place }) =>
    encodeBase64url(await baseKey({ secret: decodeBase64url(secret), load: decodeBase64url(load), ...place })),
  kid: ({ epoch, sender, stream }) => String(kidOf(epoch, sender, stream)),
  async encrypt({ base, kid, counter, plaintext, metadata }) {
    const key = await deriveKey(decodeBase64url(base), BigInt(kid));
    return encodeBase64url(await encrypt(key, BigInt(counter), ...read(plaintext, metadata)));
  },
  async decrypt({ base, data, metadata }) {
    const find = (/** @type {bigint} */ kid) => deriveKey(decodeBase64url(base), kid);
    const { plaintext, counter } = await decrypt(find, ...read(data, metadata));
    return [encodeBase64url(plaintext), String(counter)];
  },
  hold: ({ period, streams }) =>
    ring.obey({ order: "hold", request: 0, period: readPeriod(period), streams }).then(() => null),
  send: ({ epoch }) => ring.obey({ order: "send", epoch }).then(() => null),
  seal: async ({ transform, plaintext, clear }) =>
    encodeBase64url(await ring.seal(transform, ...read(plaintext, clear))),
  async open({ participant, data, clear }) {
    const opened = await ring.open({ kind: "session", participant }, ...read(data, clear));
    return opened && encodeBase64url(opened);
  },
  async chat({ base, kid, counter, content }) {
    return sealChat(await deriveKey(decodeBase64url(base), BigInt(kid)), BigInt(counter), content);
  },
  async read({ base, body }) {
    return (await openChat((kid) => deriveKey(decodeBase64url(base), kid), body)).content;
  },
  words: ({ numbers }) => wordsOf(numbers),
  client({ secret, resumption, roomKey, ...place }) {
    const at = {
      ...place,
      secret: decodeBase64url(secret),
      resumption: bytesOrNull(resumption),
      roomKey: decodeBase64url(roomKey),
    };
    const opened = (/** @type {Json} */ { words, load }) =>
      tell("opened", { words, load: encodeBase64url(load) });
    end = new ClientEnd({ at, opened, unknown: () => tell("unknown", {}), ...HEARS });
    end.setConnected(true);
    return null;
  },
  async host({ room, client, host, invitation, secret, resumption, ...key }) {
    const roomKey = await importRoomKey(key);
    const secrets = async () => ({
      invitation,
      secret: decodeBase64url(secret),
      roomKey,
      resumption: bytesOrNull(resumption),
    });
    const place = () => ({ room, client, host });
    const confirmed = (/** @type {Json} */ { load, ...about }) =>
      tell("confirmed", { ...about, load: encodeBase64url(load) });
    const overrun = () => tell("overrun", {});
    end = new HostEnd({ place, secrets, count: async () => true, overrun, confirmed, ...HEARS }, CLOCK);
    end.setConnected(true);
    return null;
  },
  async receive({ body }) {
    if (end instanceof HostEnd) await end.hear(readEnvelope(body));
    else await end?.receive(body);
    return null;
  },
  tell: ({ content }) => end?.send(content) ?? 0,
};

/**
 * @template {string[]} Texts
 * @param {Texts} texts
 * @returns {{ [place in keyof Texts]: Uint8Array<ArrayBuffer> }}
 */
function read(...texts) {
  return /** @type {any} */ (texts.map(decodeBase64url));
}

/** @param {string} line */
async function answer(line) {
  const { request, ...given } = JSON.parse(line);
  try {
    const found = ANSWERS[request];
    if (found === undefined) throw new RangeError(`no such request: ${request}`);
    write({ answer: (await found(given)) ?? null });
  } catch (error) {
    write({ refused: error instanceof Error ? error.message : String(error) });
  }
}

for await (const line of createInterface({ input: process.stdin })) await answer(line);
// Ends remind each other by timers, which nobody needs any more.
process.exit(0);
