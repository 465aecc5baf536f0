// Two devices of one clinician, with real vaults between them: nobody is lost, nobody comes back, every link is known.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Practice } from "../../static/js/practice.js";
import { apply, emptyVault } from "../../static/js/vault.js";
import { BEN, FakeServer, MAYA, NOW, personOf, put } from "./fake_practice.js";
import { FakeVaultServer } from "./fake_vault_server.js";
import { loadedPage } from "./vault_page.js";

async function twoDevices() {
  const room = put("room", { kind: "room", publicKey: "K".repeat(43), privateKey: "p" });
  const vaults = await FakeVaultServer.begin(apply(emptyVault(), [room]));
  const links = new FakeServer();
  const device = async () => {
    const { sync, clock } = await loadedPage(vaults);
    // A save that has to be made again waits a moment, which is none here.
    clock.later = (task) => void setTimeout(task);
    const practice = new Practice({
      api: links,
      origin: "https://practice.example",
      now: () => NOW,
      changed: () => undefined,
      trouble: (error) => assert.fail(String(error)),
    });
    await practice.ledger.open(sync);
    return practice;
  };
  return { one: await device(), other: await device(), links, vaults };
}

const labels = (/** @type {Practice} */ { people }) => people.map(({ label }) => label);

test("two devices that each add somebody at once both have both, and the server has both links", async () => {
  const { one, other, links } = await twoDevices();
  await Promise.all([one.addPerson(MAYA), other.addPerson(BEN)]);
  await Promise.all([one.ledger.reconcile(), other.ledger.reconcile()]);
  assert.deepEqual(
    [labels(one), labels(other)],
    [
      ["Ben", "Maya"],
      ["Ben", "Maya"],
    ],
  );
  assert.deepEqual(links.states, ["open", "open"]);
});

test("a device that looks while another makes a link does not take it for a removed one", async () => {
  const { one, other, links } = await twoDevices();
  for (let round = 0; round < 5; round += 1) {
    await Promise.all([one.addPerson({ ...MAYA, label: `Maya ${round}` }), other.ledger.reconcile()]);
  }
  assert.deepEqual(links.states, ["open", "open", "open", "open", "open"]);
});

test("somebody removed on one device stays removed while the other gives them a guest's link", async () => {
  const { one, other, links } = await twoDevices();
  await one.addPerson(MAYA);
  await other.ledger.reconcile();
  const maya = personOf(other, "Maya");
  await Promise.all([
    one.remove(personOf(one, "Maya")),
    other.addGuest(maya, { label: "Interpreter", appointment: null }),
  ]);
  await one.ledger.reconcile();
  await other.ledger.reconcile();
  await one.ledger.reconcile();
  assert.deepEqual([labels(one), labels(other)], [[], []]);
  assert.deepEqual(new Set(links.states), new Set(["over"]));
});

test("a link replaced on two devices at once leaves two that work, and both are seen", async () => {
  const { one, other, links } = await twoDevices();
  await one.addPerson(MAYA);
  await other.ledger.reconcile();
  await Promise.all([one.replace(personOf(one, "Maya"), null), other.replace(personOf(other, "Maya"), null)]);
  await Promise.all([one.ledger.reconcile(), other.ledger.reconcile()]);
  const alive = [...links.links].filter(([, { state }]) => state === "open").map(([id]) => id);
  const { link, further } = personOf(one, "Maya");
  assert.deepEqual(new Set(alive), new Set([link, ...further].map(({ id }) => id)));
  assert.equal(alive.length, 2);
});
