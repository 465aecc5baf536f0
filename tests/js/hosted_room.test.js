import assert from "node:assert/strict";
import { test } from "node:test";

import { HostedRoom } from "../../static/js/hosted_room.js";
import { Channel } from "../../static/js/sealed.js";
import { tilePeople } from "../../static/js/tile_people.js";

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
    this.room = new HostedRoom({
      id: "room",
      clinician: "Dr Ruiz",
      seat: /** @type {any} */ (this.seat),
      send: (message) => this.sent.push(message),
      devices: () => ({ microphone: "on", camera: "off" }),
    });
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
    /** @type {any[]} */
    const told = [];
    const channel = new Channel({
      own: id.padEnd(22, "0"),
      opens: true,
      transmit: (body) => this.room.received({ type: "sealed", room: "room", sender: id, body }),
      opened: () => channel.send({ kind: "card", name, consent: { version: "1" }, devices: DEVICES }),
      content: (content) => told.push(content),
    });
    this.clients.set(id, { channel, told });
    this.change(person(id, "waiting"));
    channel.setConnected(true);
    this.carry();
    return told;
  }

  /** Deliver what the clinician's page has sealed. */
  carry() {
    for (const message of this.sent.splice(0)) {
      if (message.type === "sealed") this.clients.get(message.to)?.channel.receive(message.body);
      else this.acts.push(message);
    }
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
  /** @type {any[]} */
  const told = [];
  const channel = new Channel({
    own: "reloaded".padEnd(22, "0"),
    opens: true,
    opened: () => undefined,
    content: (content) => told.push(content),
    transmit: (body) => practice.room.received({ type: "sealed", room: "room", sender: "maya", body }),
  });
  practice.clients.set("maya", { channel, told });
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
  practice.room.received({
    type: "changed",
    room: "room",
    version: practice.version + 1,
    host: "ruiz",
    people: [],
    gone: ["maya"],
  });
  assert.equal(practice.room.name("maya"), "");
});

test("in place of a picture stands what is true", () => {
  const stream = /** @type {any} */ ({});
  const words = (
    /** @type {any} */ more,
    /** @type {any} */ devices = DEVICES,
    streams = new Map([["maya", stream]]),
  ) =>
    tilePeople({
      people: [{ ...person("maya", "admitted"), seen: 0, ...more }],
      name: () => "Maya",
      devices: () => devices,
      streams,
    })[0]?.word;
  assert.equal(words({}), "");
  assert.equal(words({}, DEVICES, new Map()), "Connecting with Maya");
  assert.match(words({ connected: false }) ?? "", /connection to Maya was lost/);
  assert.equal(words({ standing: "held" }), "Maya is on hold");
  assert.equal(words({}, { microphone: "on", camera: "off" }), "Maya has stopped the camera");
  assert.equal(words({}, { microphone: "on", camera: "missing" }), "Maya takes part without a camera");
});
