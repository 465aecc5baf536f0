import assert from "node:assert/strict";
import { test } from "node:test";

import { Arrivals } from "../../static/js/arrivals.js";
import { FakeClock } from "./fake_clock.js";
import { FakeLocks, settled } from "./fake_locks.js";
import { newNotifications } from "./fake_notification.js";
import { newOutside } from "./fake_page_outside.js";
import { newWaiter } from "./fake_waiter.js";


/** A page of the clinician's, empty when it was looked at first. */
function open() {
  const [outside, clock] = [newOutside(), new FakeClock()];
  const notification = newNotifications("granted");
  const told = { rings: 0, unlocked: 0, announced: /** @type {string[]} */ ([]) };
  const sound = { allowed: true };
  const arrivals = new Arrivals(
    {
      chime: {
        ring: async () => {
          told.rings += 1;
          return sound.allowed;
        },
        unlock: () => void (told.unlocked += 1),
      },
      announce: (text) => void told.announced.push(text),
      document: /** @type {any} */ (outside),
      notification: /** @type {any} */ (notification),
      navigator: { locks: /** @type {any} */ (new FakeLocks()) },
    },
    clock,
  );
  arrivals.update([], []);
  return { arrivals, outside, clock, notification, told, sound, waits: waiting(arrivals) };
}

/** @param {Arrivals} arrivals */
function waiting(arrivals) {
  return async (/** @type {string[]} */ ids, /** @type {string[]} */ inSession = []) => {
    arrivals.update(
      ids.map((participant) => newWaiter({ participant })),
      inSession,
    );
    await settled();
  };
}

test("somebody who comes to wait is said, rung and shown, in a page in the background, and named nowhere", async () => {
  const { waits, told, notification, outside } = open();
  await waits(["maya"]);
  assert.deepEqual(told.announced, ["Somebody is waiting"]);
  assert.equal(told.rings, 1);
  assert.deepEqual(
    notification.shown.map(({ title, options }) => [title, options.silent]),
    [["Somebody is waiting", true]],
  );
  assert.equal(outside.title, "(1) Today");
  const seen = JSON.stringify([told.announced, outside.title, notification.shown]);
  assert.doesNotMatch(seen, /maya/i);
});

test("several are read out one by one, with time to hear each", async () => {
  const { waits, told, clock } = open();
  await waits(["maya"]);
  await waits(["maya", "ben", "lin"]);
  assert.deepEqual(told.announced, ["Somebody is waiting"]);
  clock.pass(4000);
  assert.deepEqual(told.announced.slice(1), ["Somebody else is waiting: 2 people wait"]);
  clock.pass(4000);
  assert.deepEqual(told.announced.slice(2), ["Somebody else is waiting: 3 people wait"]);
  clock.pass(60_000);
  assert.equal(told.announced.length, 3);
});

test("what is read out late says how many wait by then, and nothing when nobody does", async () => {
  const { waits, told, clock } = open();
  await waits(["maya", "ben", "lin"]);
  await waits(["maya", "ben"], ["lin"]);
  clock.pass(8000);
  assert.deepEqual(told.announced.slice(1), [
    "Somebody else is waiting: 2 people wait",
    "Somebody else is waiting: 2 people wait",
  ]);
  clock.pass(4000);
  await waits(["kim", "ada", "noor"]);
  await waits([]);
  clock.pass(60_000);
  const before = told.announced.length;
  await waits(["zoe"]);
  clock.pass(60_000);
  assert.deepEqual(told.announced.slice(before), ["Somebody is waiting"]);
});

test("drawing the same people again is no arrival, and neither is who was sent back or took another device", async () => {
  const { waits, told, arrivals, clock } = open();
  await waits(["maya"]);
  clock.pass(10_000);
  await settled();
  await waits(["maya"]);
  await waits([], ["maya"]);
  await waits(["maya"]);
  const tablet = { participant: "tablet", device: "Tablet", devices: null, seconds: 1, connected: true };
  const phone = { ...tablet, participant: "maya" };
  arrivals.update([newWaiter({ participant: "maya", others: [tablet] })], []);
  arrivals.update([newWaiter({ participant: "tablet", others: [phone] })], []);
  await settled();
  clock.pass(10_000);
  assert.equal(told.announced.length, 1);
  assert.equal(told.rings, 1);
});

test("who left and comes again arrives again", async () => {
  const { waits, told, clock } = open();
  await waits(["maya"]);
  await waits([]);
  clock.pass(10_000);
  await settled();
  await waits(["maya"]);
  assert.deepEqual([told.announced.length, told.rings], [2, 2]);
});

test("who still checks in is no arrival", async () => {
  const { arrivals, told, outside } = open();
  arrivals.update([newWaiter({ waits: false })], []);
  await settled();
  assert.deepEqual([told.announced, told.rings, outside.title], [[], 0, "Today"]);
});

test("whoever waits when the page opens is read out and counted, and rung for by nothing", async () => {
  const page = open();
  const { arrivals, told, outside } = page;
  arrivals.here = null;
  await page.waits(["maya"]);
  assert.deepEqual([told.announced, told.rings, outside.title], [["Somebody is waiting"], 0, "(1) Today"]);
});

test("a page that is looked at rings, and shows no notification", async () => {
  const { waits, told, outside, notification } = open();
  Object.assign(outside, { visibilityState: "visible", focused: true });
  await waits(["maya"]);
  assert.deepEqual([told.rings, notification.shown], [1, []]);
});

test("a visible page behind another window shows the notification", async () => {
  const { waits, outside, notification } = open();
  outside.visibilityState = "visible";
  await waits(["maya"]);
  assert.equal(notification.shown.length, 1);
});

test("where the page may make no sound, the notification makes the desktop's", async () => {
  const { waits, sound, notification } = open();
  sound.allowed = false;
  await waits(["maya"]);
  assert.equal(notification.shown[0]?.options.silent, false);
});

test("a click on the notification brings the page to the front; it goes when nobody waits", async () => {
  const { waits, outside, notification, clock } = open();
  await waits(["maya"]);
  notification.shown[0]?.dispatchEvent(new Event("click"));
  assert.equal(outside.windowFocused, 1);
  await waits([]);
  clock.pass(10_000);
  await settled();
  await waits(["ben"]);
  assert.equal(notification.shown[1]?.isOpen, true);
  await waits([], ["ben"]);
  assert.equal(notification.shown[1]?.isOpen, false);
});

test("with an emergency card open there is no chime and no notification, and arrivals are still counted and said", async () => {
  const { arrivals, waits, told, notification, outside } = open();
  arrivals.setMuted(true);
  await waits(["maya"]);
  assert.deepEqual([told.rings, notification.shown], [0, []]);
  assert.deepEqual([told.announced.length, outside.title], [1, "(1) Today"]);
  arrivals.setMuted(false);
  await waits(["maya", "ben"]);
  assert.equal(told.rings, 1);
});

test("any click or key lets the chime sound from then on", () => {
  const { outside, told } = open();
  outside.dispatchEvent(new Event("click"));
  outside.dispatchEvent(new Event("keydown"));
  assert.equal(told.unlocked, 2);
});

test("whoever comes and goes faster than it can be said leaves nothing to be said for hours", async () => {
  const { arrivals, waits } = open();
  for (let turn = 0; turn < 50; turn += 1) {
    await waits(["ben"]);
    await waits(["ben", `maya ${turn}`]);
  }
  assert.ok(arrivals.unsaid.length <= 2);
});
