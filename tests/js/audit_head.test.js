import assert from "node:assert/strict";
import { test } from "node:test";

import { AuditHead, isRewritten } from "../../static/js/audit_head.js";
import { apply, emptyVault } from "../../static/js/vault.js";
import { FakeServer, put } from "./fake_practice.js";

const remembered = { number: 5, hash: "five" };
const vault = apply(emptyVault(), [put("audit", { kind: "audit", ...remembered })]);

test("a log with the remembered row in it was not rewritten", () => {
  assert.equal(isRewritten(remembered, { head: { number: 9, hash: "nine" }, known: "five" }), false);
});

test("another hash of the remembered row, or a log that ends before it, was", () => {
  assert.equal(isRewritten(remembered, { head: { number: 9, hash: "nine" }, known: "other" }), true);
  assert.equal(isRewritten(remembered, { head: { number: 4, hash: "four" }, known: null }), true);
});

test("a row that was purged in its time proves nothing", () => {
  assert.equal(isRewritten(remembered, { head: { number: 9, hash: "nine" }, known: null }), false);
});

test("the first head is written down at once, a later one with the next change", async () => {
  const server = new FakeServer();
  server.head = { number: 7, hash: "seven" };
  const audit = new AuditHead(server.auditHead.bind(server));
  assert.equal(await audit.check(emptyVault()), true);
  assert.deepEqual(audit.along(), [put("audit", { kind: "audit", number: 7, hash: "seven" })]);
  assert.deepEqual(audit.along(), [], "once");
  server.rows.set(5, "five");
  assert.equal(await audit.check(vault), false);
  assert.equal(audit.along().length, 1);
});

test("of a log that was rewritten nothing is remembered, so that the warning stays", async () => {
  const server = new FakeServer();
  server.head = { number: 7, hash: "seven" };
  server.rows.set(5, "forged");
  const audit = new AuditHead(server.auditHead.bind(server));
  await audit.check(vault);
  assert.deepEqual([audit.rewritten, audit.along()], [true, []]);
});

test("an empty log is nothing to remember", async () => {
  const audit = new AuditHead(new FakeServer().auditHead.bind(new FakeServer()));
  assert.equal(await audit.check(emptyVault()), false);
  assert.deepEqual([audit.rewritten, audit.along()], [false, []]);
});
