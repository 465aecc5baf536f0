import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { DeviceBar } from "../../static/js/views/device_bar.js";
import { DevicePanel } from "../../static/js/views/device_panel.js";
import { fake, fakeDocument, find, installDocument } from "./fake_document.js";
import { newFakeDevices } from "./fake_devices.js";

beforeEach(() => void installDocument());

/** @param {"camera"|"microphone"} kind @param {any} devices */
function fail(devices, kind, reason = "in_use") {
  devices[kind] = { ...devices[kind], state: "failed", reason };
}

test("a device that does not come back after a reload is said, with the button that is there", () => {
  const devices = newFakeDevices();
  const bar = new DeviceBar(devices);
  const text = fake(bar.trouble.text);
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
  assert.match(fake(bar.trouble.text).textContent, /Unmute microphone.*Start camera/);
});

test("what was lost is said with the ways out: another device by name, or to leave it off", () => {
  const devices = newFakeDevices();
  /** @type {unknown[]} */
  const acts = [];
  Object.assign(devices, {
    choose: async (/** @type {string[]} */ ...chosen) => void acts.push(chosen),
    leave: async (/** @type {string} */ kind) => void acts.push(kind),
  });
  devices.choices.camera = [
    { id: "lost", label: "Old" },
    { id: "other", label: "FaceTime HD Camera (05ac:8514)" },
  ];
  Object.assign(devices.camera, { state: "failed", reason: "lost", sought: true, id: "lost" });
  const bar = new DeviceBar(devices);
  document.body.append(bar.trouble.element);
  bar.update();
  assert.match(fake(bar.trouble.text).textContent, /^Your camera was disconnected\. Connect it and it goes on by itself/);
  const button = find(bar.trouble.element, "button", "Use FaceTime HD Camera instead");
  button.focus();
  bar.update();
  assert.equal(fakeDocument.activeElement, fake(button), "the same button stays");
  button.click();
  find(bar.trouble.element, "button", "Leave camera off").click();
  assert.deepEqual(acts, [["camera", "other"], "camera"]);
  Object.assign(devices.camera, { state: "on", reason: null, sought: false, news: "Your camera is back." });
  bar.update();
  assert.deepEqual([fake(bar.trouble.text).textContent, bar.trouble.cures.hidden], ["Your camera is back.", true]);
});

test("a microphone that the system has muted is said as long as its person has not muted it too", () => {
  const devices = newFakeDevices();
  const bar = new DeviceBar(devices);
  Object.assign(devices.microphone, { reason: "muted" });
  bar.update();
  assert.match(fake(bar.trouble.text).textContent, /^Your device has muted your microphone, so you can’t be heard/);
  devices.microphone.state = "off";
  bar.update();
  assert.equal(fake(bar.trouble.text).textContent, "");
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
  const idle = { ...devices.camera, state: "none" };
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

test("what the system has muted is said beside the choice of devices, and nothing is to be tried again", () => {
  const devices = newFakeDevices();
  const panel = openPanel(devices);
  Object.assign(devices.microphone, { reason: "muted" });
  panel.update();
  const { text, again } = panel.pickers.microphone;
  assert.match(fake(text).textContent, /^Your device has muted your microphone/);
  assert.equal(again.hidden, true);
});
