import assert from "node:assert/strict";
import { test } from "node:test";

import { Practice } from "./practice_page.js";

/** A session that the clinician has ended. */
async function ended() {
  const practice = await new Practice().opens();
  practice.stands("maya", "admitted");
  practice.desk.end(practice.hosted("room"));
  practice.stands("maya", "ended");
  practice.acts();
  return practice;
}

test("for ten minutes after its end a session can be opened again", async () => {
  const practice = await ended();
  assert.equal(practice.desk.canReopen(), true);
  practice.clock.pass(599_999);
  assert.equal(practice.desk.canReopen(), true);
  practice.clock.pass(1);
  assert.equal(practice.desk.canReopen(), false);
  practice.desk.reopen();
  assert.deepEqual(practice.acts(), []);
  assert.match(practice.desk.message, /more than ten minutes ago/);
});

test("opened again it is told to the server once, and the clinician reads what follows", async () => {
  const practice = await ended();
  practice.desk.reopen();
  assert.deepEqual(practice.acts(), [{ type: "reopen", room: "room" }]);
  assert.match(practice.desk.message, /open again.*waits when they come back/);
  assert.equal(practice.desk.canReopen(), false);
});

test("without a connection it is not opened, and can be tried again", async () => {
  const practice = await ended();
  practice.loses();
  practice.desk.reopen();
  assert.equal(practice.desk.message, "Not sent: no connection");
  assert.equal(practice.desk.canReopen(), true);
});

test("who left by themselves, or was forgotten, is nobody to open a session for", async () => {
  const practice = await new Practice().opens();
  practice.stands("maya", "admitted");
  practice.stands("maya", "left");
  assert.equal(practice.desk.canReopen(), false);
  const other = await ended();
  other.changes("room", { gone: ["maya"] });
  assert.equal(other.desk.canReopen(), false);
});

test("the next session is another", async () => {
  const practice = await ended();
  practice.stands("ben", "admitted");
  practice.stands("ben", "left");
  assert.equal(practice.desk.canReopen(), false);
});

test("a room that another page holds by now is opened there", async () => {
  const practice = await ended();
  const version = (practice.versions.room ?? 0) + 1;
  practice.says({ type: "changed", room: "room", version, host: "another page" });
  assert.equal(practice.desk.canReopen(), false);
});
