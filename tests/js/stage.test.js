import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { Stage } from "../../static/js/views/stage.js";
import { newChatLine, newFakeChat } from "./fake_chat.js";
import { announced, fake, fakeDocument, find, installDocument } from "./fake_document.js";
import { newFakeDevices } from "./fake_devices.js";

beforeEach(() => void installDocument());

/** @param {string} name @param {object} change @returns {import("../../static/js/views/tile.js").TilePerson} */
const person = (name, change = {}) => ({
  participant: name,
  name,
  word: "",
  lost: "",
  muted: false,
  media: /** @type {any} */ ({}),
  ...change,
});

function open() {
  let tries = 0;
  const stage = new Stage({
    devices: newFakeDevices(),
    actions: [],
    tryAgain: () => {
      tries += 1;
    },
    side: null,
  });
  document.body.append(stage.element);
  const show = (/** @type {any[]} */ people, change = {}) =>
    stage.update({ title: "Dr Ruiz", people, alone: "", seconds: 1, blocked: false, ...change });
  const video = (/** @type {string} */ name) => fake(stage.tiles.get(name)?.video);
  return { stage, show, video, tries: () => tries, play: fake(stage.playButton) };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));
const refusal = new DOMException("a click is needed", "NotAllowedError");

test("sound and picture are started by a click until nobody's are refused any more", async () => {
  const { stage, show, video, play } = open();
  show([person("Maya", { media: null }), person("Ben", { media: null })]);
  for (const name of ["Maya", "Ben"]) video(name).refusal = refusal;
  show([person("Maya"), person("Ben")]);
  await settled();
  assert.equal(play.hidden, false);
  video("Ben").refusal = null;
  await stage.tiles.get("Ben")?.play();
  assert.equal(play.hidden, false, "Maya's are refused still");
  show([person("Ben")]);
  assert.equal(play.hidden, true, "nobody is left whose are refused");
});

test("a click on it plays everybody, and the focus goes to the session's heading", async () => {
  const { stage, show, video, play } = open();
  show([person("Maya", { media: null })]);
  video("Maya").refusal = refusal;
  show([person("Maya")]);
  await settled();
  video("Maya").refusal = null;
  play.click();
  await settled();
  assert.equal(play.hidden, true);
  assert.equal(fake(stage.heading).isConnected, true);
});

test("what comes anew after a reload or by another connection is started by itself, or by the same button", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  try {
    const { show, video, play, stage } = open();
    show([person("Maya", { media: null })]);
    video("Maya").refusal = refusal;
    show([person("Maya")]);
    await settled();
    mock.timers.tick(1000);
    assert.deepEqual(announced, [
      "This browser starts sound and picture only when you say so. Press Start sound and picture.",
    ]);
    play.focus();
    video("Maya").refusal = null;
    play.click();
    await settled();
    assert.deepEqual([play.hidden, fakeDocument.activeElement], [true, fake(stage.heading)]);
    show([person("Maya", { media: null, word: "Connecting with Maya" })]);
    show([person("Maya")]);
    await settled();
    assert.equal(play.hidden, true, "it plays by itself");
    video("Maya").refusal = refusal;
    show([person("Maya", { media: /** @type {any} */ ({}) })]);
    await settled();
    assert.equal(play.hidden, false);
    video("Maya").refusal = null;
    play.click();
    await settled();
    assert.equal(play.hidden, true);
  } finally {
    mock.timers.reset();
  }
});

test("sound and picture that cannot get through are said, with a way to try again", () => {
  const { stage, show, tries } = open();
  show([person("Maya", { media: null })]);
  const status = fake(stage.blocked);
  const button = find(stage.element, "button", "Try again");
  assert.deepEqual([status.textContent, status.hidden, button.hidden], ["", false, true]);
  show([person("Maya", { media: null })], { blocked: true });
  assert.equal(
    status.textContent,
    "Sound and picture cannot get through. Try another network, or switch off a VPN.",
  );
  show([person("Maya", { media: null })], { blocked: true, why: "This server is full." });
  assert.equal(status.textContent, "This server is full.");
  button.focus();
  button.click();
  assert.equal(tries(), 1);
  show([person("Maya")]);
  assert.deepEqual([status.textContent, button.hidden], ["", true]);
  assert.equal(fakeDocument.activeElement, fake(stage.heading));
});

test("what is said of somebody stands in place of the last picture, and goes when there is one again", () => {
  const { stage, show, video } = open();
  show([person("Maya")]);
  video("Maya").videoWidth = 1280;
  const tile = stage.tiles.get("Maya");
  const word = fake(tile?.word);
  const lost = "Maya’s connection was lost, waiting";
  show([person("Maya", { word: lost, lost })]);
  assert.deepEqual([word.hidden, word.textContent], [false, lost]);
  assert.equal(tile?.element.dataset.picture, "none");
  show([person("Maya")]);
  assert.deepEqual([word.hidden, tile?.element.dataset.picture], [true, "shown"]);
});

test("that one can't be seen or heard is said in the flow, as a status, and before how it may be cured", () => {
  const { stage, show } = open();
  const own = fake(stage.own);
  show([person("Maya")], { own: "You can’t be seen or heard.", blocked: true });
  assert.deepEqual([own.textContent, own.getAttribute("role")], ["You can’t be seen or heard.", "status"]);
  assert.equal(fake(stage.notes).contains(own), true);
  assert.equal(fake(stage.view).contains(own), false);
  const order = fake(stage.notes).children;
  assert.ok(order.indexOf(own) < order.findIndex((part) => part.contains(fake(stage.blocked))));
  show([person("Maya")]);
  assert.equal(own.textContent, "");
});

test("what is agreed for a loss stands in the flow for as long as it holds, and its time goes on each second", () => {
  const { stage, show } = open();
  const at = Math.ceil(Date.now() / 60_000) * 60 + 60;
  const plan = { text: "If we are not back by 14:32, Dr Ruiz will phone you.", calls: [], at, counts: true };
  show([person("Maya")], { plan });
  const line = fake(stage.fallback.element);
  assert.equal(fake(stage.notes).contains(line), true);
  assert.match(line.textContent, /^If we are not back by 14:32, Dr Ruiz will phone you\.[12]:\d\d$/);
  stage.fallback.now = () => at - 9;
  stage.tick(1);
  assert.match(line.textContent, /0:09$/);
  show([person("Maya")]);
  assert.equal(line.textContent, "");
});

test("what tiles say is announced once", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  try {
    const { show } = open();
    show([person("Maya")]);
    show([person("Maya", { word: "Maya is on hold" })]);
    show([person("Maya", { word: "Maya is on hold" })]);
    mock.timers.tick(1000);
    assert.deepEqual(announced, ["Maya is on hold."]);
    show([], { alone: "Dr Ruiz’s connection was lost, waiting" });
    mock.timers.tick(1000);
    assert.equal(announced[1], "Dr Ruiz’s connection was lost, waiting");
  } finally {
    mock.timers.reset();
  }
});

test("a mark at a picture is read with the name, and goes when it is none any more", () => {
  const { stage, show } = open();
  const mark = () => fake(stage.tiles.get("Maya")?.mark);
  show([person("Maya", { mark: "Identity not yet confirmed" })]);
  assert.deepEqual([mark().textContent, mark().hidden], ["Identity not yet confirmed", false]);
  show([person("Maya")]);
  assert.deepEqual([mark().textContent, mark().hidden], ["", true]);
});

test("More stands before the button that ends or leaves, and opens between the pictures and the bar", () => {
  const leave = document.createElement("button");
  const stage = new Stage({
    devices: newFakeDevices(),
    actions: [leave],
    tryAgain: () => undefined,
    side: null,
  });
  const buttons = fake(stage.controls).children;
  assert.deepEqual(buttons.slice(-2), [fake(stage.more.button.element), fake(leave)]);
  const order = fake(stage.element).children;
  assert.equal(order.indexOf(fake(stage.more.panel)) + 1, order.indexOf(fake(stage.controls)));
});

test("in an emergency no clock is shown", () => {
  const { stage, show } = open();
  show([person("Maya")], { timersMuted: true });
  stage.tick(2);
  assert.equal(fake(stage.clock).hidden, true);
  show([person("Maya")]);
  assert.equal(fake(stage.clock).hidden, false);
});

test("the chat stands before More in the bar, and its panel before what More opens", () => {
  const { stage, show } = open();
  show([person("Maya")]);
  const button = fake(stage.chat.button.element);
  assert.equal(button.hidden, true, "there is none yet");
  show([person("Maya")], { chat: newFakeChat() });
  assert.equal(button.hidden, false);
  const buttons = fake(stage.controls).children;
  assert.equal(buttons.indexOf(button) + 1, buttons.indexOf(fake(stage.more.button.element)));
  const order = fake(stage.element).children;
  assert.equal(order.indexOf(fake(stage.chat.element)) + 1, order.indexOf(fake(stage.more.panel)));
});

test("while the chat is open the stage makes room for it, and people are called as their pictures are", () => {
  const { stage, show } = open();
  const chat = newFakeChat();
  chat.lines.push(newChatLine("Maya", "Hello"));
  show([person("Maya")], { chat });
  assert.equal(stage.element.dataset.chat, undefined);
  stage.chat.button.element.click();
  assert.equal(stage.element.dataset.chat, "true");
  assert.match(fake(stage.chat.log).textContent, /^Maya/);
  stage.chat.button.element.click();
  assert.equal(stage.element.dataset.chat, undefined);
});
