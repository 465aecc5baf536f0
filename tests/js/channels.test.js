import assert from "node:assert/strict";
import { test } from "node:test";

import { Channels } from "../../static/js/channels.js";
import { readEnvelope } from "../../static/js/envelope.js";
import { knockAt } from "../../static/js/handshake.js";
import { writeEnvelope } from "../../static/js/envelope.js";
import { refusals } from "./end_pair.js";
import { FakeClock } from "./fake_clock.js";
import { FakeDoor, ROOM_KEY, SECRET, SealedClient, identifier, quiet } from "./sealed_end.js";

/** @import { FromBrowser } from "../../static/js/messages.js" */

const ROOM = identifier("room");
const HOST = identifier("ruiz");
/** @type {any} */
const NOTE = { kind: "note", text: "Five more minutes" };

/** The page that hosts, and those of the clients, whose every body is delivered. */
class Practice {
  clock = new FakeClock();
  door = new FakeDoor();
  /** @type {FromBrowser[]} */
  sent = [];
  /** @type {[string, any][]} */
  heard = [];
  /** @type {[string, number][]} */
  taken = [];
  /** Who has opened a channel. @type {string[]} */
  confirmed = [];
  /** @type {string[]} */
  overruns = [];
  /** @type {Map<string, SealedClient>} */
  clients = new Map();

  constructor() {
    this.channels = new Channels(
      {
        room: ROOM,
        own: () => HOST,
        door: this.door,
        send: (message) => this.sent.push(message) > 0,
        confirmed: (from) => void this.confirmed.push(from),
        content: (from, content) => void this.heard.push([from, content]),
        acknowledged: (from, number) => void this.taken.push([from, number]),
        overrun: (from) => void this.overruns.push(from),
      },
      this.clock,
    );
  }

  /** @param {string} name */
  place(name) {
    const client = identifier(name);
    return { room: ROOM, client, host: HOST, invitation: this.door.invitation(client) };
  }

  /** Somebody's page, and the card that it has. @param {string} name */
  async arrives(name) {
    const place = this.place(name);
    const transmit = (/** @type {string} */ body) => this.channels.receive(place.client, body);
    const client = new SealedClient({ place, transmit, says: [{ kind: "card", name }] }, this.clock);
    this.clients.set(place.client, client);
    this.channels.follow(place.client, true);
    client.setConnected(true);
    await this.carries();
    return client;
  }

  quiet() {
    return quiet(() => [...this.channels.ends.values(), ...this.clients.values()]);
  }

  async carries() {
    do {
      await this.quiet();
      for (const message of this.sent.splice(0)) {
        assert.ok(message.type === "sealed" && message.room === ROOM);
        await this.clients.get(message.to)?.receive(message.body);
      }
      await this.quiet();
      this.clock.pass(200);
      await this.quiet();
    } while (this.sent.length > 0);
  }
}

/** @param {Practice} practice @param {string} name  a knock that is new to the page that hosts */
async function knock(practice, name) {
  const given = { secret: SECRET, resumption: null, roomKey: ROOM_KEY.publicKey };
  return writeEnvelope((await knockAt({ ...practice.place(name), ...given })).knock);
}

test("somebody who opens a channel is heard and told, by a number that says when they have taken it", async () => {
  const practice = new Practice();
  const maya = await practice.arrives("maya");
  const id = identifier("maya");
  assert.deepEqual(practice.confirmed, [id]);
  assert.deepEqual(practice.heard, [[id, { kind: "card", name: "maya" }]]);
  assert.deepEqual([practice.channels.isOpen(id), practice.channels.isConnected(id)], [true, true]);
  assert.equal(practice.channels.tell(id, NOTE), 1);
  assert.deepEqual(practice.taken, []);
  await practice.carries();
  assert.deepEqual(maya.told, [NOTE]);
  assert.deepEqual(practice.taken, [[id, 1]]);
});

test("nobody is told who has not opened a channel, or is forgotten", async () => {
  const practice = new Practice();
  const [maya, ben] = [identifier("maya"), identifier("ben")];
  practice.channels.follow(ben, true);
  assert.deepEqual([practice.channels.tell(ben, NOTE), practice.channels.isConnected(ben)], [0, false]);
  await practice.arrives("maya");
  practice.channels.lost();
  assert.deepEqual([practice.channels.isOpen(maya), practice.channels.isConnected(maya)], [true, false]);
  practice.channels.forget(maya);
  assert.deepEqual([practice.channels.isOpen(maya), practice.channels.tell(maya, NOTE)], [false, 0]);
  assert.deepEqual(practice.channels.people(), [ben]);
});

test("somebody who returns after they were forgotten opens a channel again, asked or not", async () => {
  const practice = new Practice();
  const maya = await practice.arrives("maya");
  practice.channels.forget(identifier("maya"));
  practice.clock.pass(2000);
  practice.channels.follow(identifier("maya"), true);
  await practice.carries();
  assert.equal(maya.sessions.length, 2);
  assert.equal(practice.confirmed.length, 2);
});

test("what cannot be read changes nothing", async () => {
  const practice = new Practice();
  const said = await refusals(async () => {
    for (const body of ["AA", "", "no base64url"]) practice.channels.receive(identifier("maya"), body);
    await practice.quiet();
  });
  assert.equal(said.length, 3);
  assert.deepEqual([practice.heard, practice.confirmed, practice.channels.people()], [[], [], []]);
});

test("those who knocked in vain while the vault was locked are asked when it is not any more", async () => {
  const practice = new Practice();
  practice.door.isLocked = true;
  for (const name of ["maya", "ben"]) await practice.arrives(name);
  assert.deepEqual(practice.confirmed, []);
  practice.door.isLocked = false;
  practice.clock.pass(2000);
  await practice.carries();
  practice.channels.askAll();
  await practice.carries();
  assert.deepEqual(practice.confirmed.toSorted(), [identifier("ben"), identifier("maya")]);
});

test("a link whose fresh knocks are used up is told of", async () => {
  const practice = new Practice();
  practice.door.left = 0;
  await practice.arrives("maya");
  assert.deepEqual([practice.overruns, practice.confirmed], [[identifier("maya")], []]);
});

test("a flood from one page is dropped before anything is reckoned, and does not cost the others a word", async () => {
  const practice = new Practice();
  await practice.arrives("maya");
  practice.clock.pass(10_000);
  practice.channels.follow(identifier("mallory"), true);
  practice.sent = [];
  const bodies = [];
  for (let time = 0; time < 60; time += 1) bodies.push(await knock(practice, "mallory"));
  for (const body of bodies) practice.channels.receive(identifier("mallory"), body);
  await practice.quiet();
  assert.deepEqual([practice.sent.length, practice.door.asked], [20, 21]);
  practice.sent = [];
  practice.clock.pass(1000);
  practice.sent = [];
  for (const body of bodies.toReversed()) practice.channels.receive(identifier("mallory"), body);
  await practice.quiet();
  assert.deepEqual([practice.sent.length, practice.door.asked], [5, 26]);
  practice.clients.get(identifier("maya"))?.send({ kind: "devices" });
  await practice.quiet();
  assert.deepEqual(practice.heard.at(-1), [identifier("maya"), { kind: "devices" }]);
});

/** Eight devices wait by one link, and none of them acknowledges what it was told. */
async function eightDevices() {
  const practice = new Practice();
  const names = Array.from({ length: 8 }, (_, number) => `device ${number}`);
  for (const name of names) await practice.arrives(name);
  for (const name of names) practice.channels.tell(identifier(name), NOTE);
  practice.clock.pass(60_000);
  await practice.quiet();
  practice.sent = [];
  return { practice, names };
}

test("eight channels of one link that open without end make the page send no more than the server lets it", async () => {
  for (const isNew of [false, true]) {
    const { practice, names } = await eightDevices();
    const known = new Map();
    for (const name of names) known.set(name, await knock(practice, name));
    for (let time = 0; time < 50; time += 1) {
      for (const name of names) {
        const body = isNew && time % 10 === 0 ? await knock(practice, name) : known.get(name);
        practice.channels.receive(identifier(name), body);
      }
      await practice.quiet();
      practice.clock.pass(200);
      await practice.quiet();
    }
    assert.ok(practice.sent.length <= 104, `${practice.sent.length} messages`);
    assert.ok(practice.sent.length >= 40, `${practice.sent.length} messages`);
  }
});

test("whoever was not answered in a flood is answered after it, by saying it again", async () => {
  const { practice, names } = await eightDevices();
  for (const name of names) {
    const body = await knock(practice, name);
    for (let time = 0; time < 20; time += 1) practice.channels.receive(identifier(name), body);
  }
  const maya = await practice.arrives("maya");
  for (let time = 0; time < 50; time += 1) await practice.carries();
  assert.ok(practice.heard.some(([from]) => from === identifier("maya")));
  practice.channels.tell(identifier("maya"), NOTE);
  await practice.carries();
  assert.deepEqual(maya.told, [NOTE]);
});

test("acknowledgements are taken in a flood: what they speak for need not be said again", async () => {
  const { practice, names } = await eightDevices();
  await practice.arrives("maya");
  practice.clock.pass(10_000);
  await practice.carries();
  practice.channels.tell(identifier("maya"), NOTE);
  for (const name of names) {
    const body = await knock(practice, name);
    for (let time = 0; time < 20; time += 1) practice.channels.receive(identifier(name), body);
  }
  await practice.carries();
  assert.deepEqual(practice.channels.ends.get(identifier("maya"))?.transport?.unacknowledged, []);
});

test("an attacker who knows nothing of a link is not answered, and costs no more than the budget", async () => {
  const practice = new Practice();
  practice.channels.follow(identifier("maya"), true);
  practice.sent = [];
  const place = practice.place("maya");
  const given = { secret: new Uint8Array(16), resumption: null, roomKey: ROOM_KEY.publicKey };
  const said = await refusals(async () => {
    for (let time = 0; time < 40; time += 1) {
      const { knock: envelope } = await knockAt({ ...place, ...given });
      practice.channels.receive(identifier("maya"), writeEnvelope(envelope));
    }
    await practice.quiet();
  });
  assert.deepEqual([said.length, practice.door.asked, practice.door.left], [20, 20, 64]);
  assert.deepEqual(
    practice.sent.filter((message) => message.type === "sealed" && readEnvelope(message.body).kind !== "ask"),
    [],
  );
});

test("a crowd that comes and goes before any of it has a channel fills no memory", async () => {
  const practice = new Practice();
  const body = await knock(practice, "mallory");
  for (let time = 0; time < 600; time += 1) practice.channels.receive(identifier(`crowd ${time}`), body);
  assert.equal(practice.channels.paces.size, 256);
  await practice.carries();
});
