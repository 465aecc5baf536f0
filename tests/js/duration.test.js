import assert from "node:assert/strict";
import { test } from "node:test";

import { reasonOf, reasonText } from "../../static/js/device_reason.js";
import { clockText, waitedText } from "../../static/js/duration.js";
import { levelOf } from "../../static/js/views/level.js";

test("waiting is told in whole minutes", () => {
  assert.equal(waitedText(0), "less than 1 min");
  assert.equal(waitedText(59.9), "less than 1 min");
  assert.equal(waitedText(60), "1 min");
  assert.equal(waitedText(59 * 60 + 59), "59 min");
  assert.equal(waitedText(3600 + 240), "1 h 4 min");
});

test("a session's clock shows hours only when there are any", () => {
  assert.equal(clockText(0), "0:00");
  assert.equal(clockText(247.9), "4:07");
  assert.equal(clockText(3847), "1:04:07");
  assert.equal(clockText(-3), "0:00");
});

test("a level is 0 for silence, visible for quiet speech and 1 for whatever is loud", () => {
  assert.equal(levelOf(new Float32Array(64)), 0);
  assert.ok(levelOf(new Float32Array(64).fill(0.01)) > 0.15);
  assert.equal(levelOf(new Float32Array(64).fill(0.9)), 1);
});

test("what a browser throws for a device is one of our reasons", () => {
  const names = {
    NotAllowedError: "denied",
    NotFoundError: "missing",
    NotReadableError: "in_use",
    OverconstrainedError: "unsuitable",
    OddError: "failed",
  };
  for (const [name, reason] of Object.entries(names))
    assert.equal(reasonOf(new DOMException("", name)), reason);
  assert.equal(reasonOf("nothing thrown as it should be"), "failed");
});

test("every reason has a cause and a cure, and a missing device never blocks", () => {
  for (const kind of /** @type {const} */ (["camera", "microphone"])) {
    for (const reason of /** @type {const} */ ([
      "denied",
      "missing",
      "in_use",
      "unsuitable",
      "lost",
      "failed",
    ])) {
      const text = reasonText(kind, reason, "Try again");
      assert.match(text, /^[A-Z].*\.$/);
      assert.doesNotMatch(text, /!/);
      assert.match(
        text,
        kind === "camera" ? /go on with sound only/ : /go on: you can listen/,
        `${kind} ${reason}`,
      );
    }
    assert.match(reasonText(kind, "insecure", "Try again"), /https/);
  }
});
