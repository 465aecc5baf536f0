import assert from "node:assert/strict";
import { test } from "node:test";

import { ApiError } from "../../static/js/api.js";
import { KEPT_SECONDS, VaultRefused, apply, emptyVault } from "../../static/js/vault.js";
import { blobHash, newDataKey } from "../../static/js/vault_cipher.js";
import { FakeVaultServer, UNREACHABLE } from "./fake_vault_server.js";
import { FakeTabs, loadedPage, person, vaultPage } from "./vault_page.js";

/** @import { VaultChange } from "../../static/js/api.js" */
/** @import { Operation } from "../../static/js/vault.js" */

const WITH_MAYA = apply(emptyVault(), [person("maya")]);

/** @param {string} id @param {string} label @returns {Operation} */
const relabel = (id, label) => ({ op: "put", id, fields: { label } });

/** @param {number} status */
const status = (status) => (/** @type {unknown} */ error) => error instanceof ApiError && error.status === status;

/** Time passes whenever a page waits for it. @param {ReturnType<typeof vaultPage>} page */
function hurry(page) {
  page.clock.later = (task) => void queueMicrotask(task);
}

test("before it is loaded a page has no vault: nobody may take that for an empty one", async () => {
  const { sync } = vaultPage(await FakeVaultServer.begin());
  assert.throws(() => sync.content, TypeError);
  assert.throws(() => sync.snapshot(), TypeError);
  await assert.rejects(sync.change([person("maya")]), TypeError);
  assert.equal(sync.isSaved(), true);
});

test("a vault is loaded, and remembered by the browser", async () => {
  const server = await FakeVaultServer.begin(WITH_MAYA);
  const { sync, memory, told } = await loadedPage(server);
  const hash = await blobHash(server.newest().blob);
  assert.deepEqual(sync.content, WITH_MAYA);
  assert.deepEqual(sync.snapshot(), { version: 1, parent: hash, content: WITH_MAYA });
  assert.deepEqual(await memory.known(), { version: 1, hash, at: 0 });
  assert.equal(told, 1);
});

test("a change is seen at once, then saved and remembered", async () => {
  const server = await FakeVaultServer.begin();
  const page = await loadedPage(server);
  const saved = page.sync.change([person("maya")]);
  assert.deepEqual(page.sync.content, WITH_MAYA);
  assert.equal(page.sync.isSaved(), false);
  await saved;
  assert.equal(page.sync.isSaved(), true);
  assert.deepEqual(await server.open(), WITH_MAYA);
  const hash = await blobHash(server.newest().blob);
  assert.deepEqual(await page.memory.known(), { version: 2, hash, at: 0 });
  assert.equal(page.told, 3);
});

test("what changes while a save is under way goes with one save after it", async () => {
  const server = await FakeVaultServer.begin();
  const { sync } = await loadedPage(server);
  const first = sync.change([person("a")]);
  await Promise.resolve();
  await Promise.all([first, sync.change([person("b")]), sync.change([person("c")])]);
  assert.equal(server.newest().version, 3);
  assert.deepEqual(Object.keys((await server.open()).entries), ["a", "b", "c"]);
});

test("what another device has saved in between is kept, and ours is made on top of it", async () => {
  const server = await FakeVaultServer.begin(WITH_MAYA);
  const [desk, phone] = [await loadedPage(server), await loadedPage(server)];
  hurry(phone);
  await desk.sync.change([person("ben"), relabel("maya", "Maya R.")]);
  await phone.sync.change([{ op: "put", id: "maya", fields: { codeWord: "heron" } }]);
  await desk.sync.refresh();
  for (const { sync } of [desk, phone])
    assert.deepEqual(sync.content, apply(emptyVault(), [
      person("maya", { label: "Maya R.", codeWord: "heron" }),
      person("ben"),
    ]));
});

test("a page that always comes second gives up after some tries, and keeps what it has", async () => {
  const server = await FakeVaultServer.begin();
  let tries = 0;
  const page = await loadedPage(server, {
    api: {
      saveVault: async (change) => {
        tries += 1;
        if (tries <= 12) await server.store(await server.open());
        return server.write(change);
      },
    },
  });
  hurry(page);
  await assert.rejects(page.sync.change([person("maya")]), status(412));
  assert.equal(tries, 12);
  assert.equal(page.sync.isSaved(), false);
  await page.sync.retry();
  assert.deepEqual(await server.open(), WITH_MAYA);
});

test("the pause before each try grows, and is not the same for everybody", async () => {
  const server = await FakeVaultServer.begin();
  const page = await loadedPage(server, { workings: { random: () => 0.999 } });
  /** @type {number[]} */
  const pauses = [];
  page.clock.later = (task, milliseconds) => {
    pauses.push(Math.round(milliseconds));
    queueMicrotask(task);
  };
  page.api.saveVault = async () => Promise.reject(new ApiError(412, "vault_changed", ""));
  await assert.rejects(page.sync.change([person("maya")]), status(412));
  assert.deepEqual(pauses, [40, 80, 160, 320, 640, 1279, 1999, 1999, 1999, 1999, 1999]);
});

test("without a server a change stays, and goes with the next refresh", async () => {
  const server = await FakeVaultServer.begin();
  const page = await loadedPage(server);
  const { saveVault } = page.api;
  page.api.saveVault = () => Promise.reject(UNREACHABLE);
  await assert.rejects(page.sync.change([person("maya")]), status(0));
  assert.equal(page.sync.isSaved(), false);
  assert.deepEqual(page.sync.content, WITH_MAYA);
  page.api.saveVault = saveVault;
  await page.sync.refresh();
  assert.equal(page.sync.isSaved(), true);
  assert.deepEqual(await server.open(), WITH_MAYA);
});

test("a tombstone is kept for 30 days, and not for longer", async () => {
  const server = await FakeVaultServer.begin(WITH_MAYA);
  const { sync, clock } = await loadedPage(server);
  await sync.change([{ op: "remove", id: "maya", at: 0 }]);
  clock.pass(1000 * (KEPT_SECONDS - 1));
  await sync.change([person("ben")]);
  assert.deepEqual(sync.content.tombstones, { maya: 0 });
  clock.pass(1000);
  await sync.change([person("cem")]);
  assert.deepEqual(sync.content.tombstones, {});
});

test("a vault under another key is refused, and not remembered as seen", async () => {
  const server = await FakeVaultServer.begin(WITH_MAYA);
  server.dataKey = newDataKey();
  const page = vaultPage(server);
  await assert.rejects(page.sync.load(), VaultRefused);
  assert.throws(() => page.sync.content, TypeError);
  assert.equal(await page.memory.known(), null);
});

test("tabs of one browser see each other's changes", async () => {
  const server = await FakeVaultServer.begin();
  const tabs = new FakeTabs();
  const one = await loadedPage(server, { tabs: tabs.tab() });
  const other = await loadedPage(server, { tabs: tabs.tab(), storage: one.storage });
  const closed = vaultPage(server, { tabs: tabs.tab(), storage: one.storage });
  await one.sync.change([person("maya")]);
  await other.sync.load();
  assert.deepEqual(other.sync.content, WITH_MAYA);
  assert.throws(() => closed.sync.content, TypeError);
  assert.deepEqual(other.failures, []);
});

test("a save that is over after its page has closed the channel to other tabs is a save", async () => {
  const server = await FakeVaultServer.begin();
  const tabs = new BroadcastChannel("tests of vault_sync.js");
  const { sync } = await loadedPage(server, { tabs });
  const saving = sync.change([person("maya")]);
  tabs.close();
  await saving;
  assert.equal(sync.isSaved(), true);
});

test("a server that does not answer when another tab has saved is no news", async () => {
  const server = await FakeVaultServer.begin();
  const tabs = new FakeTabs();
  const page = await loadedPage(server, { tabs: tabs.tab() });
  page.api.vault = () => Promise.reject(UNREACHABLE);
  tabs.tab().postMessage({});
  await assert.rejects(page.sync.load(), status(0));
  assert.deepEqual(page.failures, []);
});

test("what another tab has saved and this one cannot open is said", async () => {
  const server = await FakeVaultServer.begin();
  const tabs = new FakeTabs();
  const page = await loadedPage(server, { tabs: tabs.tab() });
  server.dataKey = newDataKey();
  await server.store(emptyVault());
  tabs.tab().postMessage({});
  await assert.rejects(page.sync.load(), VaultRefused);
  assert.deepEqual(page.failures.map((error) => error.constructor), [VaultRefused]);
});

test("a new data key that another tab has made is found by the page key", async () => {
  const server = await FakeVaultServer.begin();
  const restored = { username: "ruiz", dataKey: newDataKey() };
  const restoreDataKey = async (/** @type {string} */ half) => (half === server.half ? restored : null);
  const page = await loadedPage(server, { workings: { restoreDataKey } });
  hurry(page);
  server.dataKey = restored.dataKey;
  await server.store(WITH_MAYA);
  await page.sync.change([person("ben")]);
  assert.deepEqual(page.sync.dataKey, restored.dataKey);
  assert.deepEqual(Object.keys((await server.open()).entries), ["maya", "ben"]);
});

test("the vault goes under another data key with all that is pending, whatever comes first", async () => {
  const server = await FakeVaultServer.begin();
  const [page, phone] = [await loadedPage(server), await loadedPage(server)];
  hurry(page);
  page.api.saveVault = () => Promise.reject(UNREACHABLE);
  await assert.rejects(page.sync.change([person("maya")]), status(0));
  await phone.sync.change([person("ben")]);
  const dataKey = newDataKey();
  const send = async (/** @type {VaultChange} */ change) => {
    server.write(change);
    server.dataKey = dataKey;
  };
  await page.sync.rekey(dataKey, [person("cem")], send);
  assert.deepEqual(page.sync.dataKey, dataKey);
  assert.equal(page.sync.isSaved(), true);
  assert.deepEqual(Object.keys((await server.open()).entries).sort(), ["ben", "cem", "maya"]);
  await assert.rejects(phone.sync.refresh(), VaultRefused);
});
