import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { installDocument } from "./fake_document.js";
import { focused, openQueue } from "./queue_page.js";

/** @import { FakeElement } from "./fake_document.js" */

beforeEach(() => void installDocument());

const TABLET = Object.freeze({
  participant: "another",
  device: "Tablet",
  devices: /** @type {const} */ ({ camera: "missing", microphone: "on" }),
  seconds: 30,
  connected: true,
});

/** @param {FakeElement} card */
const lines = (card) =>
  card.querySelectorAll("fieldset")[0]?.querySelectorAll("label").map(({ textContent }) => textContent) ?? [];

/** @param {FakeElement} card @returns {any[]} */
const radios = (card) => card.querySelectorAll("fieldset")[0]?.querySelectorAll("input") ?? [];

test("two devices of one link are one card, with a line for each and the longest waiting first and chosen", () => {
  const page = openQueue({ others: [TABLET] });
  assert.match(page.text(), /2 devices/);
  assert.deepEqual(lines(page.card()), [
    "Phone (Android), camera works, 4 min (waits longest)",
    "Tablet, no camera, less than 1 min",
  ]);
  assert.deepEqual(
    radios(page.card()).map(({ checked }) => checked),
    [true, false],
  );
});

test("choosing another is a decision, and the lines stay where they are", () => {
  const page = openQueue({ others: [TABLET] });
  const [phone, tablet] = radios(page.card());
  tablet.focus();
  tablet.dispatchEvent(new Event("change"));
  assert.deepEqual(page.done, [["choose", "maya", "another"]]);
  const other = { ...TABLET, participant: "maya", device: "Phone (Android)", seconds: 241 };
  page.draw([{ participant: "another", seconds: 31, others: [other] }]);
  assert.deepEqual(radios(page.card()), [phone, tablet]);
  assert.deepEqual([phone.checked, tablet.checked, focused()], [false, true, tablet]);
});

test("a device whose connection is lost says so, and one that says nothing of itself is a device", () => {
  const page = openQueue({ others: [{ ...TABLET, device: "", devices: null, connected: false }] });
  assert.equal(lines(page.card())[1], "A device, less than 1 min, connection lost");
});

test("a camera that was taken away is no camera that never was", () => {
  const devices = /** @type {const} */ ({ camera: "missing", microphone: "on", interrupted: ["camera"] });
  const page = openQueue({ others: [{ ...TABLET, devices: /** @type {any} */ (devices) }] });
  assert.equal(lines(page.card())[1], "Tablet, camera interrupted, less than 1 min");
});

test("one device has no choice to make", () => {
  const page = openQueue({ others: [TABLET] });
  page.draw([{}]);
  assert.doesNotMatch(page.text(), /devices/);
  assert.equal(radios(page.card()).length, 1);
});
