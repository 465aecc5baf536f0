import assert from "node:assert/strict";
import { test } from "node:test";

import { reasonOf, reasonText } from "../../static/js/device_reason.js";

test("every cure that presses something names the button that is there", () => {
  for (const reason of /** @type {const} */ ([
    "denied",
    "missing",
    "in_use",
    "unsuitable",
    "lost",
    "failed",
  ])) {
    assert.match(reasonText("camera", reason, "Start camera"), /[Pp]ress Start camera/);
    assert.doesNotMatch(reasonText("microphone", reason, "Unmute microphone"), /Try again/);
  }
});

test("what a browser throws is a reason, also when nobody has seen it before", () => {
  assert.equal(reasonOf(new DOMException("", "NotReadableError")), "in_use");
  assert.equal(reasonOf(new DOMException("", "SurpriseError")), "failed");
  assert.equal(reasonOf("thrown"), "failed");
});
