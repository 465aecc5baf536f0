import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { InstallationChanged } from "../../static/js/account.js";
import { ApiError } from "../../static/js/api.js";
import { refusalText } from "../../static/js/refusal.js";
import { VaultRefused } from "../../static/js/vault.js";
import { RolledBack } from "../../static/js/vault_sync.js";

/** @type {unknown[]} */
const logged = [];
beforeEach(() => {
  logged.length = 0;
  mock.method(console, "error", (/** @type {unknown[]} */ ...parts) => void logged.push(parts[1]));
});
afterEach(() => mock.restoreAll());

test("the server's own sentence is said", () => {
  assert.equal(refusalText(new ApiError(401, "sign_in_refused", "They do not fit.")), "They do not fit.");
});

test("what a page foresees is said in words, and not in the console", () => {
  const foreseen = [new InstallationChanged("x"), new VaultRefused("x"), new RolledBack("older")];
  const texts = foreseen.map(refusalText);
  assert.equal(new Set(texts).size, foreseen.length);
  for (const text of texts) assert.match(text, /^[A-Z].{20,}\.$/);
  assert.deepEqual(logged, []);
});

test("a browser that keeps no data is named, with its cure", () => {
  assert.match(
    refusalText(new DOMException("denied", "SecurityError")),
    /^This browser keeps no data.*Allow/,
  );
});

test("what nobody foresaw is said calmly, and is in the console", () => {
  const fault = new TypeError("ours");
  assert.match(refusalText(fault), /^Something went wrong in this page/);
  assert.deepEqual(logged, [fault]);
});
