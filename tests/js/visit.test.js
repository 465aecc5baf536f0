import assert from "node:assert/strict";
import { after, test } from "node:test";

import { Channel, seal } from "../../static/js/sealed.js";
import { Seat } from "../../static/js/seat.js";
import { Visit } from "../../static/js/visit.js";
import { FakeDevices, FakeLegs, FakeSocket, newTab, view } from "./fake_page.js";

/** @import { Standing } from "../../static/js/messages.js" */

const CARD = { name: "Maya", consent: { version: "1" } };
const PROOF = { invitation: "invitation", admission: "admission" };

/** @type {Visit[]} */
const visits = [];
/** @type {any} */ (globalThis).WebSocket = FakeSocket;
after(() => {
  for (const visit of visits) visit.signalling.close();
});

/** A client's page, the server's words to it, and the clinician's end of its channel. */
class Page {
  /** @param {{storage?: any, proof?: typeof PROOF|null}} [given] */
  constructor({ storage = newTab(), proof = PROOF } = {}) {
    this.storage = storage;
    this.devices = new FakeDevices();
    this.legs = new FakeLegs();
    this.seat = new Seat("join", storage);
    this.visit = new Visit({
      url: "ws://test/ws",
      proof,
      seat: this.seat,
      devices: /** @type {any} */ (this.devices),
      legs: () => /** @type {any} */ (this.legs),
      draw: () => undefined,
    });
    visits.push(this.visit);
    this.version = 1;
    /** @type {any[]} */
    this.told = [];
    this.clinician = new Channel({
      own: "h".repeat(22),
      opens: false,
      opened: () => undefined,
      content: (content) => this.told.push(content),
      transmit: (body) => this.says({ type: "sealed", room: "room", sender: "ruiz", body }),
    });
  }

  get socket() {
    const last = FakeSocket.all.at(-1);
    assert.ok(last);
    return last;
  }

  async arrive(standing = /** @type {Standing} */ ("checking")) {
    await this.visit.start();
    this.accept(standing);
    return this;
  }

  /** @param {Standing} standing */
  accept(standing) {
    this.socket.readyState = 1;
    this.socket.onopen();
    this.says({
      type: "welcome",
      room: "room",
      version: this.version,
      you: "maya",
      clinician: "Dr Ruiz",
      seat: "token",
      leg: 0,
      host: "ruiz",
      people: [view("maya", standing), view("ruiz", "host")],
    });
  }

  /** @param {object} message */
  says(message) {
    this.socket.onmessage({ data: JSON.stringify(message) });
  }

  /** @param {Standing} standing */
  stands(standing) {
    this.version += 1;
    this.says({
      type: "changed",
      room: "room",
      version: this.version,
      host: "ruiz",
      people: [view("maya", standing)],
    });
  }

  /** What was sent since the last look; sealed messages go to the clinician's end. */
  acts() {
    const acts = [];
    for (let sent = this.socket.sent.splice(0); sent.length > 0; sent = this.socket.sent.splice(0)) {
      for (const message of sent) {
        if (message.type === "sealed") this.clinician.receive(message.body);
        else acts.push(message.type);
      }
    }
    return acts;
  }

  /** As far as the waiting room. */
  async waits() {
    await this.arrive();
    this.visit.checkIn(CARD);
    this.stands("waiting");
    this.clinician.setConnected(true);
    this.acts();
    return this;
  }
}

test("a link opens with its proof, and a reload with the seat", async () => {
  const page = await new Page().arrive();
  assert.equal(page.socket.sent[0].type, "hello");
  assert.equal(page.visit.screen(), "check_in");
  const again = new Page({ storage: page.storage, proof: null });
  await again.arrive();
  assert.deepEqual(again.socket.sent[0], { type: "take_seat", seat: "token", leg: 0 });
});

test("before check-in nothing of camera and microphone leaves the page", async () => {
  const page = await new Page().arrive();
  page.devices.changed();
  assert.deepEqual(page.legs.tracks, { audio: null, video: null });
  assert.deepEqual(page.acts(), ["hello"]);
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
  const page = new Page({ storage: before.storage, proof: null });
  await page.arrive("admitted");
  assert.equal(page.visit.screen(), "stage");
  assert.deepEqual(page.devices.restored, { microphone: true, camera: true, muted: false, ids: ["", ""] });
  page.clinician.setConnected(true);
  page.acts();
  assert.equal(page.told[0]?.name, "Maya");
});

test("a device that is switched in the session is told to the clinician", async () => {
  const page = await new Page().waits();
  page.stands("admitted");
  page.devices.camera = { track: null };
  page.devices.changed();
  page.acts();
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
  page.acts();
  await page.visit.rejoin();
  assert.deepEqual(page.acts(), ["check_in"]);
  page.stands("waiting");
  page.acts();
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
  assert.deepEqual(page.acts(), ["take_seat", "check_in"]);
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
  const number = page.clinician.lastSent + 1;
  const forged = seal({
    kind: "message",
    channel: "h".repeat(22),
    for: page.visit.channelId,
    number,
    content: { kind: "roster", people: [person] },
  });
  page.says({ type: "sealed", room: "room", sender: "somebody", body: forged });
  assert.deepEqual(page.visit.roster, []);
  page.says({ type: "sealed", room: "room", sender: "ruiz", body: forged });
  assert.deepEqual(page.visit.roster, [person]);
});
