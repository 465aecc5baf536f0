// What a sign-in that is over means for the desk, and who was let in by which link.

import assert from "node:assert/strict";
import { test } from "node:test";

import { FakeSocket, view } from "./fake_page.js";
import { Practice } from "./practice_page.js";

/** @param {Practice} practice @param {number} code */
function closes(practice, code) {
  practice.socket.readyState = 3;
  practice.socket.onclose({ code, reason: "" });
}

test("who is let in from the waiting room is told with their link, once", async () => {
  const practice = await new Practice().opens();
  practice.stands("maya", "waiting");
  practice.stands("maya", "admitted");
  practice.stands("maya", "held");
  practice.stands("maya", "admitted");
  assert.deepEqual(practice.admitted, [["link of maya", null]]);
});

test("who is in session when the page comes back was not let in now", async () => {
  const practice = await new Practice().opens();
  practice.welcome("room", view("maya", "admitted"));
  assert.deepEqual(practice.admitted, []);
});

test("a sign-in that is over leaves sound and picture of a session alone", async () => {
  const practice = await new Practice().opens();
  practice.stands("maya", "admitted");
  practice.devices.changed();
  closes(practice, 4401);
  assert.equal(practice.desk.session()?.id, "room");
  assert.deepEqual([practice.legs.closed, practice.devices.camera.track?.kind], [false, "video"]);
});

test("when that session ends, everything is let go of", async () => {
  const practice = await new Practice().opens();
  practice.stands("maya", "admitted");
  closes(practice, 4401);
  practice.desk.end(practice.hosted("room"));
  assert.deepEqual([practice.desk.session(), practice.legs.closed], [null, true]);
  assert.equal(practice.devices.camera.track, null);
});

test("a sign-in made anew brings the session back to its server, with the same seats", async () => {
  const practice = await new Practice().opens();
  practice.stands("maya", "admitted");
  closes(practice, 4401);
  practice.desk.returned();
  practice.socket.readyState = 1;
  practice.socket.onopen();
  assert.deepEqual(
    practice.acts().map(({ type, seat }) => [type, seat]),
    [
      ["take_seat", "seat of room"],
      ["take_seat", "seat of other"],
    ],
  );
  practice.welcome("room", view("maya", "admitted"));
  assert.equal(practice.desk.status.state, "open");
  practice.desk.decide({ type: "hold", room: "room", participant: "maya" });
  assert.deepEqual(
    practice.acts().map(({ type }) => type),
    ["hold"],
  );
});

test("outside a session a page whose sign-in is over connects no more", async () => {
  const practice = await new Practice().opens();
  closes(practice, 4401);
  const before = FakeSocket.all.length;
  practice.desk.returned();
  assert.equal(FakeSocket.all.length, before);
  assert.equal(practice.legs.closed, true);
});
