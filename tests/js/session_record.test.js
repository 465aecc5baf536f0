// A session noted moment by moment: what is new is noted once, and what cannot be told apart is one session.

import assert from "node:assert/strict";
import { test } from "node:test";

import { SessionRecord } from "../../static/js/session_record.js";
import { viewOf } from "./fake_hosted.js";
import { BEGAN, Session } from "./session_page.js";

test("what is said again and again is noted once", () => {
  const session = new Session();
  session.room.says("maya", { name: "Maya Q." });
  session.room.stands("maya", "admitted");
  const follow = () => session.record.follow(session.room.hosted, session.now, () => "Maya");
  assert.equal(follow(), true);
  for (let turn = 0; turn < 10; turn += 1) assert.equal(follow(), false);
  const { moments, said } = session.record.facts;
  assert.deepEqual([moments.length, said.length], [1, 1]);
});

test("it is plain data, so that it can be sealed and read again", () => {
  const { facts } = Session.withMaya().pass(5).ends().record;
  assert.deepEqual(JSON.parse(JSON.stringify(facts)), facts);
});

test("how microphones and cameras are, and what is not for a receipt, is not noted", () => {
  const { facts } = Session.withMaya().says("maya", { callback: "+351 999", device: "Phone" }).record;
  const text = JSON.stringify(facts);
  for (const unneeded of ["+351", "Phone", "microphone", "codeWord"]) assert.ok(!text.includes(unneeded), unneeded);
});

test("a label that the vault says later is noted then, and not lost when it is locked", () => {
  const session = new Session();
  session.labels = {};
  session.stands("maya", "admitted");
  session.labels = { maya: "Maya" };
  session.follow();
  session.labels = {};
  session.follow();
  assert.equal(session.record.facts.people["maya"]?.label, "Maya");
});

test("whoever says something else for hours fills no memory, and the last is kept", () => {
  const session = Session.withMaya();
  for (let turn = 0; turn < 500; turn += 1) session.pass(0.1).says("maya", { place: `Stop ${turn}` });
  const { said } = session.record.facts;
  assert.deepEqual([said.length, said[0]?.place, said.at(-1)?.place], [50, "Lisbon", "Stop 499"]);
});

test("after its end nothing is noted any more", () => {
  const session = Session.withMaya().pass(5).ends();
  const { length } = session.record.facts.moments;
  session.room.connected = false;
  session.pass(5).follow();
  assert.deepEqual([session.record.facts.moments.length, session.record.ended], [length, BEGAN + 300]);
});

test("a session of the same person soon after goes on with it, of somebody else or later does not", () => {
  const { record } = Session.withMaya().pass(10).stands("maya", "left");
  const goesOn = (/** @type {string} */ id, minutes = 0, more = {}) =>
    record.goesOnWith([{ ...viewOf(id, "admitted", more), seen: 0 }], BEGAN + (10 + minutes) * 60);
  assert.equal(goesOn("maya", 3), true);
  assert.equal(goesOn("phone", 3, { invitation: "link of maya" }), true);
  assert.equal(goesOn("brother", 3, { invitation: "link of maya", role: "guest" }), false);
  assert.equal(goesOn("ben", 3), false);
  assert.equal(goesOn("maya", 16), false);
});

test("one that is on does not begin again", () => {
  const { record } = Session.withMaya();
  assert.equal(record.goesOnWith([{ ...viewOf("maya", "admitted"), seen: 0 }], BEGAN), false);
});

test("a page that was loaded knows from its tab when the session began", () => {
  const session = new Session();
  session.room.started = (BEGAN - 600) * 1000;
  assert.equal(SessionRecord.begin(session.room.hosted, BEGAN, true).facts.began, BEGAN - 600);
  assert.equal(SessionRecord.begin(session.room.hosted, BEGAN, false).facts.began, BEGAN, "an earlier session's");
  session.room.started = undefined;
  assert.equal(SessionRecord.begin(session.room.hosted, BEGAN, true).facts.began, BEGAN);
});

test("only a page that was loaded in mid-session goes on with another's record, and only of the same people", () => {
  const earlier = Session.withMaya().record.facts;
  const begin = (/** @type {string} */ id, loaded = true) => new Session({ loaded }).stands(id, "admitted").record;
  assert.equal(begin("maya").follows(earlier), true);
  assert.equal(begin("maya", false).follows(earlier), false);
  assert.equal(begin("ben").follows(earlier), false);
  assert.equal(begin("maya").follows(Session.withMaya().ends().record.facts), false, "that one was over");
});

test("a connection that flaps for hours fills no memory, and how it is now is kept", () => {
  const session = Session.withMaya();
  for (let turn = 0; turn < 1500; turn += 1) {
    session.pass(0.1).stands("maya", "admitted", { connected: turn % 2 === 0 });
  }
  const { moments } = session.record.facts;
  assert.deepEqual([moments.length, moments.at(-1)?.people[0]?.connected], [1000, false]);
  session.pass(1).ends();
  assert.deepEqual([moments.length, moments.at(-1)?.people.length], [1001, 0]);
});
