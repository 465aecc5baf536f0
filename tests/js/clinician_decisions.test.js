// What the clinician decides on their page, from the click to the server's word and the vault.

import assert from "node:assert/strict";
import { test } from "node:test";

import { Browser, LINK, MAYA } from "./clinician_browser.js";
import { settled } from "./door_page.js";
import { fake, fakeDocument, find } from "./fake_document.js";
import { newCard } from "./fake_waiter.js";
import { NOW } from "./fake_practice.js";
import { radio, seen, submit } from "./queue_page.js";
import { identifier } from "./sealed_end.js";

const PHONE = identifier("phone");

/** @param {Browser} browser @param {string} name */
const press = (browser, name) => find(browser.main, "button", name).click();

/** Maya waits, and her check-in has come. @param {Parameters<typeof newCard>[0]} [card] */
async function waits(card = {}) {
  const browser = await new Browser().opens();
  browser.stands("waiting");
  await browser.hears([newCard({ name: "Maya", ...card })]);
  await settled(browser.page.door);
  browser.socket.sent.length = 0;
  return browser;
}

/** Maya is in session. @param {object} [more] */
async function inSession(more = { method: "photo_id" }) {
  const browser = await waits();
  browser.stands("admitted", LINK, more);
  await settled(browser.page.door);
  browser.socket.sent.length = 0;
  return browser;
}

test("who has said the code word is let in by one click, and is told that it matched", async () => {
  const browser = await waits({ codeWord: "Heron" });
  press(browser, "Admit: code word matched");
  await settled(browser.page.door);
  const admitted = browser.socket.sent.find(({ type }) => type === "admit");
  assert.deepEqual([admitted.method, admitted.consent, admitted.guest], ["code_word", "1", false]);
});

test("another word is told to be another, and three of them take the one click away", async () => {
  const browser = await new Browser().opens();
  browser.stands("waiting");
  await browser.hears([newCard({ name: "Maya", codeWord: "herring" })]);
  await settled(browser.page.door);
  await browser.carries();
  assert.deepEqual(browser.told, [{ kind: "code_word_answer", matched: false, left: 2 }]);
  for (const word of ["hero", "harrow"]) {
    await browser.tells({ kind: "code_word", word });
    await settled(browser.page.door);
  }
  await browser.carries();
  assert.equal(browser.told.at(-1)?.left, 0);
  assert.match(seen(browser.main), /Code word missed/);
  press(browser, "Replace link");
  assert.match(fake(browser.page.door.modal.element).textContent, /Replace Maya's link\?/);
});

test("how many wait and who is in session is told to what rings, and it keeps still beside an emergency card", async () => {
  const browser = await waits();
  assert.deepEqual(browser.arrivals, { waiting: 1, inSession: 0, muted: false });
  press(browser, "Emergency card");
  assert.equal(browser.arrivals.muted, true);
  browser.stands("admitted");
  assert.deepEqual(browser.arrivals, { waiting: 0, inSession: 1, muted: true });
});

test("before the rooms are known nobody is said to have come", async () => {
  const browser = new Browser();
  await browser.page.start();
  assert.equal(browser.arrivals.waiting, -1);
});

test("a decline is undone on its card, or goes after ten seconds", async () => {
  const browser = await waits();
  press(browser, "Decline");
  assert.match(seen(browser.main), /Declined\. They are told in 10 s\./);
  press(browser, "Undo");
  browser.clock.pass(10_000);
  assert.ok(!browser.acts().includes("decline"));
  press(browser, "Decline");
  browser.clock.pass(10_000);
  assert.ok(browser.acts().includes("decline"));
});

test("who is confirmed in the session is told to the server, and to the vault when it agrees", async () => {
  const browser = await inSession({ method: "later" });
  const [maya] = browser.page.door.practice.people;
  assert.deepEqual(maya?.last, { at: NOW, method: "later" });
  press(browser, "Confirm identity");
  const dialog = fake(browser.page.views.session.attendance.modal.element);
  assert.throws(() => radio(dialog, "later"));
  radio(dialog, "voice").checked = true;
  await submit(dialog);
  assert.deepEqual(browser.socket.sent, [
    { type: "confirm", room: "room", participant: MAYA, method: "voice" },
  ]);
  browser.stands("admitted", LINK, { method: "voice" });
  await settled(browser.page.door);
  assert.deepEqual(browser.page.door.practice.people[0]?.last, { at: NOW, method: "voice" });
});

test("the question who somebody is closes when it is answered elsewhere, or they are gone", async () => {
  for (const [standing, method] of /** @type {const} */ ([
    ["admitted", "voice"],
    ["left", null],
  ])) {
    const browser = await inSession({ method: "later" });
    press(browser, "Confirm identity");
    const { modal } = browser.page.views.session.attendance;
    assert.equal(modal.element.open, true);
    browser.stands(standing, LINK, { method });
    assert.equal(modal.element.open, false);
  }
});

test("whoever joins a session is given a link from within it, and its text is there when it is made", async () => {
  const browser = await inSession();
  press(browser, "Guest link");
  const dialog = fake(browser.page.door.modal.element);
  assert.match(dialog.textContent, /Guest link for Maya/);
  const [guest] = dialog.querySelectorAll("input");
  assert.ok(guest);
  guest.value = "Interpreter";
  await submit(dialog);
  await settled(browser.page.door);
  assert.match(dialog.textContent, /Interpreter/);
  assert.equal(browser.page.door.practice.people[0]?.guests.length, 1);
});

test("who is removed was asked about", async () => {
  const browser = await inSession();
  press(browser, "Remove");
  assert.deepEqual(browser.socket.sent, []);
  find(browser.page.views.session.attendance.modal.element, "button", "Remove").click();
  assert.deepEqual(browser.socket.sent, [{ type: "remove", room: "room", participant: MAYA }]);
});

test("after an end the session can be opened again from Today", async () => {
  const browser = await inSession();
  press(browser, "End session");
  browser.stands("ended");
  assert.equal(browser.screen, "today");
  browser.socket.sent.length = 0;
  press(browser, "Reopen");
  assert.deepEqual(browser.acts(), ["reopen"]);
  assert.throws(() => press(browser, "Reopen"));
});

test("a device that its person disowns is said so by their label, and a lock takes the label away", async () => {
  const browser = await inSession();
  const other = { id: PHONE, role: "client", standing: "waiting", connected: true, previewed: false };
  browser.version += 1;
  const people = [{ ...other, invitation: LINK, other_device: true }];
  browser.says({ type: "changed", room: "room", version: browser.version, host: "ruiz", people });
  await browser.hears([newCard({ name: "Maya" })], PHONE);
  await browser.tells({ kind: "not_me", participant: PHONE });
  assert.match(browser.page.desk.message, /^Maya says/);
  assert.match(seen(browser.main), /Maya says: that is not me\./);
  browser.stands("left");
  await browser.page.guard.lock();
  assert.equal(browser.page.desk.message, "");
  assert.doesNotMatch(fakeDocument.body.textContent, /Maya/);
});

test("an emergency card goes from Today into the session, and is gone from the page while it is locked", async () => {
  const browser = await waits({ place: "Lisbon" });
  press(browser, "Emergency card");
  const card = fake(browser.page.views.card.element);
  assert.equal(browser.main.contains(card), true);
  assert.match(card.textContent, /Lisbon/);
  browser.stands("admitted");
  assert.equal(browser.screen, "stage");
  assert.equal(browser.main.contains(card), true);
  find(card, "button", "Ask where they are now").click();
  await browser.carries();
  assert.ok(browser.told.some(({ kind }) => kind === "ask_place"));
  browser.stands("left");
  assert.equal(card.hidden, false, "it lives on until it is closed");
  await browser.page.guard.lock();
  assert.deepEqual([card.hidden, browser.arrivals.muted], [true, false]);
  assert.doesNotMatch(card.textContent, /Lisbon/);
});

test("a link that was refused is seen to be over among the people", async () => {
  const browser = await waits();
  press(browser, "Refuse this link");
  find(browser.page.views.queue.dialogs.modal.element, "button", "Refuse this link").click();
  const link = browser.server.links.get(LINK);
  link.state = "over";
  browser.version += 1;
  browser.says({ type: "changed", room: "room", version: browser.version, host: "ruiz", gone: [MAYA] });
  await settled(browser.page.door);
  assert.match(seen(browser.main), /Link is over/);
});

test("a page that was opened elsewhere counts nobody any more", async () => {
  const browser = await waits();
  browser.closes(4409);
  assert.deepEqual(browser.arrivals, { waiting: 0, inSession: 0, muted: false });
});
