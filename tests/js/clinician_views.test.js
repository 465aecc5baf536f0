import assert from "node:assert/strict";
import { test } from "node:test";

import { timeText } from "../../static/js/day_time.js";
import { Browser } from "./clinician_browser.js";
import { settled } from "./door_page.js";
import { fake, fakeDocument, find } from "./fake_document.js";
import { until } from "./form_page.js";
import { newCard } from "./fake_waiter.js";
import { seen } from "./queue_page.js";

const OFFER = "Emergency card: Maya";
const MINUTE = 60_000;

/** @param {Browser} browser @param {string} name */
const press = (browser, name) => find(browser.main, "button", name).click();
/** @param {Browser} browser */
const panel = (browser) => fake(browser.page.views.card.element);

/** @param {Browser} browser */
function isOffered(browser) {
  browser.page.draw();
  return browser.main.querySelectorAll("button").some(({ textContent }) => textContent === OFFER);
}

/** Maya waits, and her check-in has come. */
async function waits() {
  const browser = await new Browser().opens();
  browser.stands("waiting");
  await browser.hears([newCard({ name: "Maya", place: "Lisbon" })]);
  await settled(browser.page.door);
  return browser;
}

/** Maya was in session, and is not any more. @param {"left"|"ended"} [standing] */
async function wasInSession(standing = "left") {
  const browser = await waits();
  browser.stands("admitted");
  browser.clock.pass(MINUTE);
  browser.stands(standing);
  assert.equal(browser.screen, "today");
  return browser;
}

test("the emergency card of whoever has left, or was in a session that ended, is opened from Today", async () => {
  for (const standing of /** @type {const} */ (["left", "ended"])) {
    const browser = await wasInSession(standing);
    const at = timeText(browser.clock.now() / 1000);
    assert.ok(seen(browser.main).includes(`Maya was in session until ${at}. The emergency card is kept here.`));
    press(browser, OFFER);
    assert.equal(panel(browser).hidden, false);
    assert.match(panel(browser).textContent, /Lisbon/);
    assert.equal(fakeDocument.activeElement, find(panel(browser), "h2", "Emergency card"));
    assert.equal(isOffered(browser), false, "it is shown");
  }
});

test("a card that was hidden is one click away until it is closed, and the focus stays on Today", async () => {
  const browser = await wasInSession();
  press(browser, OFFER);
  find(panel(browser), "button", "Hide card").focus();
  press(browser, "Hide card");
  assert.equal(panel(browser).hidden, true);
  assert.equal(fakeDocument.activeElement, browser.page.views.today.heading);
  browser.clock.pass(11 * 60 * MINUTE);
  assert.equal(isOffered(browser), true);
  press(browser, OFFER);
  find(panel(browser), "button", "Close card").click();
  find(fake(browser.page.views.card.modal.element), "button", "Close card").click();
  await until(() => panel(browser).hidden === true);
  assert.equal(isOffered(browser), false);
});

test("a card that nobody opened is offered for ten minutes", async () => {
  const browser = await wasInSession();
  browser.clock.pass(10 * MINUTE - 1);
  assert.equal(isOffered(browser), true);
  browser.clock.pass(1);
  assert.equal(isOffered(browser), false);
});

test("who waits has the card in the queue, and who went without a session was in none", async () => {
  const browser = await waits();
  press(browser, "Emergency card");
  press(browser, "Hide card");
  assert.equal(isOffered(browser), false);
  browser.stands("left");
  assert.equal(isOffered(browser), true);
  assert.match(seen(browser.main), /The emergency card of Maya is kept here\./);
  assert.doesNotMatch(seen(browser.main), /was in session/);
});

test("a locked page offers none, and keeps no name in what it does not show", async () => {
  const browser = await wasInSession();
  await browser.page.guard.lock();
  assert.equal(browser.screen, "locked");
  assert.equal(isOffered(browser), false);
  assert.doesNotMatch(fake(browser.page.views.today.notes.element).textContent, /Maya/);
});
