import assert from "node:assert/strict";
import { test } from "node:test";

import { ApiError } from "../../static/js/api.js";
import { FakeServer, MAYA, NOW, openPractice, put } from "./fake_practice.js";

/** A practice with Maya's link. */
async function withMaya() {
  const page = await openPractice();
  const link = await page.practice.addPerson(MAYA);
  page.server.log.length = 0;
  return { ...page, link, ledger: page.practice.ledger };
}

test("what follows from the vault is worked out on what it says by then", async () => {
  const { ledger, link, server } = await withMaya();
  const other = await openPractice({ server });
  await other.practice.ledger.write([put(link, { misses: [{ participant: "maya", word: "herring" }] })]);
  const seen = /** @type {unknown[]} */ ([]);
  const follows = (/** @type {any} */ owner) => {
    seen.push(owner.link.misses.length);
    return [put(link, { misses: [] })];
  };
  assert.equal(await ledger.revise(link, follows), true);
  assert.deepEqual(seen, [1]);
  await other.practice.ledger.reconcile();
  assert.deepEqual(other.practice.people[0]?.link?.misses, []);
});

test("where nothing follows, nothing is written", async () => {
  const { ledger, link, server } = await withMaya();
  assert.equal(await ledger.revise(link, () => []), true);
  assert.deepEqual(server.log, ["refresh"]);
});

test("while the vault cannot be read nothing follows from it, and the page hears why", async () => {
  const { ledger, link, server } = await withMaya();
  server.keepsVault = false;
  assert.equal(await ledger.revise(link, () => assert.fail("nothing was read")), false);
  assert.notEqual(ledger.refusal, "");
});

test("of a link that the vault has not, or a ledger that was closed, nothing follows", async () => {
  const { ledger, link } = await withMaya();
  const never = () => assert.fail("of nobody");
  assert.equal(await ledger.revise("a stranger's", never), false);
  ledger.close();
  assert.equal(await ledger.revise(link, never), false);
});

test("what is written while the vault was not taken is not saved, and goes along later", async () => {
  const { ledger, link, server } = await withMaya();
  const load = ledger.sync?.refresh.bind(ledger.sync);
  /** @type {any} */ (ledger.sync).refresh = async () => {
    await load?.();
    server.keepsVault = false;
  };
  assert.equal(await ledger.revise(link, () => [put(link, { misses: [] })]), false);
  assert.equal(ledger.isSaved(), false);
  server.keepsVault = true;
  assert.equal(await ledger.write([]), true);
  assert.equal(ledger.isSaved(), true);
});

test("a revision waits for what was asked for before it", async () => {
  const { practice, ledger, link, server } = await withMaya();
  await Promise.all([practice.addPerson({ ...MAYA, label: "Ben" }), ledger.revise(link, () => [])]);
  assert.deepEqual(server.log, ["save", "add client", "save", "refresh"]);
});

test("a sign-in that is over is told to the page, and is no refusal of the server's", async () => {
  const { practice, server, troubles } = await openPractice();
  const over = new ApiError(401, "sign_in_needed", "Please sign in.");
  assert.equal(await practice.ledger.attempt(() => Promise.reject(over)), null);
  assert.deepEqual([troubles, practice.ledger.refusal, server.log], [[over], "", []]);
});

test("a link that was ended while the server was away ends at the next reconciliation", async () => {
  const server = new FakeServer();
  const { practice } = await openPractice({ server });
  const link = await practice.addPerson(MAYA);
  server.keepsLinks = false;
  await practice.ledger.write([{ op: "remove", id: link, at: NOW }]);
  server.keepsLinks = true;
  await practice.ledger.reconcile();
  assert.deepEqual(server.states, ["over"]);
});
