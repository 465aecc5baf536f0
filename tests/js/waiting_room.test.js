import assert from "node:assert/strict";
import { test } from "node:test";

import { WaitingRoom } from "../../static/js/waiting_room.js";
import { newCard } from "./fake_waiter.js";
import { FakeServer, openPractice, vaultOf } from "./fake_practice.js";
import { MAYA, Practice, linkOf } from "./practice_page.js";

const LINK = linkOf("Maya");
const BY_MAYA = Object.freeze({ invitation: LINK });

/** A page with Maya's link in its vault, whose code word is "heron". */
async function open() {
  const server = new FakeServer();
  server.vault = vaultOf({ Maya: { codeWord: "heron" } }, linkOf);
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
  assert.deepEqual([waiting.isKnown(LINK), waiting.isKnown("a stranger's")], [true, false]);
  assert.equal(waiting.owner(room, "maya")?.label, "Maya");
  assert.deepEqual([waiting.owner(room, "eve"), waiting.owner(room, "nobody")], [null, null]);
  vault.isOpen = false;
  assert.equal(waiting.isKnown(LINK), false);
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

/** Maya's page has opened its channel and said her code word. */
async function saysWord() {
  const page = await open();
  await page.practice.arrives(MAYA, [newCard({ codeWord: "heron" })], { link: LINK });
  const codeWord = () => page.waiting.waiters()[0]?.codeWord;
  return { ...page, codeWord };
}

test("whoever comes anew in the place of somebody whose code word matched has not said it", async () => {
  const { practice, waiting, settled, codeWord } = await saysWord();
  waiting.follow();
  await settled();
  assert.equal(codeWord()?.state, "matched");
  await practice.opensChannel(MAYA, [newCard({ name: "Eve" })], { link: LINK });
  assert.equal(codeWord()?.state, "unsaid");
  waiting.follow();
  await settled();
  assert.equal(codeWord()?.state, "unsaid");
});

test("a comparison that was under way when somebody came anew says nothing of their own word", async () => {
  const { practice, waiting, settled, codeWord, people } = await saysWord();
  const revise = people.ledger.revise.bind(people.ledger);
  // The vault can be reached only later.
  let isReached = () => {};
  const reached = /** @type {Promise<void>} */ (new Promise((resolve) => (isReached = resolve)));
  waiting.codeWords.revise = async (...about) => {
    await reached;
    return revise(...about);
  };
  waiting.follow();
  await practice.opensChannel(MAYA, [newCard({ name: "Eve", codeWord: "herring" })], { link: LINK });
  assert.equal(codeWord()?.state, "checking");
  isReached();
  await settled();
  assert.deepEqual(codeWord(), { state: "missed", word: "heron", misses: 1 });
});
