import assert from "node:assert/strict";
import { afterEach, mock, test } from "node:test";

import {
  WrongPassword,
  changeCredentials,
  listEarlier,
  openEarlier,
  signIn,
  unlock,
} from "../../static/js/account.js";
import { ApiError } from "../../static/js/api.js";
import { newRecoveryCode } from "../../static/js/recovery_code.js";
import { KEPT_SECONDS } from "../../static/js/vault.js";
import { VaultRefused } from "../../static/js/vault_cipher.js";
import { ACCOUNT, PASSWORD, enrolled, newBrowser, nextPage } from "./account_browser.js";
import { INSTALLATION } from "./fake_account_server.js";
import { person } from "./vault_page.js";

/** @import { VaultSync } from "../../static/js/vault_sync.js" */

afterEach(() => mock.restoreAll());

const FRESH = { password: "cobalt meadow ribbon thunder almond", code: await newRecoveryCode() };
const NEW_ACCOUNT = { ...ACCOUNT, password: FRESH.password };

/** An account with one person, open on a page. */
async function open() {
  const { server, browser } = await enrolled();
  const sync = /** @type {VaultSync} */ (await nextPage(server, browser));
  await sync.change([person("maya")]);
  const change = { installation: INSTALLATION, sync, current: PASSWORD, ...FRESH, usesSheet: false };
  return { server, browser, sync, change };
}

/** @param {VaultSync} sync @param {string} kind */
function ofKind(sync, kind) {
  return Object.values(sync.content.entries).filter((entry) => entry.kind === kind);
}

test("a new password signs in, the old one does not, and the vault is whole under another key", async () => {
  const { server, browser, sync, change } = await open();
  const before = sync.dataKey;
  await changeCredentials(change, browser);
  assert.notDeepEqual(sync.dataKey, before);
  await sync.change([person("ben")]);
  const device = newBrowser();
  await assert.rejects(signIn(ACCOUNT, device), ApiError);
  await signIn(NEW_ACCOUNT, device);
  const other = /** @type {VaultSync} */ (await nextPage(server, device));
  assert.equal(ofKind(other, "person").length, 2);
  assert.equal(ofKind(other, "room").length, 1);
});

test("the page that made the change and its tabs go on: the new key is kept before they hear of it", async () => {
  const { server, browser, change } = await open();
  const tab = /** @type {VaultSync} */ (await nextPage(server, browser));
  await changeCredentials(change, browser);
  await tab.load();
  assert.deepEqual(tab.dataKey, change.sync.dataKey);
  await tab.change([person("ben")]);
  const next = /** @type {VaultSync} */ (await nextPage(server, browser));
  assert.equal(ofKind(next, "person").length, 2);
});

test("a wrong current password changes nothing and is not sent", async () => {
  const { server, browser, change } = await open();
  const { credentials } = server;
  await assert.rejects(changeCredentials({ ...change, current: "wrong" }, browser), WrongPassword);
  assert.equal(server.credentials, credentials);
  assert.ok(!server.asked.includes("POST /api/credentials"));
});

test("what another device saves at that moment is not lost", async () => {
  const { server, browser, sync, change } = await open();
  const device = newBrowser();
  await signIn(ACCOUNT, device);
  const other = /** @type {VaultSync} */ (await nextPage(server, device));
  browser.clock.later = (task) => queueMicrotask(task);
  // The other device's save reaches the server after this page has looked, and before its own.
  const before = server.versions.length;
  await other.change([person("ben")]);
  const newer = server.versions.splice(before);
  server.before.set("POST /api/credentials", () => server.versions.push(...newer));
  await changeCredentials(change, browser);
  assert.deepEqual(
    ofKind(sync, "person").map((entry) => (entry.kind === "person" ? entry.label : "")).sort(),
    ["ben", "maya"],
  );
});

test("copies from before a new password open for 30 days, by the former key in the vault", async () => {
  const { browser, sync, change } = await open();
  await changeCredentials(change, browser);
  assert.deepEqual((await listEarlier()).map(({ version }) => version), [1, 2]);
  const earlier = Object.values((await openEarlier(2, sync)).entries);
  assert.deepEqual(earlier.map(({ kind }) => kind), ["room", "person"]);
  browser.clock.pass(1000 * KEPT_SECONDS);
  await sync.change([person("ben")]);
  assert.deepEqual(ofKind(sync, "formerKey"), []);
  await assert.rejects(openEarlier(2, sync), VaultRefused);
  await openEarlier(3, sync);
});

test("copies from before several new passwords open too", async () => {
  const { browser, sync, change } = await open();
  await changeCredentials(change, browser);
  await changeCredentials({ ...change, current: FRESH.password, password: PASSWORD }, browser);
  assert.equal(ofKind(sync, "formerKey").length, 2);
  for (const { version } of await listEarlier()) await openEarlier(version, sync);
  await assert.rejects(openEarlier(99, sync), (error) => error instanceof ApiError && error.status === 404);
});

test("when the new half of the page key does not arrive, the password is changed and asked for", async () => {
  const { server, browser, change } = await open();
  server.before.set("POST /api/credentials", () => server.unreachable.add("GET /api/vault"));
  await changeCredentials(change, browser);
  server.unreachable.clear();
  assert.equal(browser.shelf.kept, undefined);
  assert.equal(await nextPage(server, browser), null);
  await unlock(NEW_ACCOUNT, browser);
});

test("without an answer it is an error, and the new password may be the one that holds", async () => {
  const { server, browser, change } = await open();
  server.loses.add("POST /api/credentials");
  const unanswered = (/** @type {unknown} */ error) => error instanceof ApiError && error.status === 0;
  await assert.rejects(changeCredentials(change, browser), unanswered);
  server.loses.clear();
  const device = newBrowser();
  await signIn(NEW_ACCOUNT, device);
  assert.notEqual(await nextPage(server, device), null);
});
