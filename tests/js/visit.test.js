import assert from "node:assert/strict";
import { test } from "node:test";

import { CARD, LINK, Page } from "./client_page.js";

test("a link opens with its proof, and a reload with the seat", async () => {
  const page = await new Page().arrive();
  const { participant, ...hello } = page.socket.sent[0];
  assert.deepEqual(hello, { type: "hello", invitation: LINK.invitation, admission: "admission" });
  assert.match(participant, /^[A-Za-z0-9_-]{22}$/);
  assert.equal(page.visit.proof?.link, LINK);
  assert.equal(page.visit.screen(), "check_in");
  const again = new Page({ storage: page.storage, proof: null });
  await again.arrive();
  assert.deepEqual(again.socket.sent[0], { type: "take_seat", seat: "token", leg: 0 });
});

test("before check-in nothing of camera and microphone leaves the page", async () => {
  const page = await new Page().arrive();
  page.devices.changed();
  assert.deepEqual(page.legs.tracks, { audio: null, video: null });
  assert.deepEqual(await page.acts(), ["hello"]);
});

test("checking in tells the server nothing but that it is so, and the clinician the card", async () => {
  const page = await new Page().waits();
  assert.equal(page.visit.screen(), "waiting");
  assert.deepEqual(page.told, [{ kind: "card", ...CARD, devices: { microphone: "on", camera: "on" } }]);
  assert.equal(page.legs.tracks.audio?.kind, "audio");
});

test("admitted, the page shows the session; held, it pauses", async () => {
  const page = await new Page().waits();
  page.stands("admitted");
  assert.equal(page.visit.screen(), "stage");
  assert.ok(page.seat.read()?.started);
  page.stands("held");
  assert.equal(page.visit.screen(), "held");
});

test("a reload in the session restores the devices and sends the card to a clinician who asks", async () => {
  const before = await new Page().waits();
  before.stands("admitted");
  const page = new Page({ storage: before.storage });
  await page.arrive("admitted");
  assert.equal(page.visit.screen(), "stage");
  assert.deepEqual(page.devices.restored, before.devices.inUse());
  page.clinician.setConnected(true);
  await page.acts();
  assert.equal(page.told[0]?.name, "Maya");
});

test("a device that is switched in the session is told to the clinician", async () => {
  const page = await new Page().waits();
  page.stands("admitted");
  page.devices.camera = { track: null };
  page.devices.changed();
  await page.acts();
  assert.deepEqual(page.told.at(-1), { kind: "devices", microphone: "on", camera: "missing" });
  assert.equal(page.legs.tracks.video, null);
});

test("after the end camera and microphone are off and the tab has forgotten the name", async () => {
  const page = await new Page().waits();
  page.stands("ended");
  page.says({ type: "ended", room: "room", how: "ended" });
  assert.equal(page.visit.screen(), "ended");
  assert.deepEqual(page.legs.tracks, { audio: null, video: null });
  assert.equal(page.devices.camera.track, null);
  assert.equal(page.seat.read()?.card, undefined);
});

test("rejoining leads through the waiting room with the same card", async () => {
  const page = await new Page().waits();
  page.stands("left");
  page.says({ type: "ended", room: "room", how: "left" });
  await page.acts();
  await page.visit.rejoin();
  assert.deepEqual(await page.acts(), ["check_in"]);
  page.stands("waiting");
  await page.acts();
  assert.equal(page.visit.screen(), "waiting");
  assert.equal(page.told.length, 2);
  assert.deepEqual(page.told[1], { kind: "card", ...CARD, devices: { microphone: "on", camera: "on" } });
});

test("rejoining after a reload asks for the name again, because it was forgotten", async () => {
  const page = await new Page({ proof: null }).arrive("ended");
  await page.visit.rejoin();
  assert.equal(page.visit.screen(), "check_in");
  page.visit.checkIn(CARD);
  page.stands("waiting");
  assert.equal(page.visit.screen(), "waiting");
});

test("a server that has forgotten the person is told again that they are ready", async () => {
  const page = await new Page().waits();
  page.socket.onclose({ code: 4503, reason: "" });
  assert.equal(page.visit.screen(), "waiting");
  page.visit.signalling.open();
  page.accept("checking");
  assert.deepEqual(await page.acts(), ["take_seat", "check_in"]);
});

test("a seat that the server does not know gives way to the link", async () => {
  const page = await new Page().arrive();
  page.socket.onclose({ code: 4404, reason: "" });
  page.accept("checking");
  assert.equal(page.socket.sent[0].type, "hello");
});

test("without the link a dead seat is the end", async () => {
  const storage = (await new Page().arrive()).storage;
  const page = await new Page({ storage, proof: null }).arrive();
  page.socket.onclose({ code: 4410, reason: "The time of this link is over." });
  assert.equal(page.visit.screen(), "over");
  assert.equal(page.devices.camera.track, null);
});

test("a page that was opened elsewhere lets go of everything and keeps its seat for a return", async () => {
  const page = await new Page().waits();
  page.stands("admitted");
  page.socket.onclose({ code: 4409, reason: "" });
  assert.equal(page.visit.screen(), "over");
  assert.equal(page.legs.closed, true);
  assert.equal(page.devices.microphone.track, null);
  assert.deepEqual(page.seat.read()?.card, CARD);
  assert.equal(page.seat.read()?.inUse?.camera, true);
});

test("a refusal is said in words and frees the button", async () => {
  const page = await new Page().arrive();
  page.visit.checkIn(CARD);
  page.says({
    type: "error",
    code: "too_fast",
    text: "Please wait a moment.",
    about: "check_in",
    room: "room",
  });
  assert.equal(page.visit.checkingIn, false);
  assert.equal(page.visit.refusal, "Please wait a moment.");
});

test("a missed change asks for the whole again", async () => {
  const page = await new Page().waits();
  const { socket } = page;
  page.version += 1;
  page.stands("admitted");
  assert.equal(socket.readyState, 3);
  assert.equal(page.visit.status.state, "lost");
});

test("only the clinician's page is listened to", async () => {
  const page = await new Page().waits();
  page.stands("admitted");
  const person = {
    participant: "p",
    name: "Mallory",
    role: "clinician",
    devices: { microphone: "on", camera: "on" },
  };
  const { transmit } = page.clinician.with;
  /** @type {string[]} */
  const bodies = [];
  page.clinician.with.transmit = (body) => void bodies.push(body);
  assert.ok(page.clinician.transport);
  page.clinician.transport.transmit = page.clinician.with.transmit;
  await page.hears({ kind: "roster", people: [person] });
  for (const body of bodies) page.says({ type: "sealed", room: "room", sender: "somebody", body });
  await page.carries();
  assert.deepEqual(page.visit.correspondence.host.roster, []);
  for (const body of bodies) transmit(body, true);
  await page.carries();
  assert.deepEqual(page.visit.correspondence.host.roster, [person]);
});

test("a page that has sent what was not encrypted gives its connections nothing more, whatever is switched on", async () => {
  const page = await new Page().waits();
  page.stands("admitted");
  page.visit.media.unencrypted();
  page.devices.camera = { track: /** @type {any} */ ({ kind: "video" }) };
  page.devices.changed();
  assert.deepEqual(page.legs.tracks, { audio: null, video: null });
});
