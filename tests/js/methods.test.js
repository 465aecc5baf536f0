import assert from "node:assert/strict";
import { test } from "node:test";

import { METHODS, methodText } from "../../static/js/methods.js";

test("each method has words of its own", () => {
  assert.equal(new Set(METHODS.map(({ text }) => text)).size, METHODS.length);
  assert.equal(methodText("photo_id"), "Photo ID seen");
  assert.equal(methodText("later"), "I'll confirm once we talk");
});

test("what a newer page may have written has no words here", () => {
  assert.deepEqual([methodText("iris"), methodText(null), methodText(undefined)], ["", "", ""]);
});
