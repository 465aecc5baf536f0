import assert from "node:assert/strict";
import { after, test } from "node:test";

import { Desk } from "../../static/js/desk.js";
import { Seat } from "../../static/js/seat.js";
import { FakeDevices, FakeLegs, FakeSocket, newTab, view } from "./fake_page.js";

/** @import { Standing } from "../../static/js/messages.js" */

/** @type {Desk[]} */
const desks = [];
/** @type {any} */ (globalThis).WebSocket = FakeSocket;
after(() => {
  for (const desk of desks) desk.signalling.close();
});

/** A clinician's page with two rooms, and the server's words to it. */
class Practice {
  /** @param {any} storage */
  constructor(storage = newTab()) {
    this.storage = storage;
    this.devices = new FakeDevices();
    this.legs = new FakeLegs();
    /** @type {string[]} */
    this.addresses = [];
    /** @type {string[]} */
    this.announced = [];
    this.rooms = ["room", "other"].map((id) => ({ id, seat: new Seat(`room ${id}`, storage) }));
    this.desk = new Desk({
      url: "ws://test/ws",
      clinician: "Dr Ruiz",
      rooms: this.rooms,
      devices: /** @type {any} */ (this.devices),
      legs: () => /** @type {any} */ (this.legs),
      address: (path) => this.addresses.push(path),
      announce: (text) => this.announced.push(text),
      draw: () => undefined,
    });
    desks.push(this.desk);
    /** @type {Record<string, number>} */
    this.versions = { room: 1, other: 1 };
  }

  get socket() {
    const last = FakeSocket.all.at(-1);
    assert.ok(last);
    return last;
  }

  async opens() {
    await this.desk.start();
    this.socket.readyState = 1;
    this.socket.onopen();
    for (const { id } of this.rooms) this.welcome(id);
    return this;
  }

  /** @param {string} room */
  welcome(room) {
    const people = [view("ruiz", "host")];
    const words = {
      version: 1,
      you: "ruiz",
      clinician: "Dr Ruiz",
      seat: `seat of ${room}`,
      leg: 0,
      host: "ruiz",
    };
    this.says({ type: "welcome", room, ...words, people });
  }

  /** @param {object} message */
  says(message) {
    this.socket.onmessage({ data: JSON.stringify(message) });
  }

  /**
   * @param {string} id
   * @param {Standing} standing
   * @param {string} [room]
   */
  stands(id, standing, room = "room") {
    const version = (this.versions[room] ?? 0) + 1;
    this.versions[room] = version;
    this.says({ type: "changed", room, version, host: "ruiz", people: [view(id, standing)] });
  }

  acts() {
    return this.socket.sent.splice(0).filter(({ type }) => type !== "sealed");
  }

  /** @param {string} id */
  hosted(id) {
    const room = this.desk.rooms.get(id);
    assert.ok(room);
    return room;
  }
}

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

test("an arrival is announced and changes nothing else", async () => {
  const practice = await new Practice().opens();
  practice.stands("maya", "waiting");
  practice.says({ type: "arrived", room: "room", participant: "maya" });
  assert.deepEqual(practice.announced, ["Somebody is waiting"]);
  assert.equal(practice.desk.session(), null);
});

test("between sessions nothing of the clinician's camera and microphone leaves the page", async () => {
  const practice = await new Practice().opens();
  practice.devices.changed();
  assert.deepEqual(practice.legs.tracks, { audio: null, video: null });
});

test("admitting switches the devices on first, then opens the session under its address", async () => {
  const practice = await new Practice().opens();
  practice.devices.release();
  practice.stands("maya", "waiting");
  practice.acts();
  await practice.desk.admit(practice.hosted("room"), "maya");
  assert.deepEqual(practice.acts(), [{ type: "admit", room: "room", participant: "maya" }]);
  assert.equal(practice.devices.states().camera, "on");
  practice.stands("maya", "admitted");
  assert.equal(practice.desk.session()?.id, "room");
  assert.deepEqual(practice.addresses, ["/room/room"]);
  assert.equal(practice.legs.tracks.video?.kind, "video");
});

test("two rooms never have a session at once", async () => {
  const practice = await new Practice().opens();
  practice.stands("maya", "admitted");
  practice.stands("ben", "waiting", "other");
  practice.acts();
  await practice.desk.admit(practice.hosted("other"), "ben");
  assert.deepEqual(practice.acts(), []);
  assert.match(practice.desk.message, /another room/);
});

test("after the end the devices are off and the address is that of Today", async () => {
  const practice = await new Practice().opens();
  practice.stands("maya", "admitted");
  const session = practice.desk.session();
  assert.ok(session);
  practice.acts();
  practice.desk.end(session);
  assert.deepEqual(practice.acts(), [{ type: "end", room: "room" }]);
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
  assert.deepEqual(practice.devices.restored, {
    microphone: true,
    camera: true,
    muted: false,
    ids: ["", ""],
  });
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
  practice.socket.onclose({ code: 4409, reason: "" });
  assert.equal(practice.legs.closed, true);
  assert.equal(practice.devices.microphone.track, null);
});
