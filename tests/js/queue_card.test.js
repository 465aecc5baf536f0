import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { fake, find, installDocument } from "./fake_document.js";
import { newCard } from "./fake_waiter.js";
import { focused, openQueue, shownButtons } from "./queue_page.js";

beforeEach(() => void installDocument());

const ROW = ["Message", "Preview", "Decline", "Emergency card", "Refuse this link"];

test("a card is titled with the clinician's own label, and says what was typed when that is another name", () => {
  const page = openQueue({ typed: "Lisa" });
  assert.equal(find(page.card(), "h3", "Maya").textContent, "Maya");
  assert.match(page.text(), /says: Lisa/);
  assert.deepEqual(shownButtons(page.card()), ["Admit", ...ROW]);
});

test("how long somebody has waited stands there in whole minutes, and is not announced", () => {
  const page = openQueue({ seconds: 299 });
  const waited = page.card().querySelectorAll("p")[0];
  assert.equal(waited?.textContent, "Has waited 4 min");
  const before = waited?.childNodes;
  page.draw([{ seconds: 299.5 }]);
  assert.equal(waited?.childNodes, before, "nothing moves within the minute");
  page.draw([{ seconds: 301 }]);
  assert.equal(waited?.textContent, "Has waited 5 min");
  assert.equal(waited?.closest("[aria-live]") ?? waited?.closest("[role]"), null);
});

test("the place is told with its country, and the country once", () => {
  assert.match(openQueue({}).text(), /Lisbon, Portugal/);
  const page = openQueue({ card: newCard({ place: "Lisbon, portugal" }) });
  assert.match(page.text(), /Lisbon, portugal/);
  assert.doesNotMatch(page.text(), /Portugal/);
  assert.match(openQueue({ card: newCard({ place: "" }) }).text(), /Place: {1,3}Portugal/);
  assert.doesNotMatch(openQueue({ card: newCard({ place: "", country: "" }) }).text(), /Place/);
});

test("markup in what they say stays text", () => {
  const page = openQueue({ card: newCard({ place: "<b>here</b>", name: "<i>x</i>" }), typed: "<i>x</i>" });
  assert.match(page.text(), /<b>here<\/b>/);
  assert.deepEqual(page.card().querySelectorAll("b"), []);
});

test("what was written to them last stands on their card", () => {
  assert.match(openQueue({ said: "Five more minutes" }).text(), /You wrote: Five more minutes/);
  assert.doesNotMatch(openQueue({}).text(), /You wrote/);
});

test("whoever comes by a link that is not in the vault can be declined or refused, and not admitted or looked at", () => {
  const page = openQueue({ state: "unknown", name: "", typed: "Eve" });
  assert.match(page.text(), /Somebody.*says: Eve.*This link is not one of yours\./);
  assert.deepEqual(shownButtons(page.card()), ["Decline", "Emergency card", "Refuse this link"]);
});

test("while a link is looked up nobody is admitted by it", () => {
  const page = openQueue({ state: "looking", name: "", card: null });
  assert.match(page.text(), /Looking up whose link this is\./);
  assert.deepEqual(shownButtons(page.card()), ["Decline"]);
});

test("while it is locked there is somebody, how long they wait, and what brings the rest back", () => {
  const page = openQueue();
  page.draw([{ state: "locked", name: "", previewed: true, said: "Five more minutes" }], { locked: true });
  assert.match(page.text(), /^ *Somebody *Has waited {1,2}4 min *$/);
  assert.deepEqual(shownButtons(page.card()), []);
  assert.match(fake(page.queue.locked).textContent, /come back with your people/);
});

test("on a page that does not host there are the label and the waiting time only", () => {
  const others = [{ participant: "tablet", device: "Tablet", devices: null, seconds: 1, connected: true }];
  const page = openQueue({ mayDecide: false, typed: "Lisa", place: "second", disowned: true, others });
  assert.match(page.text(), /^ *Maya *Has waited {1,2}4 min *$/);
  assert.deepEqual(shownButtons(page.card()), []);
});

test("who still checks in has nothing to be decided, and their emergency card once it is there", () => {
  const page = openQueue({ waits: false, card: null, name: "" });
  assert.match(page.text(), /Somebody is checking in.*Not ready yet/);
  assert.deepEqual(shownButtons(page.card()), []);
  page.draw([{ waits: false }]);
  assert.deepEqual(shownButtons(page.card()), ["Emergency card"]);
  find(page.card(), "button", "Emergency card").click();
  assert.deepEqual(page.done, [["emergency", "maya"]]);
});

test("a second device of somebody in session can come in as a guest, and not as them", () => {
  const page = openQueue({ place: "second" });
  assert.match(page.text(), /Maya is in session on another device\./);
  assert.deepEqual(shownButtons(page.card()), ["Admit as a guest", ...ROW]);
  assert.equal(find(page.card(), "button", "Refuse this link").getAttribute("class"), "button");
  page.draw([{ place: "second", disowned: true }]);
  assert.match(page.text(), /Maya says: that is not me\./);
});

test("after a lost connection it is a new device, and who it is must be confirmed again", () => {
  const codeWord = /** @type {const} */ ({ state: "matched", word: "heron", misses: 0 });
  const page = openQueue({ place: "lost", codeWord });
  assert.equal(page.card().querySelectorAll("h3")[0]?.textContent, "Maya, new device");
  assert.match(page.text(), /The connection to Maya's other device was lost\./);
  find(page.card(), "button", "Admit").click();
  assert.deepEqual([page.dialog.open, page.done], [true, []]);
});

test("a card stays the same one while any of its devices waits", () => {
  const phone = { participant: "phone", device: "Phone", devices: null, seconds: 9, connected: true };
  const page = openQueue({ participant: "tablet", others: [phone] }, { participant: "ben", name: "Ben" });
  const [card, ben] = page.cards();
  page.draw([
    { participant: "ben", name: "Ben" },
    { participant: "phone", others: [{ ...phone, participant: "tablet" }] },
  ]);
  assert.deepEqual(page.cards(), [ben, card]);
  page.draw([{ participant: "phone" }]);
  assert.deepEqual(page.cards(), [card]);
  page.draw([{ participant: "phone", room: "another" }]);
  assert.notEqual(page.card(), card);
});

test("the safety words are one quiet line below the rest, and what is said of them is a decision", () => {
  const words = ["acorn", "album", "amber", "anchor"];
  const page = openQueue({ words });
  assert.deepEqual(shownButtons(page.card()), ["Admit", ...ROW, "Are your words the same?"]);
  find(page.card(), "button", "Are your words the same?").click();
  assert.match(page.text(), /Your words with Maya/);
  find(page.card(), "button", "They differ").focus();
  find(page.card(), "button", "They differ").click();
  assert.deepEqual(page.done, [["compare", "maya", "differ"]]);
  page.draw([{ words, compared: "differ" }]);
  assert.match(page.text(), /call {1,2}Maya {1,2}on a number that you know, and replace their link/);
  assert.equal(focused()?.textContent, "The words differ.", "the focus goes to what has become of it");
  const replace = page.card().querySelectorAll("button").filter((each) => each.textContent === "Replace link");
  replace.find((each) => each.closest("[hidden]") === null)?.click();
  assert.deepEqual(page.done.at(-1), ["replaceLink", "maya"]);
});

test("no safety words stand where nobody is known, or on a page that does not host", () => {
  const words = ["acorn", "album", "amber", "anchor"];
  for (const change of /** @type {const} */ ([
    { words: null },
    { words, mayDecide: false },
    { words, state: "locked", name: "" },
    { words, state: "unknown", name: "" },
  ]))
    assert.ok(!shownButtons(openQueue(change).card()).includes("Are your words the same?"), JSON.stringify(change));
});

test("an arrival moves no focus", () => {
  const page = openQueue({});
  const button = find(page.card(), "button", "Message");
  button.focus();
  page.draw([{ participant: "ben", name: "Ben" }, {}]);
  assert.equal(focused(), button);
});

test("when who had the focus is gone, it goes to the queue's heading", () => {
  const page = openQueue({}, { participant: "ben", name: "Ben" });
  find(page.card(), "button", "Preview").focus();
  page.draw([{ participant: "ben", name: "Ben" }]);
  assert.equal(focused(), fake(page.queue.heading));
});

test("the way to unlock stands in the queue while it is given there", () => {
  const page = openQueue({});
  const form = document.createElement("form");
  page.draw([{ state: "locked" }], { locked: true, unlock: form });
  assert.equal(fake(page.queue.unlock).contains(fake(form)), true);
  assert.equal(fake(page.queue.unlock).hidden, false);
  page.draw([]);
  assert.equal(fake(page.queue.unlock).hidden, true);
});

test("another page that holds the room can be taken over from", () => {
  const page = openQueue({});
  page.draw([{ mayDecide: false }], { elsewhere: true });
  find(page.queue.element, "button", "Take over here").click();
  assert.deepEqual(page.done, [["takeOver"]]);
});
