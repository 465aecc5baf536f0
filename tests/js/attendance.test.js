import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Attendance } from "../../static/js/views/attendance.js";
import { attendee, newAttendanceActs } from "./fake_attendance.js";
import { fake, fakeDocument, find, installDocument } from "./fake_document.js";

/** @import { AttendanceActs, Attendee } from "../../static/js/views/attendance.js" */

beforeEach(() => void installDocument());

/** @param {Attendee[]} attendees */
function open(...attendees) {
  /** @type {string[]} */
  const done = [];
  const names = /** @type {(keyof AttendanceActs)[]} */ (Object.keys(newAttendanceActs()));
  const acts = names.map((name) => [name, (/** @type {string} */ who) => void done.push(`${name} ${who}`)]);
  const list = new Attendance(newAttendanceActs(Object.fromEntries(acts)));
  document.body.append(list.element);
  list.update(attendees);
  const row = (/** @type {string} */ name) => find(list.element, "div", name);
  const press = (/** @type {string} */ who, /** @type {string} */ name) => find(row(who), "button", name).click();
  return { list, done, row, press, dialog: fake(list.modal.element) };
}

/** @param {import("./fake_document.js").FakeElement} within */
const shown = (within) =>
  within
    .querySelectorAll("button")
    .filter((each) => each.closest("[hidden]") === null)
    .map(({ textContent }) => textContent);

test("each row is a group named by its person, with what can be done for them", () => {
  const { row, press, done } = open(attendee("Maya", { mayInvite: true }), attendee("Ben"));
  assert.equal(row("Maya").getAttribute("role"), "group");
  const all = ["Hold", "Send to waiting room", "Emergency card", "Guest link", "Remove"];
  assert.deepEqual(shown(row("Maya")), all);
  assert.deepEqual(shown(row("Ben")), ["Hold", "Send to waiting room", "Emergency card", "Remove"]);
  press("Maya", "Hold");
  press("Ben", "Send to waiting room");
  press("Ben", "Emergency card");
  press("Maya", "Guest link");
  assert.deepEqual(done, ["hold Maya", "sendBack Ben", "emergency Ben", "invite Maya"]);
});

test("that somebody's identity is not confirmed yet is said in words, beside the way to do it", () => {
  const { list, row, press, done } = open(attendee("Maya", { unconfirmed: true }));
  assert.match(row("Maya").textContent, /Identity not yet confirmed/);
  assert.ok(shown(row("Maya")).includes("Confirm identity"));
  press("Maya", "Confirm identity");
  assert.deepEqual(done, ["confirm Maya"]);
  find(row("Maya"), "button", "Confirm identity").focus();
  list.update([attendee("Maya")]);
  assert.ok(!shown(row("Maya")).includes("Confirm identity"));
  assert.equal(fakeDocument.activeElement, fake(list.heading), "the focus had nowhere to stay");
});

test("held and lost are said in words, and Hold becomes Resume", () => {
  const { list, row, press, done } = open(attendee("Maya", { held: true }));
  assert.match(row("Maya").textContent, /On hold: neither sees nor hears you\./);
  press("Maya", "Resume");
  assert.deepEqual(done, ["resume Maya"]);
  const lost = "Maya’s connection was lost, waiting";
  list.update([attendee("Maya", { lost })]);
  assert.match(row("Maya").textContent, /Maya’s connection was lost, waiting\./);
  list.update([attendee("Maya", { held: true, lost })]);
  assert.match(row("Maya").textContent, /On hold.*Maya’s connection was lost, waiting\./);
});

test("nobody is removed before the clinician was asked", () => {
  const { press, done, dialog } = open(attendee("Maya"));
  press("Maya", "Remove");
  assert.deepEqual([dialog.open, dialog.getAttribute("aria-label"), done], [true, "Remove Maya?", []]);
  assert.match(dialog.textContent, /Maya's place ends for good\. Their link still works/);
  find(dialog, "button", "Cancel").click();
  assert.deepEqual([dialog.open, done], [false, []]);
  press("Maya", "Remove");
  find(dialog, "button", "Remove").click();
  assert.deepEqual([dialog.open, done], [false, ["remove Maya"]]);
});

test("a name with markup in it stays a name", () => {
  const { row } = open(attendee("<b>Maya</b>"));
  assert.equal(row("<b>Maya</b>").querySelectorAll("b").length, 0);
});
