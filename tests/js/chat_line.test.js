import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { ChatLineView } from "../../static/js/views/chat_line.js";
import { newChatLine } from "./fake_chat.js";
import { fake, installDocument } from "./fake_document.js";

/** @import { ChatLine } from "../../static/js/chat.js" */

beforeEach(() => void installDocument());

/** @param {ChatLine} line @param {string} name @param {{isGroup?: boolean}} [page] */
function open(line, name, { isGroup = false } = {}) {
  const view = new ChatLineView(line, name);
  const update = (/** @type {Partial<ChatLine>} */ change = {}) =>
    view.update({ ...line, ...change }, (participant) => `Name of ${participant}`, isGroup);
  update();
  return { element: fake(view.element), state: () => view.state.textContent, update };
}

test("it says who, when and what", () => {
  const { element } = open(newChatLine("maya", "Hello"), "Maya");
  assert.equal(element.textContent, "Maya14:02Hello");
  assert.equal(element.querySelectorAll("bdi").length, 1, "a name turns nothing around it");
  assert.equal(element.dataset["own"], undefined);
});

test("one's own is marked in words", () => {
  const { element } = open(newChatLine(null, "Hello"), "");
  assert.equal(element.textContent, "You14:02Hello");
  assert.equal(element.dataset["own"], "");
});

test("markup and links are text, and several lines stay several", () => {
  const text = "<b>one</b>\nhttps://example.org";
  const { element } = open(newChatLine("maya", text), "Maya");
  for (const tag of ["b", "a"]) assert.equal(element.querySelectorAll(tag).length, 0);
  assert.ok(element.textContent.endsWith(text));
});

test("while it is on its way that is said, and when it has come nothing is", () => {
  const { state, update } = open(newChatLine(null, "Hello", { state: "sending", missing: ["maya"] }), "");
  assert.equal(state(), "Sending…");
  update({ state: "delivered", missing: [] });
  assert.equal(state(), "");
});

test("what has not come is said in words, and in a group who does not have it", () => {
  const missing = ["maya", "ben"];
  const undelivered = newChatLine(null, "Hello", { state: "not delivered", missing });
  assert.equal(open(undelivered, "").state(), "Not delivered yet");
  const { state } = open(undelivered, "", { isGroup: true });
  assert.equal(state(), "Not delivered yet to Name of maya, Name of ben");
});

test("what will not come any more is said so", () => {
  const { state } = open(newChatLine(null, "Hello", { state: "not delivered" }), "");
  assert.equal(state(), "Not delivered: they are not in the session any more");
});
