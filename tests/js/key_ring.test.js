import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { KeyRing } from "../../static/js/key_ring.js";
import { baseKey, kidOf } from "../../static/js/media_secret.js";
import { SframeRefused, decodeHeader, decrypt, deriveKey } from "../../static/js/sframe.js";
import { loadOf, periodOf, secretOf } from "./keyed_page.js";

/** @typedef {import("../../static/js/key_ring.js").From} From */

const TEXT = new Uint8Array([1, 2, 3, 4, 5]);
const CLEAR = new Uint8Array([9, 9, 9]);
/** @type {From} */
const MAYA = { kind: "session", participant: "maya" };
/** @type {From} */
const BEN = { kind: "session", participant: "ben" };

/**
 * The ring of one person in an epoch, who sends with transform 7 as stream 4.
 *
 * @param {number} own  sender number
 * @param {number} [epoch]
 */
async function ringOf(own, epoch = 1) {
  const ring = new KeyRing();
  await hold(ring, own, epoch);
  ring.obey({ order: "send", epoch });
  return ring;
}

/**
 * @param {KeyRing} ring
 * @param {number} own
 * @param {number} epoch
 * @param {Partial<import("../../static/js/key_ring.js").Period>} [changes]
 */
function hold(ring, own, epoch, changes) {
  return ring.obey({ order: "hold", request: 1, period: periodOf(epoch, own, changes), streams: [[7, 4]] });
}

const seal = (/** @type {KeyRing} */ ring, transform = 7) => ring.seal(transform, TEXT, CLEAR);

test("what one person seals, the others open", async () => {
  const [maya, ben, ruiz] = [await ringOf(1), await ringOf(2), await ringOf(0)];
  const sealed = await seal(maya);
  assert.deepEqual(await ben.open(MAYA, sealed, CLEAR), TEXT);
  assert.deepEqual(await ruiz.open(MAYA, sealed, CLEAR), TEXT);
});

test("a frame is sealed as the documents say", async () => {
  const sealed = await seal(await ringOf(1, 258));
  const { kid, counter } = decodeHeader(sealed);
  assert.equal(kid, 0x020104n);
  assert.equal(counter, 1n);
  const place = { epoch: 258, sender: 1, stream: 4 };
  const base = await baseKey({ secret: secretOf(258), load: loadOf(1), label: "media", ...place });
  const key = await deriveKey(base, kidOf(258, 1, 4));
  assert.deepEqual((await decrypt(() => key, sealed, CLEAR)).plaintext, TEXT);
});

test("a frame is opened once", async () => {
  const [maya, ben] = [await ringOf(1), await ringOf(2)];
  const sealed = await seal(maya);
  assert.deepEqual(await ben.open(MAYA, sealed, CLEAR), TEXT);
  assert.equal(await ben.open(MAYA, sealed, CLEAR), null);
  const next = await seal(maya);
  const both = await Promise.all([ben.open(MAYA, next, CLEAR), ben.open(MAYA, next, CLEAR)]);
  assert.deepEqual(both, [TEXT, null]);
});

test("frames are opened in whatever order they come", async () => {
  const [maya, ben] = [await ringOf(1), await ringOf(2)];
  const sealed = [await seal(maya), await seal(maya), await seal(maya)];
  for (const each of sealed.reverse()) assert.deepEqual(await ben.open(MAYA, each, CLEAR), TEXT);
});

test("nobody's frames are shown as somebody else's, nor one's own as anybody's", async () => {
  const [maya, ben] = [await ringOf(1), await ringOf(2)];
  const sealed = await seal(maya);
  await assert.rejects(ben.open({ ...BEN, participant: "ruiz" }, sealed, CLEAR), { reason: "key" });
  await assert.rejects(ben.open({ ...BEN, participant: "nobody" }, sealed, CLEAR), { reason: "key" });
  await assert.rejects(ben.open({ ...MAYA, kind: "preview" }, sealed, CLEAR), { reason: "key" });
  await assert.rejects(maya.open(MAYA, sealed, CLEAR), { reason: "key" });
  assert.deepEqual(await ben.open(MAYA, sealed, CLEAR), TEXT);
});

test("a frame of another secret, load id or clear part is refused", async () => {
  const ben = await ringOf(2);
  const sealed = await seal(await ringOf(1));
  const otherSecret = new KeyRing();
  await hold(otherSecret, 2, 1, { secret: secretOf(99) });
  await assert.rejects(otherSecret.open(MAYA, sealed, CLEAR), { reason: "tag" });
  const otherLoad = new KeyRing();
  const members = [{ participant: "maya", sender: 1, load: loadOf(77) }];
  await hold(otherLoad, 2, 1, { members });
  await assert.rejects(otherLoad.open(MAYA, sealed, CLEAR), { reason: "tag" });
  await assert.rejects(ben.open(MAYA, sealed, new Uint8Array([9, 9, 8])), { reason: "tag" });
});

test("without a key nothing is sealed: before it, for a transform without a number, and when sending ends", async () => {
  const ring = new KeyRing();
  await assert.rejects(seal(ring), SframeRefused);
  await hold(ring, 1, 1);
  await assert.rejects(seal(ring), SframeRefused);
  ring.obey({ order: "send", epoch: 1 });
  await seal(ring);
  await assert.rejects(seal(ring, 8), SframeRefused);
  ring.obey({ order: "release", transform: 7 });
  await assert.rejects(seal(ring), SframeRefused);
  ring.obey({ order: "send", epoch: 9 });
  await assert.rejects(seal(ring), SframeRefused);
});

test("a frame that is being sealed when sending ends does not leave", async () => {
  /** @type {import("../../static/js/key_ring.js").KeyOrder[]} */
  const ends = [{ order: "send", epoch: null }, { order: "drop", epoch: 1 }, { order: "clear" }];
  for (const last of ends) {
    const ring = await ringOf(1);
    const sealed = seal(ring);
    ring.obey(last);
    await assert.rejects(sealed, SframeRefused);
  }
});

test("a frame that is being sealed when the epoch changes leaves under the new one", async () => {
  const ring = await ringOf(1);
  await hold(ring, 1, 2);
  const sealed = seal(ring);
  ring.obey({ order: "send", epoch: 2 });
  assert.equal(decodeHeader(await sealed).kid, kidOf(2, 1, 4));
});

test("a frame may be sealed as soon as the page has said so: it waits for the key", async () => {
  const ring = new KeyRing();
  hold(ring, 1, 1);
  ring.obey({ order: "send", epoch: 1 });
  assert.equal(decodeHeader(await seal(ring)).kid, kidOf(1, 1, 4));
});

test("a key that was dropped opens nothing more, not even what is being opened", async () => {
  const [maya, ben] = [await ringOf(1), await ringOf(2)];
  const sealed = await seal(maya);
  const opened = ben.open(MAYA, sealed, CLEAR);
  ben.obey({ order: "drop", epoch: 1 });
  await assert.rejects(opened, { reason: "key" });
  await assert.rejects(ben.open(MAYA, await seal(maya), CLEAR), { reason: "key" });
});

test("both epochs are opened while both are held", async () => {
  const [maya, ben] = [await ringOf(1), await ringOf(2)];
  await hold(ben, 2, 2);
  const before = await seal(maya);
  await hold(maya, 1, 2);
  maya.obey({ order: "send", epoch: 2 });
  const after = await seal(maya);
  assert.deepEqual(await ben.open(MAYA, after, CLEAR), TEXT);
  assert.deepEqual(await ben.open(MAYA, before, CLEAR), TEXT);
});

test("who has left the members opens and is opened no more", async () => {
  const [maya, ben] = [await ringOf(1), await ringOf(2)];
  await hold(ben, 2, 1, { members: [] });
  await assert.rejects(ben.open(MAYA, await seal(maya), CLEAR), { reason: "key" });
});

test("an epoch that is told again goes on: frames are not opened twice, counters go on", async () => {
  const [maya, ben] = [await ringOf(1), await ringOf(2)];
  const sealed = await seal(maya);
  assert.deepEqual(await ben.open(MAYA, sealed, CLEAR), TEXT);
  await ben.obey({ order: "hold", request: 2, period: periodOf(1, 2), streams: [] });
  assert.equal(await ben.open(MAYA, sealed, CLEAR), null);
  await maya.obey({ order: "hold", request: 2, period: periodOf(1, 1), streams: [] });
  assert.equal(decodeHeader(await seal(maya)).counter, 2n);
});

test("another secret by the number of an epoch ends what was sent under the one before", async () => {
  const ring = await ringOf(1);
  await hold(ring, 1, 1, { secret: secretOf(50) });
  await assert.rejects(seal(ring), SframeRefused);
});

const PREVIEW = { secret: secretOf(60), load: loadOf(61) };
/** @type {From} */
const MAYAS_PREVIEW = { kind: "preview", participant: "maya" };

/** The ring of somebody who waits and is previewed. */
async function previewed({ secret, load } = PREVIEW) {
  const ring = new KeyRing();
  const period = { epoch: 0, secret, own: { sender: 1, load }, members: [] };
  await ring.obey({ order: "hold", request: 1, period, streams: [[7, 4]] });
  ring.obey({ order: "send", epoch: 0 });
  return ring;
}

test("a preview is opened by whoever was given its key, as that person's and as a preview only", async () => {
  const ruiz = await ringOf(0, 256);
  const sealed = await seal(await previewed());
  await assert.rejects(ruiz.open(MAYAS_PREVIEW, sealed, CLEAR), { reason: "key" });
  ruiz.obey({ order: "watch", participant: "maya", key: PREVIEW });
  await assert.rejects(ruiz.open({ ...MAYAS_PREVIEW, participant: "ben" }, sealed, CLEAR), { reason: "key" });
  await assert.rejects(ruiz.open(MAYA, sealed, CLEAR), { reason: "tag" });
  assert.deepEqual(await ruiz.open(MAYAS_PREVIEW, sealed, CLEAR), TEXT);
  ruiz.obey({ order: "watch", participant: "maya", key: PREVIEW });
  assert.equal(await ruiz.open(MAYAS_PREVIEW, sealed, CLEAR), null);
  ruiz.obey({ order: "watch", participant: "maya", key: null });
  await assert.rejects(ruiz.open(MAYAS_PREVIEW, sealed, CLEAR), { reason: "key" });
});

test("two previews are two people's, though their key ids are alike", async () => {
  const ruiz = new KeyRing();
  const bens = { secret: secretOf(70), load: loadOf(71) };
  ruiz.obey({ order: "watch", participant: "maya", key: PREVIEW });
  ruiz.obey({ order: "watch", participant: "ben", key: bens });
  const sealed = await seal(await previewed(bens));
  await assert.rejects(ruiz.open(MAYAS_PREVIEW, sealed, CLEAR), { reason: "tag" });
  assert.deepEqual(await ruiz.open({ ...MAYAS_PREVIEW, participant: "ben" }, sealed, CLEAR), TEXT);
});

test("a session's frames are no preview's", async () => {
  const ruiz = await ringOf(0);
  ruiz.obey({ order: "watch", participant: "maya", key: PREVIEW });
  await assert.rejects(ruiz.open(MAYAS_PREVIEW, await seal(await ringOf(1)), CLEAR), { reason: "key" });
});

test("key ids of nobody derive no key, and those of a person each one, once", async () => {
  const ben = await ringOf(2);
  const derive = mock.method(crypto.subtle, "deriveBits");
  try {
    const sealed = await seal(await ringOf(1));
    const before = derive.mock.callCount();
    const opens = (/** @type {number[]} */ ...kid) => {
      const forged = new Uint8Array([0xa1, ...kid, ...sealed.slice(5), 0]);
      return assert.rejects(ben.open(MAYA, forged, CLEAR), SframeRefused);
    };
    for (let number = 0; number < 300; number += 1) await opens(1, 2, number & 255);
    for (let number = 0; number < 300; number += 1) await opens(2, 1, number & 255);
    assert.equal(derive.mock.callCount(), before);
    for (let round = 0; round < 3; round += 1) {
      for (let stream = 0; stream < 256; stream += 1) await opens(1, 1, stream);
    }
    // A base key, a key and a salt each.
    assert.ok(derive.mock.callCount() - before <= 3 * 256);
    assert.equal(ben.held.get(1)?.others.get("maya")?.streams.size, 256);
  } finally {
    derive.mock.restore();
  }
});

test("frames that are not authentic move no window", async () => {
  const [maya, ben] = [await ringOf(1), await ringOf(2)];
  const sealed = await seal(maya);
  const forged = new Uint8Array([0xaf, 1, 1, 4, ...Array(8).fill(255), ...sealed.slice(4)]);
  await assert.rejects(ben.open(MAYA, forged, CLEAR), { reason: "tag" });
  assert.deepEqual(await ben.open(MAYA, sealed, CLEAR), TEXT);
});

test("what is no frame at all is refused", async () => {
  const ben = await ringOf(2);
  for (const bytes of [[], [0xff], [0x00], Array(17).fill(0xff), Array(40).fill(0)]) {
    await assert.rejects(ben.open(MAYA, new Uint8Array(bytes), CLEAR), SframeRefused);
  }
});
