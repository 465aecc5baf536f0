import assert from "node:assert/strict";
import { test } from "node:test";

import { EmergencyCards } from "../../static/js/emergency_cards.js";
import { EmergencyShelf } from "../../static/js/emergency_shelf.js";
import { newDataKey } from "../../static/js/vault_cipher.js";
import { FakeClock } from "./fake_clock.js";
import { factsOf, fakeCardShelf } from "./fake_emergency.js";
import { settled, until } from "./form_page.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const MAYA = factsOf("Maya");
const BEN = factsOf("Ben");

/** One browser, of which pages are opened one after the other. */
class Browser {
  constructor() {
    this.clock = new FakeClock();
    this.place = fakeCardShelf();
    this.vault = { dataKey: newDataKey() };
  }

  /** @param {{vault?: {dataKey: Uint8Array<ArrayBuffer>}|null}} [means] */
  async page({ vault = this.vault } = {}) {
    const page = { drawn: 0 };
    const shelf = new EmergencyShelf(this.place);
    const changed = () => void (page.drawn += 1);
    const cards = new EmergencyCards({ changed, shelf, clock: this.clock });
    if (vault !== null) await cards.open(vault);
    return Object.assign(cards, { page });
  }

  /** Until the shelf holds so many. @param {number} count */
  async keeps(count) {
    await until(() => Object.keys(this.place.kept ?? {}).length === count);
    await settled();
  }
}

/** @param {EmergencyCards} cards */
const labels = (cards) => cards.list().map(({ label }) => label);

test("whoever is in session can be helped, and for ten minutes after they have left", async () => {
  const browser = new Browser();
  const cards = await browser.page();
  cards.admitted(MAYA);
  cards.present(["maya"]);
  browser.clock.pass(HOUR);
  assert.deepEqual(labels(cards), ["Maya"]);
  cards.present([]);
  browser.clock.pass(10 * MINUTE - 1);
  assert.deepEqual(labels(cards), ["Maya"]);
  browser.clock.pass(1);
  assert.deepEqual(labels(cards), []);
  assert.equal(cards.facts("maya"), null);
});

test("who comes back within them is in session as before", async () => {
  const browser = new Browser();
  const cards = await browser.page();
  cards.admitted(MAYA);
  cards.present([]);
  browser.clock.pass(9 * MINUTE);
  cards.present(["maya"]);
  browser.clock.pass(HOUR);
  assert.deepEqual(labels(cards), ["Maya"]);
});

test("a card that was opened stays after the end, until it is closed", async () => {
  const browser = new Browser();
  const cards = await browser.page();
  cards.admitted(MAYA);
  cards.opened(MAYA);
  cards.present([]);
  browser.clock.pass(3 * HOUR);
  assert.deepEqual(labels(cards), ["Maya"]);
  await cards.close("maya");
  assert.deepEqual(labels(cards), []);
  assert.equal(cards.shown, null);
  await browser.keeps(0);
});

test("nothing is kept longer than twelve hours, whoever still seems to be in session", async () => {
  const browser = new Browser();
  const cards = await browser.page();
  cards.admitted(BEN);
  browser.clock.pass(HOUR);
  cards.opened(MAYA);
  browser.clock.pass(11 * HOUR);
  assert.deepEqual(labels(cards), ["Maya"]);
  browser.clock.pass(HOUR);
  assert.deepEqual(labels(cards), []);
  assert.equal(cards.timersMuted, false);
});

test("while a card is before the clinician nothing chimes, and hiding keeps the card", async () => {
  const cards = await new Browser().page();
  assert.deepEqual([cards.timersMuted, cards.shown], [false, null]);
  cards.opened(MAYA);
  assert.equal(cards.timersMuted, true);
  assert.equal(cards.shown?.facts.label, "Maya");
  cards.hide();
  assert.deepEqual([cards.timersMuted, cards.shown, labels(cards)], [false, null, ["Maya"]]);
});

test("one card is shown at a time, and each opening is another one", async () => {
  const cards = await new Browser().page();
  cards.opened(MAYA);
  const first = cards.shown?.opening;
  cards.opened(BEN);
  assert.equal(cards.shown?.facts.label, "Ben");
  cards.opened(BEN);
  assert.notEqual(cards.shown?.opening, first);
  await cards.close("ben");
  assert.equal(cards.shown, null, "the one before does not come back by itself");
});

test("where somebody says they are now takes the place of what they said before", async () => {
  const cards = await new Browser().page();
  cards.opened(MAYA);
  cards.updated(factsOf("Maya", { place: "Porto" }, 700));
  assert.deepEqual([cards.shown?.facts.card.place, cards.shown?.facts.at], ["Porto", 700]);
  cards.updated(BEN);
  assert.deepEqual(labels(cards), ["Maya"], "who only waits is not kept");
});

test("of those not shown it is known when they left, after a reload too, and not of who only waited", async () => {
  const browser = new Browser();
  const before = await browser.page();
  before.admitted(BEN);
  before.opened(MAYA);
  before.opened(factsOf("Ana"));
  await browser.keeps(3);
  browser.clock.pass(MINUTE);
  before.present([]);
  const expected = { Ben: browser.clock.now() / 1000, Maya: null };
  const hidden = (/** @type {EmergencyCards} */ cards) =>
    Object.fromEntries(cards.hidden().map(({ facts, left }) => [facts.label, left]));
  assert.deepEqual(hidden(before), expected);
  await before.close("ana");
  await browser.keeps(2);
  assert.deepEqual(hidden(await browser.page()), expected);
});

test("a reload brings back what was kept and the card that was shown, and no focus with it", async () => {
  const browser = new Browser();
  const before = await browser.page();
  before.admitted(BEN);
  before.opened(MAYA);
  await browser.keeps(2);
  const cards = await browser.page();
  assert.deepEqual(labels(cards).sort(), ["Ben", "Maya"]);
  assert.deepEqual([cards.shown?.facts.label, cards.shown?.opening], ["Maya", 0]);
  assert.equal(cards.page.drawn, 1);
});

test("who is in session again before the vault is open keeps what was opened before the reload", async () => {
  const browser = new Browser();
  (await browser.page()).opened(MAYA);
  await browser.keeps(1);
  const cards = await browser.page({ vault: null });
  cards.admitted(factsOf("Maya", { place: "Porto" }, 700));
  await cards.open(browser.vault);
  assert.equal(cards.shown?.facts.card.place, "Porto", "what this page knows is newer");
  cards.present([]);
  browser.clock.pass(HOUR);
  assert.deepEqual(labels(cards), ["Maya"]);
});

test("what was said before the vault was open is kept when it is", async () => {
  const browser = new Browser();
  const cards = await browser.page({ vault: null });
  cards.admitted(MAYA);
  await settled();
  assert.equal(browser.place.kept, undefined);
  await cards.open(browser.vault);
  await browser.keeps(1);
  assert.deepEqual(labels(await browser.page()), ["Maya"]);
});

test("a locked page knows nobody, and without the data key the browser does not either", async () => {
  const browser = new Browser();
  const cards = await browser.page();
  cards.opened(MAYA);
  await browser.keeps(1);
  cards.lock();
  assert.deepEqual([cards.list(), cards.shown, cards.timersMuted], [[], null, false]);
  assert.deepEqual(labels(await browser.page({ vault: { dataKey: newDataKey() } })), []);
  await cards.open(browser.vault);
  assert.deepEqual([labels(cards), cards.shown?.opening], [["Maya"], 1]);
});

test("a lock that comes while the shelf is read leaves the page locked", async () => {
  const browser = new Browser();
  (await browser.page()).opened(MAYA);
  await browser.keeps(1);
  const cards = await browser.page({ vault: null });
  const opening = cards.open(browser.vault);
  cards.lock();
  await opening;
  assert.deepEqual(cards.list(), []);
});

test("a new password seals with the new data key what the old one did", async () => {
  const browser = new Browser();
  const cards = await browser.page();
  cards.opened(MAYA);
  await browser.keeps(1);
  browser.vault.dataKey = newDataKey();
  const sealed = () => Buffer.from(browser.place.kept?.["maya"]?.sealed ?? []).toString("hex");
  const before = sealed();
  browser.clock.pass(MINUTE);
  await until(() => sealed() !== before);
  assert.deepEqual(labels(await browser.page()), ["Maya"]);
});

test("who is still in session after their card was closed is not kept again, unless it is opened again", async () => {
  const cards = await new Browser().page();
  cards.admitted(MAYA);
  cards.opened(MAYA);
  await cards.close("maya");
  cards.admitted(MAYA);
  assert.deepEqual(labels(cards), []);
  cards.opened(MAYA);
  assert.deepEqual(labels(cards), ["Maya"]);
});

test("a card goes out of sight once the browser has forgotten it, whatever is said of it meanwhile", async () => {
  const browser = new Browser();
  const cards = await browser.page();
  cards.admitted(MAYA);
  cards.opened(MAYA);
  await browser.keeps(1);
  const closing = cards.close("maya");
  assert.equal(cards.shown?.facts.label, "Maya", "a page that is loaded again now would still show it");
  cards.updated(factsOf("Maya", { place: "Porto" }, 700));
  cards.present([]);
  await closing;
  assert.deepEqual([cards.shown, browser.place.kept], [null, undefined]);
  await settled();
  assert.deepEqual(labels(await browser.page()), []);
});

test("a card that is opened again while it is being forgotten is kept", async () => {
  const browser = new Browser();
  const cards = await browser.page();
  cards.opened(MAYA);
  const closing = cards.close("maya");
  cards.opened(MAYA);
  await closing;
  assert.equal(cards.shown?.facts.label, "Maya");
  await browser.keeps(1);
  assert.deepEqual(labels(await browser.page()), ["Maya"]);
});

test("what is over leaves the shelf by itself, and the page hears of it", async () => {
  const browser = new Browser();
  const cards = await browser.page();
  cards.admitted(MAYA);
  cards.present([]);
  await browser.keeps(1);
  const { drawn } = cards.page;
  browser.clock.pass(11 * MINUTE);
  await browser.keeps(0);
  assert.equal(cards.page.drawn, drawn + 1);
});

test("the code word is not kept: it was for the door", async () => {
  const cards = await new Browser().page();
  cards.admitted(factsOf("Maya", { codeWord: "heron" }));
  assert.equal(cards.facts("maya")?.card.codeWord, "");
});

test("what is said again and again is written once", async () => {
  const browser = new Browser();
  let writes = 0;
  const cards = await browser.page();
  const { change } = browser.place;
  browser.place.change = (task) => {
    writes += 1;
    return change.call(browser.place, task);
  };
  for (let turn = 0; turn < 10; turn += 1) {
    cards.admitted(MAYA);
    cards.present(["maya"]);
  }
  await browser.keeps(1);
  assert.equal(writes, 1);
});
