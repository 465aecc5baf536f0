import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { FallbackLine } from "../../static/js/views/fallback_line.js";
import { fake, find, installDocument } from "./fake_document.js";

beforeEach(() => void installDocument());

const AT = 1000;
const MAYA = { name: "Maya", number: "+34 600 000 000" };
const BEN = { name: "Ben", number: "ask at the desk" };

function open({ copies = true } = {}) {
  const page = { now: AT - 62, copied: /** @type {string[]} */ ([]) };
  const line = new FallbackLine({
    now: () => page.now,
    copy: async (text) => {
      page.copied.push(text);
      return copies;
    },
  });
  document.body.append(line.element);
  const show = (/** @type {any[]} */ calls, change = {}) =>
    line.update({ text: "Phone them:", calls, at: AT, counts: true, ...change });
  return { line, page, show };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test("the time runs down in nobody's ear, and is not shown when it does not count", () => {
  const { line, page, show } = open();
  show([MAYA]);
  const [text, left] = [fake(line.text), fake(line.left)];
  assert.deepEqual([text.getAttribute("role"), left.getAttribute("role")], ["status", "timer"]);
  assert.equal(text.contains(left), false);
  assert.deepEqual([left.textContent, left.hidden], ["1:02", false]);
  page.now += 60;
  line.tick();
  assert.deepEqual([text.textContent, left.textContent], ["Phone them:", "0:02"]);
  show([MAYA], { counts: false });
  assert.equal(left.hidden, true);
});

test("a number is dialled and copied, and what is no number is read", async () => {
  const { line, page, show } = open();
  show([MAYA, BEN]);
  const { element } = line;
  const [link, ...others] = fake(element).querySelectorAll("a");
  assert.deepEqual([link?.getAttribute("href"), others], ["tel:+34600000000", []]);
  assert.match(fake(line.numbers).textContent, /^Maya.*Ben.*ask at the desk/);
  const [copy] = fake(element).querySelectorAll("button");
  assert.equal(copy?.getAttribute("aria-label"), "Copy the number of Maya");
  copy?.click();
  await settled();
  assert.deepEqual(page.copied, ["+34600000000"]);
  assert.equal(line.said.textContent, "Copied: the number of Maya");
});

test("a browser that lets nothing be copied says so", async () => {
  const { line, show } = open({ copies: false });
  show([MAYA]);
  find(line.element, "button", "Copy").click();
  await settled();
  assert.match(line.said.textContent, /^This browser did not let the page copy/);
});

test("a picture that is being scanned stays while time goes on, and nothing stays when it is over", () => {
  const { line, show } = open();
  show([MAYA]);
  find(line.element, "button", "Dial on my phone").click();
  const [shown] = fake(line.numbers).children;
  show([{ ...MAYA }], { text: "It is 14:32. Phone Maya:" });
  assert.equal(fake(line.numbers).children[0], shown);
  line.update(null);
  assert.deepEqual([fake(line.element).textContent, fake(line.numbers).hidden], ["", true]);
});
