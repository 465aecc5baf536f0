import assert from "node:assert/strict";
import { test } from "node:test";

import { Seat } from "../../static/js/seat.js";
import { SessionCourse } from "../../static/js/session_course.js";
import { FakeDevices, FakeLegs, newTab } from "./fake_page.js";

/** A room in which a session may be on. */
function begin() {
  const seat = new Seat("room room", newTab());
  seat.keep({ token: "token" });
  const media = { blocked: true };
  const room = /** @type {any} */ ({ id: "room", seat, connected: true, isOver: false, media });
  const [devices, legs] = [new FakeDevices(), new FakeLegs()];
  /** @type {string[]} */
  const said = [];
  /** @type {string[]} */
  const addresses = [];
  const course = new SessionCourse({
    rooms: new Map([["room", room]]),
    devices: /** @type {any} */ (devices),
    legs: /** @type {any} */ (legs),
    address: (path) => void addresses.push(path),
    say: (text) => void said.push(text),
  });
  return { course, room, seat, devices, legs, said, addresses };
}

test("a session begins once: its address, its clock, and the clinician's picture and sound", () => {
  const { course, room, seat, legs, addresses } = begin();
  assert.deepEqual([course.follow(room), course.follow(room)], [true, false]);
  assert.deepEqual(addresses, ["/room/room"]);
  assert.ok(seat.read()?.started);
  assert.equal(legs.tracks.audio?.kind, "audio");
});

test("its end is said, and takes address, clock and devices back", () => {
  const { course, room, seat, devices, legs, said, addresses } = begin();
  course.follow(room);
  assert.equal(course.follow(null), true);
  assert.deepEqual([said, addresses], [
    ["", "The session is over."],
    ["/room/room", "/"],
  ]);
  assert.deepEqual([seat.read(), room.media.blocked], [{ token: "token" }, false]);
  assert.deepEqual([devices.camera.track, legs.tracks.video], [null, null]);
});

test("a session of which nobody knows whether it is over keeps its address", () => {
  const { course, room, addresses } = begin();
  course.follow(room);
  room.connected = false;
  course.follow(null);
  assert.deepEqual(addresses, ["/room/room"]);
});

test("between sessions nothing of the clinician's leaves the browser", () => {
  const { course, legs } = begin();
  course.giveTracks();
  assert.deepEqual(legs.tracks, { audio: null, video: null });
});

test("a page that has sent what was not encrypted gives its connections nothing more, whatever is switched on", () => {
  const { course, room, devices, legs, said } = begin();
  course.follow(room);
  course.unencrypted();
  devices.camera = { track: /** @type {any} */ ({ kind: "video" }) };
  course.giveTracks();
  assert.deepEqual(legs.tracks, { audio: null, video: null });
  assert.match(said.at(-1) ?? "", /without encrypting/);
});
