import assert from "node:assert/strict";
import { test } from "node:test";

import { encodeBase64url } from "../../static/js/base64url.js";
import { initiate, respond } from "../../static/js/noise.js";
import { SealedRefused } from "../../static/js/sealed_refused.js";
import { importRoomKey, newPair, sharedSecret } from "../../static/js/x25519.js";
import { NOISE_NKPSK0 } from "./noise_vectors.js";

/** @param {string} hex */
const bytes = (hex) => new Uint8Array(Buffer.from(hex, "hex"));
/** @param {Uint8Array} data */
const hex = (data) => Buffer.from(data).toString("hex");
/** @param {string} secret  32 bytes, put into PKCS #8 by what RFC 8410 writes before them */
const pkcs8 = (secret) => bytes(`302e020100300506032b656e04220420${secret}`);

/** A pair from its private half: the public one is that half times the base point. @param {string} secret */
async function pairOf(secret) {
  const base = bytes(`09${"00".repeat(31)}`);
  const algorithm = { name: "X25519" };
  const key = await crypto.subtle.importKey("pkcs8", pkcs8(secret), algorithm, false, ["deriveBits"]);
  const publicKey = await sharedSecret(key, base);
  return importRoomKey({
    publicKey: encodeBase64url(publicKey),
    privateKey: encodeBase64url(pkcs8(secret)),
  });
}

async function shaken() {
  const { psk, prologue, messages, ...keys } = NOISE_NKPSK0;
  const [first, second] = messages;
  assert.ok(first && second);
  const shared = { psk: bytes(psk), prologue: bytes(prologue) };
  const room = await pairOf(keys.responderStatic);
  const client = await initiate({
    ...shared,
    roomKey: bytes(keys.responderStaticPublic),
    payload: bytes(first.payload),
    ephemeral: await pairOf(keys.initiatorEphemeral),
  });
  const host = await respond({ ...shared, room, message: client.message });
  const answered = await host.answer(bytes(second.payload), await pairOf(keys.responderEphemeral));
  return { shared, room, client, host, answered, first, second };
}

test("the official vector's handshake comes out on both sides", async () => {
  const { room, client, host, answered, first, second } = await shaken();
  assert.equal(hex(room.publicKey), NOISE_NKPSK0.responderStaticPublic);
  assert.equal(hex(client.message), first.ciphertext);
  assert.equal(hex(host.payload), first.payload);
  assert.equal(hex(answered.message), second.ciphertext);
  const finished = await client.finish(answered.message);
  assert.equal(hex(finished.payload), second.payload);
  assert.deepEqual([hex(finished.hash), hex(answered.hash)], [NOISE_NKPSK0.hash, NOISE_NKPSK0.hash]);
});

test("the official vector's transport messages come out in both directions", async () => {
  const { client, answered } = await shaken();
  const finished = await client.finish(answered.message);
  for (const [index, { payload, ciphertext }] of NOISE_NKPSK0.messages.slice(2).entries()) {
    const [from, to] = index % 2 === 0 ? [finished, answered] : [answered, finished];
    const nonce = BigInt(Math.floor(index / 2));
    assert.equal(hex(await from.send.seal(nonce, bytes(payload))), ciphertext);
    assert.equal(hex(await to.receive.open(nonce, bytes(ciphertext))), payload);
    await assert.rejects(from.receive.open(nonce, bytes(ciphertext)), SealedRefused, "a reflection");
    await assert.rejects(to.receive.open(nonce + 1n, bytes(ciphertext)), SealedRefused, "another number");
  }
});

test("every changed bit of a handshake is refused, and the right answer is taken after it", async () => {
  const { shared, room, client, answered } = await shaken();
  for (let index = 0; index < 64; index += 7) {
    const message = client.message.slice();
    message[index] = (message[index] ?? 0) ^ 1;
    await assert.rejects(respond({ ...shared, room, message }), SealedRefused);
    const answer = answered.message.slice();
    answer[index % answer.length] = (answer[index % answer.length] ?? 0) ^ 1;
    await assert.rejects(client.finish(answer), SealedRefused);
  }
  assert.equal(hex((await client.finish(answered.message)).hash), NOISE_NKPSK0.hash);
});

test("another psk, prologue or room is refused by the host", async () => {
  const { shared, room, client } = await shaken();
  const { message } = client;
  const others = [
    { ...shared, room, psk: new Uint8Array(32) },
    { ...shared, room, prologue: new Uint8Array(9) },
    { ...shared, room: await newPair() },
  ];
  for (const other of others) await assert.rejects(respond({ ...other, message }), SealedRefused);
});

test("an answer of another handshake never opens this one", async () => {
  const [one, other] = [await shaken(), await shaken()];
  const { shared, room } = one;
  const again = await initiate({ ...shared, roomKey: room.publicKey, payload: bytes("00") });
  const answered = await (await respond({ ...shared, room, message: again.message })).answer(bytes("01"));
  await assert.rejects(one.client.finish(answered.message), SealedRefused);
  await assert.rejects(again.finish(other.answered.message), SealedRefused);
});
