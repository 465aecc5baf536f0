import assert from "node:assert/strict";
import { test } from "node:test";

import { decodeBase64url, encodeBase64url } from "../../static/js/base64url.js";
import { concat } from "../../static/js/bytes.js";
import { hearKnock, knockAt } from "../../static/js/handshake.js";
import { hkdf } from "../../static/js/kdf.js";
import { respond } from "../../static/js/noise.js";
import { SealedRefused } from "../../static/js/sealed_refused.js";
import { newPair } from "../../static/js/x25519.js";
import { PLACE } from "./end_pair.js";
import { RESUMPTION, ROOM_KEY, SECRET, identifier } from "./sealed_end.js";

/** @typedef {Parameters<typeof knockAt>[0]} Client */
/** @typedef {Parameters<typeof hearKnock>[1]} Host */

/** @type {Client} */
const CLIENT = { ...PLACE, secret: SECRET, resumption: null, roomKey: ROOM_KEY.publicKey };
/** @type {Host} */
const HOST = { ...PLACE, secret: SECRET, resumption: null, roomKey: ROOM_KEY };
const PAGE = identifier("page");

/** @param {Partial<Client>} [client] @param {Partial<Host>} [host] */
async function shake(client = {}, host = {}) {
  const { knock, finish } = await knockAt({ ...CLIENT, ...client });
  const heard = await hearKnock(knock, { ...HOST, ...host });
  const answered = await heard.answer(PAGE);
  return { knock, finish, heard, answered, session: await finish(answered.noise) };
}

test("both ends have the same words, the same load and each other's keys", async () => {
  const { knock, answered, session } = await shake();
  assert.equal(session.page, PAGE);
  assert.equal(session.channel, knock.channel);
  const words = await answered.confirm(session.opening);
  assert.equal(words?.length, 4);
  assert.deepEqual(words, session.words);
  assert.deepEqual(answered.load, session.load);
  assert.equal(session.load.length, 16);
  const text = Uint8Array.of(1, 2, 3);
  for (const [from, to] of [
    [session.keys, answered.keys],
    [answered.keys, session.keys],
  ]) {
    assert.deepEqual(await to?.receive.open(0n, (await from?.send.seal(0n, text)) ?? text), text);
  }
});

test("the words and the load come out of the hash as it is written, and n makes the words", async () => {
  const { session } = await shake();
  const { keys, opening, words, load } = session;
  assert.deepEqual(load, keys.hash.slice(0, 16));
  assert.deepEqual(words, [...(await hkdf(opening, "telehealth/1 safety words", keys.hash, 4))]);
});

test("message 1 promises n in its payload, under the psk of the link and a prologue of all that it is for", async () => {
  const { knock, finish } = await knockAt(CLIENT);
  const ids = [PLACE.room, PLACE.invitation, PLACE.client, PLACE.host].map(decodeBase64url);
  const heard = await respond({
    psk: await hkdf(SECRET, "telehealth/1 noise"),
    prologue: concat(new TextEncoder().encode("telehealth/1"), ...ids),
    room: ROOM_KEY,
    message: knock.noise,
  });
  const { message } = await heard.answer(decodeBase64url(PAGE));
  const { opening } = await finish(message);
  const commitment = await crypto.subtle.digest(
    "SHA-256",
    concat(new TextEncoder().encode("telehealth/1 commit"), opening),
  );
  assert.deepEqual(heard.payload, new Uint8Array(commitment));
});

test("a seat resumes under a psk of S and R, and has no words of its own", async () => {
  const { knock, answered, session } = await shake({ resumption: RESUMPTION }, { resumption: RESUMPTION });
  assert.equal(knock.kind, "resume");
  assert.equal(session.words, null);
  assert.equal(await answered.confirm(session.opening), null);
  const ids = [PLACE.room, PLACE.invitation, PLACE.client, PLACE.host].map(decodeBase64url);
  await respond({
    psk: await hkdf(concat(SECRET, RESUMPTION), "telehealth/1 resume"),
    prologue: concat(new TextEncoder().encode("telehealth/1"), ...ids),
    room: ROOM_KEY,
    message: knock.noise,
  });
});

test("a host that knows of a seat answers a knock with the link alone as a fresh one", async () => {
  const { answered, session } = await shake({}, { resumption: RESUMPTION });
  assert.deepEqual(await answered.confirm(session.opening), session.words);
});

test("n is what was promised, or nothing is confirmed", async () => {
  const { answered, session } = await shake();
  const other = session.opening.slice();
  other[31] = (other[31] ?? 0) ^ 1;
  await assert.rejects(answered.confirm(other), SealedRefused);
  await assert.rejects(answered.confirm(new Uint8Array(0)), SealedRefused);
});

test("a knock for another place, with another link, seat or room is refused", async () => {
  const other = identifier("other");
  /** @type {Partial<Host>[]} */
  const hosts = [
    { room: other },
    { invitation: other },
    { client: other },
    { host: other },
    { client: PLACE.host, host: PLACE.client },
    { secret: new Uint8Array(16) },
    { roomKey: await newPair() },
  ];
  for (const host of hosts) await assert.rejects(shake({}, host), SealedRefused);
  await assert.rejects(shake({ resumption: RESUMPTION }, { resumption: new Uint8Array(32) }), SealedRefused);
  const { knock } = await knockAt(CLIENT);
  await assert.rejects(hearKnock({ ...knock, kind: "resume" }, { ...HOST, resumption: RESUMPTION }), SealedRefused);
});

test("answers that were swapped between two handshakes open neither", async () => {
  const [one, other] = [await knockAt(CLIENT), await knockAt(CLIENT)];
  const answers = [];
  for (const { knock } of [one, other]) answers.push(await (await hearKnock(knock, HOST)).answer(PAGE));
  const [first, second] = answers;
  assert.ok(first && second);
  await assert.rejects(one.finish(second.noise), SealedRefused);
  await assert.rejects(other.finish(first.noise), SealedRefused);
  assert.deepEqual((await one.finish(first.noise)).load, first.load);
});

test("a knock that comes back, or an answer that is the host's own key, opens nothing", async () => {
  const { knock, finish } = await knockAt(CLIENT);
  await assert.rejects(finish(knock.noise.slice(0, 64)), SealedRefused);
  await assert.rejects(finish(concat(ROOM_KEY.publicKey, new Uint8Array(32))), SealedRefused);
  await assert.rejects(finish(new Uint8Array(64)), SealedRefused);
});

test("an id that is none, and a room key without a secret, are refused before anything is said", async () => {
  for (const room of ["", "room", `${"a".repeat(21)}B`, encodeBase64url(new Uint8Array(17))]) {
    await assert.rejects(knockAt({ ...CLIENT, room }), SealedRefused);
  }
  await assert.rejects(knockAt({ ...CLIENT, roomKey: new Uint8Array(32) }), SealedRefused);
});
