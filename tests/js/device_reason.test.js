import assert from "node:assert/strict";
import { test } from "node:test";

import { bothDeniedText, reasonOf, reasonText } from "../../static/js/device_reason.js";

test("every cure that presses something names the button that is there", () => {
  for (const reason of /** @type {const} */ ([
    "denied",
    "system",
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

test("what the system forbids is allowed in its own settings, not beside the address", () => {
  const error = new DOMException("Permission denied by system", "NotAllowedError");
  assert.equal(reasonOf(error), "system");
  assert.match(reasonText("camera", "system", "Try again"), /the device's own settings/);
  assert.equal(reasonOf(new DOMException("Permission denied", "NotAllowedError")), "denied");
});

test("inside another app the cure is one's own browser", () => {
  const texts = [reasonText("camera", "denied", "Try again", "Facebook"), bothDeniedText("Facebook")];
  for (const text of texts) {
    assert.match(text, /The browser inside Facebook .* Open the link in your own browser, or go on/);
    assert.doesNotMatch(text, /address/);
  }
  assert.match(bothDeniedText(""), /beside the page's address/);
});
