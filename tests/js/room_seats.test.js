import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { ROOM_SEAT_SHELF, forgetRoomSeats, roomSeats, takeSeats } from "../../static/js/room_seats.js";
import { FakeIndexedDb } from "./fake_indexed_db.js";
import { fakeStorage } from "./fake_storage.js";

const ROOMS = [{ id: "room" }, { id: "other" }];

beforeEach(() => void Object.assign(globalThis, { indexedDB: new FakeIndexedDb() }));

/** Another page of the browser, in a tab of its own. @param {string[]} [held]  rooms that a page holds */
async function opens(held = []) {
  Object.assign(globalThis, { sessionStorage: fakeStorage() });
  const rooms = roomSeats(ROOMS);
  const locks = { query: async () => ({ held: held.map((room) => ({ name: `telehealth host ${room}` })) }) };
  await takeSeats(rooms, /** @type {any} */ (locks));
  return rooms.map(({ seat }) => seat);
}

/** A page in whose first room a session is on. */
async function inSession() {
  const [seat] = await opens();
  assert.ok(seat);
  seat.keep({ token: "token" });
  seat.keep({ started: 5 }, true);
  await seat.saved();
  return seat;
}

test("a tab that was killed in mid-session leads back to the place of its page", async () => {
  await inSession();
  const [seat, other] = await opens();
  assert.deepEqual([seat?.read(), other?.read()], [{ token: "token", started: 5 }, null]);
});

test("a room that another page of the browser holds is left to it", async () => {
  await inSession();
  const [seat] = await opens(["room"]);
  assert.equal(seat?.read(), null);
});

test("before a session nothing stays in the browser, and after one neither", async () => {
  const [watches] = await opens();
  watches?.keep({ token: "token" });
  await watches?.saved();
  assert.equal(await ROOM_SEAT_SHELF.get(), undefined);
  const seat = await inSession();
  seat.forgetCard();
  await seat.saved();
  assert.equal(await ROOM_SEAT_SHELF.get(), undefined);
});

test("signing out takes it away", async () => {
  await inSession();
  await forgetRoomSeats();
  const [seat] = await opens();
  assert.equal(seat?.read(), null);
});

test("a browser without locks cannot tell which page holds the room, and nothing is taken", async () => {
  await inSession();
  Object.assign(globalThis, { sessionStorage: fakeStorage() });
  const rooms = roomSeats(ROOMS);
  await takeSeats(rooms, null);
  assert.equal(rooms[0]?.seat.read(), null);
});
