import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Shortcuts } from "../../static/js/shortcuts.js";
import { FakeElement, installDocument } from "./fake_document.js";
import { fakeStorage } from "./fake_storage.js";

beforeEach(() => void installDocument());

function open({ storage = fakeStorage(), free = true } = {}) {
  /** @type {string[]} */
  const pressed = [];
  const list = ["m", "?"].map((key) => ({ key, text: key, press: () => void pressed.push(key) }));
  const page = { free };
  const shortcuts = new Shortcuts(list, () => page.free, storage);
  const press = (/** @type {string} */ key, change = {}) => {
    const event = Object.assign(new Event("keydown", { cancelable: true }), { key, ...change });
    shortcuts.heard(/** @type {any} */ (event));
    return event.defaultPrevented;
  };
  return { shortcuts, pressed, press, page, storage };
}

/** @param {boolean} isTyped */
function place(isTyped) {
  const target = new FakeElement("input");
  target.closest = () => (isTyped ? target : null);
  return target;
}

/** An event's own target cannot be set. @param {any} target */
const at = (target) => ({ get target() { return target; } });

/** @param {Shortcuts} shortcuts @param {string} key @param {any} target */
function hear(shortcuts, key, target) {
  shortcuts.heard(/** @type {any} */ ({ key, ...at(target), preventDefault: () => undefined }));
}

test("a key presses its button, with caps lock too, and the page does nothing else with it", () => {
  const { pressed, press } = open();
  assert.equal(press("m"), true);
  press("M");
  assert.deepEqual(pressed, ["m", "m"]);
});

test("a key that is none of them is left to the page", () => {
  const { pressed, press } = open();
  assert.equal(press("x"), false);
  assert.deepEqual(pressed, []);
});

test("with a modifier the key is the browser's, and only a question mark may need Shift", () => {
  const { pressed, press } = open();
  for (const modifier of ["ctrlKey", "altKey", "metaKey", "shiftKey"]) press("M", { [modifier]: true });
  assert.deepEqual(pressed, []);
  press("?", { shiftKey: true });
  assert.deepEqual(pressed, ["?"]);
});

test("nothing happens while somebody types, holds the key down, or something stands over the session", () => {
  const { shortcuts, pressed, press, page } = open();
  hear(shortcuts, "m", place(true));
  press("m", { repeat: true });
  press("m", { isComposing: true });
  page.free = false;
  press("m");
  assert.deepEqual(pressed, []);
  page.free = true;
  hear(shortcuts, "m", place(false));
  assert.deepEqual(pressed, ["m"]);
});

test("they are heard where they are listened for", () => {
  const { shortcuts, pressed } = open();
  const target = new EventTarget();
  shortcuts.listen(target);
  target.dispatchEvent(Object.assign(new Event("keydown"), { key: "m" }));
  assert.deepEqual(pressed, ["m"]);
});

test("who turns them off has them off in the next session too, and nothing is kept for anybody else", () => {
  const { shortcuts, pressed, press, storage } = open();
  assert.equal(storage.length, 0);
  shortcuts.set(false);
  press("m");
  assert.deepEqual(pressed, []);
  const next = open({ storage });
  assert.equal(next.shortcuts.on, false);
  next.shortcuts.set(true);
  next.press("m");
  assert.deepEqual(next.pressed, ["m"]);
  assert.equal(storage.length, 0);
});

test("a browser that keeps nothing has them on", () => {
  const shortcuts = new Shortcuts([], () => true, undefined);
  shortcuts.set(false);
  assert.equal(shortcuts.on, false);
});
