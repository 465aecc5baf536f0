import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { Stage } from "../../static/js/views/stage.js";
import { announced, fake, fakeDocument, find, installDocument } from "./fake_document.js";
import { newFakeDevices } from "./fake_devices.js";
import { settled } from "./form_page.js";

beforeEach(() => void installDocument());

function open() {
  const devices = Object.assign(newFakeDevices(), {
    setMicrophone: (/** @type {boolean} */ on) => void (devices.microphone.state = on ? "on" : "off"),
    setCamera: async (/** @type {boolean} */ on) => void (devices.camera.state = on ? "on" : "off"),
    use: async () => undefined,
  });
  const stage = new Stage({ devices, actions: [], tryAgain: () => undefined, side: null });
  document.body.append(stage.element);
  const draw = () => stage.update({ title: "Dr Ruiz", people: [], alone: "", seconds: 1, blocked: false });
  draw();
  const press = (/** @type {string} */ key) =>
    fakeDocument.body.dispatchEvent(Object.assign(new Event("keydown"), { key }));
  return { stage, devices, draw, press, dialog: fake(stage.menu.modal.element) };
}

/** @param {() => Promise<unknown>|unknown} task */
async function told(task) {
  mock.timers.enable({ apis: ["setTimeout"] });
  try {
    await task();
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
    mock.timers.tick(1000);
    return announced.splice(0);
  } finally {
    mock.timers.reset();
  }
}

test("the choice of camera and microphone opens over the session, and follows what changes", () => {
  const { stage, devices, draw, dialog } = open();
  fake(stage.more.button.element).click();
  find(stage.more.panel, "button", "Camera and microphone").click();
  assert.deepEqual([dialog.open, dialog.getAttribute("aria-label")], [true, "Camera and microphone"]);
  assert.equal(stage.more.isOpen(), false);
  devices.choices.camera = [{ id: "two", label: "Second camera" }];
  draw();
  assert.match(dialog.textContent, /Second camera/);
  find(dialog, "button", "Done").click();
  assert.equal(dialog.open, false);
});

test("the list of keys names those that there are, and turns them off", () => {
  const { stage, press, dialog } = open();
  find(stage.more.panel, "button", "Keyboard shortcuts").click();
  assert.match(dialog.textContent, /MMute or unmute the microphone.*VStop or start the camera.*SHide or show/);
  assert.doesNotMatch(dialog.textContent, /People|Emergency|Quick exit/);
  const [box] = dialog.querySelectorAll("input");
  assert.ok(box);
  Object.assign(box, { checked: false });
  box.dispatchEvent(new Event("change"));
  find(dialog, "button", "Done").click();
  press("s");
  assert.equal(stage.selfView.place.hidden, false);
});

test("keys do what the buttons do, and say what has become of it", async () => {
  const { stage, devices, press } = open();
  assert.deepEqual(await told(() => press("m")), ["Your microphone is off."]);
  assert.deepEqual(await told(() => press("v")), ["Your camera is off."]);
  assert.deepEqual([devices.microphone.state, devices.camera.state], ["off", "off"]);
  assert.deepEqual(await told(() => press("s")), ["Your self-view is hidden. Others still see you."]);
  assert.equal(stage.selfView.place.hidden, true);
  press("?");
  assert.equal(stage.menu.modal.element.open, true);
});

test("keys do nothing in a dialog, nor when the session is not what the page shows", async () => {
  const { stage, devices, press } = open();
  press("?");
  press("m");
  stage.menu.modal.close();
  fake(stage.element).remove();
  press("m");
  await settled();
  assert.equal(devices.microphone.state, "on");
});

test("one's own picture is hidden and shown again without anybody dragging it", async () => {
  const { stage } = open();
  const picture = fake(stage.selfView.picture.element);
  const hide = find(stage.more.panel, "button", "Hide self-view");
  await told(() => hide.click());
  assert.deepEqual([picture.hidden, hide.textContent], [true, "Show self-view"]);
  assert.equal(find(stage.more.panel, "button", "Move self-view").hidden, true);
  await told(() => hide.click());
  assert.deepEqual([picture.hidden, hide.textContent], [false, "Hide self-view"]);
});

test("one's own picture goes from corner to corner by a button that stays", async () => {
  const { stage } = open();
  const view = fake(stage.view);
  const move = find(stage.more.panel, "button", "Move self-view");
  const said = await told(() => move.click());
  assert.deepEqual(said, ["Your self-view is at the bottom left."]);
  const corners = [view.dataset.corner];
  for (const _ of "123") {
    await told(() => move.click());
    corners.push(view.dataset.corner);
  }
  assert.deepEqual(corners, ["bottom-left", "top-left", "top-right", "bottom-right"]);
});

test("the safety words of those in session are found under More, in the flow, and close with it", () => {
  const { stage, dialog } = open();
  /** @type {unknown[]} */
  const said = [];
  stage.menu.addWords({ side: "clinician", compare: (...about) => void said.push(about) });
  const question = find(stage.more.panel, "button", "Are your words the same?");
  assert.equal(question.hidden, true);
  const words = ["acorn", "album", "amber", "anchor"];
  const people = ["Maya", "Ben"].map((name) => ({ participant: name, name, words, compared: /** @type {const} */ ("") }));
  stage.menu.updateWords(people);
  fake(stage.more.button.element).click();
  question.click();
  assert.equal(dialog.open, false);
  const panel = fake(stage.more.panel).children[0];
  assert.deepEqual([panel?.getAttribute("aria-label"), panel?.hidden], ["Safety words", false]);
  assert.match(panel?.textContent ?? "", /Your words with Maya.*Your words with Ben/);
  find(panel, "button", "They are the same").click();
  assert.deepEqual(said, [["Maya", "same"]]);
  fake(stage.more.button.element).click();
  assert.deepEqual([stage.more.isOpen(), panel?.hidden], [false, true]);
  assert.equal(fakeDocument.activeElement, stage.more.button.element);
});
