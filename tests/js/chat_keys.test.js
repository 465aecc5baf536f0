import assert from "node:assert/strict";
import { test } from "node:test";

import { decodeBase64url, encodeBase64url, randomId } from "../../static/js/base64url.js";
import { ChatRefused } from "../../static/js/chat_body.js";
import { ChatKeys } from "../../static/js/chat_keys.js";
import { decodeHeader } from "../../static/js/sframe.js";
import { periodsOf } from "./chat_session.js";
import { seededRandom } from "./seeded_random.js";

const NAMES = ["ruiz", "maya", "ben"];
const newKeys = () => new ChatKeys(() => undefined);
const taken = () => /** @type {const} */ ({ kind: "taken", id: randomId() });
const kidAndCounter = (/** @type {string} */ body) => {
  const { kid, counter } = decodeHeader(decodeBase64url(body).slice(1));
  return `${kid} ${counter}`;
};

/** @param {number} epoch @param {readonly string[]} names @param {Map<string, ChatKeys>} pages */
async function begin(epoch, names, pages, secret = new Uint8Array(32).fill(epoch)) {
  for (const [name, period] of periodsOf(epoch, names, secret)) {
    const keys = pages.get(name) ?? newKeys();
    pages.set(name, keys);
    await keys.hold(period);
    keys.send(epoch);
  }
}

async function open(epoch = 7) {
  /** @type {Map<string, ChatKeys>} */
  const pages = new Map();
  await begin(epoch, NAMES, pages);
  const page = (/** @type {string} */ name) => /** @type {ChatKeys} */ (pages.get(name));
  const seal = async (/** @type {string} */ name, content = taken()) => {
    const body = await page(name).seal(content);
    assert.ok(body !== null);
    return body;
  };
  return { pages, page, seal };
}

test("everybody of the epoch reads what one of them says", async () => {
  const { page, seal } = await open();
  const content = taken();
  const body = await seal("maya", content);
  for (const name of ["ruiz", "ben"])
    assert.deepEqual(await page(name).open("maya", body), { content, isRepeat: false });
  assert.deepEqual([...page("maya").readers].sort(), ["ben", "ruiz"]);
});

test("who has said something is whose key it was said under, and a server that says otherwise is not believed", async () => {
  const { page, seal } = await open();
  const body = await seal("maya");
  for (const liar of ["ben", "ruiz", "nobody", ""])
    await assert.rejects(page("ruiz").open(liar, body), ChatRefused);
  await page("ruiz").open("maya", body);
});

test("what comes back to who has said it is refused, whoever it is said to be from", async () => {
  const { page, seal } = await open();
  const body = await seal("maya");
  for (const name of NAMES) await assert.rejects(page("maya").open(name, body), ChatRefused);
});

test("the same body a second time is a repetition, and so is what is too old to tell", async () => {
  const { page, seal } = await open();
  const [first, late] = [await seal("maya"), await seal("maya")];
  assert.equal((await page("ruiz").open("maya", first)).isRepeat, false);
  assert.equal((await page("ruiz").open("maya", first)).isRepeat, true);
  for (let count = 0; count < 1023; count += 1) await seal("maya");
  await page("ruiz").open("maya", await seal("maya"));
  assert.equal((await page("ruiz").open("maya", first)).isRepeat, true);
  assert.equal((await page("ruiz").open("maya", late)).isRepeat, true, "it never came, and nobody can tell");
});

test("a body that was tampered with uses up no counter", async () => {
  const { page, seal } = await open();
  const body = await seal("maya");
  const bytes = decodeBase64url(body);
  bytes[bytes.length - 1] = /** @type {number} */ (bytes.at(-1)) ^ 1;
  await assert.rejects(page("ruiz").open("maya", encodeBase64url(bytes)), ChatRefused);
  assert.equal((await page("ruiz").open("maya", body)).isRepeat, false);
});

test("the epoch before is read until it is dropped, and spoken under by nobody", async () => {
  const { pages, page, seal } = await open(7);
  const before = await seal("maya");
  await begin(8, NAMES, pages);
  assert.notEqual(kidAndCounter(await seal("maya")), kidAndCounter(before));
  await page("ruiz").open("maya", before);
  page("ben").drop(7);
  await assert.rejects(page("ben").open("maya", before), ChatRefused);
});

test("an epoch that is held is read before anybody speaks under it", async () => {
  const { page, seal } = await open(7);
  const periods = periodsOf(8, NAMES);
  for (const name of ["ruiz", "maya"]) await page(name).hold(/** @type {any} */ (periods.get(name)));
  page("maya").send(8);
  await page("ruiz").open("maya", await seal("maya"));
  assert.equal(page("ruiz").speaking?.epoch, 7);
});

test("who was not given an epoch reads nothing of it, and is read under none", async () => {
  const { pages, page, seal } = await open(7);
  await begin(8, ["ruiz", "maya"], pages);
  for (const name of ["ruiz", "maya"]) page(name).drop(7);
  await assert.rejects(page("ben").open("maya", await seal("maya")), ChatRefused);
  await assert.rejects(page("maya").open("ben", await seal("ben")), ChatRefused);
});

test("an epoch whose lowest byte is that of another is told from it by its key", async () => {
  const { pages, page, seal } = await open(7);
  const before = await seal("maya");
  await begin(263, NAMES, pages);
  await assert.rejects(page("ruiz").open("maya", before), ChatRefused);
  await page("ruiz").open("maya", await seal("maya"));
});

test("without a word from the host nothing is said, and what was being sealed is kept back", async () => {
  const { page } = await open(7);
  const sealing = page("maya").seal(taken());
  page("maya").send(null);
  assert.equal(await sealing, null);
  assert.equal(await page("maya").seal(taken()), null);
  assert.deepEqual(page("maya").readers, []);
  page("maya").send(7);
  assert.ok(await page("maya").seal(taken()));
});

test("an epoch that this page was not given is none to speak under", async () => {
  const { page } = await open(7);
  page("maya").send(9);
  assert.equal(await page("maya").seal(taken()), null);
});

test("what was being opened when its epoch ended is refused", async () => {
  const { page, seal } = await open(7);
  const opening = page("ruiz").open("maya", await seal("maya"));
  page("ruiz").drop(7);
  await assert.rejects(opening, ChatRefused);
});

test("no more epochs are kept than there can be on the way", async () => {
  const { pages, page } = await open(1);
  for (let epoch = 2; epoch < 20; epoch += 1) await begin(epoch, NAMES, pages);
  assert.deepEqual(page("maya").held.map(({ epoch }) => epoch), [19, 18, 17, 16]);
});

test("it is told when what is spoken under changes", async () => {
  let changes = 0;
  const keys = new ChatKeys(() => (changes += 1));
  await keys.hold(/** @type {any} */ (periodsOf(3, NAMES).get("maya")));
  assert.equal(changes, 0);
  keys.send(3);
  keys.send(3);
  keys.drop(3);
  assert.equal(changes, 2);
});

test("a key that comes again goes on counting, in a thousand random orders of events", async () => {
  const random = seededRandom(5);
  const pick = (/** @type {number} */ count) => Math.floor(random() * count);
  const keys = newKeys();
  /** @type {Set<string>} */
  const used = new Set();
  const held = [1, 2, 3].map((epoch) => /** @type {any} */ (periodsOf(epoch, NAMES).get("maya")));
  // The same number with another secret is another key.
  held.push(periodsOf(1, NAMES, new Uint8Array(32).fill(99)).get("maya"));
  let sealed = 0;
  /** Which secret stands for each number now. @type {Map<number, number>} */
  const secrets = new Map();
  for (let turn = 0; turn < 1000; turn += 1) {
    const which = pick(held.length);
    const { epoch } = held[which];
    const act = pick(12);
    if (act < 2) {
      secrets.set(epoch, which);
      await keys.hold(held[which]);
    } else if (act < 5) keys.send(pick(6) === 0 ? null : epoch);
    else if (act === 5) keys.drop(epoch);
    else if (act === 6 && pick(5) === 0) keys.clear();
    else {
      const secret = secrets.get(keys.speaking?.epoch ?? 0);
      for (const body of await Promise.all([keys.seal(taken()), keys.seal(taken())])) {
        if (body === null) continue;
        sealed += 1;
        const place = `${secret} ${kidAndCounter(body)}`;
        assert.ok(!used.has(place), place);
        used.add(place);
      }
    }
  }
  assert.ok(sealed > 100);
});
