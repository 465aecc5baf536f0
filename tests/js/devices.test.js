import assert from "node:assert/strict";
import { test } from "node:test";

import { WITHOUT } from "../../static/js/devices.js";
import { setUp } from "./fake_media.js";

test("nothing is asked for until somebody asks", () => {
  const { media, devices } = setUp();
  assert.equal(media.questions.length, 0);
  assert.deepEqual(devices.states(), { microphone: "missing", camera: "missing" });
});

test("both are asked for in one question, at 720p and with echo cancelled", async () => {
  const { media, devices } = setUp();
  await devices.use();
  assert.equal(media.questions.length, 1);
  assert.equal(media.questions[0].audio.echoCancellation, true);
  assert.deepEqual(media.questions[0].video.height, { ideal: 720 });
  assert.deepEqual(devices.states(), { microphone: "on", camera: "on" });
  assert.deepEqual(
    devices.choices.microphone.map(({ label }) => label),
    ["The mic-1", "The mic-2"],
  );
});

test("a missing camera does not keep the microphone from working", async () => {
  const { media, devices } = setUp();
  media.plugged.video = [];
  await devices.use();
  assert.equal(devices.camera.reason, "missing");
  assert.deepEqual(devices.states(), { microphone: "on", camera: "missing" });
});

test("a microphone in use by another program does not keep the camera from working", async () => {
  const { media, devices } = setUp();
  media.faults.audio = "NotReadableError";
  await devices.use();
  assert.equal(devices.microphone.reason, "in_use");
  assert.equal(devices.camera.state, "on");
});

test("what was refused is not asked again by itself, and may be tried again", async () => {
  const { media, devices } = setUp();
  media.faults.audio = media.faults.video = "NotAllowedError";
  await devices.use();
  assert.equal(media.questions.length, 1);
  assert.deepEqual([devices.microphone.reason, devices.camera.reason], ["denied", "denied"]);
  assert.equal(devices.settled, true);
  media.faults = {};
  await devices.use();
  assert.deepEqual(devices.states(), { microphone: "on", camera: "on" });
});

test("when only the camera is refused, the microphone that was allowed works", async () => {
  const { media, granted, devices } = setUp();
  media.faults.video = "NotAllowedError";
  granted.microphone = "granted";
  await devices.use();
  assert.equal(devices.camera.reason, "denied");
  assert.equal(devices.microphone.state, "on");
});

test("a page without media devices says that it was not opened safely", async () => {
  const { devices } = setUp();
  /** @type {any} */ (devices).media = undefined;
  await devices.use();
  assert.equal(devices.camera.reason, "insecure");
});

test("muting keeps the track and silences it; a new microphone stays muted", async () => {
  const { media, devices } = setUp();
  await devices.use();
  devices.setMicrophone(false);
  assert.equal(media.tracks.find(({ kind }) => kind === "audio")?.enabled, false);
  await devices.choose("microphone", "mic-2");
  assert.equal(devices.microphone.id, "mic-2");
  assert.equal(devices.microphone.track?.enabled, false);
  assert.deepEqual(devices.states().microphone, "off");
});

test("stopping the camera stops the track, so that its light goes off", async () => {
  const { media, devices } = setUp();
  await devices.use();
  await devices.setCamera(false);
  assert.equal(media.tracks.find(({ kind }) => kind === "video")?.stopped, true);
  assert.deepEqual(devices.states(), { microphone: "on", camera: "off" });
  await devices.setCamera(true);
  assert.equal(devices.states().camera, "on");
});

test("the choice of no camera holds until another is chosen", async () => {
  const { devices } = setUp();
  await devices.use();
  await devices.choose("camera", WITHOUT);
  await devices.use();
  assert.equal(devices.states().camera, "missing");
  await devices.choose("camera", "cam-1");
  assert.equal(devices.states().camera, "on");
});

test("a device that is unplugged is lost in words, and a new one is listed", async () => {
  const { media, devices } = setUp();
  await devices.use();
  media.tracks.find(({ kind }) => kind === "video")?.dispatchEvent(new Event("ended"));
  assert.equal(devices.camera.reason, "lost");
  media.plugged.video = ["cam-2"];
  media.dispatchEvent(new Event("devicechange"));
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(
    devices.choices.camera.map(({ id }) => id),
    ["cam-2"],
  );
});

test("after a reload what was in use comes back, muted if it was muted, although a camera has gone", async () => {
  const { media, devices } = setUp();
  await devices.restore({
    microphone: true,
    camera: true,
    muted: true,
    ids: ["mic-2", "cam-gone"],
    wishes: ["on", "on"],
  });
  assert.deepEqual([...devices.restored], ["microphone", "camera"]);
  assert.deepEqual(devices.states(), { microphone: "off", camera: "on" });
  assert.equal(devices.microphone.id, "mic-2");
  assert.equal(devices.camera.id, "cam-1");
  assert.equal(media.tracks.filter(({ kind, stopped }) => kind === "video" && !stopped).length, 1);
});

test("released devices are stopped, and go on again when they are asked for", async () => {
  const { media, devices } = setUp();
  await devices.use();
  devices.release();
  assert.ok(media.tracks.every(({ stopped }) => stopped));
  assert.deepEqual(devices.inUse(), {
    microphone: false,
    camera: false,
    muted: false,
    ids: ["mic-1", "cam-1"],
    wishes: ["on", "on"],
  });
  await devices.use();
  assert.deepEqual(devices.states(), { microphone: "on", camera: "on" });
});

test("a camera that was stopped stays off through the end of a session and into the next", async () => {
  const { media, devices } = setUp();
  await devices.use();
  await devices.setCamera(false);
  devices.release();
  await devices.resume();
  assert.deepEqual(devices.states(), { microphone: "on", camera: "off" });
  const live = media.tracks.filter(({ kind, stopped }) => kind === "video" && !stopped);
  assert.equal(live.length, 0);
  await devices.setCamera(true);
  assert.equal(devices.states().camera, "on");
});

test("a camera that was stopped stays off through a reload and what begins after it", async () => {
  const { devices } = setUp();
  await devices.use();
  await devices.setCamera(false);
  const after = setUp();
  await after.devices.restore(devices.inUse());
  await after.devices.resume();
  assert.deepEqual(after.devices.states(), { microphone: "on", camera: "off" });
});

test("whoever goes on without camera and microphone is not asked again by anything but a click", async () => {
  const { media, devices } = setUp();
  devices.goOnWithout();
  await devices.resume();
  assert.equal(media.questions.length, 0);
  await devices.use();
  assert.deepEqual(devices.states(), { microphone: "on", camera: "on" });
});

test("what the browser was told to refuse is not asked for when a session begins", async () => {
  const { media, devices } = setUp();
  media.faults.video = media.faults.audio = "NotAllowedError";
  await devices.use();
  await devices.resume();
  assert.equal(media.questions.length, 1);
});

test("whoever has never been asked is asked when a session begins", async () => {
  const { devices } = setUp();
  await devices.resume();
  assert.deepEqual(devices.states(), { microphone: "on", camera: "on" });
});

test("a question that is answered with no after the devices were given back changes nothing", async () => {
  const { media, devices } = setUp();
  media.faults.audio = media.faults.video = "NotAllowedError";
  const asked = devices.use();
  devices.release();
  await asked;
  assert.deepEqual([devices.microphone.state, devices.camera.state], ["none", "none"]);
});

test("another session begins heard, and only when it is said that another begins", async () => {
  const { devices } = setUp();
  await devices.use();
  devices.setMicrophone(false);
  devices.release();
  await devices.resume();
  assert.equal(devices.states().microphone, "off");
  devices.release();
  devices.forgetMuted();
  await devices.resume();
  assert.equal(devices.states().microphone, "on");
});
