import assert from "node:assert/strict";
import { test } from "node:test";

import { SealedShelf } from "../../static/js/sealed_shelf.js";
import { newDataKey } from "../../static/js/vault_cipher.js";
import { FakeSealedShelf } from "./fake_sealed_shelf.js";

function open() {
  const browser = new FakeSealedShelf();
  /** @type {SealedShelf<{name: string}>} */
  const shelf = new SealedShelf(browser.place, "telehealth/1 test");
  return { browser, shelf, key: newDataKey() };
}

test("what one page has kept the next one reads with the same data key, and nobody without it", async () => {
  const { browser, shelf, key } = open();
  await shelf.put(key, "one", { name: "Maya" }, 100);
  const next = new SealedShelf(browser.place, "telehealth/1 test");
  assert.deepEqual(await next.read(newDataKey(), 50), []);
  assert.deepEqual(await next.read(key, 50), [{ name: "Maya" }]);
});

test("no name lies there in clear", async () => {
  const { browser, shelf, key } = open();
  await shelf.put(key, "one", { name: "Maya Quintero" }, 100);
  assert.equal(browser.size, 1);
  assert.ok(!browser.text.includes("Maya"));
});

test("what is sealed under another label, or stands in another's place, does not open", async () => {
  const { browser, shelf, key } = open();
  await shelf.put(key, "one", { name: "Maya" }, 100);
  assert.deepEqual(await new SealedShelf(browser.place, "telehealth/1 other").read(key, 50), []);
  const { one } = browser.kept ?? assert.fail("nothing is kept");
  browser.kept = { two: one ?? assert.fail("not under its id") };
  assert.deepEqual(await shelf.read(key, 50), []);
});

test("what is over goes, also when nobody can read it", async () => {
  const { browser, shelf, key } = open();
  await shelf.put(key, "one", { name: "Maya" }, 100);
  assert.deepEqual(await shelf.read(newDataKey(), 100), []);
  assert.equal(browser.kept, undefined);
});

test("one is removed, or all of them", async () => {
  const { browser, shelf, key } = open();
  for (const id of ["one", "two", "three"]) await shelf.put(key, id, { name: id }, 100);
  await shelf.remove("two");
  assert.deepEqual(await shelf.read(key, 0), [{ name: "one" }, { name: "three" }]);
  await shelf.clear();
  assert.equal(browser.kept, undefined);
});

test("a browser that keeps nothing has it as long as the page lives, sealed all the same", async () => {
  const { browser, shelf, key } = open();
  browser.refuses = true;
  await shelf.put(key, "one", { name: "Maya" }, 100);
  assert.deepEqual(await shelf.read(newDataKey(), 50), []);
  assert.deepEqual(await shelf.read(key, 50), [{ name: "Maya" }]);
  await shelf.remove("one");
  assert.deepEqual(await shelf.read(key, 50), []);
});

test("once the browser keeps it again, what it refused before is not read in its place", async () => {
  const { browser, shelf, key } = open();
  browser.refuses = true;
  await shelf.put(key, "one", { name: "early" }, 100);
  browser.refuses = false;
  await shelf.put(key, "one", { name: "late" }, 100);
  assert.deepEqual(await shelf.read(key, 50), [{ name: "late" }]);
});
