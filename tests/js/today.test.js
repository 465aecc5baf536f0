import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Queue } from "../../static/js/views/queue.js";
import { Today } from "../../static/js/views/today.js";
import { newFakeDevices } from "./fake_devices.js";
import { fake, fakeDocument, find, installDocument } from "./fake_document.js";
import { newDecisions } from "./fake_waiter.js";
import { settled, shownButtons } from "./queue_page.js";

/** @import { AlertState } from "../../static/js/alert.js" */

beforeEach(() => void installDocument());

const nothing = () => undefined;
const OFFER = "Notify me when somebody waits";

/** @param {AlertState} state @param {AlertState} answer  what the person says to the browser */
function open(state, answer = "granted") {
  const alert = { state, ask: async () => void (alert.state = answer) };
  const queue = new Queue(newDecisions());
  const today = new Today({
    clinician: "Dr Ruiz",
    devices: newFakeDevices(),
    queue,
    people: /** @type {any} */ ({ element: document.createElement("section") }),
    account: nothing,
    lock: nothing,
    alert,
  });
  document.body.append(today.element);
  today.update("", []);
  const place = fake(today.place);
  return { today, queue, alert, place, offered: () => shownButtons(place).includes(OFFER) };
}

test("being notified is offered until it was asked for, and asked for only in a click", async () => {
  const { place, offered, today } = open("unasked");
  assert.equal(offered(), true);
  find(place, "button", OFFER).focus();
  find(place, "button", OFFER).click();
  await settled();
  assert.equal(offered(), false);
  assert.match(place.textContent, /You are notified from now on\. It names nobody\./);
  assert.equal(fakeDocument.activeElement, fake(today.heading), "the focus does not fall out of the page");
});

test("one that was refused says how to allow it", async () => {
  const { place, offered } = open("unasked", "denied");
  find(place, "button", OFFER).click();
  await settled();
  assert.equal(offered(), false);
  assert.match(place.textContent, /Allow notifications beside the page's address/);
});

test("where it was allowed before there is nothing to say, and where there is none nothing to offer", () => {
  for (const state of /** @type {const} */ (["granted", "missing"])) {
    const { place, offered } = open(state);
    assert.equal(offered(), false);
    assert.doesNotMatch(place.textContent, /You are notified|Allow notifications/);
  }
});

test("what the person changes in the browser is seen the next time the page is drawn", () => {
  const { alert, today, offered } = open("denied");
  assert.equal(offered(), false);
  alert.state = "unasked";
  today.update("", []);
  assert.equal(offered(), true);
});

test("the queue comes back to its place after a session, and stands before the offer", () => {
  const { today, queue, place } = open("unasked");
  document.body.append(queue.element);
  today.update("", []);
  assert.equal(place.children[0], fake(queue.element));
  const { moves } = fake(queue.element);
  today.update("", []);
  assert.equal(fake(queue.element).moves, moves);
});

test("sessions that have ended stand above who waits", () => {
  const receipts = { element: document.createElement("div") };
  const today = new Today({
    clinician: "Dr Ruiz",
    devices: newFakeDevices(),
    queue: new Queue(newDecisions()),
    people: /** @type {any} */ ({ element: document.createElement("section") }),
    account: nothing,
    lock: nothing,
    alert: { state: "granted", ask: async () => undefined },
    receipts,
  });
  const order = fake(today.element).children.map((each) => each.getAttribute("class") ?? each);
  assert.equal(order.indexOf(fake(receipts.element)), order.indexOf("notes") + 1);
  assert.equal(order.indexOf("today-main"), order.indexOf("notes") + 2);
});
