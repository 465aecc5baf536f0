import assert from "node:assert/strict";
import { test } from "node:test";

import { AWAY, FakeServer, NOW, at, vaultOf } from "./fake_practice.js";
import { addPerson, openDoor, settled } from "./door_page.js";

const texts = (/** @type {{text: string}[]} */ notes) => notes.map(({ text }) => text);

test("while nobody waits the page says who is expected next today", async () => {
  const { page, door, clock } = await openDoor();
  assert.equal(door.emptyText(), "Nobody is waiting. Whoever opens their link appears here.");
  page.pressNewSession();
  page.fill("Private label", "Maya");
  page.fill("Usual day", "3");
  page.fill("Usual time", "14:00");
  await page.submit();
  assert.equal(door.emptyText(), "Nobody is waiting. Maya is expected at 14:00.");
  clock.now = at("14:10");
  assert.equal(door.emptyText(), "Nobody is waiting. Maya was expected at 14:00.");
});

test("a change that is not saved is said for the whole page, with a way to try again", async () => {
  const { page, door, server } = await openDoor();
  await addPerson(page, "Maya");
  server.keepsVault = false;
  page.press("Maya", "Edit");
  page.fill("Private label", "M.");
  await page.submit();
  assert.deepEqual(texts(door.notes()), [
    `Your last change is not saved yet: only this page has it. ${AWAY}`,
  ]);
  server.keepsVault = true;
  door.notes()[0]?.press?.();
  await settled(door);
  assert.deepEqual(door.notes(), []);
});

test("a removed link that still works at the server is said until it does not", async () => {
  const { page, door, server } = await openDoor();
  await addPerson(page, "Maya");
  server.keepsLinks = false;
  page.press("Maya", "Remove");
  page.pressInDialog("Remove Maya");
  await settled(door);
  assert.deepEqual(texts(door.notes()), [
    `The server does not know yet that this is over: Maya's link. ${AWAY}`,
  ]);
  server.keepsLinks = true;
  door.notes()[0]?.press?.();
  await settled(door);
  assert.deepEqual(door.notes(), []);
});

test("an audit log that is not the one seen before is warned of", async () => {
  const server = new FakeServer();
  server.head = { number: 3, hash: "three" };
  await openDoor({ server });
  assert.deepEqual(server.vault.entries.audit, { kind: "audit", number: 3, hash: "three", at: NOW });
  server.head = { number: 9, hash: "nine" };
  server.rows.set(3, "forged");
  const { door } = await openDoor({ server });
  const [text] = texts(door.notes());
  assert.match(text ?? "", /audit log is not the one.*row 3, remembered on 25 November/);
  assert.match(text ?? "", /replaced or cut.*audit verify alone cannot show.*Ask whoever runs the server/);
});

test("whoever knows of the other log presses so, and the warning does not come again", async () => {
  const server = new FakeServer();
  server.head = { number: 3, hash: "three" };
  await openDoor({ server });
  server.head = { number: 1, hash: "one" };
  server.rows.set(1, "one");
  const { door } = await openDoor({ server });
  const [note] = door.notes();
  assert.equal(note?.action, "I know of this");
  note?.press?.();
  await settled(door);
  assert.deepEqual(door.notes(), []);
  assert.deepEqual(server.vault.entries.audit, { kind: "audit", number: 1, hash: "one", at: NOW });
  assert.deepEqual((await openDoor({ server })).door.notes(), []);
});

test("an audit log that cannot be asked for is no warning", async () => {
  const server = new FakeServer();
  const { door, sync } = await openDoor({ server });
  server.vault = vaultOf({});
  server.keepsLinks = false;
  await door.open(sync);
  assert.equal(door.audit.missing, null);
});

test("whom an earlier copy brings back is named, with what they need now", async () => {
  const { page, door } = await openDoor();
  assert.equal(await door.bringBack(vaultOf({ Maya: {}, Ben: {} })), 2);
  assert.deepEqual(page.labels(), ["Ben", "Maya"]);
  assert.deepEqual(texts(door.notes()), ["Brought back: Ben, Maya. Give them a new link."]);
  assert.equal(await door.bringBack(vaultOf({ Maya: {}, Ben: {} })), 0);
});

test("what another device has written is here after it was read again", async () => {
  const { page, door, server } = await openDoor();
  server.vault = { ...server.vault, entries: { ...server.vault.entries, ...vaultOf({ Maya: {} }).entries } };
  server.links.set("link of Maya", { role: "client", state: "open" });
  await door.practice.ledger.reconcile();
  assert.deepEqual(page.labels(), ["Maya"]);
});
