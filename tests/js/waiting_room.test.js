import assert from "node:assert/strict";
import { test } from "node:test";

import { WaitingRoom } from "../../static/js/waiting_room.js";
import { newCard } from "./fake_waiter.js";
import { FakeServer, openPractice, vaultOf } from "./fake_practice.js";
import { Practice } from "./practice_page.js";

const BY_MAYA = Object.freeze({ invitation: "link of Maya" });

/** A page with Maya's link in its vault, whose code word is "heron". */
async function open() {
  const server = new FakeServer();
  server.vault = vaultOf({ Maya: { codeWord: "heron" } });
  const { practice: people } = await openPractice({ server });
  const practice = await new Practice().opens();
  const vault = { isOpen: true };
  const { desk, clock } = practice;
  const { ledger } = people;
  const draw = () => waiting.follow();
  /** @type {WaitingRoom} */
  const waiting = new WaitingRoom({ desk, ledger, isOpen: () => vault.isOpen, draw }, clock);
  const settled = async () => {
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  };
  return { practice, waiting, vault, people, settled, room: practice.hosted("room") };
}

test("a code word is compared, and its state is on the card", async () => {
  const { practice, waiting, settled, room } = await open();
  practice.stands("maya", "waiting", "room", BY_MAYA);
  assert.equal(waiting.waiters()[0]?.codeWord.state, "unsaid");
  room.checkIns.take("maya", newCard({ codeWord: "Heron" }), false);
  waiting.follow();
  await settled();
  assert.deepEqual(waiting.waiters()[0]?.codeWord, { state: "matched", word: "heron", misses: 0 });
});

test("a page that only watches compares no code word", async () => {
  const { practice, waiting, settled, room, people } = await open();
  practice.stands("maya", "waiting", "room", BY_MAYA);
  room.checkIns.take("maya", newCard({ codeWord: "herring" }), false);
  practice.says({ type: "changed", room: "room", version: 3, host: "another page" });
  waiting.follow();
  await settled();
  assert.equal(people.people[0]?.link?.misses, undefined);
});

test("whose link it is is known by the vault alone", async () => {
  const { practice, waiting, vault, room } = await open();
  practice.stands("maya", "waiting", "room", BY_MAYA);
  practice.stands("eve", "waiting", "room", { invitation: "a stranger's" });
  assert.deepEqual([waiting.isKnown("link of Maya"), waiting.isKnown("a stranger's")], [true, false]);
  assert.equal(waiting.owner(room, "maya")?.label, "Maya");
  assert.deepEqual([waiting.owner(room, "eve"), waiting.owner(room, "nobody")], [null, null]);
  vault.isOpen = false;
  assert.equal(waiting.isKnown("link of Maya"), false);
});

test("a name is the label, with what was typed where that is another", async () => {
  const { practice, waiting, room } = await open();
  practice.stands("maya", "waiting", "room", BY_MAYA);
  const person = room.person("maya");
  assert.ok(person);
  assert.equal(waiting.nameOf(room, person), "Maya");
  room.checkIns.take("maya", newCard({ name: "Lisa" }), false);
  assert.equal(waiting.nameOf(room, person), "Maya (Lisa)");
});

test("a lock forgets what was compared and chosen", async () => {
  const { practice, waiting, settled, room } = await open();
  practice.stands("maya", "waiting", "room", BY_MAYA);
  room.checkIns.take("maya", newCard({ codeWord: "heron" }), false);
  waiting.follow();
  await settled();
  waiting.chosen.add("maya");
  waiting.close();
  assert.deepEqual([waiting.chosen.size, waiting.codeWords.compared.size], [0, 0]);
  assert.equal(waiting.waiters()[0]?.codeWord.state, "matched", "it is compared again");
});
