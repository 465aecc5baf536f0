// Letting somebody in says how they are known, and by what consent, also when two cases are brought together for it.

import assert from "node:assert/strict";
import { test } from "node:test";

import { newCard } from "./fake_waiter.js";
import { Practice } from "./practice_page.js";

/** @import { Method } from "../../static/js/messages.js" */

/** Somebody waits who has checked in. */
async function waiting(version = "1") {
  const practice = await new Practice().opens();
  practice.stands("maya", "waiting");
  practice.acts();
  const room = practice.hosted("room");
  room.checkIns.take("maya", newCard({ consent: { version, date: "", child: "" } }), false);
  const admit = (/** @type {Method} */ method, /** @type {{guest?: boolean}} */ how = {}) =>
    practice.desk.admissions.admit(room, "maya", { method, ...how });
  return { practice, admit, room };
}

test("an admission carries the method and the version of the consent", async () => {
  const { practice, admit } = await waiting();
  await admit("vouched");
  const about = { method: "vouched", consent: "1", guest: false };
  assert.deepEqual(practice.acts(), [{ type: "admit", room: "room", participant: "maya", ...about }]);
});

test("what a client wrote in place of a version does not get into the server's log", async () => {
  const { practice, admit } = await waiting("Maya Quintana, 12 High Street");
  await admit("vouched");
  assert.equal(practice.acts()[0]?.consent, "");
});

test("somebody else who shares a link is let in as a guest", async () => {
  const { practice, admit } = await waiting();
  await admit("voice", { guest: true });
  assert.equal(practice.acts()[0]?.guest, true);
});

test("whom the vault does not know is not let in", async () => {
  const { practice, admit } = await waiting();
  practice.known = "another";
  await admit("recognised");
  assert.deepEqual([practice.acts(), practice.desk.admissions.underway.size], [[], 0]);
  assert.equal(practice.desk.message, "");
});

test("after two cases were brought together the same admission is asked for again", async () => {
  const { practice, admit, room } = await waiting();
  practice.stands("maya", "waiting", "room", { case: "case of maya" });
  await admit("photo_id");
  const [first] = practice.acts();
  practice.says({ type: "error", code: "other_case", text: "", about: "admit", room: "room" });
  assert.deepEqual([room.letting.otherCase, practice.desk.message], ["maya", ""]);
  practice.desk.bringTogether(room);
  assert.deepEqual(practice.acts(), [{ type: "bring_together", room: "room", case: "case of maya" }, first]);
});

test("an open identity keeps everybody else out, in the server's words", async () => {
  const { practice, admit } = await waiting();
  await admit("recognised");
  const text = "First confirm who is in the session.";
  practice.says({ type: "error", code: "identity_open", text, about: "admit", room: "room" });
  assert.deepEqual([practice.desk.message, practice.desk.admissions.underway.size], [text, 0]);
});

test("what is said of the browser's question does not outlive it, and takes nothing else away", async () => {
  const { practice, admit } = await waiting();
  let answer = () => {};
  practice.devices.question = new Promise((resolve) => (answer = resolve));
  practice.devices.asking = true;
  const click = admit("recognised");
  assert.match(practice.desk.message, /Please answer it there/);
  practice.says({ type: "error", code: "not_now", text: "Not now.", about: "hold", room: "room" });
  practice.known = "another";
  answer();
  await click;
  assert.deepEqual([practice.acts(), practice.desk.message], [[], "Not now."]);
});
