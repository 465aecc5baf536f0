import assert from "node:assert/strict";
import { test } from "node:test";

import { Attendance } from "../../static/js/views/attendance.js";
import { Queue } from "../../static/js/views/queue.js";
import { SessionRoom } from "../../static/js/views/session_room.js";
import { fake, fakeDocument, find, installDocument } from "./fake_document.js";
import { newFakeDevices } from "./fake_devices.js";

const nothing = () => undefined;

/** @param {{wide: boolean}} [screen] */
function open(screen = { wide: false }) {
  const media = installDocument(screen);
  const queue = new Queue({
    admit: nothing,
    decline: nothing,
    refuse: nothing,
    preview: nothing,
    takeOver: nothing,
  });
  const attendance = new Attendance({ hold: nothing, resume: nothing, sendBack: nothing });
  const room = new SessionRoom({
    devices: newFakeDevices(),
    queue,
    attendance,
    end: nothing,
    tryAgain: nothing,
  });
  document.body.append(room.element);
  const draw = (change = {}) =>
    room.update({
      tiles: [],
      attendees: [
        { participant: "maya", name: "Maya", held: false, connected: true },
        { participant: "ben", name: "Ben", held: false, connected: true },
      ],
      waiting: 0,
      seconds: 1,
      blocked: false,
      message: "",
      ...change,
    });
  draw();
  const { view, controls, notes } = room.stage;
  return {
    room,
    queue,
    draw,
    media,
    covered: [view, controls, notes].map(fake),
    toggle: fake(room.panelButton.element),
  };
}

/** @param {string} participant */
const waiter = (participant) => ({
  room: "room",
  participant,
  state: /** @type {const} */ ("known"),
  name: participant,
  typed: "",
  codeWord: "",
  waits: true,
  connected: true,
  mayDecide: true,
  admitting: false,
  seconds: 3,
  previewed: false,
  media: null,
  devices: null,
});

test("on a phone the open panel is all there is, and Escape closes it", () => {
  const { room, covered, toggle } = open();
  toggle.click();
  assert.ok(covered.every(({ inert }) => inert));
  assert.equal(fakeDocument.activeElement, fake(room.close));
  fake(room.panel).dispatchEvent(Object.assign(new Event("keydown"), { key: "Escape" }));
  assert.ok(covered.every(({ inert }) => !inert));
  assert.equal(fakeDocument.activeElement, toggle);
});

test("beside the pictures the panel covers nothing", () => {
  const { covered, toggle } = open({ wide: true });
  toggle.click();
  assert.ok(covered.every(({ inert }) => !inert));
});

test("a screen that grows wide leaves nothing out of reach", () => {
  const { covered, toggle, media } = open();
  toggle.click();
  media.matches = true;
  media.dispatchEvent(new Event("change"));
  assert.ok(covered.every(({ inert }) => !inert));
});

test("a message is read beside the controls, whether the panel is open or not", () => {
  const { room, draw } = open();
  const message = fake(room.stage.message);
  assert.deepEqual(
    [message.textContent, message.hidden, message.getAttribute("role")],
    ["", false, "status"],
  );
  draw({ message: "The session is full." });
  assert.equal(message.textContent, "The session is full.");
  assert.equal(fake(room.panel).contains(message), false);
});

test("who is sent to the waiting room leaves the focus at the list they stood in", () => {
  const { room, draw } = open({ wide: true });
  find(room.panel, "button", "Send to waiting room").focus();
  draw({ attendees: [{ participant: "ben", name: "Ben", held: false, connected: true }] });
  assert.equal(fakeDocument.activeElement, fake(room.attendance.heading));
});

test("who is admitted or declined leaves the focus at the queue", () => {
  const { queue } = open({ wide: true });
  const about = { elsewhere: false, empty: "", locked: false, unlock: null };
  queue.update([waiter("maya"), waiter("ben")], about);
  find(queue.element, "button", "Decline").focus();
  queue.update([waiter("ben")], about);
  assert.equal(fakeDocument.activeElement, fake(queue.heading));
});
