import assert from "node:assert/strict";
import { test } from "node:test";

import { newCard } from "./fake_waiter.js";
import { HostedPage, person } from "./hosted_page.js";

/** @import { ParticipantView } from "../../static/js/messages.js" */

test("the first opening watches the room, and later ones take the seat that was given", () => {
  const page = new HostedPage();
  assert.equal(new HostedPage().room.opening(0).type, "take_seat");
  page.seat.record = null;
  assert.deepEqual(page.room.opening(0), {
    type: "watch",
    room: "room",
    participant: page.room.participant,
  });
});

test("a name is known once the card has come", () => {
  const page = new HostedPage();
  page.change(person("maya", "waiting"));
  assert.equal(page.room.name("maya"), "");
  page.arrives("maya", "Maya \u202ELindqvist");
  assert.equal(page.room.name("maya"), "Maya Lindqvist");
});

test("another case is asked about, and brought together only by an answer", () => {
  const page = new HostedPage();
  page.arrives("maya", "Maya");
  page.change(person("maya", "admitted"));
  page.change(person("ben", "waiting"));
  const admission = { participant: "ben", method: /** @type {const} */ ("voice"), consent: "3", guest: false };
  page.room.admit(admission);
  page.room.received({ type: "error", code: "other_case", text: "", about: "admit", room: "room" });
  assert.equal(page.room.otherCase, "ben");
  page.carry();
  page.acts = [];
  page.room.bringTogether();
  page.carry();
  assert.deepEqual(page.acts, [
    { type: "bring_together", room: "room", case: "case of ben" },
    { type: "admit", room: "room", ...admission },
  ]);
});

test("somebody who is gone is forgotten, name and all", () => {
  const page = new HostedPage();
  page.arrives("maya", "Maya");
  page.forgets("maya");
  page.change(person("ben", "waiting"));
  page.forgets("ben");
  assert.equal(page.room.name("maya"), "");
  page.sent = [];
  page.clock.pass(600_000);
  assert.deepEqual(page.sent, []);
});

test("somebody who returns after they were forgotten is known by name again", () => {
  const page = new HostedPage();
  page.arrives("maya", "Maya");
  page.forgets("maya");
  page.change(person("maya", "waiting"));
  assert.equal(page.room.name("maya"), "Maya");
});

test("nobody takes another name once they are in session", () => {
  const page = new HostedPage();
  page.arrives("maya", "Maya");
  const again = newCard({ name: "Dr Ruiz", devices: { microphone: "on", camera: "off" } });
  page.change(person("maya", "admitted"));
  page.clients.get("maya")?.channel.send(again);
  assert.equal(page.room.name("maya"), "Maya");
  assert.equal(page.room.cards.get("maya")?.devices.camera, "off");
});

test("a session that was ended without a connection is over on the page, and ended on the server later", () => {
  const page = new HostedPage();
  page.arrives("maya", "Maya");
  page.change(person("maya", "admitted"));
  page.room.lost();
  page.room.end();
  assert.deepEqual(page.room.inSession(), []);
  page.sent = [];
  const people = [person("ruiz", "host"), person("maya", "admitted")];
  const words = { you: "ruiz", clinician: "Dr Ruiz", seat: "token", leg: 0, code_word: false };
  page.room.received({ type: "welcome", room: "room", version: 9, host: "ruiz", ...words, people });
  assert.ok(page.sent.some(({ type }) => type === "end"));
  assert.deepEqual(page.room.inSession(), []);
  page.version = 9;
  page.change(person("maya", "ended"));
  page.change(person("maya", "admitted"));
  assert.equal(page.room.inSession().length, 1);
});

/** Maya is in session, and another device waits by her link. @param {Partial<ParticipantView>} [more] */
function twoDevices(more = {}) {
  const page = new HostedPage();
  page.arrives("maya", "Maya");
  page.change(person("maya", "admitted"));
  page.arrives("phone", "Maya", {}, { invitation: "link of maya", other_device: true, ...more });
  page.acts = [];
  return page;
}

test("who is in session goes on from another device of theirs by their own word", () => {
  const page = twoDevices();
  page.says("maya", { kind: "move", participant: "phone" });
  assert.deepEqual(page.acts, [{ type: "move", room: "room", participant: "maya", to: "phone" }]);
  assert.deepEqual(page.news, []);
  page.change(person("maya", "left"), person("phone", "admitted", { invitation: "link of maya" }));
  assert.deepEqual(page.news, [{ kind: "moves", participant: "maya" }]);
});

test("a move is asked of the server once until it tells of a change, and is no news where it is refused", () => {
  const page = twoDevices();
  const asks = () => page.says("maya", { kind: "move", participant: "phone" });
  for (let time = 0; time < 5; time += 1) asks();
  assert.equal(page.acts.length, 1);
  page.change(person("ben", "checking"));
  asks();
  assert.equal(page.acts.length, 2);
  page.room.received({ type: "error", code: "not_now", text: "", about: "move", room: "room" });
  page.change(person("phone", "admitted", { invitation: "link of maya" }));
  assert.deepEqual(page.news, []);
});

test("who is in session says that somebody else waits by their link, which counts once and as long as they wait", () => {
  const page = twoDevices();
  for (let time = 0; time < 2; time += 1) page.says("maya", { kind: "not_me", participant: "phone" });
  assert.deepEqual(page.news, [{ kind: "disowns", participant: "maya" }]);
  assert.deepEqual([[...page.room.disowned], page.acts], [["phone"], []]);
  page.change(person("phone", "left", { invitation: "link of maya" }));
  assert.equal(page.room.disowned.size, 0);
});

test("nobody speaks for a device of another link, for one that does not wait, or while they wait themselves", () => {
  const kinds = ["move", "not_me"];
  const other = twoDevices({ invitation: "link of ben" });
  const unnamed = twoDevices({ invitation: null });
  const left = twoDevices();
  left.change(person("phone", "left", { invitation: "link of maya" }));
  const held = twoDevices();
  held.change(person("maya", "held"));
  const lost = twoDevices({ connected: false });
  const nobodys = twoDevices({ other_device: false });
  const guests = twoDevices();
  guests.change(person("maya", "admitted", { role: "guest" }));
  for (const page of [other, unnamed, left, held, lost, nobodys, guests]) {
    page.acts = [];
    for (const kind of kinds) page.says("maya", { kind, participant: "phone" });
    for (const kind of kinds) page.says("phone", { kind, participant: "maya" });
    for (const kind of kinds) page.says("maya", { kind, participant: "nobody" });
    assert.deepEqual([page.acts, page.news, page.room.disowned.size], [[], [], 0]);
  }
});

test("whoever cannot be told something now is not told it later", () => {
  const page = new HostedPage();
  const told = page.arrives("maya", "Maya");
  assert.equal(page.room.note("maya", "Five more minutes"), true);
  page.carry();
  assert.deepEqual(told, [{ kind: "note", text: "Five more minutes" }]);
  page.change(person("maya", "waiting", { connected: false }));
  assert.equal(page.room.note("maya", "Still there?"), false);
  assert.equal(page.room.letters.said.get("maya"), "Five more minutes");
  assert.equal(page.room.note("nobody", "Hello"), false);
});

test("where somebody is now is on their card, and was asked for until they said it", () => {
  const page = new HostedPage();
  const told = page.arrives("maya", "Maya");
  page.room.letters.askPlace("maya");
  page.carry();
  assert.deepEqual(told, [{ kind: "ask_place" }]);
  page.says("maya", { kind: "place", country: "ES", place: "Vigo" });
  assert.deepEqual([page.room.cards.get("maya")?.place, page.room.letters.asked.size], ["Vigo", 0]);
});
