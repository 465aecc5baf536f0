import assert from "node:assert/strict";
import { test } from "node:test";

import { CodeWordAsked } from "../../static/js/code_word_asked.js";

test("a link that asks for no code word has nothing to do with one", () => {
  assert.equal(new CodeWordAsked(null).state(false, ""), "none");
});

test("a word is wanted, on its way, and then matched or another one", () => {
  const asked = new CodeWordAsked(null);
  assert.equal(asked.state(true, ""), "wanted");
  assert.equal(asked.state(true, "lighthouse"), "said");
  asked.answered({ matched: false, left: 2 });
  assert.equal(asked.state(true, ""), "again");
  assert.equal(asked.state(true, "lantern"), "said");
  asked.answered({ matched: false, left: 0 });
  assert.equal(asked.state(true, ""), "spent");
  asked.answered({ matched: true, left: 0 });
  assert.equal(asked.state(true, "lantern"), "matched");
});

test("what was answered outlives a reload, and a new check-in with a word is compared anew", () => {
  const asked = new CodeWordAsked({ matched: true, left: 3 });
  assert.equal(asked.state(true, ""), "matched");
  asked.begin("");
  assert.equal(asked.state(true, ""), "matched");
  asked.begin("lighthouse");
  assert.equal(asked.state(true, "lighthouse"), "said");
});
