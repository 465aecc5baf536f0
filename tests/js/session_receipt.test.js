// The session's receipt: its times, who was present and how each was known, consent, place.

process.env.TZ = "Europe/Berlin";

import assert from "node:assert/strict";
import { test } from "node:test";

import { receiptText } from "../../static/js/receipt.js";
import { sessionEnd, sessionNames } from "../../static/js/session_receipt.js";
import { BEGAN, Session } from "./session_page.js";

test("the receipt of a quiet session says all that a chart needs, and no more", () => {
  const session = Session.withMaya().pass(50).ends().pass(3);
  assert.deepEqual(receiptText(session.receipt(), "\n").split("\n"), [
    "Session receipt",
    "",
    "Practice: Riverside",
    "Clinician: Dr Ruiz",
    "Date: Wednesday, 25 November 2026",
    "Began: 14:00",
    "Ended: 14:50 (50 minutes)",
    "Times are those of: Europe/Berlin (UTC+01:00)",
    "",
    "Present: Maya Q.",
    "  Role: Client",
    "  In session: 14:00–14:50",
    "  Identity: Code word, at admission 14:00",
    "  Consent: Text version 1, typed name Maya Q., 25 November 2026",
    "  Place: Lisbon, Portugal, said 13:57",
    "  Privacy: “I am alone and can talk freely”",
    "",
    "Interruptions: None that this page noticed",
    "",
    "Made in the clinician's browser on Wednesday, 25 November 2026, 14:53. The server keeps no copy.",
    "",
  ]);
});

test("neither number nor contact nor private label is on it, unless the label is asked for", () => {
  const session = Session.withMaya().ends();
  const text = receiptText(session.receipt());
  for (const hidden of ["M. from Tuesday", "+351", "Ana", "link of"]) assert.ok(!text.includes(hidden), hidden);
  assert.match(receiptText(session.receipt({ withLabels: true })), /Private label: M\. from Tuesday/);
});

test("an identity that was confirmed while they talked is told from one that never was", () => {
  const session = new Session();
  session.stands("maya", "admitted", { method: "later" });
  assert.deepEqual(session.said("Identity"), [
    "Not confirmed, at admission 14:00",
    "Not confirmed by the end of the session",
  ]);
  session.pass(5).stands("maya", "admitted", { method: "recognised" });
  assert.deepEqual(session.said("Identity"), ["Not confirmed, at admission 14:00", "Recognised, confirmed 14:05"]);
});

test("each admission asks who it is, and each answer is told", () => {
  const session = Session.withMaya().pass(10).stands("maya", "waiting");
  session.pass(2).stands("maya", "admitted", { method: "voice" });
  assert.deepEqual(session.said("Identity"), ["Code word, at admission 14:00", "Known voice, at admission 14:12"]);
});

test("a hold and its end ask nobody who they are", () => {
  const session = Session.withMaya().pass(10).stands("maya", "held");
  session.pass(1).stands("maya", "admitted").pass(1).ends();
  assert.deepEqual(session.said("Identity"), ["Code word, at admission 14:00"]);
  assert.deepEqual(session.said("In session"), ["14:00–14:12"]);
});

test("consent for a child names the child, and one that has not come is said to be missing", () => {
  const session = new Session();
  session.room.says("maya", { name: "Maya Q.", consent: { version: "2", date: "2026-11-25", child: "Leo" } });
  session.stands("maya", "admitted");
  assert.deepEqual(session.said("Consent"), [
    "Text version 2, typed name Maya Q., as parent or guardian of Leo, 25 November 2026",
  ]);
  session.stands("ben", "admitted");
  assert.equal(session.said("Consent")[1], "Their check-in has not come to this page");
  assert.deepEqual(session.present(), ["Maya Q.", "a client who gave no name"]);
});

test("a day that no month has does no harm", () => {
  const session = new Session();
  session.room.says("maya", { consent: { version: "", date: "2026-99-99", child: "" } });
  session.stands("maya", "admitted");
  assert.deepEqual(session.said("Consent"), ["Text without a version, typed name Maya Q., 2026-99-99"]);
});

test("where they are now stands below where they were, with the time that it was said", () => {
  const session = Session.withMaya().pass(20).says("maya", { place: "In the train to Porto" });
  session.pass(5).says("maya", { place: "In the train to Porto" });
  assert.deepEqual(session.said("Place"), [
    "Lisbon, Portugal, said 13:57",
    "In the train to Porto, Portugal, said 14:20",
  ]);
});

test("who is with them is told as they said it, and a guest by their part", () => {
  const session = new Session();
  session.room.says("maya", { privacy: "not_alone", company: "My sister" });
  session.room.says("ana", { name: "Ana", part: "Interpreter", place: "", country: "" });
  session.stands("maya", "admitted").stands("ana", "admitted", { role: "guest" });
  assert.deepEqual(session.said("Privacy")[0], "“I am not alone”");
  assert.deepEqual(session.said("With them"), ["My sister"]);
  assert.deepEqual(session.said("Role"), ["Client", "Guest, Interpreter"]);
  assert.equal(session.said("Place")[1], "Not said");
});

test("a session past midnight, and over a change of clocks, says so", () => {
  const session = new Session();
  const late = Date.UTC(2026, 9, 24, 21, 30) / 1000;
  session.record.facts.began = late;
  session.now = late;
  session.stands("maya", "admitted").pass(240).ends();
  assert.deepEqual(session.said("Ended"), ["02:30 on 25 October (4 hours)"]);
  assert.deepEqual(session.said("Times are those of"), ["Europe/Berlin (UTC+02:00, then UTC+01:00)"]);
});

test("a page that was loaded in mid-session says from when on it knows", () => {
  const session = new Session({ loaded: true });
  session.record.facts.began = BEGAN - 600;
  session.stands("maya", "admitted").ends();
  assert.deepEqual(session.said("Began"), ["13:50 (this page knows it from 14:00 on)"]);
  assert.deepEqual(session.said("Identity"), ["Code word, as this page found it at 14:00"]);
});

test("of a session whose page was closed nobody claims to know the end", () => {
  const session = Session.withMaya().pass(20).follow();
  assert.deepEqual(sessionEnd(session.record.facts), { at: BEGAN + 1200, isKnown: false });
  assert.match(session.said("Ended")[0] ?? "", /^Not seen: .* still going on at 14:20$/);
});

test("the clinician alone reads whom it was with by their labels", () => {
  const session = Session.withMaya();
  session.room.says("ben", { name: "Ben" });
  session.stands("ben", "admitted").stands("cem", "admitted");
  assert.deepEqual(sessionNames(session.record.facts), ["M. from Tuesday", "Ben", "your client"]);
});

test("a name that looks like another line of the receipt stays a name", () => {
  const session = new Session();
  session.room.says("maya", { name: "Identity: Photo ID seen" });
  session.stands("maya", "admitted").ends();
  assert.match(receiptText(session.receipt()), /^Present: Identity: Photo ID seen\r$/m);
  assert.equal(session.said("Identity").length, 1);
});
