import assert from "node:assert/strict";
import { test } from "node:test";

import { readEnvelope, writeEnvelope } from "../../static/js/envelope.js";
import { CARD, EndPair, PLACE, refusals } from "./end_pair.js";
import { RESUMPTION, identifier } from "./sealed_end.js";

/** @param {string[]} bodies */
const kinds = (bodies) => bodies.map((body) => readEnvelope(body).kind);

/** A knock of another page of the client's, and the page. @param {EndPair} pair */
async function knock(pair, given = {}) {
  /** @type {string[]} */
  const said = [];
  const page = pair.newClient({ transmit: (body) => void said.push(body), ...given });
  page.setConnected(true);
  await page.turns.last;
  return { page, said, body: said[0] ?? "" };
}

test("nobody is known by a knock alone: only what comes sealed after it confirms a channel", async () => {
  const pair = new EndPair();
  pair.host.setConnected(true);
  pair.client.setConnected(true);
  await pair.quiet();
  for (const body of pair.toHost.splice(0)) await pair.host.receive(body);
  assert.deepEqual([pair.host.isOpen, pair.host.confirmations, pair.host.send(CARD)], [false, [], 0]);
  await pair.settles();
  assert.deepEqual([pair.host.isOpen, pair.host.told], [true, [CARD]]);
  const [confirmed] = pair.host.confirmations;
  assert.deepEqual(confirmed?.words, pair.client.sessions[0]?.words);
  assert.deepEqual(confirmed?.load, pair.client.sessions[0]?.load);
  assert.deepEqual([confirmed?.fresh, confirmed?.displaced], [true, false]);
});

test("the same knock has the same answer, and is counted once", async () => {
  const pair = new EndPair();
  pair.host.setConnected(true);
  pair.toClient = [];
  const { body } = await knock(pair);
  for (let time = 0; time < 5; time += 1) await pair.host.receive(body);
  assert.equal(new Set(pair.toClient).size, 1);
  assert.deepEqual([pair.toClient.length, pair.door.left, pair.door.asked], [5, 63, 1]);
});

test("the newest knock is the one that can be confirmed", async () => {
  const pair = new EndPair();
  pair.host.setConnected(true);
  const [older, newer] = [await knock(pair), await knock(pair)];
  for (const { body } of [older, newer]) await pair.host.receive(body);
  for (const { page, said } of [older, newer]) {
    for (const body of pair.toClient) await page.receive(body);
    await page.transport?.sealing.last;
    for (const body of said.splice(0)) await pair.host.receive(body);
  }
  assert.deepEqual([older.page.sessions.length, newer.page.sessions.length], [1, 1]);
  assert.equal(pair.host.confirmations.length, 1);
  assert.deepEqual(pair.host.confirmations[0]?.load, newer.page.sessions[0]?.load);
});

test("knocks that were heard before, or that nobody confirms, do not displace an open channel", async () => {
  const pair = new EndPair();
  pair.host.setConnected(true);
  pair.client.setConnected(true);
  await pair.quiet();
  const [first] = pair.toHost;
  await pair.settles();
  const { body: unconfirmed } = await knock(pair);
  for (const body of [first ?? "", unconfirmed, first ?? "", unconfirmed]) await pair.host.receive(body);
  const answers = kinds(pair.toClient.splice(0));
  assert.deepEqual(answers, ["opened", "opened"], "the first one's is not answered again");
  pair.host.send({ kind: "note" });
  pair.client.send({ kind: "devices" });
  await pair.settles();
  assert.deepEqual([pair.client.told.length, pair.host.told.length], [1, 2]);
  assert.equal(pair.host.confirmations.length, 1);
});

test("a server that says an old knock again neither uses the count up nor gets between a newer one", async () => {
  const pair = new EndPair();
  pair.host.setConnected(true);
  const old = await knock(pair);
  await pair.host.receive(old.body);
  const { page, said, body } = await knock(pair);
  await pair.host.receive(body);
  const renamed = readEnvelope(old.body);
  assert.ok(renamed.kind === "open");
  const other = writeEnvelope({ ...renamed, channel: identifier("renamed") });
  for (let time = 0; time < 100; time += 1) await pair.host.receive(time % 2 === 0 ? old.body : other);
  assert.equal(pair.door.left, 62);
  for (const each of pair.toClient) await page.receive(each);
  await page.transport?.sealing.last;
  for (const each of said) await pair.host.receive(each);
  assert.equal(pair.host.confirmations.length, 1);
});

test("another page that is confirmed displaces the one before, and the host hears of it", async () => {
  const pair = new EndPair({ resumption: RESUMPTION });
  pair.door.resumptions.set(PLACE.client, RESUMPTION);
  await pair.opens();
  const before = pair.client;
  pair.client = pair.newClient({ resumption: RESUMPTION, says: [{ kind: "card", name: "again" }] });
  pair.client.setConnected(true);
  await pair.settles();
  assert.deepEqual(
    pair.host.confirmations.map(({ displaced }) => displaced),
    [false, true],
  );
  assert.equal(pair.host.told.at(-1).name, "again");
  before.send({ kind: "devices" });
  await before.transport?.sealing.last;
  const told = pair.host.told.length;
  for (const body of pair.toHost.splice(0)) await pair.host.receive(body);
  assert.equal(pair.host.told.length, told, "what the other page says goes nowhere");
});

test("whose link is not known, or while the vault is locked, is not answered, and asked again", async () => {
  const pair = new EndPair();
  pair.door.isLocked = true;
  await pair.opens();
  pair.clock.pass(600_000);
  await pair.carries();
  assert.deepEqual([pair.client.sessions, pair.host.isOpen], [[], false]);
  pair.door.isLocked = false;
  pair.host.ask();
  await pair.settles();
  assert.deepEqual([pair.client.sessions.length, pair.host.told], [1, [CARD]]);
});

test("when the fresh knocks of a day are used up nobody is answered, and that is said once", async () => {
  const pair = new EndPair();
  pair.door.left = 2;
  pair.host.setConnected(true);
  pair.toClient = [];
  for (let time = 0; time < 5; time += 1) await pair.host.receive((await knock(pair)).body);
  assert.deepEqual(kinds(pair.toClient), ["opened", "opened"]);
  assert.equal(pair.host.overruns, 1);
  pair.door.left = 2;
  for (let time = 0; time < 2; time += 1) await pair.host.receive((await knock(pair)).body);
  pair.door.left = 0;
  await pair.host.receive((await knock(pair)).body);
  assert.equal(pair.host.overruns, 2);
});

test("a link that was ended opens nothing new, and leads back into a seat that was spared", async () => {
  const pair = new EndPair();
  pair.door.isRefused = true;
  pair.host.setConnected(true);
  const fresh = await knock(pair);
  pair.toClient = [];
  await pair.host.receive(fresh.body);
  assert.deepEqual([pair.toClient, pair.door.left], [[], 64]);
  pair.door.resumptions.set(PLACE.client, RESUMPTION);
  const spared = await knock(pair, { resumption: RESUMPTION });
  await pair.host.receive(spared.body);
  assert.deepEqual(kinds(pair.toClient), ["opened"]);
});

test("seats that resume are not counted, and knocks made without the link neither", async () => {
  const pair = new EndPair({ resumption: RESUMPTION });
  pair.door.resumptions.set(PLACE.client, RESUMPTION);
  await pair.opens();
  const { body } = await knock(pair, { secret: new Uint8Array(16) });
  await refusals(() => pair.host.receive(body));
  assert.equal(pair.door.left, 64);
});

test("a first message that breaks the knock's promise confirms nothing", async () => {
  const pair = new EndPair();
  pair.host.setConnected(true);
  const { page, said, body } = await knock(pair);
  await pair.host.receive(body);
  const { finish } = page.pending ?? assert.fail("it knocks");
  const pending = page.pending;
  assert.ok(pending);
  pending.finish = async (answer) => ({ ...(await finish(answer)), opening: new Uint8Array(32) });
  for (const each of pair.toClient) await page.receive(each);
  await page.transport?.sealing.last;
  const refused = await refusals(async () => {
    for (const each of said.slice(1)) await pair.host.receive(each);
  });
  assert.deepEqual(refused, ["A sealed message was refused: not what the knock has promised"]);
  assert.deepEqual([pair.host.isOpen, pair.host.told], [false, []]);
});

test("a first message of another length confirms nothing", async () => {
  const pair = new EndPair();
  pair.host.setConnected(true);
  const { page, said, body } = await knock(pair, { says: [] });
  await pair.host.receive(body);
  for (const each of pair.toClient) await page.receive(each);
  assert.ok(page.transport);
  page.transport.opening = undefined;
  page.send(CARD);
  await page.transport.sealing.last;
  const refused = await refusals(async () => {
    for (const each of said.slice(1)) await pair.host.receive(each);
  });
  assert.deepEqual(refused, ["A sealed message was refused: a first message of another length"]);
  assert.equal(pair.host.isOpen, false);
});

test("what comes before the first message waits for it, and is no reason to complain", async () => {
  const pair = new EndPair();
  pair.host.setConnected(true);
  const { page, said, body } = await knock(pair, { says: [CARD, { kind: "devices" }] });
  await pair.host.receive(body);
  for (const each of pair.toClient) await page.receive(each);
  await page.transport?.sealing.last;
  const [, card, devices] = said;
  const refused = await refusals(() => pair.host.receive(devices ?? ""));
  assert.deepEqual([refused, pair.host.isOpen], [[], false]);
  for (const each of [card, devices]) await pair.host.receive(each ?? "");
  assert.equal(pair.host.told.length, 2);
});

test("a knock that came before the vault was open is answered as soon as it is, without another one", async () => {
  const pair = new EndPair();
  pair.door.isLocked = true;
  pair.host.setConnected(true);
  pair.client.setConnected(true);
  await pair.settles();
  assert.equal(pair.client.sessions.length, 0);
  pair.door.isLocked = false;
  pair.toClient = [];
  pair.host.ask();
  await pair.quiet();
  assert.deepEqual(kinds(pair.toClient), ["opened"]);
  await pair.settles();
  assert.deepEqual([pair.client.sessions.length, pair.host.confirmations.length], [1, 1]);
  assert.ok(pair.clock.now() < 1000);
});

test("it asks, later each time, until somebody has opened a channel", async () => {
  const pair = new EndPair();
  pair.host.setConnected(true);
  pair.clock.pass(14_000);
  assert.deepEqual(kinds(pair.toClient), ["ask", "ask", "ask", "ask"]);
  assert.equal(new Set(pair.toClient).size, 1);
  await pair.opens();
  pair.toClient = [];
  pair.host.ask();
  pair.clock.pass(600_000);
  assert.deepEqual(pair.toClient, []);
});

test("an end that was closed takes nothing and says nothing, whatever it was about to", async () => {
  const pair = new EndPair();
  pair.host.setConnected(true);
  const { body } = await knock(pair);
  pair.toClient = [];
  const heard = pair.host.receive(body);
  pair.host.close();
  await heard;
  pair.clock.pass(600_000);
  assert.deepEqual([pair.toClient, pair.host.confirmations], [[], []]);
});

test("what only a host may say is not listened to by one", async () => {
  const pair = await new EndPair().opens();
  for (const body of [
    writeEnvelope({ kind: "ask", page: identifier("page") }),
    writeEnvelope({ kind: "unknown", channel: pair.client.transport?.channel ?? "" }),
    writeEnvelope({ kind: "opened", channel: identifier("page"), noise: new Uint8Array(64) }),
  ]) {
    await pair.host.receive(body);
  }
  pair.host.send({ kind: "note" });
  await pair.settles();
  assert.equal(pair.client.told.length, 1);
});

test("a confirmed channel is of the link that was knocked by, whatever the server calls them by then", async () => {
  const pair = new EndPair();
  pair.host.setConnected(true);
  const { page, said, body } = await knock(pair);
  await pair.host.receive(body);
  pair.door.invitation = () => identifier("link of eve");
  for (const each of pair.toClient.splice(0)) await page.receive(each);
  await page.transport?.sealing.last;
  for (const each of said) await pair.host.receive(each);
  assert.deepEqual(
    pair.host.confirmations.map(({ invitation }) => invitation),
    [PLACE.invitation],
  );
});
