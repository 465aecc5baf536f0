import assert from "node:assert/strict";
import { createCipheriv, hkdfSync } from "node:crypto";
import { test } from "node:test";

import {
  AES_128_GCM_SHA256_128,
  AES_256_GCM_SHA512_128,
  SframeRefused,
  decodeHeader,
  decrypt,
  deriveKey,
  encodeHeader,
  encrypt,
} from "../../static/js/sframe.js";
import { seededRandom } from "./seeded_random.js";
import { HEADERS, bytesOf, hexOf, VECTORS } from "./sframe_vectors.js";

/** @typedef {Uint8Array<ArrayBuffer>} Bytes */

const SUITES = { 4: AES_128_GCM_SHA256_128, 5: AES_256_GCM_SHA512_128 };

test("the official headers are written, and read back", () => {
  for (const [kid, counter, header] of HEADERS) {
    assert.equal(hexOf(encodeHeader(kid, counter)), header);
    assert.deepEqual(decodeHeader(bytesOf(`${header}ffff`)), { kid, counter, length: header.length / 2 });
  }
});

for (const vector of VECTORS) {
  const suite = SUITES[vector.suite];
  const [baseKey, metadata, plaintext] = [vector.baseKey, vector.metadata, vector.plaintext].map(bytesOf);

  test(`suite ${vector.suite} makes the official salt and ciphertext, and opens it`, async () => {
    const key = await deriveKey(baseKey, vector.kid, suite);
    assert.equal(hexOf(key.salt), vector.salt);
    const sealed = await encrypt(key, vector.counter, plaintext, metadata);
    assert.equal(hexOf(sealed), vector.sealed);
    assert.deepEqual(await decrypt(() => key, sealed, metadata), {
      plaintext,
      kid: vector.kid,
      counter: vector.counter,
    });
  });

  test(`suite ${vector.suite} derives the official key, with the official nonce`, () => {
    const hash = suite.hash.replace("-", "");
    const info = Buffer.concat([
      Buffer.from("SFrame 1.0 Secret key "),
      bytesOf(`0000000000000123000${vector.suite}`),
    ]);
    const key = Buffer.from(hkdfSync(hash, baseKey, "", info, suite.keyBytes));
    assert.equal(hexOf(key), vector.key);
    const cipher = createCipheriv(
      suite.keyBytes === 16 ? "aes-128-gcm" : "aes-256-gcm",
      key,
      bytesOf(vector.nonce),
    );
    const header = bytesOf("9901234567");
    cipher.setAAD(Buffer.concat([header, metadata]));
    const sealed = Buffer.concat([header, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
    assert.equal(hexOf(sealed), vector.sealed);
  });
}

test("a key is never given back", async () => {
  const { key } = await deriveKey(new Uint8Array(32), 1n);
  assert.equal(key.extractable, false);
});

/** @param {() => number} random */
function randomValue(random) {
  const [high, low] = [random(), random()].map((part) => BigInt(Math.floor(part * 2 ** 32)));
  const bits = Math.floor(random() * 65);
  return BigInt.asUintN(bits, (/** @type {bigint} */ (high) << 32n) | /** @type {bigint} */ (low));
}

/**
 * @param {() => number} random
 * @param {number} most
 */
function randomBytes(random, most) {
  return Uint8Array.from({ length: Math.floor(random() * (most + 1)) }, () => Math.floor(random() * 256));
}

test("what is sealed opens, whatever key id, counter, length and metadata", async () => {
  const random = seededRandom(9605);
  for (let round = 0; round < 200; round += 1) {
    const key = await deriveKey(randomBytes(random, 64), randomValue(random));
    const [counter, plaintext] = [randomValue(random), randomBytes(random, 300)];
    const metadata = randomBytes(random, 12);
    const sealed = await encrypt(key, counter, plaintext, metadata);
    const opened = await decrypt((kid) => (kid === key.kid ? key : undefined), sealed, metadata);
    assert.deepEqual(opened, { plaintext, kid: key.kid, counter });
  }
});

test("a frame with any bit flipped, cut anywhere, or under other metadata is refused", async () => {
  const key = await deriveKey(new Uint8Array(32).fill(7), 0x10203n);
  const [plaintext, metadata] = [new Uint8Array([1, 2, 3, 4, 5]), new Uint8Array([6, 7, 8])];
  const sealed = await encrypt(key, 300n, plaintext, metadata);
  const refused = (/** @type {Bytes} */ data, /** @type {Bytes} */ given) =>
    assert.rejects(decrypt((kid) => (kid === key.kid ? key : undefined), data, given), SframeRefused);
  for (let bit = 0; bit < 8 * sealed.length; bit += 1) {
    await refused(flipped(sealed, bit), metadata);
  }
  for (let length = 0; length < sealed.length; length += 1) await refused(sealed.slice(0, length), metadata);
  for (let bit = 0; bit < 8 * metadata.length; bit += 1) await refused(sealed, flipped(metadata, bit));
  await refused(sealed, metadata.slice(1));
  await refused(new Uint8Array([...sealed, 0]), metadata);
});

/**
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {number} bit
 */
function flipped(bytes, bit) {
  return bytes.map((byte, place) => (place === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
}

test("of two frames, no part of one fits the other", async () => {
  const key = await deriveKey(new Uint8Array(32).fill(7), 0x10203n);
  const other = await deriveKey(new Uint8Array(32).fill(8), 0x10204n);
  const text = new Uint8Array(40).fill(1);
  const [one, two] = [await encrypt(key, 8n, text), await encrypt(key, 9n, text)];
  const foreign = await encrypt(other, 8n, text);
  const find = (/** @type {bigint} */ kid) => [key, other].find((each) => each.kid === kid);
  const header = encodeHeader(key.kid, 8n).length;
  /** @type {[Bytes, Bytes][]} */
  const pairs = [
    [one, two],
    [two, one],
    [one, foreign],
    [foreign, one],
  ];
  for (const [head, body] of pairs) {
    const mixed = new Uint8Array([...head.slice(0, header), ...body.slice(header)]);
    await assert.rejects(decrypt(find, mixed), { reason: "tag" });
  }
});

test("a frame under a key that nobody has is refused, and one whose key id is another than that of the key", async () => {
  const key = await deriveKey(new Uint8Array(32), 5n);
  const sealed = await encrypt(key, 1n, new Uint8Array(4));
  await assert.rejects(decrypt(() => undefined, sealed), { reason: "key" });
  await assert.rejects(decrypt(() => ({ ...key, kid: 6n }), sealed), { reason: "key" });
});

test("a header that is cut off or longer than it need be is refused", () => {
  for (const header of ["", "80", "89ff", "0900", "8007", "0807", "090001", "f0ffffffff"]) {
    assert.throws(() => decodeHeader(bytesOf(header)), { reason: "header" });
  }
});

test("no header is made for what is no unsigned integer of 64 bits", () => {
  assert.throws(() => encodeHeader(-1n, 0n), RangeError);
  assert.throws(() => encodeHeader(0n, 2n ** 64n), RangeError);
});
