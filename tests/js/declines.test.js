import assert from "node:assert/strict";
import { test } from "node:test";

import { Practice } from "./practice_page.js";

/** Somebody waits, and is declined. */
async function declined() {
  const practice = await new Practice().opens();
  practice.stands("maya", "waiting");
  practice.acts();
  practice.desk.declines.begin(practice.hosted("room"), "maya");
  return practice;
}

test("a decline is held back for ten seconds, counted down, and goes then", async () => {
  const practice = await declined();
  const { declines } = practice.desk;
  assert.equal(declines.secondsLeft("maya"), 10);
  practice.clock.pass(9000);
  assert.deepEqual([declines.secondsLeft("maya"), practice.acts()], [1, []]);
  practice.clock.pass(1000);
  assert.deepEqual(practice.acts(), [{ type: "decline", room: "room", participant: "maya" }]);
  assert.equal(declines.secondsLeft("maya"), null);
});

test("undone it never goes, and begins anew when it is clicked again", async () => {
  const practice = await declined();
  const { declines } = practice.desk;
  practice.clock.pass(5000);
  declines.undo("maya");
  declines.begin(practice.hosted("room"), "maya");
  practice.clock.pass(9000);
  assert.deepEqual([declines.secondsLeft("maya"), practice.acts()], [1, []]);
  practice.clock.pass(1000);
  assert.equal(practice.acts().length, 1);
});

test("a second click changes nothing", async () => {
  const practice = await declined();
  practice.clock.pass(5000);
  practice.desk.declines.begin(practice.hosted("room"), "maya");
  practice.clock.pass(5000);
  assert.equal(practice.acts().length, 1);
  practice.clock.pass(20_000);
  assert.deepEqual(practice.acts(), []);
});

test("whoever has left meanwhile, or was let in, is not declined", async () => {
  for (const standing of /** @type {const} */ (["left", "admitted"])) {
    const practice = await declined();
    practice.stands("maya", standing);
    practice.clock.pass(10_000);
    assert.deepEqual(practice.acts(), []);
    assert.equal(practice.desk.declines.secondsLeft("maya"), null);
  }
});

test("whoever leaves and checks in again meanwhile is declined when it is time", async () => {
  const practice = await declined();
  practice.stands("maya", "left");
  practice.clock.pass(3000);
  practice.stands("maya", "waiting");
  practice.acts();
  practice.clock.pass(6000);
  assert.deepEqual([practice.desk.declines.secondsLeft("maya"), practice.acts()], [1, []]);
  practice.clock.pass(1000);
  assert.deepEqual(practice.acts(), [{ type: "decline", room: "room", participant: "maya" }]);
});

test("whoever was let in meanwhile and waits again is not declined", async () => {
  const practice = await declined();
  practice.stands("maya", "admitted");
  practice.clock.pass(2000);
  practice.stands("maya", "waiting");
  practice.acts();
  practice.clock.pass(10_000);
  assert.deepEqual(practice.acts(), []);
});

test("a decline that cannot be sent when it is time says so, and is not sent later", async () => {
  const practice = await declined();
  practice.loses();
  practice.clock.pass(10_000);
  assert.equal(practice.desk.message, "Not sent: no connection");
  assert.equal(practice.desk.declines.secondsLeft("maya"), null);
});
