import assert from "node:assert/strict";
import { test } from "node:test";

import { WORDS } from "../../static/js/words.js";

test("five words of the list are worth 64 bits at least", () => {
  assert.ok(WORDS.length >= 7132);
  assert.ok(5 * Math.log2(WORDS.length) >= 64);
});

test("every word is short and in small letters that any keyboard has", () => {
  assert.deepEqual(
    WORDS.filter((word) => !/^[a-z]{3,8}$/.test(word)),
    [],
  );
});

test("every word is there once, in alphabetical order", () => {
  assert.equal(new Set(WORDS).size, WORDS.length);
  assert.deepEqual([...WORDS].sort(), WORDS);
});

test("no word is another with an s, so that nobody has to remember which it was", () => {
  const words = new Set(WORDS);
  assert.deepEqual(
    WORDS.filter((word) => word.endsWith("s") && words.has(word.slice(0, -1))),
    [],
  );
});

test("nobody can change the list", () => {
  assert.ok(Object.isFrozen(WORDS));
});
