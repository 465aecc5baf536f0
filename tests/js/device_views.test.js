import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { DeviceBar } from "../../static/js/views/device_bar.js";
import { DevicePanel } from "../../static/js/views/device_panel.js";
import { fake, fakeDocument, find, installDocument } from "./fake_document.js";
import { newFakeDevices } from "./fake_devices.js";

beforeEach(() => void installDocument());

/** @param {"camera"|"microphone"} kind @param {any} devices */
function fail(devices, kind, reason = "in_use") {
  devices[kind] = { state: "failed", reason, id: "", track: null };
}

test("a device that does not come back after a reload is said, with the button that is there", () => {
  const devices = newFakeDevices();
  const bar = new DeviceBar(devices);
  const text = fake(bar.problem);
  fail(devices, "microphone");
  bar.update();
  assert.deepEqual([text.textContent, text.hidden], ["", false], "who came without one is not told so");
  devices.restored = new Set(["microphone"]);
  bar.update();
  assert.match(text.textContent, /press Unmute microphone/);
  assert.equal(bar.microphone.element.getAttribute("aria-label"), "Unmute microphone");
});

test("both devices that fail are said", () => {
  const devices = newFakeDevices();
  const bar = new DeviceBar(devices);
  devices.restored = new Set(["microphone", "camera"]);
  fail(devices, "microphone", "denied");
  fail(devices, "camera", "denied");
  bar.update();
  assert.match(fake(bar.problem).textContent, /Unmute microphone.*Start camera/);
});

/** @param {any} devices */
function openPanel(devices) {
  const panel = new DevicePanel(devices, true);
  panel.level.follow = () => undefined;
  document.body.append(panel.element);
  panel.update();
  return panel;
}

test("the focus goes to the choice of camera when the button that asked for it is gone", () => {
  const devices = newFakeDevices();
  Object.assign(devices, { settled: false });
  const idle = { state: "none", reason: null, id: "", track: null };
  Object.assign(devices, { microphone: { ...idle }, camera: { ...idle } });
  const panel = openPanel(devices);
  find(panel.element, "button", "Use camera and microphone").focus();
  Object.assign(devices, {
    settled: true,
    camera: { ...idle, state: "on" },
    microphone: { ...idle, state: "on" },
  });
  panel.update();
  assert.equal(fakeDocument.activeElement, fake(panel.pickers.camera.select));
});

test("the place of a device's fault is there before the fault, and its button only with it", () => {
  const devices = newFakeDevices();
  const panel = openPanel(devices);
  const { text, again } = panel.pickers.camera;
  assert.deepEqual([text.hidden, fake(text).textContent, again.hidden], [false, "", true]);
  fail(devices, "camera");
  panel.update();
  assert.match(fake(text).textContent, /press Try again/);
  assert.equal(again.hidden, false);
});

test("while the browser asks, the page says that it does, and where to answer", () => {
  const devices = newFakeDevices();
  const panel = openPanel(devices);
  assert.equal(panel.asked.hidden, true);
  Object.assign(devices, { isAsking: () => true });
  panel.update();
  assert.equal(panel.asked.hidden, false);
  assert.match(fake(panel.asked).textContent, /Your browser asks/);
});
