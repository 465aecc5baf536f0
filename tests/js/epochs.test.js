import assert from "node:assert/strict";
import { test } from "node:test";

import { numberAfter } from "../../static/js/epochs.js";
import { kidOf, readKid } from "../../static/js/media_secret.js";
import { KeyedSession } from "./keyed_session.js";
import { seededRandom } from "./seeded_random.js";

test("the first who is admitted is handed a secret, and both send under it at once", async () => {
  const session = new KeyedSession();
  await session.joins("maya");
  const { keys } = session.page("maya");
  assert.notEqual(session.keys.sends, null);
  assert.equal(keys.sends, session.keys.sends);
  const period = session.period;
  assert.deepEqual(
    period?.members.map(({ participant, sender }) => [participant, sender]),
    [
      ["host", 0],
      ["maya", 1],
    ],
  );
  assert.deepEqual(keys.held.get(period?.epoch ?? -1)?.secret, period?.secret);
});

test("no epoch's key ids look like a preview's, and no number is followed by itself", () => {
  for (const number of [0, 1, 254, 255, 511, 65_535, 2 ** 32 - 2, 2 ** 32 - 1]) {
    const next = numberAfter(number);
    assert.notEqual(readKid(kidOf(next, 1, 0))?.epochByte, 0);
    assert.ok(next !== number && next > 0 && next < 2 ** 32, `${number} → ${next}`);
  }
  assert.deepEqual([254, 255, 511, 2 ** 32 - 1].map(numberAfter), [255, 257, 513, 1]);
});

test("whoever stays sends under the old secret until all of them hold the new one", async () => {
  const session = new KeyedSession();
  await session.joins("maya");
  const before = session.keys.sends;
  const maya = session.page("maya");
  maya.keys.slow = [];
  await session.joins("ben");
  assert.deepEqual([session.keys.sends, maya.keys.sends, session.page("ben").keys.sends], [before, before, null]);
  for (const resolve of maya.keys.slow) resolve();
  await session.settle();
  const now = session.keys.sends;
  assert.notEqual(now, before);
  assert.deepEqual([maya.keys.sends, session.page("ben").keys.sends], [now, now]);
});

test("somebody who does not answer holds nobody up for more than two seconds", async () => {
  const session = new KeyedSession();
  await session.joins("maya");
  const before = session.keys.sends;
  session.page("maya").keys.slow = [];
  await session.joins("ben");
  await session.pass(2000);
  assert.notEqual(session.keys.sends, before);
  assert.equal(session.page("ben").keys.sends, session.keys.sends);
});

test("what was before is received under for five seconds after somebody has come", async () => {
  const session = new KeyedSession();
  await session.joins("maya");
  const before = session.keys.sends ?? -1;
  await session.joins("ben");
  await session.pass(4750);
  assert.ok(session.keys.held.has(before) && session.page("maya").keys.held.has(before));
  await session.pass(500);
  assert.ok(!session.keys.held.has(before) && !session.page("maya").keys.held.has(before));
});

test("when somebody goes everybody switches as they hear of it, and forgets the old keys within a second", async () => {
  const session = new KeyedSession();
  await session.joins("maya");
  await session.joins("ben");
  await session.pass(6000);
  const before = session.keys.sends ?? -1;
  await session.leaves("ben");
  const now = session.keys.sends;
  assert.notEqual(now, before);
  assert.equal(session.page("maya").keys.sends, now);
  await session.pass(1250);
  assert.ok(!session.keys.held.has(before) && !session.page("maya").keys.held.has(before));
});

test("somebody who comes right after somebody has gone keeps no old key alive", async () => {
  const session = new KeyedSession();
  await session.joins("maya");
  await session.joins("ben");
  await session.pass(6000);
  const before = session.keys.sends ?? -1;
  await session.leaves("ben");
  await session.joins("cleo");
  await session.pass(1250);
  assert.ok(!session.keys.held.has(before));
});

test("a page that is loaded again is somebody new to the others, under its own number", async () => {
  const session = new KeyedSession();
  await session.joins("maya");
  const before = session.period;
  await session.returns("maya");
  const now = session.period;
  assert.notEqual(now?.epoch, before?.epoch);
  assert.notDeepEqual(now?.secret, before?.secret);
  assert.equal(now?.members[1]?.sender, before?.members[1]?.sender);
  assert.notDeepEqual(now?.members[1]?.load, before?.members[1]?.load);
});

test("used up stream numbers begin again under a new secret", async () => {
  const session = new KeyedSession();
  await session.joins("maya");
  const before = session.keys.sends;
  session.page("maya").membership.exhausted();
  await session.pass(2250);
  assert.notEqual(session.keys.sends, before);
  assert.equal(session.page("maya").keys.sends, session.keys.sends);
});

test("asked without end for another secret, the host makes no more than one in two seconds, and who joins can send", async () => {
  const session = new KeyedSession();
  await session.joins("maya");
  await session.pass(3000);
  const before = session.epochs.number;
  session.page("maya").keys.slow = [];
  await session.joins("ben");
  for (let time = 0; time < 20; time += 1) {
    session.page("maya").membership.exhausted();
    await session.pass(500);
  }
  assert.ok(session.epochs.number - before <= 7, `${session.epochs.number - before} in 10 s`);
  assert.notEqual(session.page("ben").keys.sends, null);
});

test("whoever comes again and again keeps nobody on the secret of somebody who was removed", async () => {
  const session = new KeyedSession();
  for (const name of ["maya", "ben", "eve"]) await session.joins(name);
  await session.pass(6000);
  const ofEve = session.keys.sends;
  const maya = session.page("maya");
  maya.keys.slow = [];
  session.keys.slow = [];
  session.members.delete("eve");
  // The page of another is loaded again before anybody's worker holds the secret that Eve has not.
  await Promise.all([session.follow(), session.returns("ben")]);
  for (const keys of [maya.keys, session.keys]) for (const resolve of keys.slow ?? []) resolve();
  await session.settle();
  assert.notEqual(maya.keys.sends, ofEve);
  assert.notEqual(session.keys.sends, ofEve);
  await session.pass(1250);
  assert.ok(!maya.keys.held.has(ofEve ?? 0) && !session.keys.held.has(ofEve ?? 0), "nor is it received under for longer");
});

test("an epoch that is overtaken without end is gone over to after two seconds all the same", async () => {
  const session = new KeyedSession();
  await session.joins("maya");
  await session.joins("ben");
  await session.pass(6000);
  const before = session.keys.sends;
  session.page("maya").keys.slow = [];
  for (let time = 0; time < 5; time += 1) {
    await session.returns("ben");
    await session.pass(500);
  }
  assert.notEqual(session.keys.sends, before);
});

test("when the last has gone nothing is held and nothing is sent", async () => {
  const session = new KeyedSession();
  await session.joins("maya");
  await session.leaves("maya");
  assert.deepEqual([session.keys.sends, session.keys.held.size, session.period], [null, 0, null]);
  assert.deepEqual([session.page("maya").keys.sends, session.page("maya").keys.held.size], [null, 0]);
});

test("in 300 random sessions nobody is handed a secret from before they came or after they went", async () => {
  for (let seed = 1; seed <= 300; seed += 1) await randomSession(seededRandom(seed));
});

/** @param {() => number} random */
async function randomSession(random) {
  const session = new KeyedSession();
  const names = ["maya", "ben", "cleo", "dara"];
  /** Which epochs were made while each was in. @type {Map<string, Set<number>>} */
  const rightful = new Map(names.map((name) => [name, new Set()]));
  for (let step = 0; step < 12; step += 1) {
    const name = names[Math.floor(random() * names.length)] ?? "maya";
    if (!session.members.has(name)) await session.joins(name);
    else if (random() < 0.3) await session.returns(name);
    else await session.leaves(name, random() < 0.5);
    for (const member of session.members) rightful.get(member)?.add(session.epochs.number);
    await session.pass(random() * 8000);
    assertAgreement(session);
  }
  for (const [name, page] of session.pages) {
    for (const epoch of page.secrets.keys()) assert.ok(rightful.get(name)?.has(epoch));
  }
  const secrets = [...session.pages.values()].flatMap((page) => [...page.secrets]);
  assert.equal(new Set(secrets.map(([, secret]) => secret)).size, new Set(secrets.map(([epoch]) => epoch)).size);
}

/** Everybody who is in sends under one secret, each by a number of their own. @param {KeyedSession} session */
function assertAgreement(session) {
  const senders = [...session.members].map((name) => session.page(name).keys.held.get(session.epochs.number));
  const numbers = senders.map((period) => period?.own.sender);
  assert.ok(!numbers.includes(undefined) && !numbers.includes(0));
  assert.equal(new Set(numbers).size, numbers.length);
  for (const period of senders) assert.deepEqual(period?.secret, session.keys.held.get(session.epochs.number)?.secret);
}

test("somebody who comes while a leave is still on its way keeps nobody at what the other could read", async () => {
  const session = new KeyedSession();
  await session.joins("maya");
  await session.joins("ben");
  await session.pass(6000);
  const before = session.keys.sends ?? -1;
  const maya = session.page("maya");
  maya.keys.slow = [];
  await session.leaves("ben");
  await session.joins("cleo");
  // No further word comes through, not even a go.
  maya.withheld = [];
  for (const resolve of maya.keys.slow) resolve();
  await session.settle();
  assert.notEqual(maya.keys.sends, before);
  await session.pass(1250);
  assert.ok(!maya.keys.held.has(before));
});
