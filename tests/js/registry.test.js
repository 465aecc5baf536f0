import assert from "node:assert/strict";
import { test } from "node:test";

import { apply } from "../../static/js/vault.js";
import { settle } from "../../static/js/registry.js";
import { FakeServer, MAYA, NOW, linkFor, openPractice, personOf, put, vaultOf } from "./fake_practice.js";

const MAYAS = "link of Maya";

/** @param {string} id @param {"early"|"open"|"over"} [state] @param {boolean} [code_word] */
const served = (id, state = "open", code_word = false) => ({ id, state, code_word });

test("a pending link that the server lacks is told to it; one that it has is pending no more", () => {
  const content = apply(vaultOf({ Maya: {} }), [put(MAYAS, { pending: true })]);
  const lacking = settle(content, [], NOW);
  assert.deepEqual([lacking.missing.map(({ id }) => id), lacking.operations], [[MAYAS], []]);
  const told = settle(content, [served(MAYAS)], NOW);
  assert.deepEqual([told.missing, told.operations], [[], [put(MAYAS, { pending: false })]]);
});

test("a link that is not pending is never made anew: the server may have had a reason to end it", () => {
  const { operations, missing, gone } = settle(vaultOf({ Maya: {} }), [], NOW);
  assert.deepEqual([operations, missing, gone], [[], [], []]);
});

test("what the vault has given up ends at the server, unless it is over there already", () => {
  const listed = [served(MAYAS), served("removed"), served("early", "early"), served("ended", "over")];
  assert.deepEqual(settle(vaultOf({ Maya: {} }), listed, NOW).gone, ["removed", "early"]);
});

test("a link made for somebody who was removed meanwhile goes with them", () => {
  const content = apply(vaultOf({ Maya: {} }), [
    linkFor("somebody removed", { id: "orphan", pending: true }),
  ]);
  const { operations, missing, gone } = settle(content, [served("orphan"), served(MAYAS)], NOW);
  assert.deepEqual([operations, missing, gone], [[{ op: "remove", id: "orphan", at: NOW }], [], ["orphan"]]);
});

test("a link that asks for a code word at one of them only is put right, unless it is over", () => {
  const content = apply(vaultOf({ Maya: { codeWord: "heron" }, Ben: {} }), [
    linkFor("id of Maya", { id: "guest", role: "guest" }),
    linkFor("id of Maya", { id: "ended" }),
  ]);
  const listed = [
    served(MAYAS),
    served("link of Ben", "early", true),
    served("guest"),
    served("ended", "over"),
  ];
  const wrong = settle(content, listed, NOW).differing.map(({ id }) => id);
  assert.deepEqual(new Set(wrong), new Set([MAYAS, "link of Ben"]));
  const right = [served(MAYAS, "open", true), served("link of Ben")];
  assert.deepEqual(settle(content, right, NOW).differing, []);
});

test("a link that the server has forgotten asks for nothing any more", async () => {
  const { practice } = await openPractice();
  await practice.addPerson(MAYA);
  await practice.ledger.registry.change("forgotten", true);
  assert.equal(practice.ledger.refusal, "");
});

test("the server's list is read before the vault, so that no other device's new link is taken for a removed one", async () => {
  const server = new FakeServer();
  const { practice } = await openPractice({ server });
  await practice.ledger.reconcile();
  assert.deepEqual(server.log, ["list", "refresh"]);
});

test("while the vault cannot be read, nothing is ended", async () => {
  const server = new FakeServer();
  const { practice } = await openPractice({ server });
  server.links.set("another device's", { role: "client", state: "open" });
  server.keepsVault = false;
  assert.equal(await practice.ledger.reconcile(), false);
  assert.deepEqual(server.states, ["open"]);
});

test("a page that was closed between vault and server goes on at the next one", async () => {
  const server = new FakeServer();
  const first = await openPractice({ server });
  server.keepsLinks = false;
  await first.practice.addPerson(MAYA);
  server.keepsLinks = true;
  const { practice } = await openPractice({ server });
  const { link } = personOf(practice, "Maya");
  assert.deepEqual([link.pending, server.links.get(link.id).state], [false, "open"]);
});
