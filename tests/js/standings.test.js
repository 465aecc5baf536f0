import assert from "node:assert/strict";
import { test } from "node:test";

import { SeatList } from "../../static/js/seat_list.js";
import { Standings } from "../../static/js/standings.js";
import { FakeClock } from "./fake_clock.js";
import { FakeSealedShelf } from "./fake_sealed_shelf.js";

/** @import { Standing } from "../../static/js/messages.js" */

const ROOM = "room";
const DATA_KEY = new Uint8Array(32).fill(7);

async function begin() {
  /** @type {any} */
  const shelf = new FakeSealedShelf().place;
  const seats = new SeatList(ROOM, { shelf, clock: new FakeClock() });
  await seats.open(DATA_KEY);
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

test("a hold that the server refuses leaves everything as it was, as the clinician reads", async () => {
  const { waits, says, admit, standings, isMember } = await begin();
  waits("maya");
  admit("maya");
  says("maya", "admitted");
  standings.asks({ type: "hold", room: ROOM, participant: "maya" });
  standings.refused("hold");
  assert.equal(isMember("maya"), true);
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
