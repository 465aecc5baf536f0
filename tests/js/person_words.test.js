import assert from "node:assert/strict";
import { test } from "node:test";

import { peopleOf } from "../../static/js/people.js";
import { lastText } from "../../static/js/person_words.js";
import { NOW, at, vaultOf } from "./fake_practice.js";

/** @param {{at: number, method: string|null}|null} last */
function lastOf(last) {
  const [maya] = peopleOf(vaultOf({ Maya: { last } }));
  assert.ok(maya);
  return lastText(maya, NOW);
}

test("the last session is told with its day and by what the person was known", () => {
  assert.equal(lastOf({ at: at("09:00"), method: "photo_id" }), "Last session today, photo ID seen");
  const vouched = lastOf({ at: at("09:00"), method: "vouched" });
  assert.equal(vouched, "Last session today, vouched for by a parent or guardian");
  assert.match(lastOf({ at: at("09:00", 23), method: "code_word" }), /^Last session .*23.*, code word$/);
});

test("an identity that was never confirmed is said to be so, and one of which nothing is known as well", () => {
  assert.equal(lastOf({ at: NOW, method: "later" }), "Last session today, identity not confirmed");
  for (const method of [null, "of a newer page"])
    assert.equal(lastOf({ at: NOW, method }), "Last session today, identity not recorded");
});

test("whoever was never here had no session", () => {
  assert.equal(lastOf(null), "No session yet");
});
