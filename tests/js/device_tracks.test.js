import assert from "node:assert/strict";
import { test } from "node:test";

import { answered, setUp } from "./fake_media.js";

async function inSession() {
  const page = setUp();
  await page.devices.use();
  return page;
}

test("a microphone that the system mutes is said at once to its person and the others, and so is its end", async () => {
  const { media, devices } = await inSession();
  let told = 0;
  devices.onChange(() => void (told += 1));
  media.last("audio").mute(true);
  assert.deepEqual([devices.microphone.state, devices.microphone.reason], ["on", "muted"]);
  assert.deepEqual(devices.states(), { microphone: "missing", camera: "on", interrupted: ["microphone"] });
  assert.equal(told, 1);
  media.last("audio").mute(false);
  assert.deepEqual(devices.states(), { microphone: "on", camera: "on" });
  assert.equal(devices.microphone.news, "You can be heard again.");
});

test("a camera without a frame for a moment is no interruption, and for a second more it is one", async () => {
  const { media, devices, clock } = await inSession();
  media.last("video").mute(true);
  clock.pass(900);
  media.last("video").mute(false);
  clock.pass(5000);
  assert.deepEqual([devices.states(), devices.camera.news], [{ microphone: "on", camera: "on" }, ""]);
  media.last("video").mute(true);
  clock.pass(1000);
  assert.deepEqual(devices.states(), { microphone: "on", camera: "missing", interrupted: ["camera"] });
});

test("a microphone that is muted by both stays off when the system lets go", async () => {
  const { media, devices } = await inSession();
  devices.setMicrophone(false);
  media.last("audio").mute(true);
  assert.deepEqual(devices.states(), { microphone: "off", camera: "on" });
  devices.setMicrophone(true);
  assert.deepEqual(devices.states().interrupted, ["microphone"]);
  devices.setMicrophone(false);
  media.last("audio").mute(false);
  assert.deepEqual([devices.states().microphone, devices.microphone.news], ["off", ""]);
  assert.equal(media.last("audio").enabled, false);
});

test("a track that comes muted already is an interruption", async () => {
  const { media, devices } = setUp();
  const { getUserMedia } = media;
  media.getUserMedia = async (/** @type {any} */ constraints) => {
    const stream = await getUserMedia.call(media, constraints);
    for (const track of stream.getTracks()) track.muted = true;
    return stream;
  };
  await devices.use(["microphone"]);
  assert.equal(devices.microphone.reason, "muted");
});

test("what the system does to a track that is not in use any more is nobody's concern", async () => {
  const { media, devices, clock } = await inSession();
  const [old, camera] = [media.last("audio"), media.last("video")];
  camera.mute(true);
  await devices.choose("microphone", "mic-2");
  await devices.setCamera(false);
  await devices.setCamera(true);
  old.mute(true);
  old.end();
  clock.pass(5000);
  assert.deepEqual(devices.states(), { microphone: "on", camera: "on" });
});

test("news is said for a while, and what has happened since is not cut short by it", async () => {
  const { media, devices, clock } = await inSession();
  const blink = () => [true, false].forEach((muted) => media.last("audio").mute(muted));
  blink();
  clock.pass(19_000);
  assert.equal(devices.microphone.news, "You can be heard again.");
  blink();
  clock.pass(19_000);
  assert.equal(devices.microphone.news, "You can be heard again.");
  clock.pass(1000);
  assert.equal(devices.microphone.news, "");
  blink();
  media.last("audio").mute(true);
  assert.equal(devices.microphone.news, "", "it is not true any more");
});

test("whoever looks is told when something is plugged in", async () => {
  const { media, devices } = await inSession();
  let told = 0;
  devices.onChange(() => void (told += 1));
  media.plug("video", "cam-1", "cam-2");
  await answered();
  assert.equal(told, 1);
  assert.deepEqual(
    devices.choices.camera.map(({ id }) => id),
    ["cam-1", "cam-2"],
  );
});
