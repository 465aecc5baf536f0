import assert from "node:assert/strict";
import { test } from "node:test";

import { readEnvelope, writeEnvelope } from "../../static/js/envelope.js";
import { EndPair, refusals } from "./end_pair.js";

/** @param {string[]} bodies */
const kinds = (bodies) => bodies.map((body) => readEnvelope(body).kind);
const NOTE = Object.freeze({ kind: "note", text: "Five more minutes" });
/** @param {number} number */
const content = (number) => ({ kind: "note", text: String(number) });

const opened = () => new EndPair().opens();

test("what each says arrives in order and once, and the sayer hears when it was taken", async () => {
  const pair = await opened();
  assert.deepEqual([pair.client.send(content(1)), pair.client.send(content(2))], [2, 3]);
  assert.equal(pair.host.send(content(3)), 1);
  assert.deepEqual(pair.client.taken, [1], "the card");
  await pair.settles();
  assert.deepEqual(pair.host.told.slice(1), [content(1), content(2)]);
  assert.deepEqual(pair.client.told, [content(3)]);
  assert.deepEqual([pair.client.taken, pair.host.taken], [[1, 3], [1]]);
  assert.deepEqual([pair.client.transport?.unacknowledged, pair.host.transport?.unacknowledged], [[], []]);
});

test("what was not acknowledged is said again byte for byte, and taken once", async () => {
  const pair = await opened();
  pair.client.send(NOTE);
  await pair.quiet();
  const [lost] = pair.toHost.splice(0);
  pair.client.setConnected(false);
  pair.clock.pass(2000);
  pair.client.setConnected(true);
  await pair.quiet();
  assert.deepEqual(pair.toHost, [lost]);
  pair.toHost.push(...pair.toHost);
  await pair.settles();
  assert.deepEqual(pair.host.told.slice(1), [NOTE]);
});

test("a content is what it was when it was said, whatever becomes of it while it is sealed", async () => {
  const pair = await opened();
  const said = { kind: "note", text: String(NOTE.text) };
  pair.client.send(said);
  said.text = "changed";
  await pair.settles();
  assert.deepEqual(pair.host.told.at(-1), NOTE);
});

test("what is said while the other is away waits for their return", async () => {
  const pair = await opened();
  pair.host.setConnected(false);
  pair.host.send(NOTE);
  await pair.quiet();
  assert.deepEqual(pair.toClient, []);
  pair.host.setConnected(true);
  await pair.settles();
  assert.deepEqual(pair.client.told, [NOTE]);
});

test("only the next number is taken", async () => {
  const pair = await opened();
  for (const number of [1, 2, 3]) pair.client.send(content(number));
  await pair.quiet();
  const [one, two, three] = pair.toHost.splice(0);
  for (const body of [three, one, one, three, two]) await pair.host.receive(body ?? "");
  assert.deepEqual(pair.host.told.slice(1), [content(1), content(2)]);
});

test("one acknowledgement speaks for everything that came in a tenth of a second", async () => {
  const pair = await opened();
  for (let number = 1; number <= 20; number += 1) pair.client.send(content(number));
  await pair.carries();
  assert.deepEqual(pair.toClient, []);
  pair.clock.pass(100);
  await pair.quiet();
  const answers = pair.toClient.map(readEnvelope);
  assert.deepEqual(
    answers.map((answer) => answer.kind === "acknowledgement" && answer.number),
    [21],
  );
});

test("a new epoch and the word to switch are acknowledged at once", async () => {
  const pair = await opened();
  for (const kind of ["epoch", "go"]) {
    pair.host.send({ kind });
    await pair.carries();
    assert.deepEqual(kinds(pair.toHost.splice(0)), ["acknowledgement"], kind);
  }
  pair.host.send({ kind: "lease" });
  await pair.carries();
  assert.deepEqual(pair.toHost, []);
});

test("the acknowledgement of a number is the same bytes each time, and another one's for another number", async () => {
  const pair = await opened();
  const answers = [];
  pair.client.send(NOTE);
  await pair.quiet();
  const [said] = pair.toHost;
  for (let time = 0; time < 2; time += 1) {
    await pair.host.receive(said ?? "");
    pair.clock.pass(100);
    await pair.quiet();
    answers.push(pair.toClient.splice(0));
  }
  assert.equal(answers[0]?.length, 1);
  assert.deepEqual(answers[0], answers[1]);
});

test("an acknowledgement that was made up, changed or reflected has no effect", async () => {
  const pair = await opened();
  pair.client.send(NOTE);
  pair.host.send(NOTE);
  await pair.carries();
  pair.clock.pass(100);
  await pair.quiet();
  const [own] = pair.toHost.splice(0);
  const [true_] = pair.toClient.splice(0);
  const forged = [true_?.replace(/.$/, (last) => (last === "A" ? "Q" : "A")) ?? "", own ?? ""];
  const said = await refusals(async () => {
    for (const body of forged) await pair.client.receive(body);
  });
  assert.equal(said.length, 1, "the reflected one is of another number, which nobody waits for");
  assert.equal(pair.client.transport?.unacknowledged.length, 1);
  await pair.client.receive(true_ ?? "");
  assert.equal(pair.client.transport?.unacknowledged.length, 0);
});

test("who acknowledges what was never said is not believed either", async () => {
  const pair = await opened();
  pair.client.send(NOTE);
  await pair.quiet();
  const { transport } = pair.host;
  assert.ok(transport);
  const { channel, keys } = transport;
  const sealed = await keys.send.seal(2n ** 63n + 9n, new Uint8Array(0));
  await pair.client.receive(writeEnvelope({ kind: "acknowledgement", channel, number: 9, sealed }));
  assert.equal(pair.client.transport?.unacknowledged.length, 1);
  assert.deepEqual(pair.client.taken, [1], "the card");
});

test("a message that was changed is refused with one word of ours, and the right one is taken after it", async () => {
  const pair = await opened();
  pair.client.send({ kind: "note", text: "secret" });
  await pair.quiet();
  const [body] = pair.toHost.splice(0);
  const changed = `${body?.slice(0, -2)}${body?.at(-2) === "A" ? "Q" : "A"}${body?.at(-1)}`;
  const said = await refusals(() => pair.host.receive(changed));
  assert.deepEqual(said, ["A sealed message was refused: it does not decrypt"]);
  assert.equal(pair.host.told.length, 1);
  await pair.host.receive(body ?? "");
  assert.equal(pair.host.told.length, 2);
});

test("what comes back to its sayer is refused", async () => {
  const pair = await opened();
  pair.host.send(NOTE);
  await pair.settles();
  pair.host.send(NOTE);
  await pair.quiet();
  const [body] = pair.toClient.splice(0);
  const said = await refusals(() => pair.host.receive(body ?? ""));
  assert.equal(said.length, 1);
  assert.equal(pair.host.told.length, 1);
});

test("what was dropped on the way is said again by itself, later each time, until it is acknowledged", async () => {
  const pair = await opened();
  pair.client.send(NOTE);
  await pair.quiet();
  const dropped = pair.toHost.splice(0);
  pair.clock.pass(10_000);
  assert.deepEqual(pair.toHost.splice(0), [...dropped, ...dropped]);
  pair.clock.pass(8000);
  assert.deepEqual(pair.toHost, dropped);
  await pair.settles();
  pair.clock.pass(600_000);
  assert.deepEqual(pair.toHost, []);
});

test("a page that comes back again and again is told again a few at a time, no oftener than a silent one", async () => {
  const pair = await opened();
  pair.clock.pass(2000);
  for (let number = 1; number <= 20; number += 1) pair.host.send(content(number));
  await pair.quiet();
  pair.toClient = [];
  for (let time = 0; time < 50; time += 1) {
    pair.host.setConnected(false);
    pair.host.setConnected(true);
  }
  assert.equal(pair.toClient.splice(0).length, 8);
  pair.clock.pass(1999);
  assert.equal(pair.toClient.length, 0);
});

test("whoever acknowledges nothing is told everything anew by another channel, and holds up 64 contents", async () => {
  const pair = await opened();
  pair.host.setConnected(false);
  for (let number = 1; number <= 64; number += 1) assert.equal(pair.host.send(content(number)), number);
  assert.equal(pair.host.send(content(65)), 0);
  assert.equal(pair.host.isOpen, false);
  pair.clock.pass(2000);
  pair.host.setConnected(true);
  await pair.settles();
  assert.equal(pair.host.confirmations.length, 2);
  assert.equal(pair.host.send(NOTE), 1);
  await pair.settles();
  assert.deepEqual(pair.client.told, [NOTE]);
});

test("a client whom nobody hears gives its channel up as well, and opens another", async () => {
  const pair = await opened();
  for (let number = 1; number <= 65; number += 1) pair.client.send(content(number));
  await pair.quiet();
  pair.toHost = pair.toHost.slice(-1);
  await pair.settles();
  assert.deepEqual([pair.client.sessions.length, pair.host.confirmations.length], [2, 2]);
});
