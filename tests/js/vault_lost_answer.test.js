import assert from "node:assert/strict";
import { test } from "node:test";

import { ApiError } from "../../static/js/api.js";
import { KEPT_SECONDS, apply, emptyVault } from "../../static/js/vault.js";
import { newDataKey, sealVault } from "../../static/js/vault_cipher.js";
import { RolledBack } from "../../static/js/vault_sync.js";
import { FakeVaultServer, UNREACHABLE } from "./fake_vault_server.js";
import { loadedPage, person } from "./vault_page.js";

/** @import { VaultChange } from "../../static/js/api.js" */
/** @import { Operation } from "../../static/js/vault.js" */

/** @param {string} label @returns {Operation} */
const relabel = (label) => ({ op: "put", id: "maya", fields: { label } });

/** @param {unknown} error */
const unreachable = (error) => error instanceof ApiError && error.status === 0;

/** A desk whose save of "desk" was stored without its knowing, and a phone that sees it. */
async function afterLostAnswer() {
  const server = await FakeVaultServer.begin(apply(emptyVault(), [person("maya")]));
  const desk = await loadedPage(server);
  const { saveVault } = desk.api;
  desk.clock.later = (task) => void queueMicrotask(task);
  desk.api.saveVault = async (change) => {
    server.write(change);
    throw UNREACHABLE;
  };
  await assert.rejects(desk.sync.change([relabel("desk")]), unreachable);
  desk.api.saveVault = saveVault;
  assert.equal(desk.sync.isSaved(), false);
  return { server, desk, phone: await loadedPage(server) };
}

/** @param {FakeVaultServer} server */
async function label(server) {
  const entry = (await server.open()).entries.maya;
  return entry?.kind === "person" ? entry.label : "";
}

test("a save whose answer was lost is found by the next refresh, and not made again", async () => {
  const { server, desk } = await afterLostAnswer();
  await desk.sync.refresh();
  assert.equal(desk.sync.isSaved(), true);
  assert.equal(server.newest().version, 2);
});

test("trying it again at once does no harm either", async () => {
  const { server, desk } = await afterLostAnswer();
  await desk.sync.retry();
  assert.equal(desk.sync.isSaved(), true);
  assert.equal(server.newest().version, 2);
});

test("what was changed after the lost answer is saved, and only that", async () => {
  const { server, desk, phone } = await afterLostAnswer();
  await phone.sync.change([relabel("phone")]);
  await desk.sync.change([person("ben")]);
  assert.equal(await label(server), "phone");
  assert.deepEqual(Object.keys(desk.sync.content.entries), ["maya", "ben"]);
});

test("a later change of the same field is not undone, however many saves came between", async () => {
  for (const saves of [1, 2, 5]) {
    const { server, desk, phone } = await afterLostAnswer();
    for (let save = 1; save <= saves; save += 1) await phone.sync.change([relabel(`phone ${save}`)]);
    await desk.sync.refresh();
    assert.equal(await label(server), `phone ${saves}`);
    assert.equal(desk.sync.isSaved(), true);
  }
});

test("a server that no longer has the copies between is not believed blindly: the change is made again", async () => {
  const { server, desk, phone } = await afterLostAnswer();
  for (let save = 1; save <= 3; save += 1) await phone.sync.change([person(`more ${save}`)]);
  server.versions = [server.newest()];
  desk.clock.pass(1000 * KEPT_SECONDS + 1000);
  await desk.sync.refresh();
  assert.equal(await label(server), "desk");
});

test("a server that invents a copy between is refused, and the change stays", async () => {
  const { server, desk, phone } = await afterLostAnswer();
  for (let save = 1; save <= 3; save += 1) await phone.sync.change([relabel(`phone ${save}`)]);
  const { parent } = server.earlier(3);
  const place = { dataKey: newDataKey(), username: "ruiz", version: 3, parent };
  const blob = await sealVault(place, emptyVault());
  desk.api.earlierVault = async () => ({ version: 3, parent, blob });
  await assert.rejects(desk.sync.refresh(), RolledBack);
  assert.equal(await label(server), "phone 3");
  assert.equal(desk.sync.isSaved(), false);
});

test("a connection that breaks again while this is found out leaves everything as it was", async () => {
  const { server, desk, phone } = await afterLostAnswer();
  for (let save = 1; save <= 3; save += 1) await phone.sync.change([relabel(`phone ${save}`)]);
  const { earlierVault } = desk.api;
  desk.api.earlierVault = () => Promise.reject(UNREACHABLE);
  await assert.rejects(desk.sync.refresh(), unreachable);
  assert.equal(desk.sync.isSaved(), false);
  desk.api.earlierVault = earlierVault;
  await desk.sync.refresh();
  assert.equal(await label(server), "phone 3");
});

test("a save that arrives late, after it was tried again, is recognised", async () => {
  const server = await FakeVaultServer.begin(apply(emptyVault(), [person("maya")]));
  const [desk, phone] = [await loadedPage(server), await loadedPage(server)];
  desk.clock.later = (task) => void queueMicrotask(task);
  /** @type {VaultChange[]} */
  const held = [];
  desk.api.saveVault = async (change) => {
    held.push(change);
    throw UNREACHABLE;
  };
  await assert.rejects(desk.sync.change([relabel("desk")]), unreachable);
  await assert.rejects(desk.sync.refresh(), unreachable);
  server.write(held[0] ?? assert.fail());
  await phone.sync.refresh();
  await phone.sync.change([relabel("phone")]);
  desk.api.saveVault = async (change) => server.write(change);
  await desk.sync.retry();
  assert.equal(await label(server), "phone");
  assert.equal(desk.sync.isSaved(), true);
});

test("a save that the browser itself has sent twice is not taken for another page's", async () => {
  const server = await FakeVaultServer.begin();
  const desk = await loadedPage(server);
  desk.clock.later = (task) => void queueMicrotask(task);
  desk.api.saveVault = async (change) => {
    server.write(change);
    return server.write(change);
  };
  await desk.sync.change([person("maya")]);
  assert.equal(server.newest().version, 2);
  assert.equal(desk.sync.isSaved(), true);
});
