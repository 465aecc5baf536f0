import assert from "node:assert/strict";
import { test } from "node:test";

import { decodeBase64url, encodeBase64url, randomId } from "../../static/js/base64url.js";
import { ChatRefused, isChat, openChat, sealChat } from "../../static/js/chat_body.js";
import { baseKey, kidOf } from "../../static/js/media_secret.js";
import { deriveKey, encrypt } from "../../static/js/sframe.js";

const bytes = (/** @type {number} */ length) => new Uint8Array(length).map((_, place) => place);
const KID = kidOf(300, 2, 0);
const BASE = await baseKey({ secret: bytes(32), load: bytes(16), label: "chat", epoch: 300, sender: 2, stream: 0 });
const KEY = await deriveKey(BASE, KID);
const ID = "AAECAwQFBgcICQoLDA0ODw";
const find = async () => KEY;

/** A body whose plaintext is this. @param {Uint8Array<ArrayBuffer>} plaintext */
const bodyOf = async (plaintext) => encodeBase64url(new Uint8Array([2, ...(await encrypt(KEY, 9n, plaintext))]));

/** @param {string|Uint8Array} json @param {{length?: number, size?: number, filler?: number}} [change] */
function padded(json, { length, size, filler = 0 } = {}) {
  const text = typeof json === "string" ? new TextEncoder().encode(json) : json;
  const made = new Uint8Array(size ?? Math.ceil((4 + text.length) / 256) * 256).fill(filler);
  new DataView(made.buffer).setUint32(0, length ?? text.length);
  made.set(text, 4);
  return made;
}

const refused = (/** @type {string} */ body) => assert.rejects(openChat(find, body), ChatRefused);

test("what was sealed is opened, with its counter", async () => {
  for (const content of /** @type {const} */ ([{ kind: "chat", id: ID, text: "one\ntwo" }, { kind: "taken", id: ID }])) {
    const body = await sealChat(KEY, 700n, content);
    assert.ok(isChat(body));
    assert.deepEqual(await openChat(find, body), { content, counter: 700n });
  }
});

test("the length of a body says no more than in which step of 256 bytes the text is", async () => {
  const length = async (/** @type {string} */ text) =>
    decodeBase64url(await sealChat(KEY, 1n, { kind: "chat", id: ID, text })).length;
  const taken = decodeBase64url(await sealChat(KEY, 1n, { kind: "taken", id: ID })).length;
  assert.equal(await length("a"), taken);
  assert.equal(await length("a".repeat(190)), taken);
  assert.equal(await length("a".repeat(200)), taken + 256);
  assert.equal(taken, 1 + 1 + 3 + 256 + 16, "algorithm, header, key id, one step, tag");
});

test("the longest text of the longest characters passes", async () => {
  for (const letter of ["🌱", '"']) {
    const text = letter.repeat(2000);
    const { content } = await openChat(find, await sealChat(KEY, 2n ** 64n - 1n, { kind: "chat", id: ID, text }));
    assert.deepEqual(content, { kind: "chat", id: ID, text });
  }
});

test("other algorithms, other letters and what is too long are none", async () => {
  const body = await sealChat(KEY, 1n, { kind: "taken", id: ID });
  const frame = decodeBase64url(body).slice(1);
  for (const algorithm of [0, 1, 3, 255]) {
    const other = encodeBase64url(new Uint8Array([algorithm, ...frame]));
    assert.equal(isChat(other), false);
    await refused(other);
  }
  assert.equal(isChat("Ag".padEnd(20_000, "A")), false);
  for (const other of ["", "A", "Ag", "Ag!", `${body}=`, `${body}A`, "Ah"]) await refused(other);
});

test("a bit that was turned anywhere is noticed", async () => {
  const body = decodeBase64url(await sealChat(KEY, 300n, { kind: "taken", id: ID }));
  for (let place = 1; place < body.length; place += 7) {
    const turned = body.slice();
    turned[place] = /** @type {number} */ (turned[place]) ^ 1;
    await refused(encodeBase64url(turned));
  }
});

test("what is not padded as it should be is refused", async () => {
  const json = JSON.stringify({ kind: "taken", id: ID });
  await assert.doesNotReject(openChat(find, await bodyOf(padded(json))));
  for (const plaintext of [
    new Uint8Array(0),
    padded(json, { size: 255 }),
    padded(json, { size: 260 }),
    padded(json, { length: 253 }),
    padded(json, { length: 2 ** 32 - 1 }),
    padded(json, { filler: 1 }),
  ])
    await refused(await bodyOf(plaintext));
});

test("a content that is none is refused", async () => {
  for (const value of [
    null,
    7,
    [],
    {},
    { kind: "taken" },
    { kind: "taken", id: "short" },
    { kind: "taken", id: [ID] },
    { kind: "note", id: ID, text: "a" },
    { kind: "chat", id: ID },
    { kind: "chat", id: ID, text: 7 },
    { kind: "chat", id: ID, text: " \u200b" },
  ])
    await refused(await bodyOf(padded(JSON.stringify(value))));
  await refused(await bodyOf(padded("{")));
  await refused(await bodyOf(padded(new Uint8Array([0x22, 0xff, 0x22]))));
});

test("a text comes back clean, and with no field that was not asked for", async () => {
  const value = { kind: "chat", id: ID, text: "\u202eone\u0000\n<b>two</b>", extra: randomId() };
  const { content } = await openChat(find, await bodyOf(padded(JSON.stringify(value))));
  assert.deepEqual(content, { kind: "chat", id: ID, text: "one\n<b>two</b>" });
});

test("an error that is none of the body's is not taken for one", async () => {
  const body = await sealChat(KEY, 1n, { kind: "taken", id: ID });
  await assert.rejects(
    openChat(async () => Promise.reject(new TypeError("a fault of the page")), body),
    TypeError,
  );
});
