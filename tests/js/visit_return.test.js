// What of a visit survives a lost connection, an impatient click and a crossing on the way.

import assert from "node:assert/strict";
import { test } from "node:test";

import { CARD, Page, ROOM } from "./client_page.js";
import { newTab } from "./fake_page.js";

test("leaving without a connection is leaving all the same, and the server is told when it can be", async () => {
  const page = await new Page().waits();
  page.stands("admitted");
  page.loses();
  page.visit.leave();
  assert.equal(page.visit.screen(), "ended");
  assert.equal(page.visit.room?.ended, "left");
  assert.equal(page.devices.camera.track, null);
  assert.deepEqual(page.legs.tracks, { audio: null, video: null });
  page.visit.signalling.open();
  page.accept("admitted");
  assert.equal(page.visit.screen(), "ended");
  assert.deepEqual(await page.acts(), ["take_seat", "leave"]);
  page.stands("left");
  assert.equal(page.visit.screen(), "ended");
});

test("leaving needs no answer of the server's to switch everything off", async () => {
  const page = await new Page().waits();
  page.stands("admitted");
  page.visit.leave();
  assert.equal(page.devices.microphone.track, null);
  assert.equal(page.visit.screen(), "ended");
  page.devices.resume();
  assert.equal(page.legs.tracks.audio, null);
});

test("checking in without a connection is said not to have happened, and does not happen later", async () => {
  const page = await new Page().arrive();
  page.loses();
  page.visit.checkIn(CARD);
  assert.equal(page.visit.refusal, "Not sent: no connection");
  assert.equal(page.visit.checkingIn, false);
  page.visit.signalling.open();
  page.accept("checking");
  assert.deepEqual(await page.acts(), ["take_seat"]);
});

test("checking in is sent once, however often it is pressed", async () => {
  const page = await new Page().arrive();
  await page.acts();
  page.visit.checkIn(CARD);
  page.visit.checkIn(CARD);
  assert.deepEqual(await page.acts(), ["check_in"]);
  page.stands("waiting");
  page.stands("left");
  await page.acts();
  await Promise.all([page.visit.rejoin(), page.visit.rejoin()]);
  assert.deepEqual(await page.acts(), ["check_in"]);
});

test("a check-in that was lost with the connection may be pressed again", async () => {
  const page = await new Page().waits();
  page.stands("left");
  await page.visit.rejoin();
  page.loses();
  page.visit.signalling.open();
  page.accept("left");
  await page.acts();
  await page.visit.rejoin();
  assert.deepEqual(await page.acts(), ["check_in"]);
});

test("crossings of media and sealed messages are no refusals, and a refusal goes with the next change", async () => {
  const page = await new Page().arrive();
  for (const about of ["answer", "renew", "sealed"])
    page.says({ type: "error", code: "not_now", text: "Not now.", about, room: "room" });
  assert.equal(page.visit.refusal, "");
  page.says({ type: "error", code: "too_fast", text: "Wait a moment.", about: "check_in", room: "room" });
  assert.equal(page.visit.refusal, "Wait a moment.");
  page.stands("waiting");
  assert.equal(page.visit.refusal, "");
});

test("rejoining where the place is over shows why instead of waiting for ever", async () => {
  const page = await new Page().waits();
  page.stands("ended");
  page.socket.onclose({ code: 4410, reason: "The time of this link is over." });
  assert.equal(page.visit.screen(), "ended");
  assert.equal(page.legs.closed, true);
  await page.visit.rejoin();
  assert.equal(page.visit.screen(), "over");
  assert.equal(page.visit.checkingIn, false);
});

test("a room that goes to another page and back is told everything each time", async () => {
  const page = await new Page().waits();
  const first = page.visit.correspondence.host.end;
  page.stands("waiting", "other");
  await page.acts();
  page.clinician.setConnected(false);
  page.stands("waiting", "ruiz");
  assert.notEqual(page.visit.correspondence.host.end, first);
  page.clinician.setConnected(true);
  await page.acts();
  assert.equal(page.told.length, 2);
  assert.equal(page.told[1].name, "Maya");
});

test("what is in use is kept from check-in on, for a reload in any part of the visit", async () => {
  const page = await new Page().arrive();
  page.visit.checkIn(CARD);
  page.devices.camera = { track: null };
  page.devices.changed();
  assert.equal(page.seat.read()?.inUse?.camera, false);
});

test("devices that have not changed are not told again", async () => {
  const page = await new Page().waits();
  page.devices.changed();
  page.devices.changed();
  await page.acts();
  assert.equal(page.told.length, 1);
});

test("when the relay rests, the person may ask it to try again", async () => {
  const page = await new Page().waits();
  page.stands("admitted");
  page.says({ type: "offer", room: "room", leg: 2, kind: "session", sdp: "" });
  page.says({ type: "error", code: "media_unavailable", text: "No sound.", about: "offer", room: "room" });
  assert.equal(page.visit.mediaBlocked, true);
  page.socket.sent.length = 0;
  page.visit.tryMediaAgain();
  assert.deepEqual(page.socket.sent, [{ type: "renew", room: ROOM, leg: 2 }]);
  assert.equal(page.visit.mediaBlocked, false);
});

/** A tab that was closed is opened again: what was typed has gone with it. @param {"waiting"|"admitted"} standing */
async function reopened(standing) {
  const before = await new Page().waits();
  before.stands(standing);
  const { card: _card, ...kept } = before.seat.read() ?? {};
  const storage = newTab();
  storage.setItem("telehealth seat join", JSON.stringify(kept));
  const page = await new Page({ storage }).arrive(standing);
  page.clinician.setConnected(true);
  await page.acts();
  return page;
}

test("somebody whose tab was closed can still say where they are, and say the code word", async () => {
  const page = await reopened("admitted");
  await page.hears({ kind: "ask_place" });
  page.visit.correspondence.tellPlace({ country: "ES", place: "Puente Romano" });
  await page.acts();
  assert.deepEqual(page.told.at(-1), { kind: "place", country: "ES", place: "Puente Romano" });
  assert.equal(page.visit.correspondence.placeAsked.isAsked, false);
  page.visit.correspondence.tryCodeWord("heron");
  await page.acts();
  assert.deepEqual(page.told.at(-1), { kind: "code_word", word: "heron" });
});

test("somebody whose tab was closed opens the channel by their devices, and reads that the clinician knows", async () => {
  const page = await reopened("waiting");
  await page.acknowledges();
  assert.deepEqual(page.told, [{ kind: "devices", microphone: "on", camera: "on" }]);
  assert.equal(page.visit.correspondence.host.knows, true);
});

/** A page in session whose server was killed, and has come back without its clinician's page. @param {Page} page */
async function restarts(page) {
  page.stands("admitted");
  await page.acts();
  page.loses();
  page.visit.signalling.open();
  page.version = 1;
  page.accept("checking");
}

test("a restarted server is checked in with by itself, and the session's screen, tracks and keys stay meanwhile", async () => {
  const page = await new Page().waits();
  const tracks = { ...page.legs.tracks };
  await restarts(page);
  assert.deepEqual(await page.acts(), ["take_seat", "check_in"]);
  assert.equal(page.visit.screen(), "stage");
  page.stands("waiting");
  assert.deepEqual([page.visit.screen(), page.visit.standing, page.visit.takesPart()], ["stage", "admitted", true]);
  assert.deepEqual(page.legs.tracks, tracks);
  assert.equal(page.visit.secrets.keys.membership.takesPart, true);
  page.stands("admitted");
  assert.deepEqual([page.visit.screen(), page.visit.returning.isOn], ["stage", false]);
});

test("a clinician's page that knows of no session leaves whoever was in one to wait", async () => {
  const page = await new Page().waits();
  await restarts(page);
  page.stands("waiting");
  page.clock.pass(5000);
  assert.equal(page.visit.screen(), "waiting");
  assert.equal(page.visit.secrets.keys.membership.takesPart, false);
});

test("leaving while the server is back and the clinician is not is leaving", async () => {
  const page = await new Page().waits();
  await restarts(page);
  page.stands("waiting");
  page.visit.leave();
  assert.equal(page.visit.screen(), "ended");
  page.clock.pass(5000);
  assert.equal(page.visit.screen(), "ended");
});
