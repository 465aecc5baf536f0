import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { MediaKeys } from "../../static/js/media_keys.js";
import { decodeHeader } from "../../static/js/sframe.js";
import { KeyedPage, loadOf, periodOf, secretOf } from "./keyed_page.js";

const PREVIEW = { secret: secretOf(60), load: loadOf(61) };
const settled = () => new Promise((resolve) => setImmediate(resolve));

/** @type {KeyedPage} */
let page;
beforeEach(() => {
  page = new KeyedPage();
});

/**
 * The key id under which a transform seals now, null when it does not.
 *
 * @param {number} transform
 */
async function kidOf(transform) {
  const sealed = await page.ring.seal(transform, new Uint8Array(4), new Uint8Array(0)).catch(() => null);
  return sealed === null ? null : Number(decodeHeader(sealed).kid);
}

test("nothing is sent before an epoch is held and sent under", async () => {
  const transform = await page.attach();
  assert.equal(await kidOf(transform), null);
  await page.keys.hold(periodOf(1, 2));
  assert.equal(await kidOf(transform), null);
  assert.equal(page.keys.sending, false);
  page.keys.send(1);
  assert.equal(await kidOf(transform), 0x010200);
  assert.equal(page.keys.sending, true);
  page.keys.send(null);
  assert.equal(await kidOf(transform), null);
});

test("an epoch is held when the worker says so, and not before", async () => {
  /** @type {any[]} */
  const orders = [];
  page.keys.serve({ postMessage: (order) => orders.push(order) });
  let held = false;
  page.keys.hold(periodOf(1, 2)).then(() => {
    held = true;
  });
  await settled();
  assert.equal(held, false);
  page.keys.answered(orders.at(-1).request);
  await settled();
  assert.equal(held, true);
});

test("an epoch counts as held where there is no worker, when it dies, and when the epoch is dropped before", async () => {
  const keys = new MediaKeys({ exhausted: () => undefined });
  await keys.hold(periodOf(1, 2));
  const silent = { postMessage: () => undefined };
  keys.serve(silent);
  const [dies, goes] = [keys.hold(periodOf(2, 2)), keys.hold(periodOf(3, 2))];
  keys.drop(3);
  await goes;
  keys.leave({ postMessage: () => undefined });
  keys.leave(silent);
  await dies;
});

test("each transform has a stream number of its own in each epoch", async () => {
  const [one, other] = [await page.attach(), await page.attach()];
  await page.keys.hold(periodOf(1, 2));
  page.keys.send(1);
  const late = await page.attach();
  assert.deepEqual([await kidOf(one), await kidOf(other), await kidOf(late)], [0x010200, 0x010201, 0x010202]);
  await page.keys.hold(periodOf(2, 2));
  page.keys.send(2);
  assert.deepEqual([await kidOf(one), await kidOf(other), await kidOf(late)], [0x020200, 0x020201, 0x020202]);
});

test("a new worker is told everything, and its transforms get numbers that were never used", async () => {
  await page.keys.hold(periodOf(1, 2));
  page.keys.send(1);
  page.keys.watch("maya", PREVIEW);
  await page.attach();
  const before = page.ring;
  const ring = page.newWorker();
  const transform = await page.attach();
  assert.equal(await kidOf(transform), 0x010201);
  assert.notEqual(ring, before);
  assert.deepEqual([...ring.watched.keys()], ["maya"]);
});

test("a worker that comes late is told what there is, and sends under what is sent under", async () => {
  const keys = new MediaKeys({ exhausted: () => undefined });
  await keys.hold(periodOf(1, 2));
  keys.send(1);
  page.keys = keys;
  page.newWorker();
  assert.equal(await kidOf(await page.attach()), 0x010200);
});

test("what is dropped neither sends nor comes back by itself", async () => {
  const transform = await page.attach();
  await page.keys.hold(periodOf(1, 2));
  page.keys.send(1);
  page.keys.drop(1);
  assert.equal(page.keys.sending, false);
  assert.equal(await kidOf(transform), null);
  assert.throws(() => page.keys.send(1), RangeError);
  page.newWorker();
  assert.equal(page.ring.held.size, 0);
});

test("an epoch that is held again after it was dropped goes on with other numbers", async () => {
  const transform = await page.attach();
  for (const kid of [0x010200, 0x010201]) {
    await page.keys.hold(periodOf(1, 2));
    page.keys.send(1);
    assert.equal(await kidOf(transform), kid);
    page.keys.drop(1);
  }
});

test("senders never go back to an epoch that they have left for another", async () => {
  await page.keys.hold(periodOf(1, 2));
  await page.keys.hold(periodOf(2, 2));
  page.keys.send(1);
  page.keys.send(null);
  page.keys.send(1);
  page.keys.send(null);
  page.keys.send(2);
  assert.throws(() => page.keys.send(1), RangeError);
  assert.throws(() => page.keys.send(3), RangeError);
  page.keys.send(null);
  page.keys.send(2);
});

test("a preview is sent under at once, and an epoch in its place after go", async () => {
  const transform = await page.attach();
  page.keys.preview(PREVIEW);
  assert.equal(page.keys.sending, true);
  assert.equal(await kidOf(transform), 0x000100);
  await page.keys.hold(periodOf(1, 2));
  assert.equal(await kidOf(transform), 0x000100);
  page.keys.send(1);
  assert.equal(await kidOf(transform), 0x010200);
  page.keys.preview(null);
  assert.equal(await kidOf(transform), 0x010200);
  page.keys.preview({ secret: secretOf(62), load: loadOf(61) });
  assert.equal(await kidOf(transform), 0x000100);
  page.keys.preview(null);
  assert.equal(page.keys.sending, false);
});

test("the page hears when sending begins and ends, and not of epochs that change", async () => {
  /** @type {boolean[]} */
  const heard = [];
  const { keys } = page;
  const stop = keys.onChange(() => heard.push(keys.sending));
  await keys.hold(periodOf(1, 2));
  await keys.hold(periodOf(2, 2));
  keys.send(1);
  keys.send(2);
  keys.drop(1);
  assert.deepEqual(heard, [true]);
  keys.clear();
  assert.deepEqual(heard, [true, false]);
  stop();
  keys.preview(PREVIEW);
  assert.deepEqual(heard, [true, false]);
});

test("when all 256 numbers are used, it is said once, and the transform that has none sends nothing until a new epoch", async () => {
  await page.keys.hold(periodOf(1, 2));
  page.keys.send(1);
  for (let transform = 0; transform < 256; transform += 1) await page.attach();
  assert.deepEqual(page.exhausted, []);
  const [last, later] = [await page.attach(), await page.attach()];
  await settled();
  assert.deepEqual(page.exhausted, [1]);
  assert.equal(await kidOf(256), 0x0102ff);
  assert.equal(await kidOf(last), null);
  for (let gone = 1; gone <= 256; gone += 1) page.keys.release(gone);
  assert.equal(await kidOf(last), null);
  await page.keys.hold(periodOf(2, 2));
  page.keys.send(2);
  assert.deepEqual([await kidOf(last), await kidOf(later)], [0x020200, 0x020201]);
});

test("an epoch that was left for another is never said to be used up", async () => {
  await page.keys.hold(periodOf(1, 2));
  page.keys.send(1);
  for (let transform = 0; transform < 256; transform += 1) page.keys.release(await page.attach());
  await page.keys.hold(periodOf(2, 2));
  page.keys.send(2);
  await page.attach();
  await settled();
  assert.deepEqual(page.exhausted, []);
});

test("an epoch that comes again with other members goes on", async () => {
  const transform = await page.attach();
  await page.keys.hold(periodOf(1, 2));
  page.keys.send(1);
  await page.keys.hold(periodOf(1, 2, { members: [] }));
  assert.equal(page.keys.sending, true);
  assert.equal(await kidOf(transform), 0x010200);
  assert.equal(page.ring.held.get(1)?.others.size, 0);
});

test("another secret by the number of an epoch is another epoch: nothing is sent until it is said", async () => {
  const transform = await page.attach();
  await page.keys.hold(periodOf(1, 2));
  page.keys.send(1);
  await page.keys.hold(periodOf(1, 2, { secret: secretOf(9) }));
  assert.equal(page.keys.sending, false);
  assert.equal(await kidOf(transform), null);
});

test("of epochs that nobody drops, the oldest go, and never the one that is sent under", async () => {
  page.keys.preview(PREVIEW);
  await page.keys.hold(periodOf(1, 2));
  page.keys.send(1);
  for (let epoch = 2; epoch <= 20; epoch += 1) await page.keys.hold(periodOf(epoch, 2));
  assert.deepEqual([...page.ring.held.keys()], [0, 1, 13, 14, 15, 16, 17, 18, 19, 20]);
});

test("secrets are copied, and wiped when they are dropped", async () => {
  const period = periodOf(1, 2);
  await page.keys.hold(period);
  const kept = /** @type {Uint8Array} */ (page.keys.held.get(1)?.period.secret);
  assert.notEqual(kept, period.secret);
  page.keys.clear();
  assert.deepEqual(kept, new Uint8Array(32));
  assert.deepEqual(period.secret, secretOf(1));
});

test("what is no epoch and no key is refused, and changes nothing", async () => {
  const [maya, ben] = periodOf(1, 2).members;
  const wrong = [
    { epoch: 0 },
    { epoch: 2 ** 32 },
    { epoch: 1.5 },
    { secret: new Uint8Array(31) },
    { own: { sender: 256, load: loadOf(1) } },
    { own: { sender: 1, load: new Uint8Array(15) } },
    { members: [/** @type {any} */ (maya), { ...ben, sender: maya?.sender }] },
    { members: [/** @type {any} */ (maya), { ...ben, participant: maya?.participant }] },
    { members: [{ participant: "maya", sender: -1, load: loadOf(1) }] },
    { members: [{ participant: "maya", sender: 1, load: new Uint8Array(0) }] },
  ];
  for (const each of wrong) await assert.rejects(page.keys.hold(periodOf(1, 2, each)), RangeError);
  const key = { secret: new Uint8Array(16), load: loadOf(1) };
  assert.throws(() => page.keys.preview(key), RangeError);
  assert.throws(() => page.keys.watch("maya", key), RangeError);
  assert.equal(page.keys.held.size + page.keys.watched.size, 0);
});
