import assert from "node:assert/strict";
import { test } from "node:test";

import {
  hostIsHere,
  hosts,
  inSession,
  otherDevices,
  ownStanding,
  queue,
  reduce,
  waitedSeconds,
} from "../../static/js/room.js";

/** @import { ParticipantView, Standing, ToBrowser } from "../../static/js/messages.js" */
/** @import { Room } from "../../static/js/room.js" */

/**
 * @param {string} id
 * @param {Standing} standing
 * @param {Partial<ParticipantView>} [more]
 * @returns {ParticipantView}
 */
function view(id, standing, more = {}) {
  return {
    id,
    role: standing === "host" ? "clinician" : "client",
    standing,
    connected: true,
    previewed: false,
    ...more,
  };
}

/**
 * @param {ParticipantView[]} people
 * @param {string} [you]
 * @returns {Room}
 */
function welcomed(people, you = "maya") {
  const message = /** @type {ToBrowser} */ ({
    type: "welcome",
    room: "room",
    version: 7,
    you,
    clinician: "Dr Ruiz",
    seat: "token",
    leg: 0,
    code_word: true,
    host: "ruiz",
    people,
  });
  return /** @type {Room} */ (reduce(null, message, 1000));
}

/**
 * @param {number} version
 * @param {ParticipantView[]} people
 * @param {string[]} [gone]
 * @returns {ToBrowser}
 */
function changed(version, people, gone = []) {
  return { type: "changed", room: "room", version, host: "ruiz", people, gone };
}

/**
 * @param {Room} room
 * @param {ToBrowser} message
 * @returns {Room}
 */
function after(room, message) {
  return /** @type {Room} */ (reduce(room, message, 2000));
}

test("a welcome is the whole of what the page knows", () => {
  const room = welcomed([view("maya", "checking"), view("ruiz", "host")]);
  assert.equal(ownStanding(room), "checking");
  assert.equal(room.clinician, "Dr Ruiz");
  assert.equal(room.ended, null);
  assert.equal(hosts(room), false);
});

test("the next version changes those it names and removes those who are gone", () => {
  const before = welcomed([view("maya", "waiting"), view("ruiz", "host"), view("ben", "admitted")]);
  const room = after(before, changed(8, [view("maya", "admitted")], ["ben"]));
  assert.equal(ownStanding(room), "admitted");
  assert.deepEqual(Object.keys(room.people).sort(), ["maya", "ruiz"]);
  assert.equal(ownStanding(before), "waiting", "a state is never changed in place");
});

test("a missed version asks for the whole again, and a repeated one changes nothing", () => {
  const room = welcomed([view("maya", "waiting")]);
  assert.equal(after(room, changed(9, [view("maya", "admitted")])).gap, true);
  assert.equal(after(room, changed(7, [view("maya", "admitted")])), room);
});

test("a message about another room changes nothing", () => {
  const room = welcomed([view("maya", "waiting")]);
  assert.equal(after(room, { type: "ended", room: "other", how: "ended" }), room);
});

test("before the welcome nothing is known", () => {
  assert.equal(reduce(null, changed(1, []), 0), null);
});

test("a page that comes back learns from its standing that its part is over", () => {
  for (const standing of /** @type {const} */ (["left", "declined", "ended"])) {
    assert.equal(welcomed([view("maya", standing)]).ended, standing);
  }
});

test("somebody removed is told how, although the room lists them no more", () => {
  const listed = after(welcomed([view("maya", "admitted")]), changed(8, [], ["maya"]));
  const room = after(listed, { type: "ended", room: "room", how: "removed" });
  assert.equal(room.ended, "removed");
  assert.equal(ownStanding(room), "ended");
});

test("checking in again after the end forgets how it ended", () => {
  const ended = after(welcomed([view("maya", "admitted")]), { type: "ended", room: "room", how: "ended" });
  assert.equal(ended.ended, "ended");
  assert.equal(after(ended, changed(8, [view("maya", "waiting")])).ended, null);
});

test("whoever moved to another device learns so, and hears it still when somebody else comes or goes", () => {
  const left = after(welcomed([view("maya", "admitted")]), changed(8, [view("maya", "left")]));
  const moved = after(left, { type: "ended", room: "room", how: "moved" });
  const later = after(moved, changed(9, [view("ruiz", "host")]));
  assert.deepEqual([left.ended, moved.ended, later.ended], ["left", "moved", "moved"]);
  assert.equal(after(later, changed(10, [view("maya", "waiting")])).ended, null);
});

test("a session that was opened again is news until the person comes back, also through a lost connection", () => {
  const ended = after(welcomed([view("maya", "admitted")]), changed(8, [view("maya", "ended")]));
  const opened = after(ended, { type: "reopened", room: "room" });
  assert.deepEqual([ended.reopened, opened.reopened], [false, true]);
  const message = { type: "welcome", room: "room", version: 3, you: "maya", clinician: "Dr Ruiz" };
  const rest = { seat: "token", leg: 0, code_word: true, host: "ruiz", people: [view("maya", "ended")] };
  const again = after(opened, /** @type {ToBrowser} */ ({ ...message, ...rest }));
  assert.deepEqual([again.reopened, again.ended], [true, "ended"]);
  assert.equal(after(again, changed(4, [view("maya", "waiting")])).reopened, false);
});

test("whether the link asks for a code word is in the welcome", () => {
  assert.equal(welcomed([view("maya", "checking")]).codeWord, true);
});

test("whoever is in session sees the other devices of their own link, and themselves among none of them", () => {
  const room = welcomed([view("maya", "admitted"), view("phone", "waiting"), view("ben", "admitted")]);
  assert.deepEqual(
    otherDevices(room).map(({ id }) => id),
    ["phone"],
  );
});

test("a host who is away, or none at all, is not here", () => {
  assert.equal(hostIsHere(welcomed([view("ruiz", "host")])), true);
  assert.equal(hostIsHere(welcomed([view("ruiz", "host", { connected: false })])), false);
  assert.equal(hostIsHere({ ...welcomed([]), host: null }), false);
});

test("the queue holds those who wait, the longest first, then those who check in now", () => {
  const room = welcomed(
    [
      view("new", "checking"),
      view("short", "waiting", { waited: 10 }),
      view("long", "waiting", { waited: 300 }),
      view("gone", "checking", { connected: false }),
      view("in", "admitted"),
      view("ruiz", "host"),
    ],
    "ruiz",
  );
  assert.deepEqual(
    queue(room, 1000).map(({ id }) => id),
    ["long", "short", "new"],
  );
});

test("waiting goes on being counted between messages", () => {
  const room = welcomed([view("maya", "waiting", { waited: 60 })], "ruiz");
  assert.equal(waitedSeconds(/** @type {any} */ (room.people.maya), 31_000), 90);
});

test("in session are the admitted and the held, but not oneself", () => {
  const room = welcomed([
    view("maya", "admitted"),
    view("ben", "held"),
    view("ann", "waiting"),
    view("ruiz", "host"),
  ]);
  assert.deepEqual(
    inSession(room).map(({ id }) => id),
    ["ben"],
  );
});

test("when the server is to stop is known until the next welcome, which is followed by it if it still holds", () => {
  const before = welcomed([view("ruiz", "host"), view("maya", "admitted")]);
  assert.equal(before.stopsAt, undefined);
  const told = after(before, { type: "stopping", room: "room", seconds: 60 });
  assert.equal(told.stopsAt, 62_000);
  assert.equal(after(told, { type: "stopping", room: "another", seconds: 1 }).stopsAt, 62_000);
  assert.equal(after(told, changed(8, [view("maya", "held")])).stopsAt, 62_000);
  const { id: room, you, clinician } = told;
  const welcome = { room, you, clinician, version: 1, seat: "t", leg: 0, code_word: false, host: null, people: [] };
  assert.equal(after(told, { type: "welcome", ...welcome }).stopsAt, undefined);
});
