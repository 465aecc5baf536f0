import assert from "node:assert/strict";
import { test } from "node:test";

import { Remembered } from "../../static/js/remembered.js";
import { CARD, IN_USE } from "./check_in_page.js";
import { fakeShelf } from "./fake_shelf.js";

test("what was kept is there on the next visit, but for the code word", async () => {
  const shelf = fakeShelf();
  assert.equal(await new Remembered("room", shelf).recall(), null);
  const card = { ...CARD, codeWord: "lighthouse" };
  await new Remembered("room", shelf).keep({ card, inUse: IN_USE });
  assert.deepEqual(await new Remembered("room", shelf).recall(), {
    card: { ...CARD, codeWord: "" },
    inUse: IN_USE,
  });
});

test("nothing of it lies in the browser in clear, and its key cannot be read", async () => {
  const shelf = fakeShelf();
  await new Remembered("room", shelf).keep({ card: CARD, inUse: IN_USE });
  const { local, ...bytes } = shelf.kept ?? assert.fail("nothing is kept");
  assert.equal(local.extractable, false);
  await assert.rejects(crypto.subtle.exportKey("raw", local), DOMException);
  for (const each of Object.values(bytes))
    assert.doesNotMatch(Buffer.from(each).toString("latin1"), /Maya|Toledo/);
});

test("each time it is kept under a new key", async () => {
  const shelf = fakeShelf();
  await new Remembered("room", shelf).keep({ card: CARD, inUse: IN_USE });
  const before = shelf.kept;
  await new Remembered("room", shelf).keep({ card: CARD, inUse: IN_USE });
  assert.notEqual(before?.local, shelf.kept?.local);
});

test("what was forgotten is gone, key and all", async () => {
  const shelf = fakeShelf();
  await new Remembered("room", shelf).keep({ card: CARD, inUse: IN_USE });
  await new Remembered("room", shelf).forget();
  assert.equal(shelf.kept, undefined);
});

test("what is forgotten while it is still being kept stays forgotten", async () => {
  const shelf = fakeShelf();
  const remembered = new Remembered("room", shelf);
  await Promise.all([remembered.keep({ card: CARD, inUse: IN_USE }), remembered.forget()]);
  assert.equal(shelf.kept, undefined);
});

test("what was kept for one room does not open in another, nor what is in another shape", async () => {
  const shelf = fakeShelf();
  await new Remembered("room", shelf).keep({ card: CARD, inUse: IN_USE });
  assert.equal(await new Remembered("other", shelf).recall(), null);
  await new Remembered("room", shelf).keep({ card: { ...CARD, name: "" }, inUse: IN_USE });
  assert.equal(await new Remembered("room", shelf).recall(), null);
});

test("a browser that keeps nothing asks each time, and nobody is troubled by it", async () => {
  const refuse = () => Promise.reject(new DOMException("no storage here", "InvalidStateError"));
  const remembered = new Remembered("room", { get: refuse, put: refuse, remove: refuse });
  await remembered.keep({ card: CARD, inUse: IN_USE });
  assert.equal(await remembered.recall(), null);
  await remembered.forget();
});
