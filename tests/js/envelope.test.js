import assert from "node:assert/strict";
import { test } from "node:test";

import { decodeBase64url, encodeBase64url } from "../../static/js/base64url.js";
import { concat } from "../../static/js/bytes.js";
import { pad, readEnvelope, unpad, writeEnvelope } from "../../static/js/envelope.js";
import { SealedRefused } from "../../static/js/sealed_refused.js";
import { identifier } from "./sealed_end.js";

/** @import { Envelope } from "../../static/js/envelope.js" */

const CHANNEL = identifier("channel");
const ID = decodeBase64url(CHANNEL);
/** @param {number} length */
const filled = (length) => Uint8Array.from({ length }, (_, index) => index % 251);
/** @param {number} kind @param {...Uint8Array} rest */
const body = (kind, ...rest) => encodeBase64url(concat(Uint8Array.of(1, kind), ID, ...rest));
/** @param {bigint} value */
const u64 = (value) => {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, value);
  return bytes;
};

/** @type {[Envelope, string][]} */
const BODIES = [
  [{ kind: "ask", page: CHANNEL }, body(0)],
  [{ kind: "open", channel: CHANNEL, noise: filled(80) }, body(1, filled(80))],
  [{ kind: "resume", channel: CHANNEL, noise: filled(80) }, body(2, filled(80))],
  [{ kind: "opened", channel: CHANNEL, noise: filled(64) }, body(3, filled(64))],
  [
    { kind: "message", channel: CHANNEL, number: 258, sealed: filled(272) },
    body(4, Uint8Array.of(0, 0, 0, 0, 0, 0, 1, 2), filled(272)),
  ],
  [
    { kind: "acknowledgement", channel: CHANNEL, number: 2 ** 53 - 1, sealed: filled(16) },
    body(5, u64(2n ** 53n - 1n), filled(16)),
  ],
  [{ kind: "unknown", channel: CHANNEL }, body(6)],
];

test("every kind is written in its bytes, and read out of them again", () => {
  for (const [envelope, expected] of BODIES) {
    assert.equal(writeEnvelope(envelope), expected, envelope.kind);
    assert.deepEqual(readEnvelope(expected), envelope);
  }
});

test("other algorithms are refused, and none first of all", () => {
  const clear = encodeBase64url(new TextEncoder().encode(`\0{"kind":"open","channel":"${CHANNEL}"}`));
  assert.throws(() => readEnvelope(clear), SealedRefused);
  for (const [, text] of BODIES) {
    for (const algorithm of [0, 2, 255]) {
      const other = decodeBase64url(text);
      other[0] = algorithm;
      assert.throws(() => readEnvelope(encodeBase64url(other)), SealedRefused);
    }
  }
});

test("a byte too few or too many is refused, and so is whatever is no base64url", () => {
  for (const [{ kind }, text] of BODIES) {
    const whole = decodeBase64url(text);
    for (const other of [whole.slice(0, -1), concat(whole, Uint8Array.of(0)), whole.slice(0, 17)]) {
      assert.throws(() => readEnvelope(encodeBase64url(other)), SealedRefused, kind);
    }
    assert.throws(() => readEnvelope(`${text}=`), SealedRefused);
    assert.throws(() => readEnvelope(`${text} `), SealedRefused);
  }
  for (const other of ["", "A", "AQ", "AQc", body(7), body(255)]) {
    assert.throws(() => readEnvelope(other), SealedRefused, other);
  }
});

test("numbers begin at 1 and end where they could not be told apart any more", () => {
  for (const number of [0n, 2n ** 53n, 2n ** 63n, 2n ** 64n - 1n]) {
    assert.throws(() => readEnvelope(body(4, u64(number), filled(272))), SealedRefused);
    assert.throws(() => readEnvelope(body(5, u64(number), filled(16))), SealedRefused);
  }
});

test("a message is as long as one that was padded, and never empty", () => {
  for (const length of [0, 16, 271, 273, 528 - 1]) {
    assert.throws(() => readEnvelope(body(4, u64(1n), filled(length))), SealedRefused);
  }
  assert.equal(readEnvelope(body(4, u64(1n), filled(528))).kind, "message");
});

test("a content stands between its length and zeros, in a multiple of 256 bytes", () => {
  const padded = pad({ name: "Zoë 🌱" });
  assert.equal(padded.length, 256);
  const text = new TextEncoder().encode('{"name":"Zoë 🌱"}');
  assert.deepEqual(padded.subarray(0, 4), Uint8Array.of(0, 0, 0, text.length));
  assert.deepEqual(padded.subarray(4, 4 + text.length), text);
  assert.ok(padded.subarray(4 + text.length).every((byte) => byte === 0));
  assert.deepEqual(unpad(padded), { name: "Zoë 🌱" });
  assert.equal(pad("x".repeat(250)).length, 256);
  assert.equal(pad("x".repeat(251)).length, 512);
});

test("a client's first content has its opening before it, and 4,096 bytes in all", () => {
  const opening = filled(32);
  const padded = pad({ kind: "card" }, opening);
  assert.equal(padded.length, 4096);
  assert.deepEqual(padded.subarray(0, 32), opening);
  assert.deepEqual(unpad(padded.subarray(32)), { kind: "card" });
  assert.equal(pad("x".repeat(4058), opening).length, 4096);
  assert.equal(pad("x".repeat(4059), opening).length, 8192);
});

test("a text of another length, other letters or something behind it is refused, and not repeated", () => {
  const text = (/** @type {number[]} */ ...bytes) => {
    const padded = new Uint8Array(256);
    padded.set(bytes);
    return padded;
  };
  const refused = [
    new Uint8Array(3),
    text(0, 0, 1, 0, 49),
    text(255, 255, 255, 255, 49),
    text(0, 0, 0, 1, 49, 50),
    text(0, 0, 0, 0),
    text(0, 0, 0, 1, 255),
    text(0, 0, 0, 6, ...new TextEncoder().encode("secret")),
  ];
  for (const padded of refused) {
    assert.throws(
      () => unpad(padded),
      (/** @type {Error} */ error) => {
        return error instanceof SealedRefused && !error.message.includes("secret") && error.cause === undefined;
      },
    );
  }
});
