import assert from "node:assert/strict";
import { test } from "node:test";

import { element } from "../../static/js/element.js";
import { Attendance } from "../../static/js/views/attendance.js";
import { EmergencyPanel } from "../../static/js/views/emergency_panel.js";
import { Queue } from "../../static/js/views/queue.js";
import { SessionRoom } from "../../static/js/views/session_room.js";
import { attendee, newAttendanceActs } from "./fake_attendance.js";
import { newFakeChat } from "./fake_chat.js";
import { fake, fakeDocument, find, installDocument } from "./fake_document.js";
import { newFakeDevices } from "./fake_devices.js";
import { newCard, newDecisions, newWaiter } from "./fake_waiter.js";

const nothing = () => undefined;

/** @param {{wide: boolean}} [screen] */
function open(screen = { wide: false }) {
  const media = installDocument(screen);
  const queue = new Queue(newDecisions());
  /** @type {any} */
  const card = { shown: null, opening: 0 };
  /** @param {string} participant */
  const emergency = (participant) => {
    card.opening += 1;
    card.shown = { facts: { participant, label: participant, card: newCard(), at: 0 }, opening: card.opening };
    draw();
  };
  const panel = new EmergencyPanel({
    acts: { ask: nothing, close: nothing, hide: () => hide() },
    refuge: () => room.heading,
    now: () => 60,
  });
  const hide = () => {
    card.shown = null;
    draw();
  };
  const attendance = new Attendance(newAttendanceActs({ emergency }));
  const room = new SessionRoom({
    devices: newFakeDevices(),
    queue,
    attendance,
    end: nothing,
    tryAgain: nothing,
    emergency: panel,
  });
  document.body.append(room.element);
  const draw = Object.assign(
    (change = {}) => {
      panel.update(card.shown && { ...card.shown, mayAsk: true });
      room.update({
        tiles: [],
        attendees: [attendee("Maya"), attendee("Ben")],
        waiting: 0,
        seconds: 1,
        blocked: false,
        message: "",
        ...change,
      });
    },
    { card },
  );
  draw();
  const { view, controls, notes, card: place, chat } = room.stage;
  const press = (/** @type {string} */ key) =>
    fakeDocument.body.dispatchEvent(Object.assign(new Event("keydown"), { key }));
  return {
    room,
    queue,
    draw,
    media,
    press,
    card: fake(place),
    covered: [view, controls, notes, chat.element].map(fake),
    chats: () => {
      draw({ chat: newFakeChat() });
      chat.button.element.click();
      return fake(chat.element);
    },
    toggle: fake(room.panelButton.element),
  };
}

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
  draw({ attendees: [attendee("Ben")] });
  assert.equal(fakeDocument.activeElement, fake(room.attendance.heading));
});

test("who is admitted or declined leaves the focus at the queue", () => {
  const { queue } = open({ wide: true });
  const about = { elsewhere: false, empty: "", locked: false, unlock: null };
  queue.update([newWaiter(), newWaiter({ participant: "ben" })], about);
  find(queue.element, "button", "Decline").focus();
  queue.update([newWaiter({ participant: "ben" })], about);
  assert.equal(fakeDocument.activeElement, fake(queue.heading));
});

test("the emergency card of a row opens in a place of its own, with the focus in it and no clock", () => {
  const { room, card, toggle, covered } = open();
  assert.equal(card.hidden, true);
  toggle.click();
  find(room.panel, "button", "Emergency card").click();
  assert.equal(card.hidden, false);
  assert.equal(room.element.dataset.card, "true");
  assert.equal(fakeDocument.activeElement, find(card, "h2", "Emergency card"));
  assert.equal(fake(room.stage.clock).hidden, true);
  assert.equal(room.panel.dataset.open, "false", "the list of people covers it no more");
  assert.ok([card, ...covered].every(({ inert }) => !inert));
});

test("a card that is hidden gives its place and the clock back", () => {
  const { room, card } = open({ wide: true });
  find(room.panel, "button", "Emergency card").click();
  find(card, "button", "Hide card").click();
  assert.equal(card.hidden, true);
  assert.equal(room.element.dataset.card, undefined);
  assert.equal(fake(room.stage.clock).hidden, false);
});

test("where the card stands in the place of the people, their button brings them back", () => {
  const { room, card, toggle } = open({ wide: true });
  find(room.panel, "button", "Emergency card").click();
  toggle.click();
  assert.equal(card.hidden, true);
  assert.equal(fakeDocument.activeElement, fake(room.attendance.heading));
});

test("P goes to the people, and back from them on a narrow screen", () => {
  const wide = open({ wide: true });
  wide.press("p");
  assert.equal(fakeDocument.activeElement, fake(wide.room.attendance.heading));
  const narrow = open();
  narrow.press("p");
  assert.equal(narrow.room.panel.dataset.open, "true");
  narrow.press("p");
  assert.equal(narrow.room.panel.dataset.open, "false");
});

test("E opens the card of the only one in session, and hides it again", () => {
  const { draw, press, card } = open({ wide: true });
  draw({ attendees: [attendee("Maya")] });
  press("e");
  assert.match(card.textContent, /Maya/);
  press("e");
  assert.equal(card.hidden, true);
});

test("of several people E lets the clinician pick", () => {
  const { room, press, card } = open();
  press("e");
  assert.equal(card.hidden, true);
  assert.equal(room.panel.dataset.open, "true");
  assert.equal(fakeDocument.activeElement, find(room.panel, "button", "Emergency card"));
});

test("E in an empty session does nothing", () => {
  const { draw, press, card } = open({ wide: true });
  draw({ attendees: [] });
  press("e");
  assert.equal(card.hidden, true);
});

test("a card that a reload has brought back is there, and takes the focus from nothing", () => {
  const { room, draw, card } = open({ wide: true });
  fake(room.endButton.element).focus();
  const facts = { participant: "maya", label: "Maya", card: newCard(), at: 0 };
  draw.card.shown = { facts, opening: 0 };
  draw();
  assert.equal(card.hidden, false);
  assert.equal(fakeDocument.activeElement, fake(room.endButton.element));
});

test("between sessions no dialog and no menu of the last one stays open", () => {
  const { room } = open();
  fake(room.stage.more.button.element).click();
  find(room.stage.more.panel, "button", "Keyboard shortcuts").click();
  fake(room.stage.more.button.element).click();
  room.forget();
  assert.equal(room.stage.more.isOpen(), false);
  assert.equal(room.stage.menu.modal.element.open, false);
});

test("a room without an emergency panel goes on as it did", () => {
  installDocument({ wide: true });
  const attendance = new Attendance(newAttendanceActs());
  const queue = /** @type {any} */ ({ element: element("section") });
  const room = new SessionRoom({ devices: newFakeDevices(), queue, attendance, end: nothing, tryAgain: nothing });
  room.update({ tiles: [], attendees: [], waiting: 2, seconds: 1, blocked: false, message: "" });
  assert.equal(fake(room.stage.card).hidden, true);
  assert.equal(room.panelButton.element.getAttribute("aria-label"), "People, 2 waiting");
});

test("a card that is opened takes the place of the chat, with the focus", () => {
  const { room, card, chats, draw } = open({ wide: true });
  const chat = chats();
  draw.card.shown = { facts: { participant: "maya", label: "Maya", card: newCard(), at: 0 }, opening: 1 };
  draw({ chat: room.stage.chat.chat });
  assert.deepEqual([chat.hidden, card.hidden], [true, false]);
  assert.equal(fakeDocument.activeElement, find(card, "h2", "Emergency card"));
});

test("the chat opens before a card and leaves it as it is, and is closed by its key", () => {
  const { room, press, card, chats } = open({ wide: true });
  find(room.panel, "button", "Emergency card").click();
  const chat = chats();
  assert.deepEqual([chat.hidden, card.hidden, room.stage.element.dataset.card], [false, false, "true"]);
  press("e");
  assert.deepEqual([chat.hidden, card.hidden], [true, false]);
  assert.equal(fakeDocument.activeElement, find(card, "h2", "Emergency card"));
});

test("where the chat stands in the place of the people, their button brings them back", () => {
  const { room, chats, toggle } = open({ wide: true });
  const chat = chats();
  toggle.click();
  assert.equal(chat.hidden, true);
  assert.equal(fakeDocument.activeElement, fake(room.attendance.heading));
});

test("of several people E lets the clinician pick, also where the chat hides them", () => {
  const { room, press, chats } = open({ wide: true });
  const chat = chats();
  press("e");
  assert.equal(chat.hidden, true);
  assert.equal(fakeDocument.activeElement, find(room.panel, "button", "Emergency card"));
});

test("between sessions no chat of the last one stays open", () => {
  const { room, chats } = open();
  const chat = chats();
  room.forget();
  assert.equal(chat.hidden, true);
  assert.equal(room.stage.chat.button.element.hidden, true);
});
