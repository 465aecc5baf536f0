// A lock, or a sign-out, that comes while something else is on its way.

import assert from "node:assert/strict";
import { test } from "node:test";

import { RolledBack } from "../../static/js/vault_sync.js";
import { put } from "./fake_practice.js";
import { Browser, PASSWORD, openPage, settled } from "./guard_browser.js";

/** @import { Guard } from "../../static/js/guard.js" */

/** A browser that keeps a key, and whose vault is on its way until `arrives` is called. */
function onTheWay() {
  const browser = new Browser();
  browser.kept = { username: "ruiz", dataKey: new Uint8Array(32) };
  let arrives = () => {};
  browser.onTheWay = new Promise((resolve) => (arrives = resolve));
  const page = browser.page();
  return { browser, page, guard: /** @type {Guard} */ (page.guard), arrives: () => arrives() };
}

test("a lock in another tab, or here, while the vault is on its way leaves the page locked", async () => {
  for (const here of [false, true]) {
    const { browser, page, guard, arrives } = onTheWay();
    const opening = guard.open();
    await settled();
    if (here) await guard.lock();
    else browser.tabs.open().postMessage({ kind: "locked" });
    assert.equal(guard.state, "locked");
    arrives();
    await opening;
    assert.deepEqual([guard.state, page.opened, page.channels, guard.current], ["locked", [], 0, null]);
  }
});

test("a lock while the password opens the vault wins, and what the password brought back is forgotten", async () => {
  const { browser, page, guard, arrives } = onTheWay();
  browser.kept = null;
  await guard.open();
  const other = browser.tabs.open();
  other.said.length = 0;
  const heard = /** @type {string[]} */ ([]);
  other.addEventListener("message", ({ data }) => void heard.push(data.kind));
  const unlocking = guard.unlock(PASSWORD);
  await settled();
  other.postMessage({ kind: "locked" });
  arrives();
  await unlocking;
  assert.deepEqual([guard.state, page.opened, page.channels, browser.kept], ["locked", [], 0, null]);
  assert.deepEqual(heard, []);
  await guard.unlock(PASSWORD);
  assert.equal(guard.state, "open");
});

test("an older copy on its way when the lock comes is not asked about", async () => {
  const { browser, guard, arrives } = onTheWay();
  browser.loading = new RolledBack("older");
  const opening = guard.open();
  await settled();
  await guard.lock();
  arrives();
  await opening;
  assert.equal(guard.state, "locked");
});

test("an older copy that is accepted while the lock comes is not opened", async () => {
  const { browser, page, guard } = await openPage();
  guard.troubled(new RolledBack("older"));
  let arrives = () => {};
  browser.onTheWay = new Promise((resolve) => (arrives = resolve));
  const accepting = guard.acceptOlder();
  browser.tabs.open().postMessage({ kind: "locked" });
  arrives();
  await accepting;
  assert.deepEqual([guard.state, page.opened.length, page.channels], ["locked", 1, 0]);
});

test("a lock while what was not saved is opened again keeps it, and opens nothing", async () => {
  const { browser, page, guard } = await openPage();
  browser.server.keepsVault = false;
  await page.sync.change([put("maya", { kind: "person", label: "Maya" })]).catch(() => undefined);
  await guard.lock();
  let arrives = () => {};
  browser.onTheWay = new Promise((resolve) => (arrives = resolve));
  const unlocking = guard.unlock(PASSWORD);
  await settled();
  await guard.lock();
  arrives();
  await unlocking;
  assert.deepEqual([guard.state, page.opened.length, guard.isSaved()], ["locked", 1, false]);
});

test("a lock while the server is away forgets the key, and when it is back the password is asked", async () => {
  const { browser } = await openPage();
  browser.reachable = false;
  const page = browser.page();
  await page.guard.open();
  assert.equal(page.guard.state, "away");
  await page.guard.lock();
  assert.equal(browser.kept, null);
  browser.reachable = true;
  await page.guard.returned();
  assert.equal(page.guard.state, "locked");
  await page.guard.unlock(PASSWORD);
  assert.equal(page.guard.state, "open");
});

test("whoever signs out puts everything away in every tab, also what was on its way", async () => {
  const { browser, page: slow, guard, arrives } = onTheWay();
  const opening = guard.open();
  await settled();
  browser.onTheWay = Promise.resolve();
  const { guard: other } = await openPage(browser);
  other.signedOut();
  arrives();
  await opening;
  assert.deepEqual([other.state, guard.state, slow.opened, slow.channels], ["over", "over", [], 0]);
});
