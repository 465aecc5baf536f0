import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { queueDecisions } from "../../static/js/decisions.js";
import { Queue } from "../../static/js/views/queue.js";
import { fake, find, installDocument } from "./fake_document.js";

/** @import { Waiter } from "../../static/js/views/queue_card.js" */

beforeEach(() => void installDocument());

/** @param {Partial<Waiter>} [change] @returns {Waiter} */
const waiter = (change = {}) => ({
  room: "room",
  participant: "maya",
  state: "known",
  name: "Maya",
  typed: "",
  codeWord: "",
  waits: true,
  connected: true,
  mayDecide: true,
  seconds: 240,
  previewed: false,
  media: null,
  devices: null,
  ...change,
});

/** @param {Partial<Waiter>} change @param {object} [about] */
function drawn(change, about = {}) {
  /** @type {[string, string][]} */
  const done = [];
  const note = (/** @type {string} */ what) => (/** @type {Waiter} */ who) =>
    void done.push([what, who.participant]);
  const queue = new Queue({
    admit: note("admit"),
    decline: note("decline"),
    refuse: note("refuse"),
    preview: note("preview"),
    takeOver: () => undefined,
  });
  document.body.append(queue.element);
  queue.update([waiter(change)], { elsewhere: false, empty: "", locked: false, unlock: null, ...about });
  const card = fake(queue.element).querySelectorAll("article")[0];
  assert.ok(card);
  return { queue, card, done, text: seen(card), shown: shownButtons(card) };
}

/** What can be read. @param {any} node @returns {string} */
function seen(node) {
  if (typeof node === "string") return node;
  if (node.hidden) return "";
  return node.childNodes.map(seen).join(node.tag === "bdi" || node.tag === "p" ? "" : " ");
}

/** @param {import("./fake_document.js").FakeElement} card */
function shownButtons(card) {
  return card
    .querySelectorAll("button")
    .filter((each) => each.closest("[hidden]") === null)
    .map(({ textContent }) => textContent);
}

test("a card is titled with the clinician's own label, and says what was typed when that is another name", () => {
  const { card, text, shown } = drawn({ typed: "Lisa" });
  assert.equal(find(card, "h3", "Maya").textContent, "Maya");
  assert.match(text, /says: Lisa/);
  assert.deepEqual(shown, ["Admit", "Preview", "Decline"]);
});

test("a code word that was agreed is there to be asked for", () => {
  assert.match(drawn({ codeWord: "heron" }).text, /Code word: heron\. Ask for it\./);
  assert.doesNotMatch(drawn({}).text, /Code word/);
});

test("whoever comes by a link that is not in the vault can be declined or refused, and not admitted or looked at", () => {
  const { text, shown, card, done } = drawn({ state: "unknown", name: "", typed: "Eve" });
  assert.match(text, /Somebody.*says: Eve.*This link is not one of yours\./);
  assert.deepEqual(shown, ["Decline", "Refuse this link"]);
  find(card, "button", "Refuse this link").click();
  assert.deepEqual(done, [["refuse", "maya"]]);
});

test("while a link is looked up nobody is admitted by it", () => {
  const { text, shown } = drawn({ state: "looking", name: "" });
  assert.match(text, /Looking up whose link this is\./);
  assert.deepEqual(shown, ["Decline"]);
});

test("while it is locked there is somebody, how long they wait, and what brings the rest back", () => {
  const devices = /** @type {const} */ ({ microphone: "missing", camera: "missing" });
  const change = { state: /** @type {const} */ ("locked"), name: "", devices, previewed: true };
  const { queue, text, shown } = drawn(change, { locked: true });
  assert.match(text, /Somebody.*Has waited 4 min/);
  assert.doesNotMatch(text, /No microphone|They are told/);
  assert.deepEqual(shown, []);
  assert.match(fake(queue.locked).textContent, /come back with your people/);
});

test("on a page that does not host there are the label and the waiting time only", () => {
  const devices = /** @type {const} */ ({ microphone: "missing", camera: "on" });
  const { text, shown } = drawn({ mayDecide: false, typed: "Lisa", codeWord: "heron", devices });
  assert.match(text, /Maya.*Has waited 4 min/);
  assert.doesNotMatch(text, /Lisa|heron|No microphone/);
  assert.deepEqual(shown, []);
});

test("a preview is shown of whom the vault knows, and of nobody else", () => {
  const media = /** @type {any} */ ({});
  const { queue, card } = drawn({ previewed: true, media });
  const video = card.querySelectorAll("video")[0];
  assert.equal(video?.srcObject, media);
  queue.update([waiter({ previewed: true, media, state: "locked", name: "" })], {
    elsewhere: false,
    empty: "",
    locked: true,
    unlock: null,
  });
  assert.equal(video?.srcObject, null);
});

test("the way to unlock stands in the queue while it is given there", () => {
  const form = /** @type {any} */ (document.createElement("form"));
  const { queue } = drawn({ state: "locked" }, { locked: true, unlock: form });
  assert.equal(fake(queue.unlock).contains(fake(form)), true);
  assert.equal(fake(queue.unlock).hidden, false);
  queue.update([], { elsewhere: false, empty: "", locked: false, unlock: null });
  assert.equal(fake(queue.unlock).hidden, true);
});

/** @param {boolean} isKnown */
function deciding(isKnown) {
  /** @type {any[]} */
  const acts = [];
  const desk = /** @type {any} */ ({
    rooms: new Map([["room", { id: "room" }]]),
    admit: (/** @type {any} */ room, /** @type {string} */ id) => void acts.push(["admit", room.id, id]),
    decide: (/** @type {any} */ message) => void acts.push(message),
  });
  return { acts, decisions: queueDecisions(desk, () => isKnown) };
}

test("only whom the vault knows is let in or looked at, whatever was clicked", () => {
  const stranger = deciding(false);
  stranger.decisions.admit(waiter());
  stranger.decisions.preview(waiter(), true);
  assert.deepEqual(stranger.acts, []);
  stranger.decisions.preview(waiter(), false);
  stranger.decisions.refuse(waiter());
  assert.deepEqual(
    stranger.acts.map(({ type }) => type),
    ["preview", "refuse"],
  );
  const known = deciding(true);
  known.decisions.admit(waiter());
  assert.deepEqual(known.acts, [["admit", "room", "maya"]]);
});
