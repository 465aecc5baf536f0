import assert from "node:assert/strict";
import { test } from "node:test";

import { VaultMemory } from "../../static/js/vault_memory.js";
import { KEPT_SECONDS } from "../../static/js/vault.js";
import { FakeClock } from "./fake_clock.js";
import { fakeStorage } from "./fake_storage.js";

const INSTALLATION = "I".repeat(22);
/** @param {string} letter */
const hash = (letter) => letter.repeat(43);
const SEEN = { version: 5, hash: hash("e") };

function remembering() {
  const [storage, clock] = [fakeStorage(), new FakeClock()];
  return { storage, clock, memory: new VaultMemory("ruiz", INSTALLATION, storage, clock) };
}

test("a browser that has seen nothing takes what it is offered", async () => {
  const { memory } = remembering();
  assert.equal(await memory.check({ version: 3, parent: hash("b"), hash: hash("c") }), "ok");
});

test("an older version and another history of the same versions are told apart from what follows", async () => {
  const { memory } = remembering();
  await memory.remember(SEEN);
  for (const [version, parent, own, verdict] of /** @type {[number, string, string, string][]} */ ([
    [5, hash("d"), hash("e"), "ok"],
    [6, hash("e"), hash("f"), "ok"],
    [7, hash("x"), hash("y"), "later"],
    [9, hash("e"), hash("y"), "later"],
    [4, hash("c"), hash("d"), "older"],
    [1, hash("A"), hash("b"), "older"],
    [5, hash("d"), hash("x"), "forked"],
    [6, hash("x"), hash("f"), "forked"],
  ]))
    assert.equal(await memory.check({ version, parent, hash: own }), verdict, `${version} after ${parent[0]}`);
});

test("only the highest version is remembered, also by another tab of the browser", async () => {
  const { storage, memory } = remembering();
  await memory.remember(SEEN);
  await new VaultMemory("ruiz", INSTALLATION, storage).remember({ version: 4, hash: hash("d") });
  assert.deepEqual(await memory.known(), { ...SEEN, at: 0 });
});

test("what was known before a question counts, not what another tab saved while the answer travelled", async () => {
  const { memory } = remembering();
  const offered = { version: 4, parent: hash("c"), hash: hash("d") };
  await memory.remember({ version: 4, hash: hash("d") });
  const known = await memory.known();
  await memory.remember(SEEN);
  assert.equal(await memory.check(offered, known), "ok");
  assert.equal(await memory.check(offered), "older");
});

test("a restore that the clinician confirms begins anew", async () => {
  const { memory } = remembering();
  await memory.remember(SEEN);
  await memory.forget();
  assert.equal(await memory.check({ version: 2, parent: hash("a"), hash: hash("b") }), "ok");
});

test("accounts and installations have memories of their own, and no name of theirs is written down", async () => {
  const { storage, memory } = remembering();
  await memory.remember(SEEN);
  assert.equal(await new VaultMemory("okoro", INSTALLATION, storage).known(), null);
  assert.equal(await new VaultMemory("ruiz", "J".repeat(22), storage).known(), null);
  const name = storage.key(0) ?? "";
  assert.match(name, /^telehealth vault [A-Za-z0-9_-]{22}$/);
  assert.doesNotMatch(`${name} ${storage.getItem(name)}`, /ruiz/);
});

test("what is damaged is not remembered", async () => {
  const { storage, memory } = remembering();
  await memory.remember(SEEN);
  storage.setItem(storage.key(0) ?? "", "5");
  assert.equal(await memory.known(), null);
});

test("it is old when it was last renewed longer ago than the server keeps what was replaced", async () => {
  const { memory, clock } = remembering();
  await memory.remember(SEEN);
  const known = async () => (await memory.known()) ?? assert.fail();
  clock.pass(1000 * KEPT_SECONDS);
  assert.equal(memory.isOld(await known()), false);
  clock.pass(1000);
  assert.equal(memory.isOld(await known()), true);
  await memory.remember(SEEN);
  assert.equal(memory.isOld(await known()), false);
  assert.equal(memory.isOld(SEEN), false, "what the page itself has seen");
});
