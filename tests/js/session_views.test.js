// What the clinician reads of a session that loses somebody, or is lost itself.

import assert from "node:assert/strict";
import { test } from "node:test";

import { timeText } from "../../static/js/day_time.js";
import { Browser, MAYA } from "./clinician_browser.js";
import { settled } from "./door_page.js";
import { fake, find } from "./fake_document.js";
import { newCard } from "./fake_waiter.js";

const LOST = "Maya’s connection was lost, waiting";
const CALLBACK = "+351 210 000 000";

/** Maya is in session, seen and heard. @param {object} [card] */
async function inSession(card = {}) {
  const browser = await new Browser().opens();
  browser.stands("waiting");
  await browser.hears([newCard({ name: "Maya", ...card })]);
  await settled(browser.page.door);
  const { losses } = browser.page.views.session;
  losses.steady = () => browser.clock.now();
  losses.isOffline = () => false;
  browser.stands("admitted");
  const legs = /** @type {import("./fake_page.js").FakeLegs} */ (/** @type {unknown} */ (browser.page.desk.legs));
  legs.reached = { isReached: true, since: 0 };
  legs.heard.set(MAYA, 0);
  browser.clock.pass(3000);
  return { browser, legs, stage: browser.page.views.session.room.stage, attendance: browser.page.views.session.attendance };
}

/** When they phone, if they are lost now. @param {Browser} browser */
const phonesAt = (browser) => timeText(Math.ceil(browser.clock.now() / 60_000 + 5) * 60);

/** From now on no frame of hers is opened. @param {Browser} browser @param {import("./fake_page.js").FakeLegs} legs */
function falls({ clock }, legs) {
  const at = clock.now();
  legs.heardFrom = () => clock.now() - at;
}

test("who is lost is lost at the picture and in the list, and then it is read whom to phone, and when", async () => {
  const { browser, legs, stage, attendance } = await inSession();
  const row = () => fake(attendance.list).textContent;
  assert.match(row(), /Here/);
  const at = phonesAt(browser);
  falls(browser, legs);
  browser.clock.pass(2000);
  assert.equal(stage.tiles.get(MAYA)?.word.textContent, LOST);
  assert.match(row(), new RegExp(`${LOST}\\.`));
  assert.equal(stage.own.textContent, "");
  browser.clock.pass(1500);
  assert.equal(stage.fallback.text.textContent, `If Maya is not back by ${at}, phone them:`);
  assert.match(fake(stage.fallback.numbers).textContent, /\+351 210 000 000/);
  const link = fake(stage.fallback.numbers).querySelectorAll("a")[0];
  assert.equal(link?.getAttribute("href"), `tel:${CALLBACK.replaceAll(" ", "")}`);
  legs.heardFrom = () => 0;
  browser.clock.pass(250);
  assert.equal(fake(stage.fallback.element).textContent, "");
  assert.match(row(), /Here/);
});

test("when the time has come it is read, and in an emergency no time runs down", async () => {
  const { browser, legs, stage } = await inSession();
  const at = phonesAt(browser);
  falls(browser, legs);
  browser.clock.pass(10_000);
  assert.equal(fake(stage.fallback.left).hidden, false);
  find(browser.main, "button", "Emergency card").click();
  browser.page.draw();
  assert.equal(fake(stage.fallback.left).hidden, true);
  assert.match(stage.fallback.text.textContent, /^If Maya is not back by/);
  browser.clock.pass(350_000);
  assert.equal(stage.fallback.text.textContent, `It is ${at}. Phone Maya:`);
});

test("whoever gave no number is waited for", async () => {
  const { browser, legs, stage } = await inSession({ callback: "" });
  falls(browser, legs);
  browser.clock.pass(10_000);
  assert.equal(
    stage.fallback.text.textContent,
    "Maya has given no number. Keep this page open: it goes on by itself.",
  );
  assert.equal(fake(stage.fallback.numbers).hidden, true);
});

test("a clinician who can't be seen or heard reads it, once on the page, and whom to phone", async () => {
  const { browser, legs, stage } = await inSession();
  const at = phonesAt(browser);
  browser.clients.get(MAYA)?.setConnected(false);
  browser.closes(1006);
  assert.match(browser.notices.textContent, /^No connection to the server\..*Sound and picture go on where they can/);
  legs.reached = { isReached: false, since: browser.clock.now() };
  falls(browser, legs);
  browser.clock.pass(4000);
  assert.equal(
    stage.own.textContent,
    "You can’t be seen or heard: there is no connection to the server. Trying again…",
  );
  assert.equal(browser.notices.textContent, "");
  assert.equal(stage.tiles.get(MAYA)?.word.textContent, "Connecting with Maya again");
  assert.equal(stage.fallback.text.textContent, `If you are not back by ${at}, phone Maya:`);
  legs.reached = { isReached: true, since: browser.clock.now() };
  legs.heardFrom = () => 0;
  browser.clock.pass(250);
  assert.deepEqual([stage.own.textContent, stage.fallback.text.textContent], ["", ""]);
  assert.match(browser.notices.textContent, /^No connection to the server\./);
});
