import assert from "node:assert/strict";
import { test } from "node:test";

import { readEnvelope, writeEnvelope } from "../../static/js/envelope.js";
import { CARD, EndPair, PLACE, refusals } from "./end_pair.js";
import { RESUMPTION, identifier, quiet } from "./sealed_end.js";

/** @param {string[]} bodies */
const kinds = (bodies) => bodies.map((body) => readEnvelope(body).kind);
/** @param {string} name */
const ask = (name) => writeEnvelope({ kind: "ask", page: identifier(name) });

test("a client knocks when the host is connected, and nobody is told anything before a channel is open", async () => {
  const pair = new EndPair();
  assert.equal(pair.client.send(CARD), 0);
  await pair.quiet();
  assert.deepEqual(pair.toHost, []);
  pair.client.setConnected(true);
  assert.equal(pair.client.send(CARD), 0);
  await pair.quiet();
  assert.deepEqual(kinds(pair.toHost), ["open"]);
});

test("the same knock is said again byte for byte, later each time, until it is answered", async () => {
  const pair = new EndPair();
  pair.client.setConnected(true);
  await pair.quiet();
  const [knock] = pair.toHost.splice(0);
  pair.clock.pass(14_000);
  assert.deepEqual(pair.toHost.splice(0), [knock, knock, knock]);
  pair.host.setConnected(true);
  pair.clock.pass(16_000);
  await pair.settles();
  assert.equal(pair.client.sessions.length, 1);
  pair.clock.pass(600_000);
  assert.deepEqual(pair.toHost, []);
});

test("a client without a connection says nothing, and its knock again when it is back", async () => {
  const pair = new EndPair();
  pair.client.setConnected(true);
  await pair.quiet();
  const [knock] = pair.toHost.splice(0);
  pair.client.setConnected(false);
  pair.clock.pass(600_000);
  assert.deepEqual(pair.toHost, []);
  pair.client.setConnected(true);
  assert.deepEqual(pair.toHost, [knock]);
});

test("a page of the host's that is new asks, and is told everything anew by another channel", async () => {
  const pair = await new EndPair().opens();
  pair.clock.pass(2000);
  pair.host.close();
  pair.host = pair.newHost();
  pair.host.setConnected(true);
  await pair.settles();
  assert.equal(pair.client.sessions.length, 2);
  assert.deepEqual(pair.host.told, [CARD]);
  assert.equal(pair.client.page, pair.host.page);
});

test("asked without end, a client knocks no oftener than every 2 seconds, and follows the last at last", async () => {
  const pair = await new EndPair().opens();
  pair.host.setConnected(false);
  const knocks = new Set();
  for (let time = 0; time < 100; time += 1) {
    await pair.client.receive(ask(`page ${time}`));
    pair.clock.pass(100);
    await pair.quiet();
    for (const body of pair.toHost.splice(0)) knocks.add(body);
  }
  assert.equal(knocks.size, 1, "one that has no answer is as good for the next");
  assert.equal(pair.client.transport?.closed, false, "whoever has said that: what is open stays open");
  pair.client.send(CARD);
  pair.host.setConnected(true);
  pair.clock.pass(2000);
  await pair.settles();
  assert.deepEqual(pair.host.confirmations.length, 2);
});

test("knocks that are answered each time are no more than one in 2 seconds either", async () => {
  const pair = await new EndPair().opens();
  for (let time = 0; time < 100; time += 1) {
    await pair.client.receive(ask(`page ${time}`));
    await pair.settles();
    pair.clock.pass(100);
  }
  const seconds = pair.clock.now() / 1000;
  assert.ok(pair.client.sessions.length <= 1 + seconds / 2, `${pair.client.sessions.length} in ${seconds} s`);
  assert.ok(pair.client.sessions.length >= seconds / 3, `${pair.client.sessions.length} in ${seconds} s`);
});

test("whoever asks in the name of the page that is known is not followed", async () => {
  const pair = await new EndPair().opens();
  pair.clock.pass(60_000);
  await pair.client.receive(writeEnvelope({ kind: "ask", page: pair.host.page }));
  pair.clock.pass(60_000);
  await pair.quiet();
  assert.deepEqual(pair.toHost, []);
});

test("a knock that the server has recorded, and says in between, leaves nobody waiting for ever", async () => {
  const pair = new EndPair();
  const earlier = pair.newClient();
  earlier.setConnected(true);
  await quiet(() => [earlier]);
  const [recorded = ""] = pair.toHost.splice(0);
  earlier.close();
  pair.host.setConnected(true);
  pair.client.setConnected(true);
  await pair.carries();
  const first = pair.toHost.splice(0);
  assert.equal(kinds(first).at(-1), "message");
  await pair.host.receive(recorded);
  for (const body of first) await pair.host.receive(body);
  assert.deepEqual(pair.host.told, [], "the host has another knock's keys by now");
  for (let time = 0; time < 100; time += 1) {
    await pair.settles();
    pair.clock.pass(100);
  }
  assert.deepEqual(pair.host.told, [CARD]);
});

test("who asks in the name of the known page does not make a client forget that another has asked", async () => {
  const pair = await new EndPair().opens();
  await pair.client.receive(ask("new"));
  await pair.client.receive(writeEnvelope({ kind: "ask", page: pair.host.page }));
  pair.clock.pass(2000);
  await pair.quiet();
  assert.deepEqual(kinds(pair.toHost), ["open"]);
});

test("a seat resumes, and has no words of its own", async () => {
  const pair = new EndPair({ resumption: RESUMPTION });
  pair.door.resumptions.set(PLACE.client, RESUMPTION);
  await pair.opens();
  assert.deepEqual(
    pair.host.confirmations.map(({ fresh, words }) => [fresh, words]),
    [[false, null]],
  );
  assert.equal(pair.client.sessions[0]?.words, null);
  assert.equal(pair.client.unknowns, 0);
});

test("a seat that is given in a channel is resumed by the next one", async () => {
  const pair = await new EndPair().opens();
  pair.client.keep(RESUMPTION);
  pair.door.resumptions.set(PLACE.client, RESUMPTION);
  pair.clock.pass(2000);
  await pair.client.receive(ask("new"));
  await pair.settles();
  assert.deepEqual(
    pair.host.confirmations.map(({ fresh }) => fresh),
    [true, false],
  );
});

test("a seat that the host knows nothing of is forgotten, and the client knocks with the link alone", async () => {
  for (const known of [undefined, new Uint8Array(32)]) {
    const pair = new EndPair({ resumption: RESUMPTION });
    if (known !== undefined) pair.door.resumptions.set(PLACE.client, known);
    await pair.opens();
    assert.equal(pair.client.unknowns, 1);
    assert.equal(pair.client.at.resumption, null);
    assert.deepEqual(
      pair.host.confirmations.map(({ fresh }) => fresh),
      [true],
    );
  }
});

test("nobody makes a client forget its seat once its knock has an answer, or by another one's name", async () => {
  const pair = new EndPair({ resumption: RESUMPTION });
  pair.door.resumptions.set(PLACE.client, RESUMPTION);
  pair.client.setConnected(true);
  await pair.quiet();
  await pair.client.receive(writeEnvelope({ kind: "unknown", channel: identifier("other") }));
  assert.equal(pair.client.unknowns, 0);
  pair.host.setConnected(true);
  await pair.settles();
  const channel = pair.client.transport?.channel ?? "";
  await pair.client.receive(writeEnvelope({ kind: "unknown", channel }));
  assert.deepEqual([pair.client.unknowns, pair.client.sessions.length], [0, 1]);
});

test("an answer that was changed is refused, and the right one opens the channel after it", async () => {
  const pair = new EndPair();
  pair.host.setConnected(true);
  pair.client.setConnected(true);
  await pair.quiet();
  for (const body of pair.toHost.splice(0)) await pair.host.receive(body);
  const body = pair.toClient.find((each) => readEnvelope(each).kind === "opened") ?? "";
  const answer = readEnvelope(body);
  assert.ok(answer.kind === "opened");
  for (const index of [0, 31, 32, 63]) {
    const noise = answer.noise.slice();
    noise[index] = (noise[index] ?? 0) ^ 1;
    const said = await refusals(() => pair.client.receive(writeEnvelope({ ...answer, noise })));
    assert.equal(said.length, 1);
    assert.equal(pair.client.transport, null);
  }
  await pair.client.receive(body);
  await pair.settles();
  assert.equal(pair.client.sessions.length, 1);
});

test("an end that was closed says nothing more, whatever is still on its way", async () => {
  const pair = await new EndPair().opens();
  pair.client.send(CARD);
  pair.client.close();
  pair.client.setConnected(true);
  await pair.client.receive(ask("new"));
  pair.clock.pass(600_000);
  await pair.quiet();
  assert.deepEqual(pair.toHost, []);
});

test("a link that was damaged on its way opens nothing, and breaks nothing", async () => {
  const pair = new EndPair({ roomKey: new Uint8Array(32) });
  const said = await refusals(async () => {
    pair.client.setConnected(true);
    await pair.quiet();
  });
  assert.deepEqual([said.length, pair.toHost], [1, []]);
});
