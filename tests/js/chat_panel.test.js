// The chat's panel: what it shows, what it says to those who hear it, and the keyboard.

import assert from "node:assert/strict";
import { test } from "node:test";

import { ChatPanel } from "../../static/js/views/chat.js";
import { newChatLine, newFakeChat } from "./fake_chat.js";
import { fake, fakeDocument, find, installDocument } from "./fake_document.js";

const RUIZ = { participant: "ruiz", name: "Dr Ruiz" };
const BEN = { participant: "ben", name: "Ben" };

/** @param {{wide: boolean}} [screen] */
function open(screen = { wide: true }) {
  installDocument(screen);
  let turns = 0;
  const heading = document.createElement("h1");
  const panel = new ChatPanel({ turned: () => (turns += 1), refuge: () => heading });
  document.body.append(heading, panel.element, panel.button.element);
  const page = { people: [RUIZ], chat: /** @type {any} */ (null) };
  const draw = () => panel.update(page.chat, page.people);
  page.chat = newFakeChat(draw);
  draw();
  const heard = () => fake(panel.news).children.map(({ textContent }) => textContent);
  const adds = (/** @type {any[]} */ ...lines) => {
    page.chat.lines.push(...lines);
    draw();
  };
  /** @param {unknown} target @param {string} key @param {object} [change] */
  const press = (target, key, change = {}) => {
    const event = Object.assign(new Event("keydown", { cancelable: true }), { key, ...change });
    fake(target).dispatchEvent(event);
    return event.defaultPrevented;
  };
  const write = (/** @type {string} */ text) => {
    panel.input.value = text;
    fake(panel.input).dispatchEvent(new Event("input"));
  };
  return {
    panel,
    page,
    draw,
    adds,
    heard,
    press,
    write,
    turns: () => turns,
    button: fake(panel.button.element),
    view: fake(panel.element),
    input: fake(panel.input),
    log: fake(panel.log),
    heading: fake(heading),
    note: () => panel.note.textContent,
  };
}

test("the button opens the panel and closes it, and says which", () => {
  const { button, view, turns, page } = open();
  assert.deepEqual([button.getAttribute("aria-expanded"), view.hidden], ["false", true]);
  assert.equal(button.getAttribute("aria-controls"), view.getAttribute("id"));
  button.click();
  assert.deepEqual([button.getAttribute("aria-expanded"), view.hidden, page.chat.isOpen], ["true", false, true]);
  button.click();
  assert.deepEqual([button.getAttribute("aria-expanded"), view.hidden, page.chat.isOpen], ["false", true, false]);
  assert.equal(turns(), 2);
});

test("where nobody can chat there is no button", () => {
  const { page, draw, button, heading, view } = open();
  button.click();
  page.chat = null;
  draw();
  assert.deepEqual([button.hidden, view.hidden], [true, true]);
  assert.equal(fakeDocument.activeElement, heading, "the focus has somewhere to be");
});

test("before anything was said it says who can read it, and that nothing is kept", () => {
  const { panel, adds, button } = open();
  button.click();
  assert.equal(panel.empty.textContent, "Only the people in this session can read this. Nothing is kept.");
  assert.equal(panel.empty.hidden, false);
  assert.equal(fakeDocument.activeElement, panel.input);
  adds(newChatLine("ruiz", "Hello"));
  assert.equal(panel.empty.hidden, true);
});

test("messages are a log that is read as they come, and each is drawn once", () => {
  const { log, adds, draw } = open();
  assert.deepEqual([log.getAttribute("role"), log.getAttribute("aria-label")], ["log", "Messages"]);
  adds(newChatLine("ruiz", "Hello"), newChatLine(null, "Hi"));
  const [first, second] = log.children;
  assert.match(first.textContent, /^Dr Ruiz.*Hello$/);
  assert.match(second.textContent, /^You.*Hi$/);
  draw();
  assert.deepEqual(log.children, [first, second]);
  assert.deepEqual(log.children.map(({ moves }) => moves), [1, 1]);
});

test("what is over the brim leaves the page", () => {
  const { log, page, adds, draw, panel } = open();
  adds(newChatLine("ruiz", "One"), newChatLine("ruiz", "Two"));
  page.chat.lines.shift();
  draw();
  assert.equal(log.children.length, 1);
  assert.equal(panel.views.size, 1);
});

test("two people may have chosen the same id", () => {
  const { log, adds } = open();
  adds(newChatLine("ruiz", "One", { id: "same" }), newChatLine("ben", "Two", { id: "same" }));
  assert.equal(log.children.length, 2);
});

test("somebody who has left is called as they were, and a stranger as nobody", () => {
  const { log, page, adds, draw } = open();
  page.people = [RUIZ, BEN];
  draw();
  page.people = [RUIZ];
  adds(newChatLine("ben", "I was here"), newChatLine("eve", "So was I"));
  const [first, second] = log.children;
  assert.match(first.textContent, /^Ben/);
  assert.match(second.textContent, /^Somebody who has left/);
});

test("while it is closed what comes is said with its name, and counted at the button, and the focus stays", () => {
  const { page, adds, heard, button, heading, draw, panel } = open();
  heading.focus();
  page.chat.unread = 2;
  adds(newChatLine("ruiz", "One"), newChatLine("ruiz", "Two"));
  assert.equal(panel.news.getAttribute("aria-live"), "polite");
  const [first, second] = fake(panel.news).children;
  assert.deepEqual(heard(), ["Dr Ruiz writes: One", "Dr Ruiz writes: Two"]);
  assert.equal(button.getAttribute("aria-label"), "Chat, 2 new");
  assert.match(button.textContent, /2 new/);
  assert.equal(button.dataset["lamp"], "true");
  assert.equal(fakeDocument.activeElement, heading);
  draw();
  assert.deepEqual(fake(panel.news).children, [first, second], "each is told of once");
  button.click();
  assert.deepEqual(heard(), []);
  assert.equal(button.getAttribute("aria-label"), "Chat");
  assert.equal(button.dataset["lamp"], undefined);
});

test("of a flood no more is told than the last few, and of one's own words nothing", () => {
  const { adds, heard } = open();
  adds(newChatLine(null, "Mine"));
  assert.deepEqual(heard(), []);
  for (let message = 0; message < 20; message += 1) adds(newChatLine("ruiz", `${message}`));
  assert.deepEqual(heard(), [15, 16, 17, 18, 19].map((message) => `Dr Ruiz writes: ${message}`));
});

test("while it is open the log is read out, and nothing is said twice", () => {
  const { adds, heard, button } = open();
  button.click();
  adds(newChatLine("ruiz", "One"));
  assert.deepEqual(heard(), []);
});

test("Enter sends, and the place to write is empty and has the focus", () => {
  const { page, press, write, input, button } = open();
  button.click();
  write("Hello");
  assert.equal(press(input, "Enter"), true);
  assert.deepEqual([page.chat.said, input.value], [["Hello"], ""]);
  assert.equal(fakeDocument.activeElement, input);
});

test("Shift and Enter, and Enter of somebody who is still choosing a character, are left to the text", () => {
  const { page, press, write, input } = open();
  write("Hello");
  assert.equal(press(input, "Enter", { shiftKey: true }), false);
  assert.equal(press(input, "Enter", { isComposing: true }), false);
  assert.deepEqual(page.chat.said, []);
});

test("Enter held down sends once", () => {
  const { page, press, write, input } = open();
  write("Hello");
  press(input, "Enter");
  write("Next");
  assert.equal(press(input, "Enter", { repeat: true }), true);
  assert.deepEqual(page.chat.said, ["Hello"]);
});

test("Send does the same, and sends no spaces", () => {
  const { page, write, view, input } = open();
  write(" \n ");
  find(view, "button", "Send").click();
  assert.deepEqual([page.chat.said, input.value], [[], " \n "]);
  write("Hello");
  find(view, "button", "Send").click();
  assert.deepEqual(page.chat.said, ["Hello"]);
});

test("the field has its name, and takes no more than may be sent", () => {
  const { view, input, panel, write } = open();
  const label = view.querySelectorAll("label")[0];
  assert.deepEqual([label?.textContent, label?.getAttribute("for")], ["Message", input.getAttribute("id")]);
  assert.equal(input.getAttribute("maxlength"), "2000");
  write("a".repeat(1800));
  assert.equal(panel.left.textContent, "");
  write("a".repeat(1990));
  assert.equal(panel.left.textContent, "10 characters left");
});

test("before there are keys it says so, and keeps what was written", () => {
  const { page, draw, press, write, input, note } = open();
  page.chat.isReady = false;
  draw();
  const text = "Messages cannot be sent just now. What you write stays here until they can.";
  assert.equal(note(), text);
  write("Hello");
  press(input, "Enter");
  assert.deepEqual([page.chat.said, input.value, note()], [[], "Hello", text]);
  page.chat.isReady = true;
  draw();
  assert.equal(note(), "");
  press(input, "Enter");
  assert.deepEqual([page.chat.said, input.value], [["Hello"], ""]);
});

test("what the chat does not take stays where it was written, with a word", () => {
  const { page, press, write, input, note } = open();
  page.chat.takes = false;
  write("Hello");
  press(input, "Enter");
  assert.equal(input.value, "Hello");
  assert.equal(note(), "This was not sent, and stays here. Try again in a moment.");
  page.chat.takes = true;
  press(input, "Enter");
  assert.deepEqual([input.value, note()], ["", ""]);
});

test("Escape closes it and gives the focus back, and what is half written stays", () => {
  const { press, write, input, button, view } = open();
  button.click();
  write("Half");
  assert.equal(press(view, "Escape", { isComposing: true }), false);
  assert.equal(press(view, "Escape"), true);
  assert.deepEqual([view.hidden, input.value], [true, "Half"]);
  assert.equal(fakeDocument.activeElement, button);
});

test("Close chat does the same, and a focus elsewhere stays there", () => {
  const { view, button, heading, panel } = open();
  button.click();
  find(view, "button", "Close chat").click();
  assert.deepEqual([view.hidden, fakeDocument.activeElement], [true, button]);
  button.click();
  heading.focus();
  panel.close();
  assert.equal(fakeDocument.activeElement, heading);
});

test("on a phone it opens with what is to be read, and not with a keyboard over it", () => {
  const { button, log, input, adds } = open({ wide: false });
  button.click();
  assert.equal(fakeDocument.activeElement, input, "there is nothing to read yet");
  button.click();
  adds(newChatLine("ruiz", "Hello"));
  button.click();
  assert.equal(fakeDocument.activeElement, log);
  assert.equal(log.getAttribute("tabindex"), "0");
});

test("at the end of the session nothing stays in the page, not even what is half written", () => {
  const { page, adds, write, log, input, panel, draw, heard } = open();
  adds(newChatLine("ruiz", "Hello"));
  assert.equal(heard().length, 1);
  write("Half");
  page.chat.lines = [];
  page.chat.cleared();
  assert.deepEqual([log.children.length, input.value, panel.views.size, panel.names.size], [0, "", 0, 0]);
  draw();
  assert.equal(log.textContent, "");
  assert.deepEqual(heard(), []);
});

test("another session's chat brings nothing of the last one along", () => {
  const { page, adds, write, log, input, button, view, draw } = open();
  adds(newChatLine("ruiz", "Hello"));
  button.click();
  write("Half");
  const before = page.chat;
  page.chat = newFakeChat(draw);
  draw();
  assert.deepEqual([log.textContent, input.value, view.hidden, before.isOpen], ["", "", true, false]);
  write("New");
  before.cleared();
  assert.equal(input.value, "New", "the end of the last one is no end of this");
});

test("of one's own messages it says how far they have come", () => {
  const { page, adds, draw, log } = open();
  const line = newChatLine(null, "Hello", { state: "sending", missing: ["ruiz"] });
  adds(line);
  assert.match(log.textContent, /Sending…$/);
  page.people = [RUIZ, BEN];
  Object.assign(line, { state: "not delivered" });
  draw();
  assert.match(log.textContent, /Not delivered yet to Dr Ruiz$/);
});
