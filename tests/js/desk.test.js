import assert from "node:assert/strict";
import { test } from "node:test";

import { newCard } from "./fake_waiter.js";
import { BEN, MAYA, Practice } from "./practice_page.js";

test("all rooms are watched over one connection, and later their seats are taken again", async () => {
  const practice = await new Practice().opens();
  assert.deepEqual(
    practice.acts().map(({ type, room }) => [type, room]),
    [
      ["watch", "room"],
      ["watch", "other"],
    ],
  );
  const again = await new Practice(practice.storage).opens();
  assert.deepEqual(
    again.acts().map(({ seat }) => seat),
    ["seat of room", "seat of other"],
  );
});

test("between sessions nothing of the clinician's camera and microphone leaves the page", async () => {
  const practice = await new Practice().opens();
  practice.devices.changed();
  assert.deepEqual(practice.legs.tracks, { audio: null, video: null });
});

test("admitting switches the devices on first, then opens the session under its address", async () => {
  const practice = await new Practice().opens();
  practice.devices.release();
  await practice.arrives(MAYA);
  practice.acts();
  await practice.desk.admissions.admit(practice.hosted("room"), MAYA, { method: "photo_id" });
  const how = { method: "photo_id", consent: "1", guest: false };
  assert.deepEqual(practice.acts(), [{ type: "admit", room: "room", participant: MAYA, ...how }]);
  assert.equal(practice.devices.states().camera, "on");
  practice.stands(MAYA, "admitted");
  assert.equal(practice.desk.session()?.id, "room");
  assert.deepEqual(practice.addresses, ["/room/room"]);
  assert.equal(practice.legs.tracks.video?.kind, "video");
});

test("two rooms never have a session at once", async () => {
  const practice = await new Practice().opens();
  practice.stands("maya", "admitted");
  await practice.arrives(BEN, [newCard()], { room: "other" });
  practice.acts();
  await practice.desk.admissions.admit(practice.hosted("other"), BEN, { method: "voice" });
  assert.deepEqual(practice.acts(), []);
  assert.match(practice.desk.message, /another room/);
});

test("after the end the devices are off and the address is that of Today", async () => {
  const practice = await new Practice().opens();
  practice.stands("maya", "admitted");
  const session = practice.desk.session();
  assert.ok(session);
  practice.acts();
  practice.devices.muted = true;
  practice.desk.end(session);
  assert.deepEqual(practice.acts(), [{ type: "end", room: "room" }]);
  assert.equal(practice.devices.muted, false);
  practice.stands("maya", "ended");
  assert.equal(practice.desk.session(), null);
  assert.equal(practice.addresses.at(-1), "/");
  assert.equal(practice.devices.camera.track, null);
  assert.equal(practice.desk.seconds(), null);
});

test("a reload in the session restores the devices and keeps the clock", async () => {
  const before = await new Practice().opens();
  before.stands("maya", "admitted");
  before.devices.changed();
  const started = before.rooms[0]?.seat.read()?.started;
  assert.ok(started);
  const practice = await new Practice(before.storage).opens();
  practice.stands("maya", "admitted");
  assert.deepEqual(practice.devices.restored, before.devices.inUse());
  assert.equal(practice.rooms[0]?.seat.read()?.started, started);
});

test("the loss of the server does not end the session on the page", async () => {
  const practice = await new Practice().opens();
  practice.stands("maya", "admitted");
  practice.socket.onclose({ code: 1006, reason: "" });
  assert.equal(practice.desk.session()?.id, "room");
  assert.equal(practice.desk.status.state, "lost");
  assert.notEqual(practice.devices.camera.track, null);
});

test("a refusal is said in words; one of another case is asked about instead", async () => {
  const practice = await new Practice().opens();
  practice.says({
    type: "error",
    code: "session_full",
    text: "The session is full.",
    about: "admit",
    room: "room",
  });
  assert.equal(practice.desk.message, "The session is full.");
  practice.desk.message = "";
  practice.says({ type: "error", code: "other_case", text: "Somebody else's", about: "admit", room: "room" });
  practice.says({ type: "error", code: "recipient_away", text: "Away", about: "sealed", room: "room" });
  assert.equal(practice.desk.message, "");
});

test("pictures of a preview are kept apart from those of the session", async () => {
  const practice = await new Practice().opens();
  const media = /** @type {any} */ ({});
  practice.desk.setStream({ room: "room", kind: "preview", participant: "maya" }, media);
  assert.equal(practice.hosted("room").previews.get("maya"), media);
  assert.equal(practice.hosted("room").streams.size, 0);
  practice.desk.setStream({ room: "room", kind: "preview", participant: "maya" }, null);
  assert.equal(practice.hosted("room").previews.size, 0);
});

test("a page that was opened elsewhere lets go of everything", async () => {
  const practice = await new Practice().opens();
  practice.stands("maya", "admitted");
  practice.devices.changed();
  practice.socket.onclose({ code: 4409, reason: "" });
  assert.equal(practice.legs.closed, true);
  assert.equal(practice.devices.microphone.track, null);
  assert.equal(practice.rooms[0]?.seat.read()?.inUse?.microphone, true);
});
