// What a browser is offered after more than one version: another history is refused, an honest one is taken.

import assert from "node:assert/strict";
import { test } from "node:test";

import { ApiError } from "../../static/js/api.js";
import { formerKey } from "../../static/js/credentials.js";
import { KEPT_SECONDS, apply, emptyVault } from "../../static/js/vault.js";
import { newDataKey } from "../../static/js/vault_cipher.js";
import { RolledBack } from "../../static/js/vault_sync.js";
import { FakeClock } from "./fake_clock.js";
import { FakeVaultServer } from "./fake_vault_server.js";
import { loadedPage, person, vaultPage } from "./vault_page.js";

const forked = (/** @type {unknown} */ error) => error instanceof RolledBack && error.how === "forked";

/** A browser that has seen version 3, in which Ben is not any more; and another device. */
async function seen() {
  const server = await FakeVaultServer.begin();
  const clock = new FakeClock();
  const page = await loadedPage(server, { clock });
  await page.sync.change([person("ben")]);
  await page.sync.change([{ op: "remove", id: "ben", at: 0 }]);
  return { server, clock, page, storage: page.storage, device: await loadedPage(server, { clock }) };
}

/** The server gives a new device an older copy, and that writes on. @param {FakeVaultServer} server @param {number} versions */
async function fork(server, versions) {
  server.versions.length = 2;
  const deceived = await loadedPage(server);
  for (let count = 0; count < versions; count += 1) await deceived.sync.change([person(`person ${count}`)]);
}

for (const steps of [2, 3])
  test(`another history is refused also when it is ${steps} versions further`, async () => {
    const { server, page, storage } = await seen();
    await fork(server, 1 + steps);
    assert.equal(server.newest().version, 3 + steps);
    await assert.rejects(vaultPage(server, { storage }).sync.load(), forked);
    await assert.rejects(page.sync.refresh(), forked);
    assert.deepEqual(Object.keys(page.sync.content.entries), [], "who was removed does not come back");
    await assert.rejects(page.sync.change([person("cem")]), forked);
    await page.sync.acceptOlder();
    assert.ok(Object.hasOwn(page.sync.content.entries, "ben"), "unless the clinician says so");
  });

test("a true version of the other history proves nothing for this one", async () => {
  const { server, storage, device } = await seen();
  await device.sync.change([person("maya")]);
  const [truth] = server.versions.slice(3);
  assert.ok(truth);
  await fork(server, 3);
  const earlier = server.earlier.bind(server);
  server.earlier = (version) => (version === 4 ? truth : earlier(version));
  await assert.rejects(vaultPage(server, { storage }).sync.load(), forked);
});

test("a parent that only the server names is not believed", async () => {
  const { server, page, storage } = await seen();
  const { parent } = page.sync.snapshot();
  await fork(server, 3);
  const earlier = server.earlier.bind(server);
  server.earlier = (version) => ({ ...earlier(version), ...(version === 4 && { parent }) });
  await assert.rejects(vaultPage(server, { storage }).sync.load(), forked);
});

for (const versions of [2, 5, 20])
  test(`what other devices have written in ${versions} versions is taken`, async () => {
    const { server, storage, device } = await seen();
    for (let count = 0; count < versions; count += 1) await device.sync.change([person(`person ${count}`)]);
    const page = await loadedPage(server, { storage });
    assert.equal(Object.keys(page.sync.content.entries).length, versions);
    assert.equal((await page.memory.known())?.version, 3 + versions);
  });

/** The device changes the password. @param {Pick<Awaited<ReturnType<typeof seen>>, "server"|"device">} practice */
async function rekey({ server, device }) {
  const dataKey = newDataKey();
  const former = formerKey(device.sync.dataKey, device.clock.now() / 1000);
  await device.sync.rekey(dataKey, [former], async (change) => server.write(change));
  server.dataKey = dataKey;
}

test("also when they have changed the password in between, more than once", async () => {
  const practice = await seen();
  const { server, storage, device } = practice;
  for (const name of ["maya", "cem"]) {
    await device.sync.change([person(name)]);
    await rekey(practice);
  }
  await device.sync.change([person("dina")]);
  const page = await loadedPage(server, { storage });
  assert.equal(page.sync.snapshot().version, 8);
});

test("another history is refused also after a new password in it", async () => {
  const { server, storage } = await seen();
  server.versions.length = 2;
  const device = await loadedPage(server);
  await device.sync.change([person("maya")]);
  await rekey({ server, device });
  await device.sync.change([person("cem")]);
  await assert.rejects(vaultPage(server, { storage }).sync.load(), forked);
});

test("what cannot be proved any more is believed of a memory from before the server forgot, and of no other", async () => {
  const { server, clock, storage, device } = await seen();
  for (const name of ["maya", "cem", "dina"]) await device.sync.change([person(name)]);
  server.versions = server.versions.slice(-1);
  clock.pass(1000 * KEPT_SECONDS);
  await assert.rejects(vaultPage(server, { storage, clock }).sync.load(), forked);
  clock.pass(1000);
  const page = await loadedPage(server, { storage, clock });
  assert.equal(Object.keys(page.sync.content.entries).length, 3);
});

test("an old memory is no reason to believe what is another history for certain", async () => {
  const { server, clock, storage } = await seen();
  await fork(server, 3);
  clock.pass(1000 * KEPT_SECONDS + 1000);
  await assert.rejects(vaultPage(server, { storage, clock }).sync.load(), forked);
});

test("a page that sees the same version again remembers until when it was the newest", async () => {
  const { server, clock, storage, page, device } = await seen();
  clock.pass(1000 * KEPT_SECONDS);
  await page.sync.refresh();
  clock.pass(2000);
  for (const name of ["maya", "cem"]) await device.sync.change([person(name)]);
  server.versions = server.versions.slice(-1);
  await assert.rejects(vaultPage(server, { storage, clock }).sync.load(), forked);
});

test("a server that does not answer about what came between is asked again", async () => {
  const { server, storage, device } = await seen();
  for (const name of ["maya", "cem"]) await device.sync.change([person(name)]);
  const page = vaultPage(server, { storage });
  const { earlierVault } = page.api;
  page.api.earlierVault = async () => {
    throw new ApiError(0, "unreachable", "The server does not answer.");
  };
  await assert.rejects(page.sync.load(), ApiError);
  page.api.earlierVault = earlierVault;
  await page.sync.load();
  assert.deepEqual(Object.keys(page.sync.content.entries), ["maya", "cem"]);
  assert.deepEqual((await server.open()).entries, apply(emptyVault(), [person("maya"), person("cem")]).entries);
});
