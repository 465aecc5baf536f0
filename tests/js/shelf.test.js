import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

import { shelfAt, unlessRefused } from "../../static/js/shelf.js";
import { FakeIndexedDb } from "./fake_indexed_db.js";

beforeEach(() => void Object.assign(globalThis, { indexedDB: new FakeIndexedDb() }));
afterEach(() => void Object.assign(globalThis, { indexedDB: undefined }));

const database = () => /** @type {FakeIndexedDb} */ (/** @type {unknown} */ (globalThis.indexedDB));

test("what is put at a place is there until it is taken away, and at no other place", async () => {
  const [one, other] = [shelfAt("pages", "details", "one"), shelfAt("pages", "details", "other")];
  assert.equal(await one.get(), undefined);
  await one.put({ text: "kept" });
  assert.deepEqual([await one.get(), await other.get()], [{ text: "kept" }, undefined]);
  await one.remove();
  assert.equal(await one.get(), undefined);
});

test("looking for what is not there, or taking it away, leaves no trace in the browser", async () => {
  const shelf = shelfAt("pages", "details", "one");
  await shelf.get();
  await shelf.remove();
  assert.equal(database().stores.size, 0);
});

test("every look closes the database again, so that no page waits for another", async () => {
  const shelf = shelfAt("pages", "details", "one");
  await shelf.put(1);
  database().refusal = new DOMException("full", "QuotaExceededError");
  await assert.rejects(shelf.put(2), { name: "QuotaExceededError" });
  assert.deepEqual([database().opened, database().closed], [2, 2]);
});

test("a browser that refuses keeps nothing, and any other fault is ours", async () => {
  Object.assign(globalThis, { indexedDB: undefined });
  assert.equal(await unlessRefused(() => shelfAt("pages", "details", "one").get()), null);
  await assert.rejects(
    unlessRefused(() => Promise.reject(new TypeError("ours"))),
    TypeError,
  );
});

test("a change sees what was put before it, whichever page asks first, and none is lost", async () => {
  const pages = [shelfAt("pages", "details", "count"), shelfAt("pages", "details", "count")];
  const all = [...Array(20)].map((_, turn) => pages[turn % 2]?.change((kept = 0) => kept + 1));
  assert.deepEqual((await Promise.all(all)).at(-1), 20);
  assert.equal(await pages[0]?.get(), 20);
});

test("a change to nothing takes it away, and leaves no trace where nothing was", async () => {
  const shelf = shelfAt("pages", "details", "one");
  assert.equal(await shelf.change(() => undefined), undefined);
  assert.equal(database().stores.size, 0);
  await shelf.put("kept");
  assert.equal(await shelf.change(() => undefined), undefined);
  assert.equal(await shelf.get(), undefined);
});
