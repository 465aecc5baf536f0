import assert from "node:assert/strict";
import { test } from "node:test";

import { apply } from "../../static/js/vault.js";
import { VaultCopy } from "../../static/js/vault_copy.js";
import { VaultPractice } from "./vault_practice.js";

/** @import { Operation, VaultContent } from "../../static/js/vault.js" */

const INTERLEAVINGS = 200;
/** So many are enough to see what goes wrong. */
const FEW = 25;

/**
 * @param {number} seed
 * @param {typeof apply} rules
 */
async function faultsOf(seed, rules) {
  const practice = new VaultPractice(seed, rules);
  await practice.open();
  await practice.work();
  return practice.finish();
}

test("two tabs and two devices at once, on a bad network: nothing lost, nothing back, nothing undone", async () => {
  for (let seed = 1; seed <= INTERLEAVINGS; seed += 1)
    assert.deepEqual(await faultsOf(seed, apply), [], `seed ${seed}`);
});

/** @param {typeof apply} rules */
async function faultsOfFew(rules) {
  const faults = [];
  for (let seed = 1; seed <= FEW; seed += 1) faults.push(...(await faultsOf(seed, rules)));
  return faults;
}

/**
 * As one might write it: whoever changes an entry has it, tombstone or not.
 *
 * @param {VaultContent} content
 * @param {readonly Operation[]} operations
 * @returns {VaultContent}
 */
function withoutTombstones(content, operations) {
  const entries = /** @type {Record<string, any>} */ ({ ...content.entries });
  for (const operation of operations) {
    const { id } = operation;
    if (operation.op === "put") entries[id] = { kind: "person", ...entries[id], ...operation.fields };
    else delete entries[id];
  }
  return { ...content, entries };
}

test("without tombstones the same interleavings bring people back", async () => {
  const faults = await faultsOfFew(withoutTombstones);
  assert.ok(faults.some((fault) => fault.endsWith("came back")), "then the test above proves nothing");
});

test("without a look for saves whose answer was lost, the same interleavings undo later changes", async (context) => {
  context.mock.method(VaultCopy.prototype, "hashOf", async () => null);
  const faults = await faultsOfFew(apply);
  assert.ok(faults.some((fault) => fault.endsWith("is there again")), "then the test above proves nothing");
});
