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
  button.focus();
  button.click();
  assert.equal(tries(), 1);
  show([person("Maya")]);
  assert.deepEqual([status.textContent, button.hidden], ["", true]);
  assert.equal(fakeDocument.activeElement, fake(stage.heading));
});

test("a live picture stays when the connection to its person is lost, until it stands still", () => {
  const { stage, show, video } = open();
  show([person("Maya")]);
  video("Maya").videoWidth = 1280;
  const tile = stage.tiles.get("Maya");
  const [word, note] = [fake(tile?.word), fake(tile?.lost)];
  show([person("Maya", { lost: "The connection to Maya was lost." })]);
  for (let second = 0; second < 5; second += 1) {
    video("Maya").frames += 30;
    stage.tick(second);
  }
  assert.deepEqual([word.hidden, note.hidden], [true, false]);
  for (let second = 0; second < 3; second += 1) stage.tick(second);
  assert.deepEqual([word.hidden, word.textContent], [false, "The connection to Maya was lost."]);
  video("Maya").frames += 30;
  stage.tick(9);
  assert.equal(word.hidden, true);
  show([person("Maya")]);
  assert.deepEqual([word.hidden, note.hidden], [true, true]);
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
    show([], { alone: "The connection to Dr Ruiz was lost." });
    mock.timers.tick(1000);
    assert.equal(announced[1], "The connection to Dr Ruiz was lost.");
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
