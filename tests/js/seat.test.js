import assert from "node:assert/strict";
import { test } from "node:test";

import { Seat } from "../../static/js/seat.js";
import { CARD } from "./client_page.js";

/** @returns {Storage} */
function storage() {
  /** @type {Map<string, string>} */
  const kept = new Map();
  return /** @type {any} */ ({
    getItem: (/** @type {string} */ key) => kept.get(key) ?? null,
    setItem: (/** @type {string} */ key, /** @type {string} */ value) => void kept.set(key, value),
    removeItem: (/** @type {string} */ key) => void kept.delete(key),
    get length() {
      return kept.size;
    },
  });
}

test("a seat comes back to a page that was loaded again, and only to its own place", () => {
  const tab = storage();
  new Seat("join one", tab).keep({ token: "token", card: CARD });
  assert.deepEqual(new Seat("join one", tab).read(), { token: "token", card: CARD });
  assert.equal(new Seat("join two", tab).read(), null);
});

test("the code word is never kept, only what was said of it", () => {
  const tab = storage();
  const seat = new Seat("join one", tab);
  const answer = { matched: false, left: 2 };
  seat.keep({ token: "token", card: { ...CARD, codeWord: "lighthouse" }, codeWord: answer });
  assert.doesNotMatch(tab.getItem(seat.key) ?? "", /lighthouse/);
  assert.deepEqual(seat.read(), { token: "token", card: CARD, codeWord: answer });
});

test("nothing is kept before there is a seat", () => {
  const tab = storage();
  new Seat("join one", tab).keep({ card: CARD });
  assert.equal(tab.length, 0);
});

test("after the session only the way back is left", () => {
  const seat = new Seat("join one", storage());
  seat.keep({
    token: "token",
    card: CARD,
    started: 5,
    inUse: { microphone: true, camera: true, muted: false, ids: ["", ""], wishes: ["on", "on"] },
  });
  seat.forgetCard();
  assert.deepEqual(seat.read(), { token: "token" });
});

test("a dead seat is forgotten, and damage is no seat", () => {
  const tab = storage();
  const seat = new Seat("join one", tab);
  seat.keep({ token: "token" });
  seat.forget();
  assert.equal(seat.read(), null);
  for (const text of ["{", "null", "3", '{"token":4}']) {
    tab.setItem(seat.key, text);
    assert.equal(seat.read(), null, text);
  }
});
