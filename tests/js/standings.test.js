import assert from "node:assert/strict";
import { test } from "node:test";

import { SeatList } from "../../static/js/seat_list.js";
import { Standings } from "../../static/js/standings.js";
import { FakeClock } from "./fake_clock.js";
import { FakeSealedShelf } from "./fake_sealed_shelf.js";

/** @import { Standing } from "../../static/js/messages.js" */

const ROOM = "room";
const DATA_KEY = new Uint8Array(32).fill(7);

/** @param {any} [shelf] @param {boolean} [isOpen] */
async function begin(shelf = new FakeSealedShelf().place, isOpen = true) {
  const seats = new SeatList(ROOM, { shelf, clock: new FakeClock() });
  if (isOpen) await seats.open(DATA_KEY);
  /** @type {Record<string, any>} */
  const people = {};
  /** @type {string[]} */
  const intruded = [];
  const standings = new Standings({
    seats,
    invitation: (id) => people[id]?.invitation,
    intruded: (id) => void intruded.push(id),
  });
  /** The server says where somebody stands. @param {string} id @param {Standing} standing @param {string} [invitation] */
  const says = (id, standing, invitation = `link of ${id}`) => {
    people[id] = { id, standing, invitation };
    standings.follow(people, []);
  };
  /** Somebody waits, and has a seat. @param {string} id @param {string} [invitation] */
  const waits = (id, invitation = `link of ${id}`) => {
    says(id, "waiting", invitation);
    seats.add(id, { invitation, words: null });
  };
  /** @param {string} participant */
  const admit = (participant) => standings.asks({ type: "admit", room: ROOM, participant, method: "voice" });
  const isMember = (/** @type {string} */ id) => standings.isMember(people[id]);
  return { seats, standings, people, intruded, says, waits, admit, isMember };
}

test("somebody is a member when the clinician has let them in and the server has followed", async () => {
  const { waits, admit, says, isMember, intruded } = await begin();
  waits("maya");
  admit("maya");
  assert.equal(isMember("maya"), false);
  says("maya", "admitted");
  assert.equal(isMember("maya"), true);
  assert.deepEqual(intruded, []);
});

test("whom the server lets in by itself is no member, and the clinician is told once", async () => {
  const { waits, says, isMember, intruded, standings, people } = await begin();
  waits("maya");
  says("maya", "admitted");
  says("maya", "admitted");
  assert.deepEqual([isMember("maya"), standings.isIn(people.maya), intruded], [false, false, ["maya"]]);
  says("maya", "waiting");
  says("maya", "admitted");
  assert.deepEqual(intruded, ["maya", "maya"]);
});

test("a refused admission lets nobody in later", async () => {
  const { waits, says, admit, standings, isMember } = await begin();
  waits("maya");
  admit("maya");
  standings.refused("admit");
  says("maya", "admitted");
  assert.equal(isMember("maya"), false);
});

test("whoever left before the server followed is not let in when they come again", async () => {
  const { waits, says, admit, isMember } = await begin();
  waits("maya");
  admit("maya");
  says("maya", "left");
  waits("maya");
  says("maya", "admitted");
  assert.equal(isMember("maya"), false);
});

/** @type {readonly ("hold"|"send_back"|"remove"|"decline")[]} */
const WITHDRAWALS = ["hold", "send_back", "remove", "decline"];
for (const type of WITHDRAWALS) {
  test(`whoever is out by ${type} is no member before the server has heard of it, and no intruder`, async () => {
    const { waits, says, admit, standings, isMember, intruded } = await begin();
    waits("maya");
    admit("maya");
    says("maya", "admitted");
    standings.asks({ type, room: ROOM, participant: "maya" });
    says("maya", "admitted");
    assert.deepEqual([isMember("maya"), intruded], [false, []]);
  });
}

test("a server that takes somebody off hold by itself gives them nothing", async () => {
  const { waits, says, admit, standings, isMember } = await begin();
  waits("maya");
  admit("maya");
  says("maya", "admitted");
  standings.asks({ type: "hold", room: ROOM, participant: "maya" });
  says("maya", "held");
  says("maya", "admitted");
  assert.equal(isMember("maya"), false);
  standings.asks({ type: "resume", room: ROOM, participant: "maya" });
  says("maya", "admitted");
  assert.equal(isMember("maya"), true);
});

test("what the server refuses to take away stays taken away, and the person is sent back", async () => {
  const { waits, says, admit, standings, isMember, intruded } = await begin();
  waits("maya");
  admit("maya");
  says("maya", "admitted");
  standings.asks({ type: "hold", room: ROOM, participant: "maya" });
  standings.refused("hold");
  says("maya", "admitted");
  assert.deepEqual([isMember("maya"), intruded], [false, ["maya"]]);
});

test("whoever is out of the session by the server's word has to be let in again, whatever it says later", async () => {
  for (const standing of /** @type {Standing[]} */ (["waiting", "checking"])) {
    const { waits, says, admit, isMember } = await begin();
    waits("maya");
    admit("maya");
    says("maya", "admitted");
    says("maya", standing);
    says("maya", "admitted");
    assert.equal(isMember("maya"), false);
  }
});

test("whom the server does not list any more has to be let in again", async () => {
  const { waits, says, admit, isMember, standings, people } = await begin();
  waits("maya");
  admit("maya");
  says("maya", "admitted");
  const { maya } = people;
  delete people.maya;
  standings.follow(people, []);
  people.maya = maya;
  standings.follow(people, []);
  assert.equal(isMember("maya"), false);
});

test("an admission that is taken back before the server has followed is none", async () => {
  for (const type of WITHDRAWALS) {
    const { waits, says, admit, standings, isMember } = await begin();
    waits("maya");
    admit("maya");
    standings.asks({ type, room: ROOM, participant: "maya" });
    says("maya", "waiting");
    says("maya", "admitted");
    assert.equal(isMember("maya"), false, type);
  }
});

test("what is decided before the list was read holds when it is", async () => {
  const shelf = new FakeSealedShelf().place;
  const before = await begin(shelf);
  before.waits("maya");
  before.admit("maya");
  before.says("maya", "admitted");
  await before.seats.saved();
  const { standings, seats, people, isMember } = await begin(shelf, false);
  people.maya = { id: "maya", standing: "admitted", invitation: "link of maya" };
  standings.follow(people, []);
  standings.asks({ type: "remove", room: ROOM, participant: "maya" });
  await seats.open(DATA_KEY);
  standings.follow(people, []);
  assert.deepEqual([isMember("maya"), seats.get("maya")], [false, null]);
});

test("somebody who moves takes the place of the device before", async () => {
  const { waits, says, admit, standings, isMember } = await begin();
  waits("maya", "link");
  admit("maya");
  says("maya", "admitted", "link");
  waits("phone", "link");
  standings.asks({ type: "move", room: ROOM, participant: "maya", to: "phone" });
  says("phone", "admitted", "link");
  says("maya", "left", "link");
  assert.deepEqual([isMember("phone"), isMember("maya")], [true, false]);
});

test("the device before has no place after a move, whatever the server says of it", async () => {
  const { waits, says, admit, standings, isMember } = await begin();
  waits("maya", "link");
  admit("maya");
  says("maya", "admitted", "link");
  waits("phone", "link");
  standings.asks({ type: "move", room: ROOM, participant: "maya", to: "phone" });
  says("phone", "admitted", "link");
  says("maya", "admitted", "link");
  assert.deepEqual([isMember("phone"), isMember("maya")], [true, false]);
});

test("what was asked on a connection that was lost is not answered by the next one", async () => {
  const { waits, says, admit, standings, isMember, intruded } = await begin();
  waits("maya");
  admit("maya");
  standings.lost();
  says("maya", "admitted");
  assert.deepEqual([isMember("maya"), intruded], [false, ["maya"]]);
  waits("ben");
  admit("ben");
  says("ben", "admitted");
  standings.asks({ type: "remove", room: ROOM, participant: "ben" });
  standings.lost();
  says("ben", "admitted");
  assert.deepEqual([isMember("ben"), intruded], [false, ["maya", "ben"]]);
});

test("a link that is refused takes every seat of it along, but for those who are spared", async () => {
  const { waits, says, admit, standings, seats } = await begin();
  waits("maya", "link");
  admit("maya");
  says("maya", "admitted", "link");
  waits("phone", "link");
  waits("ben");
  standings.asks({ type: "refuse", room: ROOM, participant: "phone", spare: true });
  assert.deepEqual(seats.members().map(({ participant }) => participant), ["maya", "ben"]);
  standings.asks({ type: "refuse", room: ROOM, participant: "maya" });
  assert.deepEqual(seats.members().map(({ participant }) => participant), ["ben"]);
});

test("the end takes the seats of the session, and leaves those who wait theirs", async () => {
  const { waits, says, admit, standings, seats } = await begin();
  waits("maya");
  admit("maya");
  says("maya", "admitted");
  waits("ben");
  standings.asks({ type: "end", room: ROOM });
  assert.deepEqual(seats.members().map(({ participant }) => participant), ["ben"]);
});

test("before the list was read the server's word stands, and gives nobody a key", async () => {
  const { standings, seats, people } = await begin();
  seats.lost();
  people.maya = { id: "maya", standing: "admitted" };
  standings.follow(people, []);
  assert.deepEqual([standings.isIn(people.maya), standings.isMember(people.maya)], [true, false]);
});

/** Somebody is in session by this page's decision. @param {Awaited<ReturnType<typeof begin>>} page @param {string} id */
function letsIn({ waits, admit, says, people }, id) {
  waits(id);
  admit(id);
  says(id, "admitted");
  people[id].method = "voice";
}

test("a restarted server is told who is in session by this page's decision, how they are known, and who waits", async () => {
  const page = await begin();
  letsIn(page, "maya");
  letsIn(page, "ben");
  page.standings.asks({ type: "hold", room: ROOM, participant: "ben" });
  page.waits("ana");
  Object.assign(page.people.ana, { waited: 60, seen: 1000 });
  page.standings.follow(page.people, []);
  assert.deepEqual(page.standings.claims(page.people, 31_000), [
    { participant: "maya", invitation: "link of maya", standing: "admitted", method: "voice", guest: false },
    { participant: "ben", invitation: "link of ben", standing: "held", method: "voice", guest: false },
    { participant: "ana", invitation: "link of ana", standing: "waiting", waited: 90 },
  ]);
  assert.equal(page.standings.claims(page.people, 90_000_000).at(-1)?.waited, 86_400);
});

test("whoever shares a link as somebody else is claimed as a guest", async () => {
  const { waits, says, standings, people } = await begin();
  waits("ben", "link");
  standings.asks({ type: "admit", room: ROOM, participant: "ben", method: "later", guest: true });
  says("ben", "admitted", "link");
  people.ben.method = "later";
  standings.follow(people, []);
  const [ben] = standings.claims(people, 0);
  assert.deepEqual([ben?.guest, ben?.method], [true, "later"]);
});

test("whom the server alone has in session is not claimed, nor who was removed here", async () => {
  const page = await begin();
  page.waits("eve");
  page.says("eve", "admitted");
  letsIn(page, "maya");
  page.standings.asks({ type: "remove", room: ROOM, participant: "maya" });
  assert.deepEqual(page.standings.claims(page.people, 0), []);
});

test("while a claim has no answer nobody loses their place, and after it the server's word counts", async () => {
  const page = await begin();
  letsIn(page, "maya");
  assert.equal(page.standings.isForgotten(page.people), false);
  page.people.maya.standing = "waiting";
  assert.equal(page.standings.isForgotten(page.people), true);
  page.standings.isClaiming = true;
  page.standings.follow(page.people, []);
  assert.equal(page.seats.get("maya")?.standing, "admitted");
  page.standings.isClaiming = false;
  page.standings.follow(page.people, []);
  assert.equal(page.seats.get("maya")?.standing, "waiting");
});

test("a claim that is refused, or lost with its connection, is none", async () => {
  for (const ends of /** @type {((page: Standings) => void)[]} */ ([(page) => page.refused("take_seat"), (page) => page.lost()])) {
    const { standings } = await begin();
    standings.isClaiming = true;
    ends(standings);
    assert.equal(standings.isClaiming, false);
  }
});
