import assert from "node:assert/strict";
import { test } from "node:test";

import { SessionEnd } from "../../static/js/session_end.js";

/** @import { ToBrowser } from "../../static/js/messages.js" */

function begin() {
  const page = { sent: 0, isConnected: false };
  const ending = new SessionEnd("room", () => {
    page.sent += 1;
    return page.isConnected;
  });
  return { page, ending };
}

/** @type {any} */
const WELCOME = { type: "welcome" };

test("an end that could not be told is told when the server is there again", () => {
  const { page, ending } = begin();
  assert.equal(ending.end(), false);
  page.isConnected = true;
  ending.follow(WELCOME, false);
  assert.deepEqual([page.sent, ending.isOver], [2, true]);
  ending.follow(WELCOME, true);
  assert.deepEqual([page.sent, ending.isOver], [2, false]);
});

test("an end that the server refuses is none, unless it was asked too fast", () => {
  const { page, ending } = begin();
  page.isConnected = true;
  ending.end();
  /** @param {string} code @returns {ToBrowser} */
  const refusal = (code) => ({ type: "error", code, text: "", about: "end" });
  ending.follow(refusal("too_fast"), false);
  assert.equal(ending.isOver, true);
  ending.follow(refusal("not_allowed"), false);
  assert.equal(ending.isOver, false);
});
