import assert from "node:assert/strict";
import { hkdfSync } from "node:crypto";
import { test } from "node:test";

import { baseKey, kidOf, readKid } from "../../static/js/media_secret.js";
import { hexOf } from "./sframe_vectors.js";

const secret = new Uint8Array(32).fill(3);
const load = new Uint8Array(16).fill(4);
const label = /** @type {const} */ ("media");
const place = { secret, load, label, epoch: 0x01020304, sender: 5, stream: 6 };

test("a base key is HKDF-SHA-256 of the epoch's secret, the load id as its salt", async () => {
  for (const label of /** @type {const} */ (["media", "chat"])) {
    const info = Buffer.concat([Buffer.from(`telehealth/1 ${label}`), Buffer.from([1, 2, 3, 4, 5, 6])]);
    const expected = new Uint8Array(hkdfSync("sha256", secret, load, info, 32));
    assert.equal(hexOf(await baseKey({ ...place, label })), hexOf(expected));
  }
});

test("the bytes of an info are what they are, and not text", async () => {
  const numbers = Buffer.from([255, 255, 255, 255, 200, 255]);
  const info = Buffer.concat([Buffer.from("telehealth/1 media"), numbers]);
  const expected = new Uint8Array(hkdfSync("sha256", secret, load, info, 32));
  const given = { ...place, epoch: 2 ** 32 - 1, sender: 200, stream: 255 };
  assert.equal(hexOf(await baseKey(given)), hexOf(expected));
});

test("every part of a place makes another key", async () => {
  const others = [
    place,
    { ...place, secret: new Uint8Array(32) },
    { ...place, load: new Uint8Array(16) },
    { ...place, label: /** @type {const} */ ("chat") },
    { ...place, epoch: 1 },
    { ...place, sender: 6 },
    { ...place, stream: 5 },
  ];
  const keys = await Promise.all(others.map(async (each) => hexOf(await baseKey(each))));
  assert.equal(new Set(keys).size, others.length);
});

test("a place that is none has no key and no id", async () => {
  const epochs = [{ epoch: -1 }, { epoch: 2 ** 32 }];
  const wrong = [...epochs, { sender: 256 }, { stream: 256 }, { stream: 0.5 }, { sender: NaN }];
  for (const each of wrong) {
    await assert.rejects(baseKey({ ...place, ...each }), RangeError);
    const { epoch, sender, stream } = { ...place, ...each };
    assert.throws(() => kidOf(epoch, sender, stream), RangeError);
  }
});

test("a secret or load id of another length has no key", async () => {
  await assert.rejects(baseKey({ ...place, secret: new Uint8Array(31) }), RangeError);
  await assert.rejects(baseKey({ ...place, load: new Uint8Array(0) }), RangeError);
});

test("a key id is the epoch's lowest byte, the sender and the stream", () => {
  assert.equal(kidOf(258, 3, 4), 0x020304n);
  assert.deepEqual(readKid(0x020304n), { epochByte: 2, sender: 3, stream: 4 });
  assert.deepEqual(readKid(kidOf(255, 255, 255)), { epochByte: 255, sender: 255, stream: 255 });
});

test("a larger number is no key id of ours", () => {
  assert.equal(readKid(2n ** 24n), null);
  assert.equal(readKid(2n ** 64n - 1n), null);
});
