import assert from "node:assert/strict";
import { test } from "node:test";

import { WITHOUT } from "../../static/js/devices.js";
import { answered, setUp } from "./fake_media.js";

async function inSession() {
  const page = setUp();
  await page.devices.use();
  return page;
}

/** Somebody who wears a headset, which is not the browser's own choice. */
async function withHeadset() {
  const page = await inSession();
  page.media.plug("audio", "mic-1", "headset");
  await page.devices.choose("microphone", "headset");
  const unplug = async () => {
    page.media.plug("audio", "mic-1");
    page.media.last("audio").end();
    await answered();
  };
  return { ...page, unplug };
}

test("a camera that was pulled out is missing to others by no wish of its person, and starts when it is back", async () => {
  const { media, devices } = await inSession();
  media.plug("video");
  media.last("video").end();
  assert.deepEqual(devices.states(), { microphone: "on", camera: "missing", interrupted: ["camera"] });
  await answered();
  assert.deepEqual([devices.camera.state, devices.camera.reason, devices.camera.sought], ["failed", "lost", true]);
  media.plug("video", "cam-1");
  await answered();
  assert.deepEqual(devices.states(), { microphone: "on", camera: "on" });
  assert.equal(devices.camera.news, "Your camera The cam-1 is back. You can be seen again.");
  assert.equal(devices.camera.sought, false);
});

test("another camera does not start by itself, and a click starts it", async () => {
  const { media, devices, clock } = await inSession();
  media.plug("video", "cam-2");
  media.last("video").end();
  await answered();
  clock.pass(60_000);
  await answered();
  assert.deepEqual(media.running("video"), []);
  await devices.choose("camera", "cam-2");
  assert.deepEqual(devices.states(), { microphone: "on", camera: "on" });
  media.plug("video", "cam-1", "cam-2");
  await answered();
  assert.deepEqual(media.running("video"), ["cam-2"], "the person has chosen");
});

test("a camera that another program has taken is asked for every five seconds, and says why it is off", async () => {
  const { media, devices, clock } = await inSession();
  media.faults.video = "NotReadableError";
  media.last("video").end();
  await answered();
  assert.equal(devices.camera.reason, "in_use");
  const before = media.questions.length;
  for (const wait of [1000, 5000, 5000]) {
    clock.pass(wait);
    await answered();
  }
  assert.equal(media.questions.length, before + 3);
  media.faults = {};
  clock.pass(5000);
  await answered();
  assert.equal(devices.camera.state, "on");
  clock.pass(60_000);
  assert.equal(media.questions.length, before + 4);
});

test("after ten minutes a taken camera needs a click, and the text says which", async () => {
  const { media, devices, clock } = await inSession();
  media.faults.video = "NotReadableError";
  media.last("video").end();
  for (let second = 0; second < 620; second += 1) {
    await answered();
    clock.pass(1000);
  }
  assert.deepEqual([devices.camera.state, devices.camera.reason, devices.camera.sought], ["failed", "in_use", false]);
  const { length } = media.questions;
  clock.pass(60_000);
  await answered();
  assert.equal(media.questions.length, length);
  media.faults = {};
  await devices.setCamera(true);
  assert.equal(devices.camera.state, "on");
});

test("a page that is seen again after a telephone call asks at once", async () => {
  const { media, devices, show } = await inSession();
  media.faults.audio = "NotReadableError";
  media.last("audio").end();
  await answered();
  assert.deepEqual(devices.states(), { microphone: "missing", camera: "on", interrupted: ["microphone"] });
  show("hidden");
  media.faults = {};
  show("visible");
  await answered();
  assert.deepEqual(devices.states(), { microphone: "on", camera: "on" });
});

test("what ended while the page slept, without saying so, is found when the page is seen", async () => {
  const { media, devices, show } = await inSession();
  Object.assign(media.last("video"), { readyState: "ended" });
  show("visible");
  await answered();
  assert.equal(media.running("video").length, 1);
  assert.equal(devices.camera.state, "on");
});

test("when a headset is gone the browser's own microphone is used at once, and said; back, it is used again", async () => {
  const { media, devices, unplug } = await withHeadset();
  await unplug();
  assert.deepEqual(devices.states(), { microphone: "on", camera: "on" });
  assert.equal(devices.microphone.news, "Your microphone The headset is gone. Now using: The mic-1.");
  assert.deepEqual(media.running("audio"), ["mic-1"]);
  media.plug("audio", "mic-1", "headset");
  await answered();
  assert.deepEqual(media.running("audio"), ["headset"]);
  assert.equal(devices.microphone.news, "Your microphone The headset is back, and in use again.");
});

test("nobody is unmuted by a headset that goes and comes", async () => {
  const { media, devices, unplug } = await withHeadset();
  devices.setMicrophone(false);
  await unplug();
  assert.match(devices.microphone.news, /Now using: The mic-1\. You are still muted\.$/);
  assert.deepEqual([devices.states().microphone, media.last("audio").enabled], ["off", false]);
  media.plug("audio", "mic-1", "headset");
  await answered();
  assert.deepEqual([devices.states().microphone, media.last("audio").enabled], ["off", false]);
  assert.match(devices.microphone.news, /You are still muted\.$/);
});

test("who chooses a microphone after the headset has gone keeps it", async () => {
  const { media, devices, unplug } = await withHeadset();
  await unplug();
  await devices.choose("microphone", "mic-1");
  media.plug("audio", "mic-1", "headset");
  await answered();
  assert.deepEqual(media.running("audio"), ["mic-1"]);
  assert.equal(devices.microphone.news, "");
});

test("a substitute that goes as well leaves the headset to be looked for", async () => {
  const { media, devices, unplug } = await withHeadset();
  await unplug();
  media.plug("audio");
  media.last("audio").end();
  await answered();
  assert.deepEqual(devices.states().interrupted, ["microphone"]);
  media.plug("audio", "headset");
  await answered();
  assert.deepEqual(media.running("audio"), ["headset"]);
});

test("a microphone that the list still names although it is gone gives way as well", async () => {
  const { media, devices } = await withHeadset();
  media.plugged.audio = ["mic-1"];
  const { enumerateDevices } = media;
  media.enumerateDevices = async () => [
    ...(await enumerateDevices.call(media)),
    { kind: "audioinput", deviceId: "headset", label: "The headset" },
  ];
  media.last("audio").end();
  await answered();
  assert.equal(devices.microphone.id, "mic-1");
});

test("Chromium's default is another device when the one it stood for is gone", async () => {
  const { media, devices } = await inSession();
  media.plug("audio", "default", "headset");
  await devices.choose("microphone", "default");
  const headset = media.last("audio");
  headset.label = "Default - Headset";
  media.plug("audio", "default", "mic-1");
  headset.end();
  await answered();
  assert.equal(devices.microphone.news, "Your microphone Default - Headset is gone. Now using: The default.");
});

test("what the person leaves off, stops, declines or gives up stays off when it is back", async () => {
  /** @type {((devices: import("../../static/js/devices.js").Devices) => unknown)[]} */
  const ways = [
    (devices) => devices.leave("camera"),
    (devices) => devices.setCamera(false),
    (devices) => devices.choose("camera", WITHOUT),
    (devices) => devices.goOnWithout(),
    (devices) => devices.release(),
  ];
  for (const way of ways) {
    const { media, devices, clock } = await inSession();
    media.plug("video");
    media.last("video").end();
    await answered();
    await way(devices);
    media.plug("video", "cam-1");
    clock.pass(600_000);
    await answered();
    assert.deepEqual(media.running("video"), [], String(way));
    assert.equal(devices.states().interrupted, undefined);
  }
});

test("a microphone that was left off is heard again by a click alone", async () => {
  const { media, devices } = await inSession();
  media.plug("audio");
  media.last("audio").end();
  await answered();
  await devices.leave("microphone");
  media.plug("audio", "mic-1");
  await answered();
  assert.deepEqual([media.running("audio"), devices.states()], [[], { microphone: "missing", camera: "on" }]);
  devices.setMicrophone(true);
  await devices.use(["microphone"]);
  assert.equal(devices.states().microphone, "on");
});

test("a track that comes when its person has given up is stopped", async () => {
  const { media, devices } = await inSession();
  media.last("video").end();
  await devices.setCamera(false);
  await answered();
  assert.deepEqual([media.running("video"), devices.states().camera], [[], "off"]);
});

test("a browser that refuses is not asked again by itself", async () => {
  const { media, devices, clock } = await inSession();
  media.faults.video = "NotAllowedError";
  media.last("video").end();
  await answered();
  assert.deepEqual([devices.camera.reason, devices.camera.sought], ["denied", false]);
  const { length } = media.questions;
  clock.pass(600_000);
  await answered();
  assert.equal(media.questions.length, length);
});

test("a camera that ends as soon as it starts is not started without pause", async () => {
  const { media, clock } = await inSession();
  const { length } = media.tracks;
  for (let turn = 0; turn < 20; turn += 1) {
    media.last("video").end();
    await answered();
  }
  assert.equal(media.tracks.length, length + 1);
  clock.pass(1000);
  await answered();
  assert.equal(media.tracks.length, length + 2);
});

test("what was lost before a reload is looked for after it", async () => {
  const before = await inSession();
  before.media.plug("video");
  before.media.last("video").end();
  await answered();
  const { media, devices } = setUp();
  media.plugged.video = [];
  await devices.restore(before.devices.inUse());
  assert.deepEqual([devices.camera.reason, devices.camera.sought], ["missing", true]);
  media.plug("video", "cam-1");
  await answered();
  assert.deepEqual(devices.states(), { microphone: "on", camera: "on" });
});

test("the next session leaves a search alone", async () => {
  const { media, devices } = await inSession();
  media.plug("video");
  media.last("video").end();
  await answered();
  const { length } = media.questions;
  await devices.resume();
  assert.equal(media.questions.length, length);
  assert.equal(devices.camera.sought, true);
});
