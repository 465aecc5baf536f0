import assert from "node:assert/strict";
import { test } from "node:test";

import { EmergencyCards } from "../../static/js/emergency_cards.js";
import { EmergencyShelf } from "../../static/js/emergency_shelf.js";
import { EmergencyWatch } from "../../static/js/emergency_watch.js";
import { fakeCardShelf } from "./fake_emergency.js";
import { newCard } from "./fake_waiter.js";
import { MAYA, Practice } from "./practice_page.js";

/** A clinician's page that keeps emergency cards; its own room and another. */
async function open(shelf = fakeCardShelf()) {
  const practice = await new Practice().opens();
  const cards = new EmergencyCards({
    changed: () => undefined,
    shelf: new EmergencyShelf(shelf),
    clock: practice.clock,
  });
  await cards.open({ dataKey: new Uint8Array(32) });
  const watch = new EmergencyWatch({
    desk: practice.desk,
    cards,
    nameOf: (_hosted, { id }) => (id === "maya" ? "Maya" : ""),
  });
  const room = practice.hosted("room");
  const says = (/** @type {string} */ id, /** @type {object} */ card) =>
    room.checkIns.take(id, newCard(card), false);
  return { practice, cards, watch, room, says };
}

test("whoever is in session can be looked up, and whoever has left a while longer", async () => {
  const { practice, cards, watch, says } = await open();
  practice.stands("maya", "admitted");
  says("maya", { place: "Lisbon" });
  watch.follow();
  assert.deepEqual(
    cards.list().map(({ label, card }) => [label, card.place]),
    [["Maya", "Lisbon"]],
  );
  practice.stands("maya", "left");
  watch.follow();
  assert.equal(cards.list().length, 1);
  practice.clock.pass(601_000);
  assert.equal(cards.list().length, 0);
});

test("whoever only waits has no card until it is opened, and then the newest", async () => {
  const { practice, cards, watch, room, says } = await open();
  practice.stands("ben", "waiting");
  says("ben", { name: "Ben", place: "Porto" });
  watch.follow();
  assert.deepEqual(cards.list(), []);
  watch.open(room, "ben");
  assert.deepEqual([cards.shown?.facts.label, cards.timersMuted], ["Ben", true]);
  practice.clock.pass(60_000);
  room.checkIns.take("ben", { kind: "place", country: "ES", place: "Vigo" }, false);
  watch.follow();
  assert.deepEqual([watch.shown?.facts.card.place, watch.shown?.facts.at], ["Vigo", 60]);
});

test("before all rooms are known nobody is said to have left", async () => {
  const shelf = fakeCardShelf();
  const before = await open(shelf);
  before.practice.stands("maya", "admitted");
  before.says("maya", {});
  before.watch.follow();
  while (shelf.kept === undefined) await new Promise((resolve) => setImmediate(resolve));
  const { practice, cards, watch } = await open(shelf);
  practice.hosted("other").room = null;
  watch.follow();
  practice.clock.pass(601_000);
  assert.equal(cards.list().length, 1);
});

test("a card that has not come yet is shown as it was kept, or said not to be there", async () => {
  const { practice, cards, watch, room, says } = await open();
  practice.stands("maya", "admitted");
  says("maya", { place: "Lisbon" });
  watch.follow();
  room.checkIns.forget("maya");
  watch.open(room, "maya");
  assert.equal(cards.shown?.facts.card.place, "Lisbon");
  watch.open(room, "ben");
  assert.match(practice.desk.message, /no emergency card to show/);
});

test("somebody is asked where they are only while they are connected", async () => {
  const { practice, watch, room, says } = await open();
  practice.stands(MAYA, "waiting");
  says(MAYA, {});
  watch.open(room, MAYA);
  assert.equal(watch.shown?.mayAsk, false);
  await practice.arrives(MAYA, [newCard()]);
  assert.equal(watch.shown?.mayAsk, true);
  watch.ask(MAYA);
  assert.ok(room.letters.asked.has(MAYA));
  practice.stands(MAYA, "waiting", "room", { connected: false });
  assert.equal(watch.shown?.mayAsk, false);
});

test("a card that comes again after a reload was said when it was said first, an answer when it was given", async () => {
  const { practice, cards, watch, room, says } = await open();
  practice.stands("maya", "admitted");
  says("maya", { country: "PT", place: "Lisbon" });
  watch.follow();
  practice.clock.pass(90_000);
  room.checkIns.forget("maya");
  says("maya", { country: "PT", place: "Lisbon" });
  watch.follow();
  assert.equal(cards.facts("maya")?.at, 0);
  room.checkIns.take("maya", { kind: "place", country: "PT", place: "Lisbon" }, true);
  watch.follow();
  assert.equal(cards.facts("maya")?.at, 90);
});
