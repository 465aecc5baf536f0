import assert from "node:assert/strict";
import { test } from "node:test";

import { KEPT_SECONDS, VaultRefused, apply, emptyVault, prune, readVault } from "../../static/js/vault.js";

/** @import { Operation, PersonEntry } from "../../static/js/vault.js" */

const MAYA = "maya".padEnd(22, "-");
/** @type {PersonEntry} */
const PERSON = {
  kind: "person",
  room: "room".padEnd(22, "-"),
  label: "Maya",
  codeWord: "",
  usual: { day: 2, time: "14:00" },
  last: null,
  made: 1000,
};
/** @type {Operation} */
const ADDED = { op: "put", id: MAYA, fields: PERSON };
/** @type {Operation} */
const REMOVED = { op: "remove", id: MAYA, at: 5000 };

test("an entry is made, changed field by field, and removed", () => {
  const made = apply(emptyVault(), [ADDED]);
  assert.deepEqual(made.entries, { [MAYA]: PERSON });
  const changed = apply(made, [{ op: "put", id: MAYA, fields: { label: "Maya R." } }]);
  assert.deepEqual(changed.entries[MAYA], { ...PERSON, label: "Maya R." });
  assert.deepEqual(apply(changed, [REMOVED]), { format: 1, entries: {}, tombstones: { [MAYA]: 5000 } });
});

test("a vault is never changed in its place", () => {
  const before = apply(emptyVault(), [ADDED]);
  const copy = structuredClone(before);
  apply(before, [{ op: "put", id: MAYA, fields: { label: "Other" } }, REMOVED]);
  prune(before, 1e12);
  assert.deepEqual(before, copy);
});

test("doing the same again changes nothing", () => {
  const operations = [ADDED, { op: /** @type {const} */ ("put"), id: MAYA, fields: { label: "M" } }];
  const once = apply(emptyVault(), operations);
  assert.deepEqual(apply(once, operations), once);
  const gone = apply(once, [REMOVED]);
  assert.deepEqual(apply(gone, [REMOVED]), gone);
});

test("what was removed does not come back, by a change or by being made again", () => {
  const gone = apply(emptyVault(), [ADDED, REMOVED]);
  assert.deepEqual(apply(gone, [ADDED, { op: "put", id: MAYA, fields: { label: "Maya" } }]), gone);
});

test("a change to an entry that is not there makes none", () => {
  assert.deepEqual(apply(emptyVault(), [{ op: "put", id: MAYA, fields: { label: "Maya" } }]), emptyVault());
});

test("ids that objects have by themselves are ids like others", () => {
  const vault = apply(emptyVault(), [{ op: "put", id: "__proto__", fields: { label: "x" } }]);
  assert.deepEqual(vault, emptyVault());
  const made = apply(emptyVault(), [{ op: "put", id: "constructor", fields: PERSON }]);
  assert.deepEqual(Object.keys(made.entries), ["constructor"]);
});

test("tombstones and former keys go after their time, and nothing else does", () => {
  const operations = [ADDED, { op: /** @type {const} */ ("remove"), id: "other", at: 5000 }];
  const key = { kind: /** @type {const} */ ("formerKey"), key: "k", until: 9000 };
  const vault = apply(emptyVault(), [...operations, { op: "put", id: "former", fields: key }]);
  assert.deepEqual(prune(vault, 8999), vault);
  const later = prune(vault, 5000 + KEPT_SECONDS);
  assert.deepEqual(later, { format: 1, entries: { [MAYA]: PERSON }, tombstones: {} });
});

test("kinds and fields of a newer page stay", () => {
  const newer = {
    format: 1,
    entries: { [MAYA]: { ...PERSON, colour: "green" }, passkey: { kind: "passkey", id: 3 } },
    tombstones: {},
    more: [1],
  };
  const vault = prune(apply(readVault(newer), [{ op: "put", id: MAYA, fields: { label: "M" } }]), 10);
  const maya = { ...PERSON, colour: "green", label: "M" };
  assert.deepEqual(vault, { ...newer, entries: { ...newer.entries, [MAYA]: maya } });
});

test("what is no vault of this format is refused", () => {
  for (const value of [
    null,
    [],
    "vault",
    {},
    { format: 2, entries: {}, tombstones: {} },
    { format: 1, entries: [], tombstones: {} },
    { format: 1, entries: {}, tombstones: null },
    { format: 1, entries: { a: null }, tombstones: {} },
    { format: 1, entries: { a: { label: "no kind" } }, tombstones: {} },
    { format: 1, entries: {}, tombstones: { a: "yesterday" } },
  ])
    assert.throws(() => readVault(value), VaultRefused, JSON.stringify(value));
});
