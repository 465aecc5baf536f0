import assert from "node:assert/strict";
import { test } from "node:test";

import { apply, emptyVault } from "../../static/js/vault.js";
import { VaultRefused, newDataKey } from "../../static/js/vault_cipher.js";
import { RolledBack } from "../../static/js/vault_sync.js";
import { FakeVaultServer } from "./fake_vault_server.js";
import { FakeTabs, loadedPage, person, vaultPage } from "./vault_page.js";

/** @param {"older"|"forked"} how */
const rolledBack = (how) => (/** @type {unknown} */ error) => error instanceof RolledBack && error.how === how;

/** A server that has three versions, a browser that has seen them, and what it shows then. */
async function threeVersions() {
  const server = await FakeVaultServer.begin();
  const page = await loadedPage(server);
  await page.sync.change([person("maya")]);
  await page.sync.change([person("ben")]);
  return { server, storage: page.storage, page };
}

test("an older vault is refused, and nothing of it opened, until the clinician accepts it", async () => {
  const { server, storage } = await threeVersions();
  server.versions.length = 2;
  const page = vaultPage(server, { storage });
  await assert.rejects(page.sync.load(), rolledBack("older"));
  assert.throws(() => page.sync.content, TypeError);
  assert.equal(page.told, 0);
  await page.sync.acceptOlder();
  assert.deepEqual(Object.keys(page.sync.content.entries), ["maya"]);
  assert.equal((await page.memory.known())?.version, 2);
  await page.sync.load();
});

test("another history of the same versions is refused", async () => {
  const { server, storage } = await threeVersions();
  server.versions.length = 2;
  await server.store(apply(emptyVault(), [person("forged")]));
  await assert.rejects(vaultPage(server, { storage }).sync.load(), rolledBack("forked"));
  await server.store(emptyVault());
  await assert.rejects(vaultPage(server, { storage }).sync.load(), rolledBack("forked"));
});

test("a page that is open goes on showing the newer one, and saves nothing into the older", async () => {
  const { server, page } = await threeVersions();
  const before = page.sync.content;
  server.versions.length = 1;
  await assert.rejects(page.sync.refresh(), rolledBack("older"));
  assert.deepEqual(page.sync.content, before);
  await assert.rejects(page.sync.change([person("cem")]), rolledBack("older"));
  assert.equal(server.versions.length, 1);
  await page.sync.acceptOlder();
  assert.deepEqual(Object.keys((await server.open()).entries), ["cem"]);
  assert.equal(page.sync.isSaved(), true);
});

test("nothing is saved on top of another history, even where the version's number is the same", async () => {
  const { server, page } = await threeVersions();
  server.versions.length = 2;
  await server.store(emptyVault());
  await assert.rejects(page.sync.refresh(), rolledBack("forked"));
  await assert.rejects(page.sync.change([person("cem")]), rolledBack("forked"));
  assert.equal(server.versions.length, 3);
});

test("a server that shows the newer vault again is taken without asking", async () => {
  const { server, page } = await threeVersions();
  const versions = [...server.versions];
  server.versions.length = 1;
  await assert.rejects(page.sync.refresh(), rolledBack("older"));
  server.versions = versions;
  await page.sync.change([person("cem")]);
  assert.deepEqual(Object.keys((await server.open()).entries), ["maya", "ben", "cem"]);
  await page.sync.acceptOlder();
  assert.equal(page.sync.snapshot().version, 4);
});

test("a page remembers for itself what the browser has forgotten", async () => {
  const { server, page } = await threeVersions();
  await page.memory.forget();
  server.versions.length = 2;
  await assert.rejects(page.sync.refresh(), rolledBack("older"));
});

test("another tab's newer save, while an answer travels, is no rollback", async () => {
  const server = await FakeVaultServer.begin();
  const one = await loadedPage(server);
  const other = await loadedPage(server, { storage: one.storage });
  const { vault } = other.api;
  other.api.vault = async () => {
    const answer = await vault();
    await one.sync.change([person("maya")]);
    return answer;
  };
  await other.sync.load();
  other.api.vault = vault;
  await other.sync.load();
  assert.deepEqual(Object.keys(other.sync.content.entries), ["maya"]);
});

test("a rollback that another tab's message uncovers is said", async () => {
  const server = await FakeVaultServer.begin();
  const tabs = new FakeTabs();
  const page = await loadedPage(server, { tabs: tabs.tab() });
  await page.sync.change([person("maya")]);
  server.versions.length = 1;
  tabs.tab().postMessage({});
  await assert.rejects(page.sync.load(), RolledBack);
  assert.deepEqual(page.failures.map((error) => error.constructor), [RolledBack]);
});

test("an older vault that does not open is refused all the same, and what was seen stays remembered", async () => {
  const { server, storage } = await threeVersions();
  server.versions.length = 2;
  server.dataKey = newDataKey();
  const page = vaultPage(server, { storage });
  await assert.rejects(page.sync.load(), rolledBack("older"));
  await assert.rejects(page.sync.acceptOlder(), VaultRefused);
  assert.equal((await page.memory.known())?.version, 3);
});
