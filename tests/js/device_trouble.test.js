import assert from "node:assert/strict";
import { test } from "node:test";

import { newDevice } from "../../static/js/device.js";
import { backText, substituteText, troubleText } from "../../static/js/device_trouble.js";

/** @param {Partial<import("../../static/js/device.js").Device>} change */
const camera = (change) => troubleText("camera", { ...newDevice(), ...change }, "Start camera");

test("what comes back by itself needs no button, and what does not names one", () => {
  for (const reason of /** @type {const} */ (["lost", "in_use", "failed"])) {
    assert.match(camera({ state: "failed", reason, sought: true }), /by itself, or go on with sound only\.$/);
    assert.match(camera({ state: "failed", reason }), /[Pp]ress Start camera/);
  }
});

test("nothing is said of a device that is well, is off, or is muted by its person anyway", () => {
  assert.equal(camera({}), "");
  assert.equal(camera({ state: "off", reason: "muted" }), "");
  assert.match(camera({ state: "on", reason: "muted" }), /^Your device has switched your camera off, so you can’t be seen/);
});

test("names are those that people know, and a browser that gives none is no trouble", () => {
  const muted = false;
  assert.equal(
    substituteText({ gone: "Jabra (0b0e:245e)", now: "Built-in", muted }),
    "Your microphone Jabra is gone. Now using: Built-in.",
  );
  assert.equal(
    substituteText({ gone: "", now: "", muted: true }),
    "Your microphone is gone. Now using: another one. You are still muted.",
  );
  assert.equal(
    backText("camera", { label: "", muted, substituted: false }),
    "Your camera is back. You can be seen again.",
  );
});
