// What the clinician decides: once, now or not at all, and never by a crossing.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Seat } from "../../static/js/seat.js";
import { FakeSocket, newTab, view } from "./fake_page.js";
import { MAYA, Practice, linkOf } from "./practice_page.js";

/** What the browser asks, until `resolve`. */
function openQuestion() {
  /** @type {(value?: undefined) => void} */
  let resolve = () => undefined;
  const promise = /** @type {Promise<void>} */ (
    new Promise((done) => {
      resolve = done;
    })
  );
  return { promise, resolve };
}

/** @param {Practice} practice */
const admits = (practice) =>
  practice.desk.admissions.admit(practice.hosted("room"), MAYA, { method: "recognised" });

test("ending without a connection ends the session here, and on the server when it can be told", async () => {
  const practice = await new Practice().opens();
  practice.stands("maya", "admitted");
  const session = practice.desk.session();
  assert.ok(session);
  practice.loses();
  practice.desk.end(session);
  assert.equal(practice.desk.session(), null);
  assert.equal(practice.devices.camera.track, null);
  assert.deepEqual(practice.legs.tracks, { audio: null, video: null });
  practice.desk.signalling.open();
  practice.socket.readyState = 1;
  practice.socket.onopen();
  practice.welcome("room", view("maya", "admitted"));
  assert.equal(practice.desk.session(), null);
  assert.deepEqual(practice.acts().at(-1), { type: "end", room: "room" });
});

test("a second click on Admit sends nothing more, also while the browser's question is open", async () => {
  const practice = await new Practice().opens();
  await practice.arrives(MAYA);
  practice.acts();
  const question = openQuestion();
  practice.devices.question = question.promise;
  practice.devices.asking = true;
  const clicks = [admits(practice), admits(practice)];
  assert.match(practice.desk.message, /browser asks/);
  assert.ok(practice.desk.admissions.underway.has(MAYA));
  practice.devices.asking = false;
  question.resolve(undefined);
  await Promise.all(clicks);
  assert.deepEqual(
    practice.acts().map(({ type }) => type),
    ["admit"],
  );
  assert.equal(practice.desk.message, "");
  practice.stands(MAYA, "admitted");
  assert.equal(practice.desk.admissions.underway.size, 0);
});

test("whoever has left while the browser's question was open is not admitted", async () => {
  const practice = await new Practice().opens();
  await practice.arrives(MAYA);
  const question = openQuestion();
  practice.devices.question = question.promise;
  const click = admits(practice);
  practice.stands(MAYA, "left");
  practice.acts();
  question.resolve(undefined);
  await click;
  assert.deepEqual(practice.acts(), []);
});

test("a refused admission may be clicked again", async () => {
  const practice = await new Practice().opens();
  await practice.arrives(MAYA);
  await admits(practice);
  practice.says({ type: "error", code: "session_full", text: "Full.", about: "admit", room: "room" });
  practice.acts();
  await admits(practice);
  assert.equal(practice.acts().length, 1);
});

test("a decision that was clicked without a connection is said not to have been sent, and is not sent later", async () => {
  const practice = await new Practice().opens();
  await practice.arrives(MAYA);
  practice.loses();
  practice.desk.decide({ type: "decline", room: "room", participant: MAYA });
  assert.equal(practice.desk.message, "Not sent: no connection");
  practice.desk.message = "";
  await admits(practice);
  assert.equal(practice.desk.message, "Not sent: no connection");
  practice.desk.signalling.open();
  practice.socket.readyState = 1;
  practice.socket.onopen();
  practice.welcome("room", { ...view(MAYA, "waiting"), .../** @type {object} */ ({ invitation: linkOf(MAYA) }) });
  assert.deepEqual(
    practice.acts().map(({ type }) => type),
    ["take_seat", "take_seat"],
  );
  assert.equal(practice.desk.message, "");
});

test("crossings of media and sealed messages are no news", async () => {
  const practice = await new Practice().opens();
  for (const about of ["answer", "renew", "sealed", "offer"])
    practice.says({ type: "error", code: "not_now", text: "Not now.", about, room: "room" });
  assert.equal(practice.desk.message, "");
});

test("without a room there is no connection until one is added", async () => {
  const practice = new Practice(newTab(), []);
  const before = FakeSocket.all.length;
  await practice.desk.start();
  assert.equal(FakeSocket.all.length, before);
  practice.desk.add({ id: "room", seat: new Seat("room room", practice.storage) });
  practice.socket.readyState = 1;
  practice.socket.onopen();
  assert.deepEqual(
    practice.acts().map(({ type, room }) => [type, room]),
    [["watch", "room"]],
  );
  practice.welcome("room");
  practice.desk.add({ id: "third", seat: new Seat("room third", practice.storage) });
  assert.deepEqual(
    practice.acts().map(({ type, room }) => [type, room]),
    [["watch", "third"]],
  );
});

test("when the relay rests, the clinician may ask it to try again", async () => {
  const practice = await new Practice().opens();
  practice.stands("maya", "admitted");
  practice.says({ type: "error", code: "media_unavailable", text: "No.", about: "offer", room: "room" });
  assert.equal(practice.desk.mediaBlocked, true);
  practice.acts();
  practice.desk.tryMediaAgain();
  assert.deepEqual(practice.acts(), [{ type: "renew", room: "room", leg: 0 }]);
  assert.equal(practice.desk.mediaBlocked, false);
});
