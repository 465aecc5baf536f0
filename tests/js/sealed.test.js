import assert from "node:assert/strict";
import { test } from "node:test";

import { encodeBase64url } from "../../static/js/base64url.js";
import { Channel, SealedRefused, seal, unseal } from "../../static/js/sealed.js";
import { FakeClock } from "./fake_clock.js";

const CLIENT = "c".repeat(22);
const CLINICIAN = "h".repeat(22);

/** One page's end with a record of what it sent, took and was told. */
class End {
  /** @param {boolean} opens */
  constructor(opens) {
    this.clock = new FakeClock();
    /** @type {string[]} */
    this.sent = [];
    /** @type {unknown[]} */
    this.taken = [];
    /** @type {number[]} */
    this.acknowledged = [];
    this.openings = 0;
    this.channel = new Channel(
      {
        opens,
        transmit: (body) => this.sent.push(body),
        opened: () => {
          this.openings += 1;
        },
        content: (content) => this.taken.push(content),
        acknowledged: (number) => this.acknowledged.push(number),
      },
      this.clock,
    );
  }

  drain() {
    return this.sent.splice(0);
  }
}

/**
 * Carry everything to and fro until nobody has anything left to say.
 *
 * @param {End} one
 * @param {End} other
 */
function settle(one, other) {
  do {
    for (const body of one.drain()) other.channel.receive(body);
    for (const body of other.drain()) one.channel.receive(body);
    for (const end of [one, other]) end.clock.pass(100);
  } while (one.sent.length > 0 || other.sent.length > 0);
}

function connected() {
  const client = new End(true);
  const clinician = new End(false);
  clinician.channel.setConnected(true);
  client.channel.setConnected(true);
  settle(client, clinician);
  return { client, clinician };
}

test("a body is base64url of the algorithm's byte and UTF-8 JSON, and comes back the same", () => {
  const envelope = /** @type {const} */ ({
    kind: "message",
    channel: CLIENT,
    for: CLINICIAN,
    number: 1,
    content: { name: "Zoë 🌱" },
  });
  const body = seal(envelope);
  assert.match(body, /^AHs[A-Za-z0-9_-]+$/);
  assert.deepEqual(unseal(body), envelope);
});

test("another algorithm, damaged text and unknown envelopes are refused", () => {
  const bodies = [
    "",
    "A",
    "AA",
    "not base64url",
    encodeBase64url(new Uint8Array([1, 123, 125])),
    encodeBase64url(new Uint8Array([0, 255])),
    seal(/** @type {any} */ ({ kind: "surprise", channel: CLIENT })),
    seal(/** @type {any} */ ({ kind: "open", channel: "short" })),
    seal({ kind: "message", channel: CLIENT, for: CLINICIAN, number: 0, content: null }),
    seal({ kind: "message", channel: CLIENT, for: CLINICIAN, number: 1.5, content: null }),
    seal(/** @type {any} */ (null)),
  ];
  for (const body of bodies) assert.throws(() => unseal(body), SealedRefused, body);
});

test("both ends open once, and what each says arrives in order", () => {
  const { client, clinician } = connected();
  client.channel.send("first");
  client.channel.send("second");
  clinician.channel.send("answer");
  settle(client, clinician);
  assert.deepEqual([client.openings, clinician.openings], [1, 1]);
  assert.deepEqual(clinician.taken, ["first", "second"]);
  assert.deepEqual(client.taken, ["answer"]);
  assert.deepEqual(client.channel.unacknowledged, []);
});

test("before a channel is open nothing is sent: opening is the time to say all", () => {
  const client = new End(true);
  client.channel.send("too early");
  assert.deepEqual(client.sent, []);
});

test("what was not acknowledged is sent again byte for byte, and taken once", () => {
  const { client, clinician } = connected();
  client.channel.send("card");
  const [lost] = client.drain();
  client.channel.setConnected(false);
  client.channel.setConnected(true);
  for (const body of client.drain()) clinician.channel.receive(body);
  for (const body of clinician.drain()) client.channel.receive(body);
  const again = client.drain();
  assert.deepEqual(again, [lost]);
  for (const body of [...again, ...again]) clinician.channel.receive(body);
  assert.deepEqual(clinician.taken, ["card"]);
  settle(client, clinician);
  assert.deepEqual(client.channel.unacknowledged, []);
});

test("what is sent while the other is away waits for their return", () => {
  const { client, clinician } = connected();
  clinician.channel.setConnected(false);
  clinician.channel.send("roster");
  assert.deepEqual(clinician.sent, []);
  clinician.channel.setConnected(true);
  settle(client, clinician);
  assert.deepEqual(client.taken, ["roster"]);
});

test("only the next number is taken", () => {
  const { client, clinician } = connected();
  for (const content of ["one", "two", "three"]) client.channel.send(content);
  const [one, two, three] = /** @type {[string, string, string]} */ (client.drain());
  for (const body of [three, one, one, three, two]) clinician.channel.receive(body);
  assert.deepEqual(clinician.taken, ["one", "two"]);
});

test("a page of the clinician's that was loaded anew asks, and is told everything anew", () => {
  const { client } = connected();
  client.channel.send("old state");
  client.drain();
  const reloaded = new End(false);
  reloaded.channel.setConnected(true);
  settle(reloaded, client);
  assert.equal(client.openings, 2);
  client.channel.send("all of it");
  settle(client, reloaded);
  assert.deepEqual(reloaded.taken, ["all of it"]);
});

test("a client's page that was loaded anew begins a channel of its own", () => {
  const { clinician } = connected();
  clinician.channel.send("for the old page");
  clinician.drain();
  const reloaded = new End(true);
  reloaded.channel.setConnected(true);
  settle(reloaded, clinician);
  assert.deepEqual([reloaded.openings, clinician.openings], [1, 2]);
  assert.deepEqual(reloaded.taken, []);
});

test("a message for another page load is dropped", () => {
  const { client, clinician } = connected();
  clinician.channel.receive(
    seal({ kind: "message", channel: client.channel.own, for: "x".repeat(22), number: 1, content: "stray" }),
  );
  clinician.channel.receive(
    seal({
      kind: "message",
      channel: "x".repeat(22),
      for: clinician.channel.own,
      number: 1,
      content: "stray",
    }),
  );
  assert.deepEqual(clinician.taken, []);
  assert.deepEqual(clinician.sent, []);
  assert.deepEqual(client.taken, []);
});

test("one acknowledgement speaks for everything that came in a tenth of a second", () => {
  const { client, clinician } = connected();
  for (let number = 1; number <= 20; number += 1) client.channel.send(number);
  for (const body of client.drain()) clinician.channel.receive(body);
  assert.deepEqual(clinician.sent, []);
  clinician.clock.pass(100);
  const answers = clinician.drain().map((body) => unseal(body));
  assert.deepEqual(
    answers.map((answer) => answer.kind === "acknowledgement" && answer.number),
    [20],
  );
});

test("the sayer hears when what was said has been taken, and not before", () => {
  const { client, clinician } = connected();
  assert.equal(client.channel.send("card"), 1);
  assert.equal(client.channel.send("devices"), 2);
  for (const body of client.drain()) clinician.channel.receive(body);
  assert.deepEqual(client.acknowledged, []);
  settle(client, clinician);
  assert.deepEqual(client.acknowledged, [2]);
  assert.equal(new End(true).channel.send("card"), 0, "there is no channel to say it by");
});

test("an end that was given up and made anew is told everything from the first number", () => {
  const { client, clinician } = connected();
  client.channel.send("card");
  settle(client, clinician);
  const anew = new End(false);
  anew.channel.setConnected(true);
  settle(anew, client);
  client.channel.send("card");
  settle(client, anew);
  assert.deepEqual(anew.taken, ["card"]);
});

test("whoever acknowledges nothing is told everything anew, and holds up no more than 64 contents", () => {
  const { client, clinician } = connected();
  for (let number = 1; number <= 65; number += 1) clinician.channel.send(number);
  assert.equal(clinician.channel.unacknowledged.length, 0);
  clinician.drain();
  clinician.channel.setConnected(false);
  clinician.channel.setConnected(true);
  settle(clinician, client);
  assert.equal(clinician.openings, 2);
  clinician.channel.send("all of it");
  settle(clinician, client);
  assert.equal(client.taken.at(-1), "all of it");
});

test("what was dropped on the way is said again by itself, later each time", () => {
  const { client, clinician } = connected();
  client.channel.send("card");
  const dropped = client.drain();
  client.clock.pass(10_000);
  assert.deepEqual(client.drain(), [...dropped, ...dropped]);
  client.clock.pass(8000);
  assert.deepEqual(client.sent, dropped);
  settle(client, clinician);
  assert.deepEqual(clinician.taken, ["card"]);
  client.clock.pass(600_000);
  assert.deepEqual(client.sent, []);
});

test("a knock that was dropped is repeated until the other opens", () => {
  const client = new End(true);
  const clinician = new End(false);
  clinician.channel.setConnected(true);
  client.channel.setConnected(true);
  client.drain();
  clinician.drain();
  client.clock.pass(2000);
  settle(client, clinician);
  assert.equal(client.openings, 1);
});

test("a page that opens again and again is told again a few at a time, and no oftener than a silent one", () => {
  const { client, clinician } = connected();
  for (let number = 1; number <= 20; number += 1) clinician.channel.send(number);
  clinician.drain();
  const messages = () => clinician.drain().filter((body) => unseal(body).kind === "message").length;
  const opens = seal({ kind: "open", channel: client.channel.own });
  for (let time = 0; time < 50; time += 1) clinician.channel.receive(opens);
  assert.equal(messages(), 8);
  for (let time = 0; time < 50; time += 1) {
    clinician.channel.setConnected(false);
    clinician.channel.setConnected(true);
  }
  assert.equal(messages(), 0);
  clinician.clock.pass(2000);
  messages();
  clinician.channel.receive(opens);
  assert.equal(messages(), 8);
});
