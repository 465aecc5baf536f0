import assert from "node:assert/strict";
import { test } from "node:test";

import { WrongPassword } from "../../static/js/account.js";
import { ApiError } from "../../static/js/api.js";
import { VaultRefused } from "../../static/js/vault.js";
import { RolledBack } from "../../static/js/vault_sync.js";
import { put } from "./fake_practice.js";
import { Browser, PASSWORD, openPage, settled } from "./guard_browser.js";

test("a page without a key from an earlier one asks for the password, and opens with it", async () => {
  const browser = new Browser();
  const page = browser.page();
  await page.guard.open();
  assert.equal(page.guard.state, "locked");
  await page.guard.unlock(PASSWORD);
  assert.deepEqual([page.guard.state, page.opened.length], ["open", 1]);
});

test("the next page of the same sign-in opens by itself; another account's key opens nothing", async () => {
  const { browser } = await openPage();
  const next = browser.page();
  await next.guard.open();
  assert.equal(next.guard.state, "open");
  browser.kept.username = "somebody";
  const other = browser.page();
  await other.guard.open();
  assert.equal(other.guard.state, "locked");
});

test("a wrong password leaves it locked and says so to the form", async () => {
  const browser = new Browser();
  const page = browser.page();
  await page.guard.open();
  await assert.rejects(page.guard.unlock("wrong"), WrongPassword);
  assert.deepEqual([page.guard.state, page.opened], ["locked", []]);
});

test("locking puts everything away here and in every other tab, and forgets the key", async () => {
  const { browser, page, guard } = await openPage();
  const other = browser.page();
  await other.guard.open();
  await guard.lock();
  assert.deepEqual([guard.state, page.closed, page.channels, guard.current], ["locked", 1, 0, null]);
  assert.deepEqual([other.guard.state, other.closed, other.channels], ["locked", 1, 0]);
  assert.equal(browser.kept, null);
});

test("unlocking one tab opens the others too", async () => {
  const { browser, guard } = await openPage();
  const other = browser.page();
  await other.guard.open();
  await guard.lock();
  await guard.unlock(PASSWORD);
  await settled();
  assert.equal(other.guard.state, "open");
});

test("a lock that falls into a session waits for its end", async () => {
  const { browser, page, guard } = await openPage();
  const other = browser.page();
  await other.guard.open();
  page.inSession = true;
  await other.guard.lock();
  assert.deepEqual([guard.state, page.closed, other.guard.state], ["open", 0, "locked"]);
  page.inSession = false;
  guard.sessionEnded();
  assert.deepEqual([guard.state, page.closed], ["locked", 1]);
});

test("a session that ends without a lock waiting locks nothing", async () => {
  const { guard } = await openPage();
  guard.sessionEnded();
  assert.equal(guard.state, "open");
});

test("what was not saved before the lock is kept until it is, then nothing is", async () => {
  const { browser, page, guard } = await openPage();
  browser.server.keepsVault = false;
  await page.sync.change([put("maya", { kind: "person", label: "Maya" })]).catch(() => undefined);
  await guard.lock();
  assert.deepEqual([guard.isSaved(), page.channels], [false, 1]);
  await guard.returned();
  assert.equal(guard.isSaved(), false);
  browser.server.keepsVault = true;
  await guard.returned();
  assert.deepEqual([guard.isSaved(), page.channels], [true, 0]);
  assert.ok(Object.hasOwn(browser.server.vault.entries, "maya"));
});

test("unlocking goes on with what was not saved, even while the server does not answer", async () => {
  const { browser, page, guard } = await openPage();
  browser.server.keepsVault = false;
  await page.sync.change([put("maya", { kind: "person", label: "Maya" })]).catch(() => undefined);
  const before = page.sync;
  await guard.lock();
  await guard.unlock(PASSWORD);
  assert.equal(page.opened.at(-1), before);
  assert.ok(Object.hasOwn(before.content.entries, "maya"));
});

test("a kept key that opens nothing any more asks for the password; a password that opens nothing is said", async () => {
  const { browser } = await openPage();
  browser.loading = new VaultRefused("does not open");
  const page = browser.page();
  await page.guard.open();
  assert.equal(page.guard.state, "locked");
  await page.guard.unlock(PASSWORD);
  assert.equal(page.guard.state, "refused");
});

test("an older copy is asked about, with both versions, and taken only when the clinician says so", async () => {
  const { browser } = await openPage();
  browser.loading = new RolledBack("older");
  const page = browser.page();
  await page.guard.open();
  await settled();
  assert.deepEqual(
    [page.guard.state, page.guard.versions, page.opened],
    ["older", { offered: 3, seen: 7 }, []],
  );
  await page.guard.acceptOlder();
  assert.deepEqual([page.guard.state, page.sync.accepted, page.opened.length], ["open", true, 1]);
});

test("a copy that turns out to be older while the page is open puts people away and asks", async () => {
  const { page, guard } = await openPage();
  guard.troubled(new RolledBack("forked"));
  await settled();
  assert.deepEqual([guard.state, page.closed], ["older", 1]);
});

test("a server that does not answer is said, and asked again on return", async () => {
  const { browser } = await openPage();
  browser.reachable = false;
  const page = browser.page();
  await page.guard.open();
  assert.deepEqual([page.guard.state, page.guard.text], ["away", "No answer."]);
  browser.reachable = true;
  await page.guard.returned();
  assert.equal(page.guard.state, "open");
});

test("a server that does not answer while unlocking is said in the form", async () => {
  const browser = new Browser();
  const page = browser.page();
  await page.guard.open();
  browser.reachable = false;
  await assert.rejects(page.guard.unlock(PASSWORD), ApiError);
  assert.equal(page.guard.state, "locked");
});

test("a sign-in that is over puts everything away; one made anew in another tab opens it again", async () => {
  const { page, guard } = await openPage();
  guard.troubled(new ApiError(401, "sign_in_needed", "Please sign in."));
  assert.deepEqual([guard.state, page.closed, guard.current], ["over", 1, null]);
  await guard.returned();
  assert.equal(guard.state, "open");
});

test("a fault of ours is not taken for a vault that does not open", async () => {
  const { guard } = await openPage();
  assert.throws(() => guard.troubled(new TypeError("ours")), TypeError);
  assert.equal(guard.state, "open");
});
