// What broke into a session: leaves, rejoins, second devices, holds and lost connections, each told as what it was.

process.env.TZ = "Europe/Berlin";

import assert from "node:assert/strict";
import { test } from "node:test";

import { SessionRecord } from "../../static/js/session_record.js";
import { viewOf } from "./fake_hosted.js";
import { BEGAN, Session } from "./session_page.js";

/** The same person's second device, which waits by the same link. */
const PHONE = { invitation: "link of maya", other_device: true };

test("a connection that was lost is told with whose it was, from when to when", () => {
  const session = Session.withMaya().pass(20).stands("maya", "admitted", { connected: false });
  session.pass(3).stands("maya", "admitted").pass(27).ends();
  assert.deepEqual(session.interruptions(), ["14:20–14:23: Connection lost: Maya Q. (3 min)"]);
  assert.deepEqual(session.said("In session"), ["14:00–14:50"], "being away is not being gone");
});

test("one that was lost at the end was lost until the end", () => {
  const session = Session.withMaya().pass(20).stands("maya", "admitted", { connected: false }).pass(5).ends();
  assert.deepEqual(session.interruptions(), ["14:20 until the end: Connection lost: Maya Q."]);
});

test("so many that nobody would read them are told together", () => {
  const session = Session.withMaya();
  for (let turn = 0; turn < 30; turn += 1) {
    session.pass(1).stands("maya", "admitted", { connected: false });
    session.pass(0.5).stands("maya", "admitted");
  }
  session.ends();
  assert.equal(session.interruptions().length, 1);
  assert.match(session.interruptions()[0] ?? "", /Connection lost 30 times, 15 min altogether: Maya Q\./);
});

test("the clinician's own is told as the clinician's, and what was not seen meanwhile is not claimed", () => {
  const session = Session.withMaya().pass(10);
  session.room.connected = false;
  session.follow().pass(4);
  session.room.welcome();
  session.follow();
  assert.deepEqual(session.interruptions(), ["14:10 until the end: Connection lost: Dr Ruiz"]);
  assert.deepEqual(session.said("In session"), ["14:00 until some time before 14:14"]);
});

test("a session that is ended without a connection is over at that moment", () => {
  const session = Session.withMaya().pass(10);
  session.room.connected = false;
  session.follow().pass(5).ends().pass(5);
  session.room.welcome();
  session.follow();
  assert.deepEqual(session.said("Ended"), ["14:15 (15 minutes)"]);
  assert.deepEqual(session.said("In session"), ["14:00–14:15"]);
  assert.deepEqual(session.interruptions(), ["14:10 until the end: Connection lost: Dr Ruiz"]);
});

test("holds and being sent back are named as such", () => {
  const session = Session.withMaya().pass(10).stands("maya", "held").pass(2).stands("maya", "admitted");
  session.pass(8).stands("maya", "waiting").pass(5).stands("maya", "admitted").pass(5).ends();
  assert.deepEqual(session.interruptions(), [
    "14:10–14:12: On hold: Maya Q. (2 min)",
    "14:20–14:25: Sent back to the waiting room, and admitted again: Maya Q. (5 min)",
  ]);
  assert.deepEqual(session.said("In session"), ["14:00–14:20, 14:25–14:30"]);
});

test("who was sent back and not admitted again is an interruption, who left for good is none", () => {
  const session = Session.withMaya();
  session.room.says("ana", { name: "Ana" });
  session.room.says("ben", { name: "Ben" });
  session.stands("ana", "admitted", { role: "guest" }).stands("ben", "admitted", { role: "guest" });
  session.pass(5).stands("ana", "waiting", { role: "guest" }).pass(5).stands("ben", "left", { role: "guest" }).ends();
  assert.deepEqual(session.interruptions(), ["14:05: Sent back to the waiting room: Ana"]);
  assert.deepEqual(session.said("In session"), ["14:00–14:10", "14:00–14:05", "14:00–14:10 (left)"]);
});

test("leaving and coming back is told once, although nobody else was there meanwhile", () => {
  const session = Session.withMaya().pass(20).stands("maya", "left").pass(3).stands("maya", "admitted").pass(7).ends();
  assert.deepEqual(session.interruptions(), ["14:20–14:23: Left, and was admitted again: Maya Q. (3 min)"]);
});

test("a move to another device is one presence, and no second admission", () => {
  const session = Session.withMaya().pass(10);
  session.room.stands("phone", "waiting", PHONE);
  session.room.says("phone", { name: "Maya Q." });
  session.room.changes([
    /** @type {any} */ ({ ...session.room.person("maya"), standing: "left" }),
    /** @type {any} */ ({ ...session.room.person("phone"), standing: "admitted" }),
  ]);
  session.follow().pass(10).ends();
  assert.deepEqual(session.present(), ["Maya Q."]);
  assert.deepEqual(session.said("In session"), ["14:00–14:20"]);
  assert.deepEqual(session.said("Identity"), ["Code word, at admission 14:00"]);
  assert.deepEqual(session.interruptions(), ["14:10: Went on with another device: Maya Q."]);
});

test("a device that takes the place of a lost one is one presence, and its admission asked who it is", () => {
  const session = Session.withMaya().pass(10).stands("maya", "admitted", { connected: false }).pass(2);
  session.room.says("phone", { name: "Maya Q." });
  session.room.letting.admission = { participant: "phone" };
  session.room.changes([
    /** @type {any} */ ({ ...session.room.person("maya"), standing: "left" }),
    { .../** @type {any} */ (session.room.person("maya")), ...PHONE, id: "phone", connected: true },
  ]);
  session.follow().pass(8).ends();
  assert.deepEqual(session.said("In session"), ["14:00–14:20"]);
  assert.deepEqual(session.said("Identity"), ["Code word, at admission 14:00", "Code word, at admission 14:12"]);
  assert.deepEqual(session.interruptions(), ["14:10–14:12: Connection lost: Maya Q. (2 min)"]);
});

test("somebody who was let in by a client's link as a guest is another person", () => {
  const session = Session.withMaya();
  session.room.says("brother", { name: "Leo" });
  session.stands("brother", "admitted", { role: "guest", invitation: "link of maya" });
  assert.deepEqual(session.present(), ["Maya Q.", "Leo"]);
  session.pass(1).stands("brother", "left", { role: "guest", invitation: "link of maya" });
  session.room.says("sister", { name: "Ana" });
  session.stands("sister", "admitted", { role: "guest", invitation: "link of maya" });
  assert.deepEqual(session.present(), ["Maya Q.", "Leo", "Ana"]);
});

test("who was removed is told from who left", () => {
  const session = Session.withMaya();
  session.room.says("ana", { name: "Ana" });
  session.stands("ana", "admitted", { role: "guest" }).pass(5);
  session.room.changes([], { gone: ["ana"] });
  session.follow().pass(5).ends();
  assert.deepEqual(session.said("In session"), ["14:00–14:10", "14:00–14:05 (removed)"]);
});

test("a session that goes on in another window ends here, and says so", () => {
  const session = Session.withMaya().pass(10);
  session.room.changes([viewOf("maya", "waiting")], { host: "other" });
  session.follow();
  assert.match(session.interruptions()[0] ?? "", /^14:10: Went on in another window.*: Dr Ruiz$/);
  assert.equal(session.record.ended, BEGAN + 600);
});

test("a page that was loaded again tells for how long nobody saw the session", () => {
  const before = Session.withMaya().pass(10).follow();
  const after = new Session({ loaded: true });
  after.now = before.now + 120;
  after.room = before.room;
  after.record = SessionRecord.begin(after.room.hosted, after.now, true);
  after.follow();
  assert.equal(after.record.follows(before.record.facts), true);
  after.pass(10).ends();
  assert.deepEqual(after.interruptions(), ["14:10–14:12: Page closed or loaded again: Dr Ruiz (2 min)"]);
  assert.deepEqual(after.said("In session"), ["14:00–14:22"]);
  assert.deepEqual(after.said("Identity"), ["Code word, at admission 14:00"]);
  assert.deepEqual(after.said("Began"), ["14:00"]);
});

test("who left while no page was there is not said to have been there", () => {
  const before = Session.withMaya();
  before.room.says("ana", { name: "Ana" });
  before.stands("ana", "admitted", { role: "guest" }).pass(10).follow();
  const after = new Session();
  after.now = before.now + 300;
  after.room = before.room;
  after.room.stands("ana", "left", { role: "guest" });
  after.record = SessionRecord.begin(after.room.hosted, after.now, true);
  after.follow();
  after.record.follows(before.record.facts);
  assert.deepEqual(after.said("In session"), ["from 14:00", "14:00 until some time before 14:15"]);
});

test("who is sent away is out at once, and what became of them is told when the server has said it", () => {
  for (const [standing, said] of /** @type {const} */ ([
    ["waiting", "14:00–14:05"],
    ["left", "14:00–14:05 (left)"],
    [null, "14:00–14:05 (removed)"],
  ])) {
    const session = Session.withMaya().pass(5);
    session.room.sentAway.add("maya");
    session.follow();
    assert.equal(session.record.isSettled, false);
    session.pass(1).follow();
    if (standing === null) session.room.changes([], { gone: ["maya"] });
    else session.room.stands("maya", standing);
    session.follow();
    assert.deepEqual([session.record.isSettled, session.said("In session")], [true, [said]]);
  }
});

test("who came back from a lost connection to the waiting room is not said to have been sent there", () => {
  const session = Session.withMaya().pass(5);
  session.room.connected = false;
  session.follow().pass(5);
  session.room.welcome(viewOf("maya", "waiting"));
  session.follow().pass(1).follow();
  assert.deepEqual(session.interruptions(), ["14:05 until the end: Connection lost: Dr Ruiz"]);
});
