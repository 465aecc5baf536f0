import assert from "node:assert/strict";
import { test } from "node:test";

import { AuditHead, isRewritten } from "../../static/js/audit_head.js";
import { apply, emptyVault } from "../../static/js/vault.js";
import { FakeServer, put } from "./fake_practice.js";

const DAY = 24 * 3600;
const NOW = 100 * DAY;
const remembered = { number: 5, hash: "five", at: NOW - DAY };
const vault = apply(emptyVault(), [put("audit", { kind: "audit", ...remembered })]);

/** @param {FakeServer} server */
const watching = (server) => new AuditHead(server.auditHead.bind(server), () => NOW);

test("a log with the remembered row in it was not rewritten", () => {
  assert.equal(isRewritten(remembered, { head: { number: 9, hash: "nine" }, known: "five" }, NOW), false);
});

test("another hash of the remembered row, or a log that ends before it, was", () => {
  assert.equal(isRewritten(remembered, { head: { number: 9, hash: "nine" }, known: "other" }, NOW), true);
  assert.equal(isRewritten(remembered, { head: { number: 4, hash: "four" }, known: null }, NOW), true);
});

test("a row that is gone before its time was not purged; one that has had its time proves nothing", () => {
  const answer = { head: { number: 9, hash: "nine" }, known: null };
  assert.equal(isRewritten(remembered, answer, NOW), true);
  assert.equal(isRewritten({ ...remembered, at: NOW - 30 * DAY }, answer, NOW), false);
});

test("the first head is written down at once, a later one with the next change", async () => {
  const server = new FakeServer();
  server.head = { number: 7, hash: "seven" };
  const audit = watching(server);
  assert.equal(await audit.check(emptyVault()), true);
  assert.deepEqual(audit.along(), [put("audit", { kind: "audit", number: 7, hash: "seven", at: NOW })]);
  assert.deepEqual(audit.along(), [], "once");
  server.rows.set(5, "five");
  assert.equal(await audit.check(vault), false);
  assert.equal(audit.along().length, 1);
});

test("of a log that was rewritten nothing is remembered, so that the warning stays", async () => {
  const server = new FakeServer();
  server.head = { number: 7, hash: "seven" };
  server.rows.set(5, "forged");
  const audit = watching(server);
  await audit.check(vault);
  assert.deepEqual([audit.missing?.number, audit.along()], [5, []]);
});

test("an empty log is nothing to remember", async () => {
  const audit = watching(new FakeServer());
  assert.equal(await audit.check(emptyVault()), false);
  assert.deepEqual([audit.missing, audit.along()], [null, []]);
});

test("whoever knows of the other log has its head remembered, and is warned no more, even if it is empty", async () => {
  for (const [number, hash] of /** @type {[number, string][]} */ ([
    [3, "three"],
    [0, ""],
  ])) {
    const server = new FakeServer();
    server.head = { number, hash };
    server.rows.set(number, hash);
    const audit = watching(server);
    await audit.check(vault);
    assert.equal(audit.missing?.number, 5);
    const accepted = apply(vault, audit.accept());
    assert.deepEqual(accepted.entries.audit, { kind: "audit", number, hash, at: NOW });
    assert.equal(audit.missing, null);
    await audit.check(accepted);
    assert.equal(audit.missing, null);
  }
});
