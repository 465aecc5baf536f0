import assert from "node:assert/strict";
import { test } from "node:test";

import { encodeBase64url } from "../../static/js/base64url.js";
import { SHELF, forgetDataKey, keepDataKey, restoreDataKey } from "../../static/js/page_key.js";
import { newDataKey } from "../../static/js/vault_cipher.js";
import { fakeShelf } from "./fake_shelf.js";

/** @import { Shelf } from "../../static/js/page_key.js" */

const HALF = encodeBase64url(crypto.getRandomValues(new Uint8Array(32)));
const OTHER_HALF = encodeBase64url(crypto.getRandomValues(new Uint8Array(32)));

test("the next page of a sign-in finds username and data key", async () => {
  const [shelf, dataKey] = [fakeShelf(), newDataKey()];
  assert.equal(await keepDataKey(HALF, "ruiz", dataKey, shelf), true);
  assert.deepEqual(await restoreDataKey(HALF, shelf), { username: "ruiz", dataKey });
});

test("a page of another sign-in, or before any, finds nothing", async () => {
  const shelf = fakeShelf();
  assert.equal(await restoreDataKey(HALF, shelf), null);
  await keepDataKey(HALF, "ruiz", newDataKey(), shelf);
  assert.equal(await restoreDataKey(OTHER_HALF, shelf), null);
});

test("a later sign-in takes the place of an earlier one", async () => {
  const [shelf, dataKey] = [fakeShelf(), newDataKey()];
  await keepDataKey(HALF, "ruiz", newDataKey(), shelf);
  await keepDataKey(OTHER_HALF, "okoro", dataKey, shelf);
  assert.equal(await restoreDataKey(HALF, shelf), null);
  assert.deepEqual(await restoreDataKey(OTHER_HALF, shelf), { username: "okoro", dataKey });
});

test("what was forgotten is gone", async () => {
  const shelf = fakeShelf();
  await keepDataKey(HALF, "ruiz", newDataKey(), shelf);
  await forgetDataKey(shelf);
  assert.equal(await restoreDataKey(HALF, shelf), null);
  assert.equal(shelf.kept, undefined);
});

test("neither data key nor username lies in the browser in clear, and the local key cannot be read", async () => {
  const [shelf, dataKey] = [fakeShelf(), newDataKey()];
  await keepDataKey(HALF, "ruiz", dataKey, shelf);
  const { local, ...bytes } = shelf.kept ?? assert.fail("nothing is kept");
  assert.equal(local.extractable, false);
  await assert.rejects(crypto.subtle.exportKey("raw", local), DOMException);
  const everything = Object.values(bytes).map((each) => Buffer.from(each).toString("latin1"));
  for (const secret of ["ruiz", encodeBase64url(dataKey), Buffer.from(dataKey).toString("latin1")])
    assert.ok(everything.every((each) => !each.includes(secret)));
});

test("a browser that keeps nothing is asked for the password each time, and not troubled by it", async () => {
  const refuse = () => Promise.reject(new DOMException("no storage here", "InvalidStateError"));
  /** @type {Shelf} */
  const shelf = { get: refuse, put: refuse, remove: refuse };
  assert.equal(await keepDataKey(HALF, "ruiz", newDataKey(), shelf), false);
  assert.equal(await restoreDataKey(HALF, shelf), null);
  await forgetDataKey(shelf);
});

test("a place without IndexedDB is a browser that keeps nothing", async () => {
  assert.equal(await keepDataKey(HALF, "ruiz", newDataKey()), false);
  assert.equal(await restoreDataKey(HALF, SHELF), null);
});
