import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { dispatchers } from "../../static/js/views/emergency_dispatchers.js";
import { EmergencyNumber } from "../../static/js/views/emergency_number.js";
import { fake, find, installDocument } from "./fake_document.js";

beforeEach(() => void installDocument());

/** @param {string} text */
function open(text, what = "the number of Maya") {
  /** @type {string[][]} */
  const copied = [];
  const number = new EmergencyNumber(text, what, (...copy) => void copied.push(copy));
  return { view: fake(number.element), copied };
}

test("a number is a link that dials, and is copied as it is dialled", () => {
  const { view, copied } = open("+44 (0)117 496 0123");
  const [link] = view.querySelectorAll("a");
  assert.deepEqual([link?.textContent, link?.getAttribute("href")], ["+44 (0)117 496 0123", "tel:+441174960123"]);
  find(view, "button", "Copy the number of Maya").click();
  assert.deepEqual(copied, [["+441174960123", "the number of Maya"]]);
});

test("a picture for one's own phone is drawn when it is asked for", () => {
  const { view } = open("112", "112");
  const dial = find(view, "button", "Dial on my phone: 112");
  assert.deepEqual([dial.getAttribute("aria-expanded"), view.querySelectorAll("svg")], ["false", []]);
  dial.click();
  assert.equal(dial.getAttribute("aria-expanded"), "true");
  assert.equal(find(view, "svg", "QR code that dials 112").closest("[hidden]"), null);
  dial.click();
  assert.equal(dial.getAttribute("aria-expanded"), "false");
});

test("what is no number is read and copied, and nothing dials it", () => {
  const { view, copied } = open("ask for <b>Ana</b> at the desk");
  assert.deepEqual([view.querySelectorAll("a"), view.querySelectorAll("b")], [[], []]);
  assert.equal(find(view, "button", "Dial on my phone: the number of Maya").hidden, true);
  find(view, "button", "Copy the number of Maya").click();
  assert.equal(copied[0]?.[0], "ask for <b>Ana</b> at the desk");
});

/** @param {string} country */
const dialled = (country) =>
  fake(dispatchers(country, () => undefined))
    .querySelectorAll("a")
    .map((link) => link.getAttribute("href"));

test("the numbers are those of the place where they are", () => {
  assert.deepEqual(dialled("GB"), ["tel:999", "tel:112"]);
  assert.deepEqual(dialled("US"), ["tel:911"]);
});

test("many numbers of single services are folded away, and the first is not", () => {
  const view = fake(dispatchers("IN", () => undefined));
  const [folded] = view.querySelectorAll("details");
  const inside = folded?.querySelectorAll("a").map(({ textContent }) => textContent) ?? [];
  assert.ok(inside.length > 2);
  assert.ok(!inside.includes("112"));
});

test("it is always said whose dispatcher 112 and 911 reach, and which country is not known", () => {
  const text = (/** @type {string} */ country) => fake(dispatchers(country, () => undefined)).textContent;
  for (const country of ["", "GB"]) assert.match(text(country), /112 and 911 reach the dispatcher of the caller's/);
  assert.match(text("GB"), /United Kingdom/);
  assert.match(text(""), /have not said which country/);
});
