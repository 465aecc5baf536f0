import assert from "node:assert/strict";
import { test } from "node:test";

import { screenOf } from "../../static/js/visit_screen.js";
import { view } from "./fake_page.js";

/** @import { How, Standing } from "../../static/js/messages.js" */
/** @import { Status } from "../../static/js/signalling.js" */

/** @type {Status} */
const OPEN = { state: "open" };
/** @type {Status} */
const OVER = { state: "over", verdict: "gone", code: "seat_over", text: "" };

/** @param {Standing} standing @param {{ended?: How|null, elsewhere?: boolean}} [more] @returns {any} */
function room(standing, { ended = null, elsewhere = false } = {}) {
  return { you: "maya", ended, people: { maya: { ...view("maya", standing), other_device: elsewhere } } };
}

/** @param {any} room @param {{status?: Status, asksAgain?: boolean}} [more] */
const shown = (room, { status = OPEN, asksAgain = false } = {}) =>
  screenOf({ room, standing: room && room.people.maya.standing, status, asksAgain });

test("the screen follows where the person stands", () => {
  assert.equal(shown(null), "loading");
  assert.equal(shown(room("checking")), "check_in");
  assert.equal(shown(room("waiting")), "waiting");
  assert.equal(shown(room("admitted")), "stage");
  assert.equal(shown(room("held")), "held");
  assert.equal(shown(room("ended", { ended: "ended" })), "ended");
});

test("a connection that is over for good is said, but how one's part has ended comes first", () => {
  assert.equal(shown(null, { status: OVER }), "over");
  assert.equal(shown(room("waiting"), { status: OVER }), "over");
  assert.equal(shown(room("left", { ended: "left" }), { status: OVER }), "ended");
  assert.equal(shown(room("left", { ended: "left" }), { status: OVER, asksAgain: true }), "over");
});

test("whoever is in session on another device checks in and waits on a further one like anybody", () => {
  assert.equal(shown(room("checking", { elsewhere: true })), "check_in");
  assert.equal(shown(room("waiting", { elsewhere: true })), "waiting");
});

test("a device whose place has moved says so, also after the other session and after a reload", () => {
  assert.equal(shown(room("left", { ended: "moved", elsewhere: true })), "other_device");
  assert.equal(shown(room("left", { ended: "moved" })), "other_device");
  assert.equal(shown(room("left", { ended: "left", elsewhere: true })), "other_device");
  assert.equal(shown(room("left", { ended: "moved" }), { asksAgain: true }), "check_in");
});

test("a decline is a decline, whoever else is in session by the same link", () => {
  assert.equal(shown(room("declined", { ended: "declined", elsewhere: true })), "ended");
});
