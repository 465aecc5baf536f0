// All sessions of the clinician's page: kept sealed through locks, reloads and new passwords.

import assert from "node:assert/strict";
import { test } from "node:test";

import { SealedShelf } from "../../static/js/sealed_shelf.js";
import { SessionRecords } from "../../static/js/session_records.js";
import { sessionNames } from "../../static/js/session_receipt.js";
import { newDataKey } from "../../static/js/vault_cipher.js";
import { FakeClock } from "./fake_clock.js";
import { FakeHosted } from "./fake_hosted.js";
import { FakeSealedShelf } from "./fake_sealed_shelf.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

class Browser {
  constructor() {
    this.clock = new FakeClock();
    this.clock.pass(HOUR);
    this.disk = new FakeSealedShelf();
    this.vault = { dataKey: newDataKey() };
    this.room = new FakeHosted().welcome();
    this.drawn = 0;
    /** @type {Record<string, string>} */
    this.labels = {};
  }

  /** A page of this browser, with the vault open or locked. */
  async page({ open = true } = {}) {
    const records = new SessionRecords({
      changed: () => void (this.drawn += 1),
      labelOf: ({ id }) => this.labels[id] ?? "",
      shelf: new SealedShelf(this.disk.place, "telehealth/1 session record"),
      clock: this.clock,
    });
    if (open) await records.open(this.vault);
    return records;
  }

  /** @param {SessionRecords} records @param {string} [id] */
  begins(records, id = "maya") {
    records.follow([this.room.hosted]);
    this.room.says(id, { name: id });
    this.room.stands(id, "admitted");
    records.follow([this.room.hosted]);
  }

  /** @param {SessionRecords} records @param {string} [id] */
  ends(records, id = "maya") {
    this.room.stands(id, "ended");
    records.follow([this.room.hosted]);
  }
}

/** @param {SessionRecords} records */
const names = (records) => records.ended().map((facts) => sessionNames(facts).join());

/** @param {() => boolean} isSo */
async function until(isSo) {
  for (let turn = 0; turn < 200; turn += 1) {
    if (isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  assert.fail("it did not come to that");
}

/** A look of every page, and what it writes. @param {Browser} browser */
async function minute(browser) {
  browser.clock.pass(MINUTE);
  await new Promise((resolve) => setTimeout(resolve, 40));
}

test("a session has a receipt once it is over, the latest first", async () => {
  const browser = new Browser();
  const records = await browser.page();
  browser.begins(records);
  assert.deepEqual(names(records), []);
  browser.ends(records);
  assert.deepEqual(names(records), ["maya"]);
  browser.clock.pass(MINUTE);
  browser.begins(records, "ben");
  assert.deepEqual(names(records), ["maya"], "a session that is on has none yet");
  browser.ends(records, "ben");
  assert.deepEqual(names(records), ["ben", "maya"]);
});

test("it is sealed from its first moment, and no name lies in the browser in clear", async () => {
  const browser = new Browser();
  browser.labels = { maya: "Maya of Tuesdays" };
  browser.begins(await browser.page());
  await until(() => browser.disk.size === 1);
  assert.ok(!/maya/i.test(browser.disk.text));
});

test("the next page of this browser has it, and with another data key nobody", async () => {
  const browser = new Browser();
  const records = await browser.page();
  browser.begins(records);
  browser.ends(records);
  await minute(browser);
  assert.deepEqual(names(await browser.page()), ["maya"]);
  browser.vault = { dataKey: newDataKey() };
  assert.deepEqual(names(await browser.page()), []);
});

test("a locked page lists nobody, and has everything again when it is opened", async () => {
  const browser = new Browser();
  const records = await browser.page();
  browser.begins(records);
  browser.ends(records);
  records.lock();
  assert.deepEqual(names(records), []);
  await records.open(browser.vault);
  assert.deepEqual(names(records), ["maya"]);
});

test("what ends while the page is locked waits in memory until it is opened, and is sealed then", async () => {
  const browser = new Browser();
  const records = await browser.page({ open: false });
  browser.begins(records);
  browser.ends(records);
  await minute(browser);
  assert.deepEqual([names(records), browser.disk.size], [[], 0]);
  await records.open(browser.vault);
  assert.deepEqual(names(records), ["maya"]);
  await until(() => browser.disk.size === 1);
});

test("a session that is on goes on through a lock", async () => {
  const browser = new Browser();
  const records = await browser.page();
  browser.begins(records);
  await until(() => browser.disk.size === 1);
  records.lock();
  browser.clock.pass(10 * MINUTE);
  browser.ends(records);
  await records.open(browser.vault);
  const [facts] = records.ended();
  assert.equal(facts?.moments.length, 2);
  assert.equal(records.ended().length, 1);
});

test("a reload in mid-session goes on with the same record, when the vault opens before the end or after", async () => {
  for (const afterTheEnd of [false, true]) {
    const browser = new Browser();
    browser.begins(await browser.page());
    await until(() => browser.disk.size === 1);
    browser.clock.pass(5 * MINUTE);
    const records = await browser.page({ open: false });
    records.follow([browser.room.hosted]);
    if (afterTheEnd) browser.ends(records);
    await records.open(browser.vault);
    if (!afterTheEnd) browser.ends(records);
    assert.equal(records.ended().length, 1);
    assert.equal(records.ended()[0]?.began, HOUR / 1000);
    await minute(browser);
    assert.equal(browser.disk.size, 1, "one record, and not two");
    assert.deepEqual(names(await browser.page()), ["maya"]);
  }
});

test("a session whose page was closed is listed when nobody has seen it for a while", async () => {
  const browser = new Browser();
  const before = await browser.page();
  browser.begins(before);
  await until(() => browser.disk.size === 1);
  before.lock();
  const other = await browser.page();
  assert.deepEqual(names(other), []);
  browser.clock.pass(3 * MINUTE);
  assert.deepEqual(names(other), ["maya"]);
});

test("another page of this browser does not take a session for closed that is seen each minute", async () => {
  const browser = new Browser();
  const [host, other] = [await browser.page(), await browser.page()];
  browser.begins(host);
  for (let turn = 0; turn < 6; turn += 1) {
    host.follow([browser.room.hosted]);
    await minute(browser);
    assert.deepEqual(names(other), []);
  }
  browser.ends(host);
  await minute(browser);
  await minute(browser);
  assert.deepEqual(names(other), ["maya"], "and it has the receipt, too");
});

test("the same person back within minutes is the same session, somebody else another", async () => {
  const browser = new Browser();
  const records = await browser.page();
  browser.begins(records);
  browser.ends(records);
  browser.clock.pass(3 * MINUTE);
  browser.begins(records);
  assert.deepEqual(names(records), []);
  browser.ends(records);
  assert.deepEqual(names(records), ["maya"]);
  browser.begins(records, "ben");
  browser.ends(records, "ben");
  assert.equal(records.ended().length, 2);
});

test("a receipt that was saved is gone from this page, the browser and its other pages", async () => {
  const browser = new Browser();
  const records = await browser.page();
  browser.begins(records);
  browser.ends(records);
  await minute(browser);
  const other = await browser.page();
  records.discard(records.ended()[0]?.id ?? "");
  assert.deepEqual(names(records), []);
  await until(() => browser.disk.size === 0);
  await minute(browser);
  assert.deepEqual(names(other), []);
});

test("after twelve hours it is gone, from a locked page's memory as well", async () => {
  const browser = new Browser();
  const [open, locked] = [await browser.page(), await browser.page({ open: false })];
  for (const records of [open, locked]) browser.begins(records);
  browser.room.stands("maya", "ended");
  for (const records of [open, locked]) records.follow([browser.room.hosted]);
  await minute(browser);
  browser.clock.pass(12 * HOUR);
  for (const records of [open, locked]) records.follow([browser.room.hosted]);
  await until(() => browser.disk.size === 0);
  await locked.open(browser.vault);
  assert.deepEqual([names(open), names(locked)], [[], []]);
});

test("signing out leaves nothing in this browser", async () => {
  const browser = new Browser();
  const records = await browser.page();
  browser.begins(records);
  browser.ends(records);
  await records.forget();
  assert.deepEqual([names(records), browser.disk.kept], [[], undefined]);
});

test("a new password seals with the new data key what the old one did", async () => {
  const browser = new Browser();
  const records = await browser.page();
  browser.begins(records);
  browser.ends(records);
  await minute(browser);
  browser.vault.dataKey = newDataKey();
  await minute(browser);
  assert.deepEqual(names(records), ["maya"]);
  assert.deepEqual(names(await browser.page()), ["maya"]);
});

test("where the browser keeps nothing a lock loses nothing as long as the page lives", async () => {
  const browser = new Browser();
  browser.disk.refuses = true;
  const records = await browser.page();
  browser.begins(records);
  browser.ends(records);
  await minute(browser);
  records.lock();
  assert.deepEqual(names(records), []);
  await records.open(browser.vault);
  assert.deepEqual(names(records), ["maya"]);
});

test("a room that another page holds is not this page's session", async () => {
  const browser = new Browser();
  const records = await browser.page();
  browser.room.changes([], { host: "other" });
  browser.room.changes([{ ...viewOfMaya }], { host: "other" });
  records.follow([browser.room.hosted]);
  assert.deepEqual([names(records), browser.disk.size], [[], 0]);
});

const viewOfMaya = /** @type {const} */ ({
  id: "maya",
  role: "client",
  standing: "admitted",
  connected: true,
  previewed: false,
});

test("how a session ended that was over before the server knew is in its receipt all the same", async () => {
  const browser = new Browser();
  const records = await browser.page();
  browser.begins(records);
  browser.room.sentAway.add("maya");
  records.follow([browser.room.hosted]);
  browser.room.changes([], { gone: ["maya"] });
  records.follow([browser.room.hosted]);
  assert.deepEqual(records.ended()[0]?.moments.at(-1)?.parted, { maya: "removed" });
});

test("the next client's session never goes on with the one before, however late the server was", async () => {
  const browser = new Browser();
  const records = await browser.page();
  browser.begins(records);
  browser.room.sentAway.add("maya");
  records.follow([browser.room.hosted]);
  browser.begins(records, "ben");
  browser.ends(records, "ben");
  assert.deepEqual(names(records).sort(), ["ben", "maya"]);
});

test("before a page knows whether it holds the room nothing is noted, and a session found then was on before", async () => {
  const browser = new Browser();
  browser.room.opening = true;
  browser.room.says("maya", { name: "maya" });
  browser.room.stands("maya", "admitted");
  const records = await browser.page();
  records.follow([browser.room.hosted]);
  browser.room.opening = false;
  records.follow([browser.room.hosted]);
  browser.ends(records);
  assert.deepEqual(records.ended().map(({ loaded }) => loaded), [true]);
});
