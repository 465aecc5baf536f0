import assert from "node:assert/strict";
import { test } from "node:test";

import { newCard } from "./fake_waiter.js";
import { BEN, HostedPage, MAYA, PHONE, ROOM, RUIZ, person } from "./hosted_page.js";

/** @import { ParticipantView } from "../../static/js/messages.js" */

test("the first opening watches the room, and later ones take the seat that was given", async () => {
  const page = await new HostedPage().opens();
  assert.equal(new HostedPage().room.opening().type, "take_seat");
  page.seat.record = null;
  assert.deepEqual(page.room.opening(), {
    type: "watch",
    room: ROOM,
    participant: page.room.participant,
  });
});

test("a name is known once the card has come", async () => {
  const page = await new HostedPage().opens();
  await page.change(person(MAYA, "waiting"));
  assert.equal(page.room.name(MAYA), "");
  await page.arrives(MAYA, "Maya \u202ELindqvist");
  assert.equal(page.room.name(MAYA), "Maya Lindqvist");
});

test("another case is asked about, and brought together only by an answer", async () => {
  const page = await new HostedPage().opens();
  await page.arrives(MAYA, "Maya");
  await page.change(person(MAYA, "admitted"));
  await page.change(person(BEN, "waiting"));
  const admission = { participant: BEN, method: /** @type {const} */ ("voice"), consent: "3", guest: false };
  page.room.letting.ask(admission);
  page.room.received({ type: "error", code: "other_case", text: "", about: "admit", room: ROOM });
  assert.equal(page.room.letting.otherCase, BEN);
  await page.carry();
  page.acts = [];
  page.room.letting.bringTogether();
  await page.carry();
  assert.deepEqual(page.acts, [
    { type: "bring_together", room: ROOM, case: `case of ${BEN}` },
    { type: "admit", room: ROOM, ...admission },
  ]);
});

test("somebody who is gone is forgotten, name and all", async () => {
  const page = await new HostedPage().opens();
  await page.arrives(MAYA, "Maya");
  page.forgets(MAYA);
  await page.change(person(BEN, "waiting"));
  page.forgets(BEN);
  assert.equal(page.room.name(MAYA), "");
  page.sent = [];
  page.clock.pass(600_000);
  assert.deepEqual(page.sent, []);
});

test("somebody who returns after they were forgotten is known by name again", async () => {
  const page = await new HostedPage().opens();
  await page.arrives(MAYA, "Maya");
  page.forgets(MAYA);
  // Nobody knocks again sooner.
  page.clock.pass(2000);
  await page.change(person(MAYA, "waiting"));
  assert.equal(page.room.name(MAYA), "Maya");
});

test("nobody takes another name once they are in session", async () => {
  const page = await new HostedPage().opens();
  await page.arrives(MAYA, "Maya");
  const again = newCard({ name: "Dr Ruiz", devices: { microphone: "on", camera: "off" } });
  await page.change(person(MAYA, "admitted"));
  await page.says(MAYA, again);
  assert.equal(page.room.name(MAYA), "Maya");
  assert.equal(page.room.cards.get(MAYA)?.devices.camera, "off");
});

test("a session that was ended without a connection is over on the page, and ended on the server later", async () => {
  const page = await new HostedPage().opens();
  await page.arrives(MAYA, "Maya");
  await page.change(person(MAYA, "admitted"));
  page.room.lost();
  page.room.end();
  assert.deepEqual(page.room.inSession(), []);
  page.sent = [];
  const people = [person(RUIZ, "host"), person(MAYA, "admitted")];
  const words = { you: RUIZ, clinician: "Dr Ruiz", seat: "token", leg: 0, code_word: false };
  page.room.received({ type: "welcome", room: ROOM, version: 9, host: RUIZ, ...words, people });
  assert.ok(page.sent.some(({ type }) => type === "end"));
  assert.deepEqual(page.room.inSession(), []);
  page.version = 9;
  await page.change(person(MAYA, "ended"));
  await page.change(person(MAYA, "waiting"));
  await page.change(person(MAYA, "admitted"));
  assert.equal(page.room.inSession().length, 1);
});

/** Maya is in session, and another device waits by her link. @param {Partial<ParticipantView>} [more] */
async function twoDevices(more = {}) {
  const page = await new HostedPage().opens();
  await page.arrives(MAYA, "Maya");
  await page.change(person(MAYA, "admitted"));
  await page.arrives(PHONE, "Maya", {}, { invitation: `link of ${MAYA}`, other_device: true, ...more });
  page.acts = [];
  return page;
}

test("who is in session goes on from another device of theirs by their own word", async () => {
  const page = await twoDevices();
  await page.says(MAYA, { kind: "move", participant: PHONE });
  assert.deepEqual(page.acts, [{ type: "move", room: ROOM, participant: MAYA, to: PHONE }]);
  assert.deepEqual(page.news, []);
  await page.change(person(MAYA, "left"), person(PHONE, "admitted", { invitation: `link of ${MAYA}` }));
  assert.deepEqual(page.news, [{ kind: "moves", participant: MAYA }]);
});

test("a move is asked of the server once until it tells of a change, and is no news where it is refused", async () => {
  const page = await twoDevices();
  const asks = () => page.says(MAYA, { kind: "move", participant: PHONE });
  for (let time = 0; time < 5; time += 1) await asks();
  assert.equal(page.acts.length, 1);
  await page.change(person(BEN, "checking"));
  await asks();
  assert.equal(page.acts.length, 2);
  page.room.received({ type: "error", code: "not_now", text: "", about: "move", room: ROOM });
  await page.change(person(PHONE, "admitted", { invitation: `link of ${MAYA}` }));
  assert.deepEqual(page.news, []);
});

test("who is in session says that somebody else waits by their link, which counts once and as long as they wait", async () => {
  const page = await twoDevices();
  for (let time = 0; time < 2; time += 1) await page.says(MAYA, { kind: "not_me", participant: PHONE });
  assert.deepEqual(page.news, [{ kind: "disowns", participant: MAYA }]);
  assert.deepEqual([[...page.room.disowned], page.acts], [[PHONE], []]);
  await page.change(person(PHONE, "left", { invitation: `link of ${MAYA}` }));
  assert.equal(page.room.disowned.size, 0);
});

test("nobody speaks for a device of another link, for one that does not wait, or while they wait themselves", async () => {
  const kinds = ["move", "not_me"];
  const other = await twoDevices({ invitation: `link of ${BEN}` });
  const unnamed = await twoDevices({ invitation: null });
  const left = await twoDevices();
  await left.change(person(PHONE, "left", { invitation: `link of ${MAYA}` }));
  const held = await twoDevices();
  await held.change(person(MAYA, "held"));
  const lost = await twoDevices({ connected: false });
  const nobodys = await twoDevices({ other_device: false });
  const guests = await twoDevices();
  await guests.change(person(MAYA, "admitted", { role: "guest" }));
  for (const page of [other, unnamed, left, held, lost, nobodys, guests]) {
    page.acts = [];
    for (const kind of kinds) await page.says(MAYA, { kind, participant: PHONE });
    for (const kind of kinds) await page.says(PHONE, { kind, participant: MAYA });
    for (const kind of kinds) await page.says(MAYA, { kind, participant: "nobody" });
    assert.deepEqual([page.acts, page.news, page.room.disowned.size], [[], [], 0]);
  }
});

test("whoever cannot be told something now is not told it later", async () => {
  const page = await new HostedPage().opens();
  const told = await page.arrives(MAYA, "Maya");
  assert.equal(page.room.note(MAYA, "Five more minutes"), true);
  await page.carry();
  assert.deepEqual(told, [{ kind: "note", text: "Five more minutes" }]);
  await page.change(person(MAYA, "waiting", { connected: false }));
  assert.equal(page.room.note(MAYA, "Still there?"), false);
  assert.equal(page.room.letters.said.get(MAYA), "Five more minutes");
  assert.equal(page.room.note("nobody", "Hello"), false);
});

test("where somebody is now is on their card, and was asked for until they said it", async () => {
  const page = await new HostedPage().opens();
  const told = await page.arrives(MAYA, "Maya");
  page.room.letters.askPlace(MAYA);
  await page.carry();
  assert.deepEqual(told, [{ kind: "ask_place" }]);
  await page.says(MAYA, { kind: "place", country: "ES", place: "Vigo" });
  assert.deepEqual([page.room.cards.get(MAYA)?.place, page.room.letters.asked.size], ["Vigo", 0]);
});

test("whom the server lets in by itself waits again, and the clinician is told", async () => {
  const page = await new HostedPage().opens();
  await page.arrives(MAYA, "Maya");
  page.acts = [];
  page.news = [];
  page.version += 1;
  const people = [person(MAYA, "admitted")];
  page.room.received({ type: "changed", room: ROOM, version: page.version, host: RUIZ, people });
  await page.carry();
  assert.deepEqual(page.acts, [{ type: "send_back", room: ROOM, participant: MAYA }]);
  assert.deepEqual(page.news, [{ kind: "intruded", participant: MAYA }]);
  assert.deepEqual(page.room.inSession(), []);
});

test("a page that is over holds no key, and lets another one hold the room", async () => {
  const page = await new HostedPage().opens();
  await page.arrives("maya", "Maya");
  await page.change(person("maya", "admitted"));
  const { secrets } = page.room;
  const { lock, seats } = secrets.keeping;
  assert.notEqual(secrets.keys.epochs.periods.newest, null);
  let released = 0;
  lock.release = () => void (released += 1);
  await secrets.over();
  assert.deepEqual([released, secrets.keys.epochs.periods.newest, seats.isOpen], [1, null, false]);
});

/** The server was restarted: it welcomes the page to a room of which it knows this. @param {HostedPage} page @param {...ParticipantView} people */
async function restarts(page, ...people) {
  page.room.lost();
  page.version = 1;
  const words = { version: 1, you: RUIZ, clinician: "Dr Ruiz", seat: "token", leg: 0, code_word: false, host: RUIZ };
  page.room.received({ type: "welcome", room: ROOM, ...words, people: [person(RUIZ, "host"), ...people] });
  await page.carry();
}

test("the page that hosts tells a restarted server who was where", async () => {
  const page = await new HostedPage().opens();
  await page.arrives(MAYA, "Maya");
  await page.change(person(MAYA, "admitted", { method: "voice" }));
  await page.arrives(BEN, "Ben");
  page.room.lost();
  const opening = page.room.opening();
  assert.ok(opening.type === "take_seat");
  assert.equal(opening.hosts, true);
  assert.deepEqual(
    opening.people?.map(({ participant, standing, method = null }) => [participant, standing, method]),
    [
      [MAYA, "admitted", "voice"],
      [BEN, "waiting", null],
    ],
  );
});

test("whoever the restarted server has again by that keeps keys, channel and card", async () => {
  const page = await new HostedPage().opens();
  await page.arrives(MAYA, "Maya");
  await page.change(person(MAYA, "admitted"));
  const epoch = page.room.secrets.keys.epochs.number;
  await restarts(page, person(MAYA, "admitted"));
  assert.deepEqual([page.room.name(MAYA), page.room.channels.isOpen(MAYA)], ["Maya", true]);
  assert.equal(page.room.secrets.keys.epochs.number, epoch);
  assert.deepEqual(page.acts.filter(({ type }) => type === "send_back"), []);
});

test("a page that reads its list only after the server was restarted tells it then, once", async () => {
  const before = await new HostedPage().opens();
  await before.arrives(MAYA, "Maya");
  await before.change(person(MAYA, "admitted"));
  const seats = before.room.secrets.keeping.seats;
  before.room.secrets.displaced();
  await before.carry();
  before.acts = [];
  await restarts(before, person(MAYA, "waiting"));
  await before.room.secrets.followVault();
  await before.carry();
  const [claim, ...more] = before.acts.filter(({ type }) => type === "take_seat");
  assert.ok(claim?.type === "take_seat");
  assert.deepEqual([claim.hosts, claim.people?.[0]?.standing, more], [true, "admitted", []]);
  assert.equal(seats.get(MAYA)?.standing, "admitted");
  // The server knows better: there was a session since, which she was sent back from.
  await restarts(before, person(MAYA, "waiting"));
  assert.equal(seats.get(MAYA)?.standing, "waiting");
});

test("the server's word changes nothing in a list of which it was not told, however long the browser takes to write", async () => {
  const page = await new HostedPage().opens();
  await page.arrives(MAYA, "Maya");
  await page.change(person(MAYA, "admitted"));
  const { secrets } = page.room;
  const { seats } = secrets.keeping;
  secrets.displaced();
  await page.carry();
  page.acts = [];
  const writing = new Promise((begun) => {
    seats.shelf.write = () => {
      begun(undefined);
      return new Promise(() => undefined);
    };
  });
  await restarts(page, person(MAYA, "waiting"));
  void secrets.followVault();
  await writing;
  await page.serverSays(person(MAYA, "waiting"));
  const claims = page.acts.filter(({ type }) => type === "take_seat");
  assert.deepEqual([claims.length, seats.get(MAYA)?.standing], [1, "admitted"]);
});

test("a page that the server does not call the host claims nothing", async () => {
  const page = await new HostedPage().opens();
  await page.arrives(MAYA, "Maya");
  page.room.received({ type: "changed", room: ROOM, version: page.version + 1, host: PHONE, people: [], gone: [] });
  const opening = page.room.opening();
  assert.deepEqual(Object.keys(opening).sort(), ["leg", "seat", "type"]);
});
