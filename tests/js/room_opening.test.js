import assert from "node:assert/strict";
import { test } from "node:test";

import { roomOpening } from "../../static/js/room_opening.js";

const PAGE = { room: "room", participant: "ruiz", token: undefined, leg: 0, claims: null };

test("a page without a seat watches the room", () => {
  assert.deepEqual(roomOpening(PAGE), { type: "watch", room: "room", participant: "ruiz" });
});

test("a page with a seat takes it, and claims nothing unless it hosts", () => {
  assert.deepEqual(roomOpening({ ...PAGE, token: "token", leg: 3 }), { type: "take_seat", seat: "token", leg: 3 });
});

test("the page that hosts says so, and who is where", () => {
  const maya = { participant: "maya", invitation: "link", standing: /** @type {const} */ ("admitted") };
  assert.deepEqual(roomOpening({ ...PAGE, token: "token", claims: [maya] }), {
    type: "take_seat",
    seat: "token",
    leg: 0,
    hosts: true,
    people: [maya],
  });
});
