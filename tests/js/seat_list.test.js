import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { SEAT_LIST_SHELF, SeatList, forgetSeatLists } from "../../static/js/seat_list.js";
import { newDataKey } from "../../static/js/vault_cipher.js";
import { FakeClock } from "./fake_clock.js";
import { FakeIndexedDb } from "./fake_indexed_db.js";
import { seededRandom } from "./seeded_random.js";

/** @import { SeatStanding } from "../../static/js/seat_list.js" */

beforeEach(() => void Object.assign(globalThis, { indexedDB: new FakeIndexedDb() }));

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const WORDS = [1, 2, 3, 4];
const ABOUT = { invitation: "maya's link", words: WORDS };

/** @param {{clock?: FakeClock, dataKey?: Uint8Array<ArrayBuffer>, room?: string, mayWrite?: () => boolean}} [given] */
async function open({ clock = new FakeClock(), dataKey = newDataKey(), room = "room", ...given } = {}) {
  const list = new SeatList(room, { clock, ...given });
  await list.open(dataKey);
  /** A later page of the same browser. @param {object} [change] */
  const reload = (change = {}) => open({ clock, dataKey, room, ...given, ...change });
  return { list, clock, dataKey, reload };
}

/** @param {SeatList} list */
const standings = (list) => list.members().map(({ participant, standing }) => [participant, standing]);

/** What lies in the browser, as text. */
async function lying() {
  const all = Object.entries((await SEAT_LIST_SHELF.get()) ?? {});
  return all.map(([room, { sealed }]) => `${room} ${Buffer.from(sealed).toString("latin1")}`).join();
}

test("whoever comes with the link alone has a seat in which they wait, and R is theirs alone", async () => {
  const { list } = await open();
  const [maya, ben] = [list.add("maya", ABOUT), list.add("ben", { invitation: "ben's", words: null })];
  assert.deepEqual(list.get("maya"), { participant: "maya", ...ABOUT, resumption: maya, standing: "waiting" });
  assert.deepEqual([maya.length, ben.length], [32, 32]);
  assert.notDeepEqual(maya, ben);
  assert.equal(list.get("eve"), null);
});

test("a seat is as the clinician has decided, and nobody is decided about who has none", async () => {
  const { list } = await open();
  list.add("maya", ABOUT);
  for (const standing of /** @type {SeatStanding[]} */ (["admitted", "held", "waiting"])) {
    assert.equal(list.decide("maya", standing), true);
    assert.equal(list.get("maya")?.standing, standing);
  }
  assert.equal(list.decide("eve", "admitted"), false);
  assert.equal(list.get("eve"), null);
});

test("somebody who comes anew with the link alone inherits nothing from who was there under the same id", async () => {
  const { list } = await open();
  const before = list.add("maya", ABOUT);
  list.decide("maya", "admitted");
  assert.notDeepEqual(list.add("maya", ABOUT), before);
  assert.deepEqual(standings(list), [["maya", "waiting"]]);
});

test("the next page of the browser has the list again, and nobody who was removed", async () => {
  const { list, reload } = await open();
  const resumption = list.add("maya", ABOUT);
  list.decide("maya", "admitted");
  list.add("ben", ABOUT);
  list.add("eve", ABOUT);
  list.remove("eve");
  await list.saved();
  const next = await reload();
  assert.deepEqual(standings(next.list), [
    ["maya", "admitted"],
    ["ben", "waiting"],
  ]);
  assert.deepEqual(next.list.get("maya")?.resumption, resumption);
  assert.deepEqual(next.list.get("maya")?.words, WORDS);
});

test("neither id nor R lies in the browser in clear, and without the data key nobody has the list", async () => {
  const { list, reload } = await open();
  const resumption = list.add("maya", ABOUT);
  await list.saved();
  const kept = await lying();
  for (const secret of ["maya", "link", Buffer.from(resumption).toString("latin1")])
    assert.ok(!kept.includes(secret), secret);
  assert.ok(kept.startsWith("room "), "the test looks where it lies");
  assert.deepEqual((await reload({ dataKey: newDataKey() })).list.members(), []);
});

test("a list that was put in another room's place is none", async () => {
  const { list, reload } = await open();
  list.add("maya", ABOUT);
  await list.saved();
  await SEAT_LIST_SHELF.change((all) => ({ another: all?.["room"] ?? assert.fail("nothing is kept") }));
  assert.deepEqual((await reload({ room: "another" })).list.members(), []);
});

test("of two rooms each keeps its own, and the empty one leaves nothing", async () => {
  const { list, reload } = await open();
  const other = await reload({ room: "another" });
  list.add("maya", ABOUT);
  other.list.add("ben", ABOUT);
  await Promise.all([list.saved(), other.list.saved()]);
  list.remove("maya");
  await list.saved();
  assert.deepEqual(Object.keys((await SEAT_LIST_SHELF.get()) ?? {}), ["another"]);
  other.list.clear();
  await other.list.saved();
  assert.equal(await SEAT_LIST_SHELF.get(), undefined);
});

test("with a new password everything is sealed anew, and nothing is lost", async () => {
  const { list, reload } = await open();
  list.add("maya", ABOUT);
  const dataKey = newDataKey();
  await list.open(dataKey);
  assert.deepEqual(standings((await reload({ dataKey })).list), [["maya", "waiting"]]);
});

test("a page that is locked knows nobody, and has them again when it is opened", async () => {
  const { list, dataKey } = await open();
  list.add("maya", ABOUT);
  list.close();
  assert.deepEqual([list.isOpen, list.members(), list.get("maya")], [false, [], null]);
  assert.equal(await list.count("maya's link"), false);
  assert.throws(() => list.add("ben", ABOUT), TypeError);
  await list.open(dataKey);
  assert.deepEqual(standings(list), [["maya", "waiting"]]);
});

test("a vault that is closed in mid-session cuts nobody off, and nothing is left that would let them in later", async () => {
  const { list, reload } = await open();
  list.add("maya", ABOUT);
  list.add("ben", ABOUT);
  list.decide("maya", "admitted");
  list.close();
  assert.deepEqual([list.isOpen, list.members().length], [true, 2]);
  list.decide("maya", "held");
  await list.saved();
  assert.deepEqual((await reload()).list.members(), []);
  list.remove("maya");
  assert.deepEqual([list.isOpen, list.members()], [false, []]);
});

test("opened again while the session goes on, the list is kept again", async () => {
  const { list, dataKey, reload } = await open();
  list.add("maya", ABOUT);
  list.decide("maya", "admitted");
  list.close();
  await list.open(dataKey);
  assert.deepEqual(standings((await reload()).list), [["maya", "admitted"]]);
});

test("what was begun before the page was locked opens nothing after it", async () => {
  const list = new SeatList("room", { clock: new FakeClock() });
  const opening = list.open(newDataKey());
  list.close();
  await opening;
  assert.equal(list.isOpen, false);
});

test("a page that has lost the room to another one knows nobody and writes nothing", async () => {
  let hosts = true;
  const { list, reload } = await open({ mayWrite: () => hosts });
  list.add("maya", ABOUT);
  list.decide("maya", "admitted");
  await list.saved();
  const next = await reload({ mayWrite: () => true });
  next.list.remove("maya");
  await next.list.saved();
  hosts = false;
  list.decide("maya", "held");
  await list.saved();
  list.lost();
  assert.deepEqual([list.isOpen, list.members()], [false, []]);
  assert.deepEqual((await reload({ mayWrite: () => true })).list.members(), []);
});

test("what an older page still writes after another has taken over does not bring a removed person back", async () => {
  const { list, reload } = await open();
  list.add("maya", ABOUT);
  list.decide("maya", "admitted");
  list.add("ben", ABOUT);
  await list.saved();
  const next = await reload();
  next.list.remove("maya");
  await next.list.saved();
  list.decide("maya", "held");
  await list.saved();
  assert.deepEqual(standings((await reload()).list), [["ben", "waiting"]]);
});

test("another device has hosted: all seats go, and what was counted stays", async () => {
  const { list, reload } = await open();
  list.add("maya", ABOUT);
  for (let time = 0; time < 64; time += 1) assert.equal(await list.count("maya's link"), true);
  list.clear();
  await list.saved();
  const next = await reload();
  assert.deepEqual(next.list.members(), []);
  assert.equal(await next.list.count("maya's link"), false);
});

test("a page that takes over opens the list without any seat, and at no moment with one", async () => {
  const { list, clock, dataKey } = await open();
  list.add("maya", ABOUT);
  list.decide("maya", "admitted");
  await list.saved();
  const next = new SeatList("room", { clock });
  const opening = next.open(dataKey, { anew: true });
  while (!next.isOpen) await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(next.members(), []);
  await opening;
  next.add("ben", ABOUT);
  await next.open(dataKey, { anew: true });
  assert.deepEqual(next.members(), []);
});

test("of one link 64 fresh handshakes are answered a day, also after a reload, and of another as many", async () => {
  const { list, clock, reload } = await open();
  for (let time = 0; time < 64; time += 1) {
    assert.equal(await list.count("maya's link"), true);
    clock.pass(MINUTE);
  }
  assert.equal(await list.count("maya's link"), false);
  const next = await reload();
  assert.equal(await next.list.count("maya's link"), false);
  assert.equal(await next.list.count("ben's link"), true);
  clock.pass(DAY - 64 * MINUTE);
  assert.equal(await next.list.count("maya's link"), true, "the first is a day old");
  assert.equal(await next.list.count("maya's link"), false);
  clock.time = 0;
  assert.equal(await next.list.count("maya's link"), false, "a clock that was set back wins nothing");
});

test("what is answered was counted before, and many at once are counted each", async () => {
  const { list, reload } = await open();
  const answers = await Promise.all([...Array(70)].map(() => list.count("maya's link")));
  assert.equal(answers.filter(Boolean).length, 64);
  assert.equal(await (await reload()).list.count("maya's link"), false);
});

test("who was in session goes on with it after a reload, and waits when the page was away for long", async () => {
  const { list, clock, reload } = await open();
  list.add("maya", ABOUT);
  list.decide("maya", "admitted");
  for (let minute = 0; minute < 50; minute += 1) {
    clock.pass(MINUTE);
    list.heard();
  }
  await list.saved();
  clock.pass(10 * MINUTE);
  assert.deepEqual(standings((await reload()).list), [["maya", "admitted"]]);
  clock.pass(10 * MINUTE + 1);
  assert.deepEqual(standings((await reload()).list), [["maya", "waiting"]]);
});

/** Maya is in session, and the server is heard each second. @param {SeatList} list @param {FakeClock} clock */
function goesOn(list, clock, seconds = 5) {
  if (list.get("maya") === null) list.add("maya", ABOUT);
  list.decide("maya", "admitted");
  for (let second = 0; second < seconds; second += 1) {
    clock.pass(1000);
    list.heard();
  }
}

test("whoever was in session waits when the server was not heard for longer than ten minutes, awake or asleep", async () => {
  const { list, clock } = await open();
  goesOn(list, clock);
  clock.pass(10 * MINUTE + 1000);
  list.connects();
  assert.deepEqual([standings(list), list.hasLapsed], [[["maya", "waiting"]], true]);
  list.decide("maya", "admitted");
  assert.equal(list.hasLapsed, false);
  list.connects();
  assert.deepEqual(standings(list), [["maya", "admitted"]]);
});

test("what had come before a long sleep and is read after it proves nothing", async () => {
  const { list, clock } = await open();
  goesOn(list, clock);
  clock.pass(3 * 60 * MINUTE);
  list.heard();
  clock.pass(1000);
  list.heard();
  list.connects();
  assert.deepEqual(standings(list), [["maya", "waiting"]]);
});

test("a shorter pause leaves everybody where they are, as often as it comes", async () => {
  const { list, clock } = await open();
  goesOn(list, clock);
  for (let time = 0; time < 3; time += 1) {
    clock.pass(9 * MINUTE);
    list.connects();
    list.heard();
  }
  assert.deepEqual(standings(list), [["maya", "admitted"]]);
});

test("a clock that was set ends no session: the connection outlives it", async () => {
  for (const step of [60 * MINUTE, -60 * MINUTE]) {
    const clock = new FakeClock();
    clock.pass(DAY);
    const { list } = await open({ clock });
    goesOn(list, clock);
    clock.time += step;
    goesOn(list, clock, 61);
    list.connects();
    assert.deepEqual([standings(list), list.hasLapsed], [[["maya", "admitted"]], false]);
  }
});

test("after a long silence nobody stays known to a page whose vault is closed", async () => {
  const { list, clock } = await open();
  goesOn(list, clock);
  list.close();
  clock.pass(11 * MINUTE);
  list.connects();
  assert.deepEqual([standings(list), list.isOpen], [[], false]);
});

test("how somebody was let in is kept with their seat", async () => {
  const { list, reload } = await open();
  list.add("maya", ABOUT);
  list.decide("maya", "admitted");
  list.note("maya", { method: "later" });
  list.note("maya", { guest: true });
  list.note("eve", { method: "voice" });
  await list.saved();
  const { list: next } = await reload();
  const { method, guest } = next.get("maya") ?? {};
  assert.deepEqual([method, guest, next.get("eve")], ["later", true, null]);
});

test("a list is forgotten after a day, and at sign-out at once", async () => {
  const { list, clock, reload } = await open();
  list.add("maya", ABOUT);
  await list.saved();
  await forgetSeatLists();
  assert.equal(await SEAT_LIST_SHELF.get(), undefined);
  list.add("ben", ABOUT);
  await list.saved();
  clock.pass(DAY + 1);
  assert.deepEqual((await reload()).list.members(), []);
});

test("a browser that keeps nothing has the list until the page is loaded again", async () => {
  Object.assign(globalThis, { indexedDB: undefined });
  const { list, reload } = await open();
  list.add("maya", ABOUT);
  assert.equal(list.decide("maya", "admitted"), true);
  assert.equal(await list.count("maya's link"), true);
  assert.deepEqual(standings(list), [["maya", "admitted"]]);
  await forgetSeatLists();
  assert.deepEqual((await reload()).list.members(), []);
});

test("however changes come, the next page has what the last one left", async () => {
  const random = seededRandom(9);
  for (let round = 0; round < 40; round += 1) {
    Object.assign(globalThis, { indexedDB: new FakeIndexedDb() });
    const { list, reload } = await open();
    for (let step = 0; step < 15; step += 1) {
      const who = `person ${Math.floor(random() * 4)}`;
      const act = random();
      if (act < 0.4) list.add(who, ABOUT);
      else if (act < 0.8) list.decide(who, act < 0.6 ? "admitted" : "held");
      else list.remove(who);
      if (random() < 0.2) await Promise.resolve();
    }
    await list.saved();
    assert.deepEqual((await reload()).list.members(), list.members(), `round ${round}`);
  }
});
