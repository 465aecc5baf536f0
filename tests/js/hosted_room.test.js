import assert from "node:assert/strict";
import { test } from "node:test";

import { HostedRoom } from "../../static/js/hosted_room.js";
import { Channel } from "../../static/js/sealed.js";
import { FakeClock } from "./fake_clock.js";

/** @import { FromBrowser, ParticipantView, Standing } from "../../static/js/messages.js" */

const DEVICES = { microphone: "on", camera: "on" };

/** A clinician's page, the room behind it, and the clients' ends of their channels. */
class Practice {
  constructor() {
    /** @type {FromBrowser[]} */
    this.sent = [];
    this.seat = {
      record: /** @type {any} */ (null),
      read: () => this.seat.record,
      keep: (/** @type {any} */ change) => {
        this.seat.record = { ...this.seat.record, ...change };
      },
    };
    this.clock = new FakeClock();
    this.room = new HostedRoom(
      {
        id: "room",
        clinician: "Dr Ruiz",
        seat: /** @type {any} */ (this.seat),
        send: (message) => this.sent.push(message) > 0,
        devices: () => ({ microphone: "on", camera: "off" }),
      },
      this.clock,
    );
    /** @type {Map<string, {channel: Channel, told: any[]}>} */
    this.clients = new Map();
    this.version = 1;
    this.room.received({
      type: "welcome",
      room: "room",
      version: 1,
      you: "ruiz",
      clinician: "Dr Ruiz",
      seat: "token",
      leg: 0,
      host: "ruiz",
      people: [person("ruiz", "host")],
    });
  }

  /** @param {...ParticipantView} people */
  change(...people) {
    this.version += 1;
    this.room.received({ type: "changed", room: "room", version: this.version, host: "ruiz", people });
    this.carry();
  }

  /** Somebody whose page opens a channel and sends a card. @param {string} id @param {string} name */
  arrives(id, name) {
    const { channel, told } = this.page(id, name);
    this.change(person(id, "waiting"));
    channel.setConnected(true);
    this.carry();
    return told;
  }

  /** A client's page, newly loaded. @param {string} id @param {string} name */
  page(id, name) {
    /** @type {any[]} */
    const told = [];
    const channel = new Channel(
      {
        opens: true,
        transmit: (body) => this.room.received({ type: "sealed", room: "room", sender: id, body }),
        opened: () => channel.send({ kind: "card", name, consent: { version: "1" }, devices: DEVICES }),
        content: (content) => told.push(content),
      },
      this.clock,
    );
    this.clients.set(id, { channel, told });
    return { channel, told };
  }

  /** Deliver what the clinician's page has sealed, until nothing is left to say. */
  carry() {
    do {
      for (const message of this.sent.splice(0)) {
        if (message.type === "sealed") this.clients.get(message.to)?.channel.receive(message.body);
        else this.acts.push(message);
      }
      this.clock.pass(200);
    } while (this.sent.length > 0);
  }

  /** The server has forgotten somebody. @param {string} id */
  forgets(id) {
    this.version += 1;
    const { version } = this;
    this.room.received({ type: "changed", room: "room", version, host: "ruiz", people: [], gone: [id] });
  }

  /** @type {FromBrowser[]} */
  acts = [];
}

/**
 * @param {string} id
 * @param {Standing} standing
 * @returns {ParticipantView}
 */
function person(id, standing) {
  return {
    id,
    role: id === "ruiz" ? "clinician" : "client",
    standing,
    connected: true,
    previewed: false,
    case: `case of ${id}`,
  };
}

test("the first opening watches the room, and later ones take the seat that was given", () => {
  const practice = new Practice();
  assert.equal(new Practice().room.opening(0).type, "take_seat");
  practice.seat.record = null;
  assert.deepEqual(practice.room.opening(0), {
    type: "watch",
    room: "room",
    participant: practice.room.participant,
  });
});

test("a name is known once the card has come", () => {
  const practice = new Practice();
  practice.change(person("maya", "waiting"));
  assert.equal(practice.room.name("maya"), "");
  practice.arrives("maya", "Maya \u202ELindqvist");
  assert.equal(practice.room.name("maya"), "Maya Lindqvist");
});

test("whoever waits is told nothing of anybody", () => {
  const practice = new Practice();
  const told = practice.arrives("maya", "Maya");
  practice.arrives("ben", "Ben");
  assert.deepEqual(told, []);
});

test("the admitted are told who is in session, again only when that changes", () => {
  const practice = new Practice();
  const told = practice.arrives("maya", "Maya");
  practice.arrives("ben", "Ben");
  practice.change(person("maya", "admitted"));
  practice.change(person("maya", "admitted"));
  assert.deepEqual(
    told.map(({ people }) => people.map((/** @type {any} */ { name }) => name)),
    [["Dr Ruiz"]],
  );
  practice.change(person("ben", "admitted"));
  assert.deepEqual(
    told.at(-1).people.map((/** @type {any} */ { name }) => name),
    ["Dr Ruiz", "Ben"],
  );
  assert.deepEqual(told.at(-1).people[0].devices, { microphone: "on", camera: "off" });
});

test("a device that is switched off is told to the others", () => {
  const practice = new Practice();
  practice.arrives("maya", "Maya");
  const told = practice.arrives("ben", "Ben");
  practice.change(person("maya", "admitted"), person("ben", "admitted"));
  practice.clients.get("maya")?.channel.send({ kind: "devices", microphone: "off", camera: "on" });
  practice.carry();
  assert.deepEqual(told.at(-1).people.find((/** @type {any} */ { name }) => name === "Maya").devices, {
    microphone: "off",
    camera: "on",
  });
});

test("a client whose page was loaded again is told everything again", () => {
  const practice = new Practice();
  practice.arrives("maya", "Maya");
  practice.change(person("maya", "admitted"));
  const { channel, told } = practice.page("maya", "Maya");
  channel.setConnected(true);
  practice.carry();
  assert.equal(told.length, 1);
});

test("what cannot be read changes nothing", () => {
  const practice = new Practice();
  practice.change(person("maya", "waiting"));
  practice.room.received({ type: "sealed", room: "room", sender: "maya", body: "AA" });
  practice.room.received({ type: "sealed", room: "room", sender: "stranger", body: "AA" });
  assert.equal(practice.room.cards.size, 0);
});

test("another case is asked about, and brought together only by an answer", () => {
  const practice = new Practice();
  practice.arrives("maya", "Maya");
  practice.change(person("maya", "admitted"));
  practice.change(person("ben", "waiting"));
  practice.room.admit("ben");
  practice.room.received({ type: "error", code: "other_case", text: "", about: "admit", room: "room" });
  assert.equal(practice.room.otherCase, "ben");
  practice.carry();
  practice.acts = [];
  practice.room.bringTogether();
  practice.carry();
  assert.deepEqual(practice.acts, [
    { type: "bring_together", room: "room", case: "case of ben" },
    { type: "admit", room: "room", participant: "ben" },
  ]);
});

test("somebody who is gone is forgotten, name and all", () => {
  const practice = new Practice();
  practice.arrives("maya", "Maya");
  practice.forgets("maya");
  practice.change(person("ben", "waiting"));
  practice.forgets("ben");
  assert.equal(practice.room.name("maya"), "");
  practice.sent = [];
  practice.clock.pass(600_000);
  assert.deepEqual(practice.sent, []);
});

test("somebody who returns after they were forgotten is known by name again", () => {
  const practice = new Practice();
  practice.arrives("maya", "Maya");
  practice.forgets("maya");
  practice.change(person("maya", "waiting"));
  assert.equal(practice.room.name("maya"), "Maya");
});

test("a flood from one page is dropped and does not cost the others a word", () => {
  const practice = new Practice();
  practice.arrives("maya", "Maya");
  practice.arrives("mallory", "Mallory");
  practice.clock.pass(10_000);
  const mallory = practice.clients.get("mallory")?.channel;
  assert.ok(mallory);
  const flood = () => {
    mallory.setConnected(false);
    mallory.setConnected(true);
  };
  for (let knock = 0; knock < 500; knock += 1) flood();
  assert.equal(practice.sent.length, 20);
  practice.sent = [];
  practice.clock.pass(1000);
  for (let knock = 0; knock < 500; knock += 1) flood();
  assert.equal(practice.sent.length, 5);
  practice.clients.get("maya")?.channel.send({ kind: "devices", microphone: "off", camera: "on" });
  assert.equal(practice.room.cards.get("maya")?.devices.microphone, "off");
});

test("devices that are switched to and fro are told to the others once", () => {
  const practice = new Practice();
  practice.arrives("maya", "Maya");
  const told = practice.arrives("ben", "Ben");
  practice.change(person("maya", "admitted"), person("ben", "admitted"));
  const before = told.length;
  for (const camera of ["off", "on", "off"])
    practice.clients.get("maya")?.channel.send({ kind: "devices", microphone: "on", camera });
  practice.carry();
  assert.equal(told.length, before + 1);
});

test("nobody takes another name once they are in session", () => {
  const practice = new Practice();
  practice.arrives("maya", "Maya");
  const again = {
    kind: "card",
    name: "Dr Ruiz",
    consent: { version: "1" },
    devices: { microphone: "on", camera: "off" },
  };
  practice.change(person("maya", "admitted"));
  practice.clients.get("maya")?.channel.send(again);
  assert.equal(practice.room.name("maya"), "Maya");
  assert.equal(practice.room.cards.get("maya")?.devices.camera, "off");
});

test("a session that was ended without a connection is over on the page, and ended on the server later", () => {
  const practice = new Practice();
  practice.arrives("maya", "Maya");
  practice.change(person("maya", "admitted"));
  practice.room.lost();
  practice.room.end();
  assert.deepEqual(practice.room.inSession(), []);
  practice.sent = [];
  const people = [person("ruiz", "host"), person("maya", "admitted")];
  const words = { you: "ruiz", clinician: "Dr Ruiz", seat: "token", leg: 0, host: "ruiz" };
  practice.room.received({ type: "welcome", room: "room", version: 9, ...words, people });
  assert.ok(practice.sent.some(({ type }) => type === "end"));
  assert.deepEqual(practice.room.inSession(), []);
  practice.version = 9;
  practice.change(person("maya", "ended"));
  practice.change(person("maya", "admitted"));
  assert.equal(practice.room.inSession().length, 1);
});
