import assert from "node:assert/strict";
import { test } from "node:test";

import { MediaWatch, framesSent } from "../../static/js/media_watch.js";

/** A watch over one sender, and a second that goes by in four looks. */
function watched() {
  const page = { time: 0, sent: 0, worked: 0, alarms: 0, counted: 0 };
  const count = async () => {
    page.counted += 1;
    return [{ name: "v", sent: page.sent, worked: page.worked }];
  };
  const watch = new MediaWatch(
    count,
    () => {
      page.alarms += 1;
    },
    () => page.time,
  );
  /**
   * @param {number} milliseconds
   * @param {() => void} [meanwhile]  before each look
   */
  const pass = async (milliseconds, meanwhile = () => undefined) => {
    for (const until = page.time + milliseconds; page.time < until; page.time += 250) {
      meanwhile();
      await watch.look();
    }
  };
  return { page, watch, pass };
}

test("16 frames too many, for more than a second, are an alarm, and it is given once", async () => {
  const { page, pass } = watched();
  page.sent = 16;
  await pass(1250);
  assert.equal(page.alarms, 0);
  await pass(250);
  assert.equal(page.alarms, 1);
  await pass(5000);
  assert.equal(page.alarms, 1);
});

test("15 frames too many are none, however long", async () => {
  const { page, pass } = watched();
  page.sent = 15;
  await pass(60_000);
  assert.equal(page.alarms, 0);
});

test("many frames too many for a second are none", async () => {
  const { page, pass } = watched();
  page.sent = 500;
  await pass(1250);
  page.worked = 500;
  await pass(250);
  page.sent = 1000;
  await pass(1000);
  assert.equal(page.alarms, 0);
});

test("a call in which the worker has every frame is none, nor one whose frames end there", async () => {
  const { page, pass } = watched();
  await pass(10_000, () => {
    page.worked += 8;
    page.sent += 7;
  });
  await pass(10_000, () => {
    page.worked += 8;
  });
  assert.equal(page.alarms, 0);
});

test("a browser that counts anew hides nothing", async () => {
  const { page, pass } = watched();
  page.sent = page.worked = 1000;
  await pass(250);
  page.sent = 0;
  await pass(250);
  await pass(2000, () => {
    page.sent += 8;
  });
  assert.equal(page.alarms, 1);
});

test("it counts four times a second at most, and not while it counts", async () => {
  const { page, watch } = watched();
  for (; page.time < 1000; page.time += 50) await watch.look();
  assert.equal(page.counted, 4);
  page.time += 250;
  const looking = watch.look();
  page.time += 250;
  await Promise.all([looking, watch.look()]);
  assert.equal(page.counted, 5);
});

test("a connection that was closed gives no alarm, even with what was counted before", async () => {
  const { page, watch, pass } = watched();
  page.sent = 100;
  await pass(1250);
  page.time += 250;
  const looking = watch.look();
  watch.end();
  await looking;
  await pass(5000);
  assert.equal(page.alarms, 0);
});

test("pictures are counted by frames, sound by packets, and nothing twice", () => {
  const report = (/** @type {object[]} */ ...entries) =>
    /** @type {any} */ (new Map(entries.map((entry, place) => [String(place), entry])));
  const video = { type: "outbound-rtp", kind: "video", framesSent: 7, packetsSent: 90 };
  const audio = { type: "outbound-rtp", kind: "audio", packetsSent: 50, retransmittedPacketsSent: 2 };
  const others = [{ type: "codec" }, { type: "remote-inbound-rtp", packetsSent: 9 }];
  assert.equal(framesSent(report(video, ...others)), 7);
  assert.equal(framesSent(report(audio)), 48);
  assert.equal(framesSent(report({ ...audio, retransmittedPacketsSent: undefined })), 50);
  assert.equal(framesSent(report()), 0);
});
