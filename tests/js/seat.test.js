import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { SEAT_SHELF, Seat } from "../../static/js/seat.js";
import { FakeClock } from "./fake_clock.js";
import { FakeIndexedDb } from "./fake_indexed_db.js";
import { fakeStorage } from "./fake_storage.js";
import { seededRandom } from "./seeded_random.js";

/** @import { CheckInCard } from "../../static/js/card.js" */
/** @import { SeatRecord } from "../../static/js/seat.js" */

beforeEach(() => void Object.assign(globalThis, { indexedDB: new FakeIndexedDb() }));

/** @type {CheckInCard} */
const CARD = {
  name: "Maya",
  part: "",
  country: "ES",
  place: "Calle Mayor 1, Toledo",
  callback: "+34 600 000 000",
  contact: { name: "Ana", phone: "+34 600 000 001", relation: "Sister" },
  privacy: "alone",
  company: "",
  consent: { version: "1", date: "2026-11-25", child: "" },
  codeWord: "",
  device: "Phone (Android)",
};
const IN_USE = /** @type {NonNullable<SeatRecord["inUse"]>} */ ({
  microphone: true,
  camera: true,
  muted: false,
  ids: ["", ""],
  wishes: ["on", "on"],
});
const SECRET = new Uint8Array(16).fill(7);
const LINK = { invitation: "maya", secret: SECRET, roomKey: "room-key" };
const OF_LINK = { secret: "BwcHBwcHBwcHBwcHBwcHBw", roomKey: "room-key" };
const SAVED = { token: "token", participant: "me", resumption: "R", words: [1, 2, 3, 4], inUse: IN_USE, started: 5 };

/** A page of one browser. @param {{tab?: Storage, clock?: FakeClock, link?: typeof LINK|null}} [given] */
async function open({ tab = fakeStorage(), clock = new FakeClock(), link = LINK } = {}) {
  const seat = new Seat("join maya", tab, SEAT_SHELF, clock);
  await seat.load(link);
  return seat;
}

/** As far as the session. @param {Seat} seat @param {Partial<SeatRecord>} [change] */
async function inSession(seat, change = {}) {
  const { token, participant, ...others } = { ...SAVED, ...change };
  seat.keep({ token, participant });
  seat.keep({ card: CARD });
  seat.keep(others);
  await seat.saved();
}

/** What the browser keeps beyond the tab. */
const kept = async () => (await SEAT_SHELF.get())?.["join maya"]?.record;

test("a seat comes back to a page that was loaded again, and only to its own place", () => {
  const tab = fakeStorage();
  new Seat("join one", tab).keep({ token: "token", card: CARD });
  assert.deepEqual(new Seat("join one", tab).read(), { token: "token", card: CARD });
  assert.equal(new Seat("join two", tab).read(), null);
});

test("the code word is never kept, only what was said of it", () => {
  const tab = fakeStorage();
  const seat = new Seat("join one", tab);
  const answer = { matched: false, left: 2 };
  seat.keep({ token: "token", card: { ...CARD, codeWord: "lighthouse" }, codeWord: answer });
  assert.doesNotMatch(tab.getItem(seat.key) ?? "", /lighthouse/);
  assert.deepEqual(seat.read(), { token: "token", card: CARD, codeWord: answer });
});

test("nothing is kept before there is a seat", () => {
  const tab = fakeStorage();
  new Seat("join one", tab).keep({ card: CARD });
  assert.equal(tab.length, 0);
});

test("after the session only the way back is left", () => {
  const seat = new Seat("join one", fakeStorage());
  seat.keep({ token: "token", card: CARD, started: 5, inUse: IN_USE });
  seat.forgetCard();
  assert.deepEqual(seat.read(), { token: "token" });
});

test("a dead seat is forgotten, and damage is no seat", () => {
  const tab = fakeStorage();
  const seat = new Seat("join one", tab);
  seat.keep({ token: "token" });
  seat.forget();
  assert.deepEqual([seat.read(), tab.length], [null, 0]);
  for (const text of ["{", "null", "3", '{"token":4}']) {
    tab.setItem(seat.key, text);
    assert.equal(new Seat("join one", tab).read(), null, text);
  }
});

test("a tab that was killed comes back with all but what was typed, and without the link in the address bar", async () => {
  await inSession(await open());
  const again = await open({ link: null });
  assert.deepEqual(again.read(), { ...SAVED, ...OF_LINK });
  assert.deepEqual(again.link("maya"), LINK);
});

test("a reload finds what was typed, too, and does not wait for the browser to have kept it", async () => {
  const tab = fakeStorage();
  const seat = await open({ tab });
  seat.keep({ token: "token", participant: "me" });
  seat.keep({ card: CARD, resumption: "R" });
  const again = await open({ tab, link: null });
  assert.deepEqual(again.read(), { token: "token", participant: "me", ...OF_LINK, card: CARD, resumption: "R" });
  await seat.saved();
});

test("before check-in the tab alone has it, and nothing typed ever goes further", async () => {
  const seat = await open();
  seat.keep({ token: "token", participant: "me" });
  await seat.saved();
  const { indexedDB } = /** @type {{indexedDB: any}} */ (globalThis);
  assert.equal(indexedDB.stores.size, 0);
  seat.keep({ card: { ...CARD, codeWord: "lighthouse" }, codeWord: { matched: true, left: 3 } });
  await seat.saved();
  assert.deepEqual(await kept(), { token: "token", participant: "me", ...OF_LINK });
});

test("with the session's end the browser has nothing, and the tab the way back", async () => {
  const tab = fakeStorage();
  const seat = await open({ tab });
  await inSession(seat);
  seat.forgetCard();
  // The server is heard of once more before the page is closed.
  seat.keep({ token: "token" });
  await seat.saved();
  assert.equal(await SEAT_SHELF.get(), undefined);
  const again = await open({ tab, link: null });
  assert.deepEqual(again.read(), { token: "token", participant: "me", ...OF_LINK });
  assert.equal((await open({ link: null })).read(), null);
  again.keep({ card: CARD });
  again.keep({ token: "token" });
  await again.saved();
  assert.equal((await kept())?.token, "token", "whoever checks in again may come back again");
});

test("Quick exit leaves no seat of any link, and nothing said later is kept", async () => {
  const other = new Seat("join ben", fakeStorage(), SEAT_SHELF);
  await other.load();
  other.keep({ token: "his", card: CARD });
  await other.saved();
  const tab = fakeStorage();
  const seat = await open({ tab });
  await inSession(seat);
  seat.keep({ started: 6 });
  await seat.erase();
  seat.keep({ token: "late", card: CARD });
  await seat.saved();
  assert.deepEqual([await SEAT_SHELF.get(), tab.length, seat.read()], [undefined, 0, null]);
});

test("the newer of two tabs owns what is kept, and the older one changes and deletes nothing of it", async () => {
  const clock = new FakeClock();
  const older = await open({ clock });
  await inSession(older);
  clock.pass(1000);
  const newer = await open({ clock });
  await inSession(newer, { resumption: "newer R" });
  const [before] = [await kept()];
  clock.pass(1000);
  older.keep({ started: 9, resumption: "stale R" });
  await older.saved();
  assert.deepEqual(await kept(), before);
  older.forgetCard();
  older.forget();
  await older.saved();
  assert.deepEqual(await kept(), before);
});

test("a tab that takes the seat back owns it again, also when the clock was set back", async () => {
  const clock = new FakeClock();
  clock.time = 5000;
  await inSession(await open({ clock }));
  clock.time = 10;
  const newer = await open({ clock });
  await inSession(newer, { resumption: "newer R" });
  assert.equal((await kept())?.resumption, "newer R");
});

test("a page that has only looked at another's seat has nothing to say about it, and may be told that it is dead", async () => {
  await inSession(await open());
  const looking = await open();
  looking.keep({ started: 9 });
  await looking.saved();
  assert.equal((await kept())?.started, 5);
  looking.forget();
  await looking.saved();
  assert.equal(await kept(), undefined);
});

test("of one person's seat the newest is read; another device of the same browser keeps its own", async () => {
  const clock = new FakeClock();
  const [one, two] = [fakeStorage(), fakeStorage()];
  await inSession(await open({ tab: one, clock }));
  clock.pass(1000);
  await inSession(await open({ tab: two, clock }), { resumption: "newer R" });
  const again = await open({ tab: one, clock });
  assert.equal(again.read()?.resumption, "newer R");
  assert.deepEqual(again.read()?.card, CARD);
  clock.pass(1000);
  const own = await open({ tab: two, clock });
  own.keep({ token: "other", participant: "another", card: CARD });
  await own.saved();
  assert.equal((await open({ tab: one, clock })).read()?.participant, "me");
});

test("a link with another secret or another key is another seat", async () => {
  const tab = fakeStorage();
  await inSession(await open({ tab }));
  for (const change of [{ secret: new Uint8Array(16) }, { roomKey: "another" }]) {
    const link = { ...LINK, ...change };
    assert.equal((await open({ link })).read(), null);
    const copy = fakeStorage();
    copy.setItem("telehealth seat join maya", tab.getItem("telehealth seat join maya") ?? assert.fail());
    const seat = await open({ tab: copy, link });
    assert.deepEqual([seat.read(), copy.length], [null, 0]);
  }
});

test("what a closed browser has left behind goes after a day, at the next look at any link", async () => {
  const clock = new FakeClock();
  await inSession(await open({ clock }));
  clock.pass(24 * 3600 * 1000 - 1);
  assert.equal((await open({ clock })).read()?.token, "token");
  clock.pass(1);
  const other = new Seat("join ben", fakeStorage(), SEAT_SHELF, clock);
  await other.load();
  assert.equal(await SEAT_SHELF.get(), undefined);
  assert.equal((await open({ clock })).read(), null);
});

test("a browser that keeps nothing has it in the tab, so that a reload works", async () => {
  Object.assign(globalThis, { indexedDB: undefined });
  const tab = fakeStorage();
  const seat = await open({ tab });
  await inSession(seat);
  assert.deepEqual((await open({ tab, link: null })).read(), { ...SAVED, ...OF_LINK, card: CARD });
  await seat.erase();
  assert.equal(tab.length, 0);
});

test("whatever comes between, the browser has what the tab that took the seat last has kept last", async () => {
  const random = seededRandom(5);
  for (let round = 0; round < 200; round += 1) {
    Object.assign(globalThis, { indexedDB: new FakeIndexedDb() });
    const clock = new FakeClock();
    const tabs = [await open({ clock }), await open({ clock }), await open({ clock })];
    /** @type {Seat|null} */
    let last = null;
    for (let step = 0; step < 12; step += 1) {
      const seat = /** @type {Seat} */ (tabs[Math.floor(random() * tabs.length)]);
      clock.pass(Math.floor(random() * 3) + 1);
      if (random() < 0.4) {
        seat.keep({ token: `token ${step}`, participant: "me", card: CARD });
        last = seat;
      } else seat.keep({ resumption: `R ${step}` });
      if (random() < 0.5) await Promise.resolve();
    }
    for (const seat of tabs) await seat.saved();
    const { card: _card, ...expected } = last?.read() ?? {};
    assert.deepEqual(await kept(), last === null ? undefined : expected, `round ${round}`);
  }
});
