import assert from "node:assert/strict";
import { test } from "node:test";

import { QuickExit } from "../../static/js/quick_exit.js";
import { CARD, Page } from "./client_page.js";

function open() {
  /** @type {string[]} */
  const done = [];
  const clock = { time: 0 };
  /** What ends the wait for a farewell that takes too long. @type {((value: unknown) => void)[]} */
  const waits = [];
  const exit = new QuickExit({
    now: () => clock.time,
    blank: () => done.push("blank"),
    forget: () => done.push("forget"),
    go: () => done.push("go"),
    wait: () => new Promise((resolve) => waits.push(resolve)),
  });
  const page = new EventTarget();
  exit.listen(page);
  const press = (key = "Shift", more = {}) =>
    page.dispatchEvent(Object.assign(new Event("keydown"), { key, ...more }));
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return { exit, done, clock, page, press, waits, settle };
}

const LEFT = ["blank", "forget", "go"];

test("Shift three times within one and a half seconds leaves the page", async () => {
  const { done, clock, press, settle } = open();
  press();
  clock.time = 700;
  press();
  assert.deepEqual(done, []);
  clock.time = 1500;
  press();
  assert.deepEqual(done, ["blank"], "at once, whatever else takes its time");
  await settle();
  assert.deepEqual(done, LEFT);
});

test("slower presses do not, and the last three count", async () => {
  const { done, clock, press, settle } = open();
  for (const time of [0, 1000, 2000, 3000]) {
    clock.time = time;
    press();
  }
  assert.deepEqual(done, []);
  clock.time = 3200;
  press();
  await settle();
  assert.deepEqual(done, LEFT);
});

test("a key that is held, another key, a click and a modifier are no presses in a row", () => {
  const { done, page, press } = open();
  for (let times = 0; times < 5; times += 1) press("Shift", { repeat: true });
  for (const letter of ["A", "B", "C", "D"]) {
    press();
    press(letter);
  }
  press();
  press();
  page.dispatchEvent(new Event("pointerdown"));
  press();
  for (let times = 0; times < 5; times += 1) press("Shift", { ctrlKey: true });
  assert.deepEqual(done, []);
});

test("before it goes the page is blank, then says farewell and forgets", async () => {
  const { exit, done } = open();
  exit.farewell = async () => void done.push("farewell");
  await exit.leave();
  assert.deepEqual(done, ["blank", "farewell", "forget", "go"]);
});

test("a fault in the farewell keeps nobody on the page", async () => {
  const { exit, done } = open();
  exit.farewell = () => {
    throw new Error("a fault");
  };
  await assert.rejects(exit.leave(), /a fault/);
  assert.deepEqual(done, LEFT);
});

test("a browser that takes its time to forget keeps nobody on the page", async () => {
  const { exit, done, waits, settle } = open();
  exit.farewell = () => new Promise(() => undefined);
  void exit.leave();
  await settle();
  assert.deepEqual(done, ["blank"]);
  waits[0]?.(null);
  await settle();
  assert.deepEqual(done, LEFT);
});

test("a visit that is quit has left, holds no device, and is not known to the tab", async () => {
  const page = await new Page().waits({ ...CARD, codeWord: "lighthouse" });
  page.stands("admitted");
  const { socket } = page;
  await page.visit.quit();
  assert.deepEqual(await page.acts(), ["leave"]);
  assert.equal(socket.readyState, 3);
  assert.deepEqual([page.devices.camera.track, page.devices.microphone.track], [null, null]);
  assert.equal(page.seat.read(), null);
});

test("a page that has heard nothing of the server yet can be quit as well", async () => {
  const page = new Page();
  await page.visit.start();
  await page.visit.quit();
  assert.equal(page.devices.camera.track, null);
  assert.equal(page.seat.read(), null);
});
