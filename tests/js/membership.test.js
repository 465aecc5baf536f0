import assert from "node:assert/strict";
import { test } from "node:test";

import { KeyedSession } from "./keyed_session.js";

async function inSession() {
  const session = new KeyedSession();
  await session.joins("maya");
  return { session, maya: session.page("maya") };
}

test("whoever hears from the clinician's page every five seconds sends on", async () => {
  const { session, maya } = await inSession();
  await session.pass(120_000);
  assert.equal(maya.keys.sends, session.keys.sends);
  assert.equal(maya.membership.isSilent, false);
});

test("without a word from the clinician's page for fifteen seconds nothing is sent, and the person is told", async () => {
  const { session, maya } = await inSession();
  maya.withheld = [];
  await session.pass(20_500);
  assert.equal(maya.keys.sends, null);
  assert.equal(maya.membership.isSilent, true);
});

test("words that were kept back let nobody send once they are late", async () => {
  const { session, maya } = await inSession();
  await session.pass(10_000);
  maya.withheld = [];
  await session.pass(60_000);
  maya.isMute = true;
  maya.deliver();
  await session.settle();
  assert.equal(maya.keys.sends, null);
});

test("when the clinician's page is heard again the person sends on without waiting for the next beat", async () => {
  const { session, maya } = await inSession();
  maya.withheld = [];
  await session.pass(40_000);
  maya.deliver();
  await session.settle();
  assert.equal(maya.keys.sends, session.keys.sends);
  await session.pass(500);
  assert.equal(maya.membership.isSilent, false);
});

test("a secret that was withheld while others went on makes nobody send for longer than the lease", async () => {
  const { session, maya } = await inSession();
  await session.joins("ben");
  await session.pass(6000);
  maya.withheld = [];
  await session.leaves("ben", false);
  const removedAt = session.clock.now();
  while (maya.keys.sends !== null) await session.pass(250);
  assert.ok(session.clock.now() - removedAt <= 15_500);
});

test("a clock on the wall that was set lengthens no lease", async () => {
  const { session, maya } = await inSession();
  maya.withheld = [];
  await session.pass(10_000);
  const { clock } = session;
  maya.membership.clock = { now: () => clock.now() - 9000, later: clock.later.bind(clock) };
  await session.pass(7000);
  assert.equal(maya.keys.sends, null);
});

test("a first secret that is never let go is not sent under", async () => {
  const { session, maya } = await inSession();
  const ben = session.page("ben");
  maya.keys.slow = [];
  await session.joins("ben");
  await session.settle();
  assert.equal(ben.keys.sends, null);
  assert.equal(ben.membership.isSilent, false);
});

test("go for another secret than the newest changes nothing", async () => {
  const { session, maya } = await inSession();
  maya.keys.slow = [];
  await session.joins("ben");
  const before = maya.keys.sends;
  maya.membership.heard({ kind: "go", epoch: 7 });
  assert.equal(maya.keys.sends, before);
  assert.notEqual(session.epochs.number, 7);
});

test("whoever is out has no key, and beats no more", async () => {
  const { session, maya } = await inSession();
  await session.leaves("maya");
  maya.membership.tell = () => assert.fail("a beat after the end");
  await session.pass(20_000);
  assert.deepEqual([maya.keys.sends, maya.keys.held.size], [null, 0]);
});

test("after the clock on the wall was set a page sends on within a moment", async () => {
  const { session, maya } = await inSession();
  await session.pass(6000);
  const { clock } = session;
  maya.membership.clock = { now: () => clock.now() + 3_600_000, later: clock.later.bind(clock) };
  await session.pass(1000);
  assert.equal(maya.keys.sends, session.keys.sends);
  assert.equal(maya.membership.isSilent, false);
});
