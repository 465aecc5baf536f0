import assert from "node:assert/strict";
import { test } from "node:test";

import { CARD_SHELF, EmergencyShelf } from "../../static/js/emergency_shelf.js";
import { newDataKey } from "../../static/js/vault_cipher.js";
import { factsOf, fakeCardShelf } from "./fake_emergency.js";

/** @import { KeptCard } from "../../static/js/emergency_cards.js" */

/** @param {string} label @returns {KeptCard} */
const kept = (label) => ({ facts: factsOf(label), since: 0, left: null, wasIn: true, wasOpened: true, shown: false });

function open() {
  const place = fakeCardShelf();
  return { place, shelf: new EmergencyShelf(place), dataKey: newDataKey() };
}

test("what one page has kept the next one reads with the same data key", async () => {
  const { place, shelf, dataKey } = open();
  await shelf.put(dataKey, kept("Maya"), 100);
  await shelf.put(dataKey, kept("Ben"), 100);
  assert.deepEqual(await new EmergencyShelf(place).read(dataKey, 50), [kept("Maya"), kept("Ben")]);
});

test("nobody reads it without the data key, and it is not lost to who has it", async () => {
  const { shelf, dataKey } = open();
  await shelf.put(dataKey, kept("Maya"), 100);
  assert.deepEqual(await shelf.read(newDataKey(), 50), []);
  assert.deepEqual(await shelf.read(dataKey, 50), [kept("Maya")]);
});

test("neither name nor place nor number lies in the browser in clear", async () => {
  const { place, shelf, dataKey } = open();
  await shelf.put(dataKey, kept("Maya"), 100);
  const { maya } = place.kept ?? assert.fail("nothing is kept");
  const bytes = Buffer.from(maya?.sealed ?? assert.fail("not under her id")).toString("latin1");
  for (const said of ["Maya", "Lisbon", "+351"]) assert.ok(!bytes.includes(said), said);
});

test("a card that was put in another's place is none", async () => {
  const { place, shelf, dataKey } = open();
  await shelf.put(dataKey, kept("Maya"), 100);
  place.kept = { ben: place.kept?.["maya"] ?? assert.fail("nothing is kept") };
  assert.deepEqual(await shelf.read(dataKey, 50), []);
});

test("what is over is deleted at the next look, also what nobody can read any more", async () => {
  const { place, shelf, dataKey } = open();
  await shelf.put(dataKey, kept("Maya"), 100);
  assert.deepEqual(await shelf.read(newDataKey(), 100), []);
  assert.equal(place.kept, undefined);
});

test("one is removed and the others stay, and with the last the place is empty", async () => {
  const { place, shelf, dataKey } = open();
  await shelf.put(dataKey, kept("Maya"), 100);
  await shelf.put(dataKey, kept("Ben"), 100);
  await shelf.remove("maya");
  assert.deepEqual(await shelf.read(dataKey, 50), [kept("Ben")]);
  await shelf.remove("ben");
  assert.equal(place.kept, undefined);
});

test("what another page of this browser has put there stays", async () => {
  const { place, shelf, dataKey } = open();
  const other = new EmergencyShelf(place);
  await shelf.put(dataKey, kept("Maya"), 100);
  await other.put(dataKey, kept("Ben"), 100);
  await shelf.put(dataKey, kept("Maya"), 200);
  assert.equal((await other.read(dataKey, 50)).length, 2);
});

test("a browser that keeps nothing is not troubled by it", async () => {
  const shelf = new EmergencyShelf(CARD_SHELF);
  await shelf.put(newDataKey(), kept("Maya"), 100);
  await shelf.remove("maya");
  assert.deepEqual(await shelf.read(newDataKey(), 50), []);
});
