import assert from "node:assert/strict";
import { test } from "node:test";

import { FROM_BROWSER, TO_BROWSER, readMessage } from "../../static/js/messages.js";

test("every message about a room carries it first, in both directions", () => {
  const without = ["hello", "take_seat", "ping", "pong", "error"];
  for (const [type, fields] of [...Object.entries(FROM_BROWSER), ...Object.entries(TO_BROWSER)]) {
    if (!without.includes(type)) assert.equal(fields[0], "room", type);
  }
});

test("a known message is read and a type that this page does not know is passed over", () => {
  assert.deepEqual(readMessage('{"type":"pong"}'), { type: "pong" });
  for (const text of ['{"type":"novelty"}', '{"type":"toString"}', "null", "3", "[]", "{}"])
    assert.equal(readMessage(text), null, text);
});

test("text that is no JSON is an error of the connection", () => {
  assert.throws(() => readMessage("{"), SyntaxError);
});
