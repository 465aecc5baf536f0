import assert from "node:assert/strict";
import { test } from "node:test";

import { newRecoveryCode } from "../../static/js/recovery_code.js";
import { recoverySheet } from "../../static/js/password.js";
import { KeptSheet, SHEETS, sheetFor, sheetUse, usesSheet } from "../../static/js/recovery_sheet.js";
import { apply, emptyVault } from "../../static/js/vault.js";
import { newSheets } from "./account_browser.js";
import { FakeIndexedDb } from "./fake_indexed_db.js";

const CODE = await newRecoveryCode();
const ACCOUNT = { installation: "I".repeat(22), username: "ruiz" };
const SHEET = new Uint8Array(16).fill(7);

test("a sheet is kept for one installation and one username, and named after neither", async () => {
  const { kept, sheets } = newSheets();
  await new KeptSheet(ACCOUNT, sheets).settle(SHEET);
  assert.deepEqual(await new KeptSheet(ACCOUNT, sheets).recall(), SHEET);
  for (const other of [{ username: "okoro" }, { installation: "J".repeat(22) }])
    assert.equal(await new KeptSheet({ ...ACCOUNT, ...other }, sheets).recall(), null);
  const [place = ""] = kept.keys();
  assert.match(place, /^[A-Za-z0-9_-]{22}$/);
  assert.ok(!place.includes("ruiz"));
});

test("what is forgotten is gone, and so is what is settled as nothing", async () => {
  const { kept, sheets } = newSheets();
  const one = new KeptSheet(ACCOUNT, sheets);
  await one.settle(SHEET);
  await one.forget();
  assert.equal(kept.size, 0);
  await one.settle(SHEET);
  await one.settle(null);
  assert.equal(kept.size, 0);
});

test("a browser keeps it in IndexedDB, and a look alone makes nothing there", async () => {
  const database = new FakeIndexedDb();
  Object.assign(globalThis, { indexedDB: database });
  const one = new KeptSheet(ACCOUNT, SHEETS);
  assert.equal(await one.recall(), null);
  assert.equal(database.stores.size, 0);
  await one.settle(SHEET);
  assert.deepEqual(await one.recall(), SHEET);
  assert.deepEqual([...database.stores.keys()], ["telehealth recovery sheet"]);
});

test("a browser that keeps nothing is no known one, and says nothing of it", async () => {
  const refuse = () => Promise.reject(new DOMException("no", "InvalidStateError"));
  const one = new KeptSheet(ACCOUNT, () => ({ get: refuse, put: refuse, remove: refuse }));
  await one.settle(SHEET);
  await one.forget();
  assert.equal(await one.recall(), null);
});

test("a code that was typed counts before what is kept, and so does that there is none", async () => {
  const { sheets } = newSheets();
  const kept = new KeptSheet(ACCOUNT, sheets);
  assert.equal(await sheetFor(ACCOUNT, kept), null);
  await kept.settle(SHEET);
  assert.deepEqual(await sheetFor(ACCOUNT, kept), SHEET);
  const typed = { ...ACCOUNT, code: CODE };
  assert.deepEqual(await sheetFor(typed, kept), await recoverySheet(typed));
  assert.equal(await sheetFor({ ...ACCOUNT, code: null }, kept), null);
});

test("the vault says whether the sheet is wanted, and can be told otherwise as often as one likes", () => {
  let content = emptyVault();
  assert.equal(usesSheet(content), false);
  for (const on of [true, false, true]) {
    content = apply(content, [sheetUse(on)]);
    assert.equal(usesSheet(content), on);
  }
  assert.deepEqual(content.tombstones, {});
});
