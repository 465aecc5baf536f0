import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { installDocument } from "./fake_document.js";
import { newCard } from "./fake_waiter.js";
import { openQueue } from "./queue_page.js";

beforeEach(() => void installDocument());

/** @param {Parameters<typeof newCard>[0]} change */
const chips = (change) => openQueue({ card: newCard(change) }).chips();

test("a card that has all says it in a few words each", () => {
  assert.deepEqual(chips({}), [
    "Alone, can talk freely",
    "Camera works",
    "Microphone works",
    "Phone (Android)",
    "Agreed: Maya Q., 25 Nov",
  ]);
});

test("what is off or missing is told before anybody is admitted, in words and not only in a colour", () => {
  const page = openQueue({ card: newCard({ devices: { camera: "off", microphone: "missing" } }) });
  const late = page.card().querySelectorAll("li").filter((chip) => chip.getAttribute("data-tone") === "late");
  assert.deepEqual(
    late.map(({ textContent }) => textContent),
    ["Camera off", "No microphone"],
  );
  assert.ok(chips({ devices: { camera: "missing", microphone: "off" } }).includes("No camera"));
  const taken = chips({ devices: { camera: "missing", microphone: "on", interrupted: ["camera"] } });
  assert.deepEqual([taken.includes("Camera interrupted"), taken.includes("No camera")], [true, false]);
});

test("a device that is mended is told so at once", () => {
  const page = openQueue({ card: newCard({ devices: { camera: "missing", microphone: "on" } }) });
  page.draw([{ card: newCard() }]);
  assert.ok(page.chips().includes("Camera works"));
  assert.ok(!page.chips().includes("No camera"));
});

test("chips that stay the same are left alone", () => {
  const page = openQueue({});
  const before = page.card().querySelectorAll("li");
  page.draw([{ seconds: 300 }]);
  assert.deepEqual(page.card().querySelectorAll("li"), before);
});

test("whether they can talk freely, with whom they are, or that they would not say", () => {
  assert.equal(chips({ privacy: "not_alone", company: "my mother" })[0], "Not alone: my mother");
  assert.equal(chips({ privacy: "not_alone" })[0], "Not alone");
  assert.equal(chips({ privacy: "unsaid" })[0], "Would not say");
  assert.equal(chips({ privacy: "" })[0], "Camera works");
});

test("who has agreed, when, and for which child", () => {
  const consent = { version: "1", date: "2026-11-25", child: "Tim" };
  assert.equal(chips({ consent }).at(-1), "Agreed for a child: Tim");
  const own = (/** @type {string} */ date) => chips({ consent: { ...consent, child: "", date } }).at(-1);
  assert.equal(own("2025-03-02"), "Agreed: Maya Q., 2 Mar 2025");
  assert.equal(own("2026-02-31"), "Agreed: Maya Q.");
});

test("a guest's part comes first", () => {
  assert.equal(chips({ part: "Interpreter", privacy: "" })[0], "Interpreter");
});

test("how the code word stands, also before the rest of the card is there", () => {
  const said = (/** @type {"none"|"unsaid"|"checking"|"matched"|"missed"} */ state) =>
    openQueue({ card: null, codeWord: { state, word: "heron", misses: 0 } }).chips();
  assert.deepEqual(said("none"), []);
  assert.deepEqual(said("unsaid"), ["Code word not given yet"]);
  assert.deepEqual(said("checking"), ["Code word is being checked"]);
  assert.deepEqual(said("matched"), ["Code word matched"]);
  assert.deepEqual(said("missed"), ["Code word missed"]);
});

test("the code word itself is not on the card, where others might read it", () => {
  const page = openQueue({ codeWord: { state: "missed", word: "heron", misses: 1 } });
  assert.doesNotMatch(page.text(), /heron/);
});

test("what was said of the safety words stands there in words, and only while there are some", () => {
  const words = ["acorn", "album", "amber", "anchor"];
  assert.equal(openQueue({ words, compared: "same" }).chips()[0], "Safety words are the same");
  assert.equal(openQueue({ words, compared: "differ" }).chips()[0], "Safety words differ");
  for (const page of [openQueue({ words }), openQueue({ words: null, compared: "same" })])
    assert.doesNotMatch(page.chips().join(), /Safety/);
});
