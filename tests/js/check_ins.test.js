import assert from "node:assert/strict";
import { test } from "node:test";

import { CheckIns } from "../../static/js/check_ins.js";
import { FakeClock } from "./fake_clock.js";
import { newCard } from "./fake_waiter.js";

function begin() {
  const clock = new FakeClock();
  clock.pass(60_000);
  return { clock, checkIns: new CheckIns(clock) };
}

test("a card is kept without the code word that came with it", () => {
  const { checkIns } = begin();
  checkIns.take("maya", newCard({ codeWord: "heron" }), false);
  assert.equal(checkIns.cards.get("maya")?.codeWord, "");
  assert.equal(checkIns.words.get("maya")?.word, "heron");
});

test("a reload that has forgotten the word takes it back no more", () => {
  const { checkIns } = begin();
  checkIns.take("maya", newCard({ codeWord: "heron" }), false);
  const said = checkIns.words.get("maya");
  checkIns.take("maya", newCard(), false);
  assert.equal(checkIns.words.get("maya"), said);
  checkIns.take("maya", { kind: "code_word", word: "heron" }, false);
  assert.notEqual(checkIns.words.get("maya"), said, "said again, it is to be answered again");
});

test("nobody in session is asked for a code word any more", () => {
  const { checkIns } = begin();
  checkIns.take("maya", newCard({ codeWord: "heron" }), true);
  checkIns.take("maya", { kind: "code_word", word: "heron" }, true);
  assert.equal(checkIns.words.size, 0);
});

test("another place is on the card, with the time at which it was said; the same place leaves it", () => {
  const { clock, checkIns } = begin();
  checkIns.take("maya", newCard({ place: "Lisbon", country: "PT" }), false);
  clock.pass(60_000);
  checkIns.take("maya", newCard({ place: "Lisbon", country: "PT" }), false);
  checkIns.take("maya", { kind: "devices", microphone: "off", camera: "on" }, false);
  assert.equal(checkIns.placed.get("maya"), 60);
  checkIns.take("maya", { kind: "place", country: "", place: "Porto" }, true);
  const { place, country, devices } = checkIns.cards.get("maya") ?? newCard();
  assert.deepEqual([place, country, devices.microphone], ["Porto", "PT", "off"]);
  assert.equal(checkIns.placed.get("maya"), 120);
});

test("who says again where they are has said it now", () => {
  const { clock, checkIns } = begin();
  checkIns.take("maya", newCard({ place: "Lisbon" }), false);
  clock.pass(60_000);
  checkIns.take("maya", { kind: "place", country: "PT", place: "Lisbon" }, true);
  assert.equal(checkIns.placed.get("maya"), 120);
});

test("what is said without a card is of nobody", () => {
  const { checkIns } = begin();
  checkIns.take("maya", { kind: "place", country: "PT", place: "Lisbon" }, false);
  checkIns.take("maya", { kind: "devices", microphone: "off", camera: "on" }, false);
  checkIns.take("maya", { kind: "note", text: "Hello" }, false);
  assert.deepEqual([checkIns.cards.size, checkIns.placed.size], [0, 0]);
});

test("who is gone is forgotten", () => {
  const { checkIns } = begin();
  checkIns.take("maya", newCard({ codeWord: "heron" }), false);
  checkIns.forget("maya");
  assert.deepEqual([checkIns.cards.size, checkIns.words.size, checkIns.placed.size], [0, 0, 0]);
});

test("what is said again is of the same arrival; after somebody was forgotten it is of another", () => {
  const { checkIns } = begin();
  const arrival = () => checkIns.words.get("maya")?.arrival;
  checkIns.take("maya", newCard({ codeWord: "heron" }), false);
  const first = arrival();
  assert.ok(first);
  checkIns.take("maya", { kind: "code_word", word: "herring" }, false);
  assert.equal(arrival(), first);
  checkIns.forget("maya");
  checkIns.take("maya", newCard({ codeWord: "heron" }), false);
  assert.ok(arrival());
  assert.notEqual(arrival(), first);
});

test("what has happened to somebody's devices is on their card until it is over", () => {
  const { checkIns } = begin();
  checkIns.take("maya", newCard(), true);
  checkIns.take("maya", { kind: "devices", microphone: "missing", camera: "on", interrupted: ["microphone"] }, true);
  const devices = () => checkIns.cards.get("maya")?.devices;
  assert.deepEqual(devices(), { microphone: "missing", camera: "on", interrupted: ["microphone"] });
  checkIns.take("maya", { kind: "devices", microphone: "on", camera: "on" }, true);
  assert.deepEqual(devices(), { microphone: "on", camera: "on" });
});
