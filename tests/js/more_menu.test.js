import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { element } from "../../static/js/element.js";
import { MoreMenu } from "../../static/js/views/more_menu.js";
import { fake, fakeDocument, installDocument } from "./fake_document.js";

beforeEach(() => void installDocument());

function open() {
  const menu = new MoreMenu();
  const item = element("button", {}, "Quick exit");
  menu.add(item);
  document.body.append(menu.panel, menu.button.element);
  return { menu, item: fake(item), button: fake(menu.button.element), panel: fake(menu.panel) };
}

const escape = () => Object.assign(new Event("keydown", { cancelable: true }), { key: "Escape" });

test("More opens what stands above the bar, and the focus goes there", () => {
  const { button, panel } = open();
  assert.deepEqual([button.getAttribute("aria-expanded"), panel.hidden], ["false", true]);
  button.click();
  assert.deepEqual([button.getAttribute("aria-expanded"), panel.hidden], ["true", false]);
  assert.equal(fakeDocument.activeElement, panel);
});

test("Escape closes it, and so does the button", () => {
  const { button, panel, item } = open();
  button.click();
  item.focus();
  panel.dispatchEvent(escape());
  assert.deepEqual([panel.hidden, fakeDocument.activeElement], [true, button]);
  button.click();
  button.focus();
  button.click();
  assert.deepEqual([panel.hidden, fakeDocument.activeElement], [true, button]);
});

test("Escape is left to others while it is closed", () => {
  const { button } = open();
  const event = escape();
  button.dispatchEvent(event);
  assert.equal(event.defaultPrevented, false);
});

test("what is added stands in it", () => {
  const { panel, item } = open();
  assert.ok(panel.contains(item));
});

test("what is opened within it is told when it closes, and may stand above the rest", () => {
  const { menu, panel, button, item } = open();
  const above = element("section", {});
  menu.addAbove(above);
  assert.deepEqual(panel.children, [above, item]);
  let told = 0;
  menu.closing = () => void (told += 1);
  button.click();
  assert.equal(told, 0);
  button.click();
  assert.equal(told, 1);
});
