import assert from "node:assert/strict";
import { test } from "node:test";

import { encodeBase64url } from "../../static/js/base64url.js";
import { HostChannel } from "../../static/js/host_channel.js";
import { PLACE } from "./end_pair.js";
import { FakeClock } from "./fake_clock.js";
import { newCard } from "./fake_waiter.js";
import { FakeDoor, RESUMPTION, ROOM_KEY_TEXT, SECRET, SealedHost, identifier, quiet } from "./sealed_end.js";

/** @import { Credentials } from "../../static/js/host_channel.js" */

const { kind: _kind, devices: _devices, ...CARD } = newCard();
const EPOCH = Object.freeze({
  kind: "epoch",
  epoch: 7,
  secret: encodeBase64url(new Uint8Array(32)),
  sender: 1,
  members: [
    { participant: PLACE.host, sender: 0, load: identifier("load") },
    { participant: PLACE.client, sender: 1, load: identifier("other load") },
  ],
  go: true,
});

/** A client's page and the one that hosts, with everything delivered. */
class Page {
  clock = new FakeClock();
  door = new FakeDoor();
  /** @type {Credentials|null} */
  credentials = { invitation: PLACE.invitation, secret: SECRET, roomKey: ROOM_KEY_TEXT, resumption: null };
  /** What the page that hosts has yet to hear. @type {string[]} */
  sent = [];
  /** What the page was told, in order. @type {unknown[]} */
  calls = [];
  changes = 0;

  constructor() {
    const note = (/** @type {string} */ name) => (/** @type {unknown} */ value) => void this.calls.push([name, value]);
    this.channel = new HostChannel(
      {
        send: (message) => message.type === "sealed" && this.sent.push(message.body) > 0,
        credentials: () => this.credentials,
        card: () => CARD,
        devices: () => ({ microphone: "on", camera: "off" }),
        opened: () => {
          this.calls.push(["opened"]);
          this.channel.tell({ kind: "epoch_wanted" });
        },
        heard: note("heard"),
        keys: note("keys"),
        seat: note("seat"),
        acknowledged: note("acknowledged"),
        changed: () => void (this.changes += 1),
      },
      this.clock,
    );
    this.host = this.newHost();
  }

  newHost(place = PLACE) {
    const transmit = (/** @type {string} */ body) => this.channel.receive(place.host, body);
    return new SealedHost({ place, transmit, door: this.door }, this.clock);
  }

  async opens() {
    this.channel.follow(PLACE.room, PLACE.host, PLACE.client, true);
    this.host.setConnected(true);
    await this.carries();
    return this;
  }

  async carries() {
    const { end } = this.channel;
    do {
      await quiet(() => [this.host, ...(end === null ? [] : [end])]);
      for (const body of this.sent.splice(0)) await this.host.receive(body);
      this.clock.pass(100);
      await quiet(() => [this.host, ...(end === null ? [] : [end])]);
    } while (this.sent.length > 0);
  }

  /** @param {object} content */
  async hears(content) {
    this.calls = [];
    this.host.send(content);
    await this.carries();
    return this.calls;
  }
}

test("a page that is new is told the card first, and then whatever else there is to say", async () => {
  const page = new Page();
  assert.deepEqual([page.channel.isOpen, page.channel.tell({ kind: "epoch_wanted" })], [false, 0]);
  await page.opens();
  assert.deepEqual(
    page.host.told.map(({ kind }) => kind),
    ["card", "epoch_wanted"],
  );
  assert.deepEqual(page.host.told[0].devices, { microphone: "on", camera: "off" });
  assert.equal(page.channel.isOpen, true);
  assert.deepEqual(page.channel.load, page.host.confirmations[0]?.load);
  assert.deepEqual(page.channel.words, page.host.confirmations[0]?.words);
  assert.deepEqual(page.calls, [["opened"], ["acknowledged", 2]]);
  assert.deepEqual([page.channel.knows, page.changes], [true, 2]);
});

test("keys are handed on as they come, and not answered here", async () => {
  const page = await new Page().opens();
  const told = page.host.told.length;
  for (const content of [EPOCH, { kind: "go", epoch: 7 }, { kind: "lease", at: 12 }]) {
    assert.deepEqual(await page.hears(content), [["keys", content]]);
  }
  assert.equal(page.host.told.length, told);
});

test("what leads back into the seat is handed on, and used for the next page that hosts", async () => {
  const page = await new Page().opens();
  const [first] = [page.channel.words];
  assert.deepEqual(await page.hears({ kind: "seat", r: encodeBase64url(RESUMPTION) }), [["seat", RESUMPTION]]);
  page.door.resumptions.set(PLACE.client, RESUMPTION);
  page.host.close();
  page.host = page.newHost();
  page.clock.pass(2000);
  await page.opens();
  assert.deepEqual(
    page.host.confirmations.map(({ fresh }) => fresh),
    [false],
  );
  assert.deepEqual(page.channel.words, first, "the words of the first handshake stay");
  assert.deepEqual(page.channel.load, page.host.confirmations[0]?.load, "the load is the last one's");
});

test("a seat that the page that hosts knows nothing of is to be forgotten, and the words are new ones", async () => {
  const page = new Page();
  page.credentials = page.credentials && { ...page.credentials, resumption: RESUMPTION };
  await page.opens();
  assert.deepEqual(page.calls.slice(0, 2), [["seat", null], ["opened"]]);
  assert.deepEqual(page.channel.words, page.host.confirmations[0]?.words);
});

test("another page that hosts is knocked at by its own name, and the one before is not listened to", async () => {
  const page = await new Page().opens();
  const before = page.host;
  const place = { ...PLACE, host: identifier("another of ruiz") };
  page.host = page.newHost(place);
  page.host.setConnected(true);
  page.channel.follow(place.room, place.host, place.client, true);
  assert.equal(page.channel.isOpen, false);
  before.send({ kind: "note", text: "too late" });
  await before.transport?.sealing.last;
  await page.carries();
  assert.equal(page.host.told[0].kind, "card");
  assert.equal(page.channel.letter, null);
});

test("another participant of this page's is another end", async () => {
  const page = await new Page().opens();
  const place = { ...PLACE, client: identifier("maya again") };
  page.host = page.newHost(place);
  page.host.setConnected(true);
  page.channel.follow(place.room, place.host, place.client, true);
  await page.carries();
  assert.equal(page.host.confirmations.length, 1);
});

test("while there are no credentials nothing is opened, and it is when there are some", async () => {
  const page = new Page();
  const { credentials } = page;
  page.credentials = null;
  await page.opens();
  assert.deepEqual([page.channel.end, page.sent], [null, []]);
  page.credentials = credentials;
  await page.opens();
  assert.equal(page.channel.isOpen, true);
});

test("only the page that hosts is listened to, and nothing of no kind changes anything", async () => {
  const page = await new Page().opens();
  page.host.send({ kind: "surprise" });
  page.host.send({ kind: "seat", r: "short" });
  page.calls = [];
  const changes = page.changes;
  await page.carries();
  assert.deepEqual([page.calls, page.changes], [[], changes]);
  /** @type {string[]} */
  const bodies = [];
  assert.ok(page.host.transport);
  page.host.transport.transmit = (body) => void bodies.push(body);
  await page.hears({ kind: "lease", at: 12 });
  for (const body of bodies) page.channel.receive("somebody", body);
  await page.carries();
  assert.deepEqual([bodies.length > 0, page.calls], [true, []]);
});
