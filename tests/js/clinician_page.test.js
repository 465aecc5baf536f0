// The clinician's page as a whole: what is on the screen while people come, and while it is locked.

import assert from "node:assert/strict";
import { test } from "node:test";

import { ApiError } from "../../static/js/api.js";
import { Browser, LINK, MAYA, PASSWORD } from "./clinician_browser.js";
import { settled } from "./door_page.js";
import { fake, fakeDocument, find } from "./fake_document.js";
import { FakeSocket, view } from "./fake_page.js";
import { NOW } from "./fake_practice.js";
import { newCard } from "./fake_waiter.js";
import { until } from "./form_page.js";
import { seen } from "./queue_page.js";

/** Maya waits, and her check-in has come. @param {Browser} browser */
async function comes(browser) {
  browser.stands("waiting");
  await browser.hears([newCard({ name: "Maya" })]);
}

test("with the key of an earlier page Today opens with people and queue", async () => {
  const browser = await new Browser().opens();
  assert.equal(browser.screen, "today");
  assert.match(browser.text, /Nobody is waiting/);
  assert.equal(browser.page.door.practice.people[0]?.label, "Maya");
});

test("somebody who waits is called by their label, and admitted by it", async () => {
  const browser = await new Browser().opens();
  await comes(browser);
  const card = browser.main.querySelectorAll("article")[0];
  assert.equal(card?.querySelectorAll("h3")[0]?.textContent, "Maya");
  assert.match(card?.textContent ?? "", /Code word not given yet/);
  browser.acts();
  await browser.admits("photo_id");
  assert.deepEqual(browser.acts(), ["admit"]);
  browser.stands("admitted", LINK, { method: "photo_id" });
  await settled(browser.page.door);
  assert.equal(browser.screen, "stage");
  assert.deepEqual(browser.page.door.practice.people[0]?.last, { at: NOW, method: "photo_id" });
});

test("without a key the page is locked, and the waiting room is watched all the same", async () => {
  const browser = await new Browser({ kept: false }).opens();
  await until(() => browser.screen === "locked");
  browser.stands("waiting");
  assert.match(browser.text, /Today is locked.*Somebody/s);
  assert.doesNotMatch(browser.text, /Maya/);
  const { password, form } = browser.page.views.unlock;
  password.input.value = PASSWORD;
  fake(form.element).dispatchEvent(new Event("submit", { cancelable: true }));
  // The password's key takes its time to be made.
  await until(() => browser.screen === "today");
  await settled(browser.page.door);
  await until(() => /Maya/.test(browser.text));
});

test("locking takes every name from the page, ends previews, and closes dialogs", async () => {
  const browser = await new Browser().opens();
  browser.version += 1;
  const person = { ...view(MAYA, "waiting"), invitation: LINK, previewed: true };
  browser.says({ type: "changed", room: "room", version: browser.version, host: "ruiz", people: [person] });
  browser.page.door.dialogs.newSession();
  browser.acts();
  find(browser.main, "button", "Lock now").click();
  await settled(browser.page.door);
  assert.equal(browser.screen, "locked");
  assert.doesNotMatch(fakeDocument.body.textContent, /Maya/);
  assert.equal(browser.page.door.modal.element.open, false);
  assert.deepEqual([browser.sheets.open, browser.acts(), browser.kept], [0, ["preview"], null]);
});

test("a session goes on through a lock, which comes when it is over", async () => {
  const browser = await new Browser().opens();
  await comes(browser);
  browser.stands("admitted");
  await browser.page.guard.lock();
  assert.equal(browser.screen, "stage");
  browser.stands("left");
  await settled(browser.page.door);
  assert.equal(browser.screen, "locked");
  const { session, queue } = browser.page.views;
  assert.doesNotMatch(fake(session.room.element).textContent + fake(queue.element).textContent, /Maya/);
});

test("a page that begins locked in a session shows the session, and asks for the password beside it", async () => {
  const browser = await new Browser({ kept: false }).opens();
  browser.stands("waiting");
  browser.stands("admitted");
  assert.equal(browser.screen, "stage");
  assert.equal(browser.main.contains(fake(browser.page.views.unlock.element)), true);
  browser.stands("left");
  assert.equal(browser.screen, "locked");
  assert.equal(browser.main.contains(fake(browser.page.views.unlock.element)), true);
});

test("a sign-in that is over cuts no session, and is made anew in another tab", async () => {
  const browser = await new Browser().opens();
  await comes(browser);
  browser.stands("admitted");
  browser.closes(4401);
  assert.equal(browser.screen, "stage");
  assert.match(browser.notices.textContent, /Your sign-in is over\. The session goes on\./);
  assert.equal(browser.page.door.practice.content, null, "whoever signs in next may be somebody else");
  assert.equal(browser.notices.querySelectorAll("a")[0]?.getAttribute("href"), "/sign-in");
  const before = FakeSocket.all.length;
  browser.page.returned();
  assert.equal(FakeSocket.all.length, before + 1);
  browser.socket.readyState = 1;
  browser.socket.onopen();
  assert.equal(browser.socket.sent[0]?.type, "take_seat");
  await settled(browser.page.door);
  assert.deepEqual([browser.page.guard.state, browser.screen], ["open", "stage"]);
});

test("a page that was opened in another window says so, also in a session", async () => {
  const browser = await new Browser().opens();
  await comes(browser);
  browser.stands("admitted");
  browser.closes(4409);
  assert.equal(browser.screen, "over");
  assert.match(browser.text, /opened in another window/);
});

test("a sign-in that is over outside a session leads to the sign-in page, and leaves no names", async () => {
  const browser = await new Browser().opens();
  browser.closes(4401);
  assert.match(browser.text, /Please sign in again/);
  assert.equal(browser.page.guard.state, "over");
  assert.equal(browser.page.door.practice.content, null);
  const other = await new Browser().opens();
  other.page.guard.troubled(new ApiError(401, "sign_in_needed", "Please sign in."));
  assert.deepEqual(other.left.slice(0, 1), ["/sign-in"]);
});

test("somebody by a link that the vault does not know is no one to admit", async () => {
  const browser = await new Browser().opens();
  browser.stands("waiting", "somebody else's");
  assert.match(browser.text, /Looking up whose link this is/);
  await settled(browser.page.door);
  assert.match(browser.text, /This link is not one of yours/);
  find(browser.main, "button", "Refuse this link").click();
  find(browser.page.views.queue.dialogs.modal.element, "button", "Refuse this link").click();
  assert.ok(browser.acts().includes("refuse"));
});

test("signing out that the server did not hear of is said", async () => {
  const browser = await new Browser({ kept: false }).opens();
  browser.page.ground.signOut = async () => {
    throw new ApiError(0, "unreachable", "The server does not answer.");
  };
  find(browser.main, "button", "Sign out").click();
  await settled(browser.page.door);
  assert.match(browser.text, /You are still signed in\. The server does not answer\./);
  assert.deepEqual(browser.left, []);
});

test("Your account opens its sheet", async () => {
  const browser = await new Browser().opens();
  find(browser.main, "button", "Your account").click();
  assert.equal(browser.sheets.shown, 1);
});

test("when the server is back, what it has missed is told to it", async () => {
  const browser = await new Browser().opens();
  browser.server.keepsLinks = false;
  await browser.page.door.practice.remove(/** @type {any} */ (browser.page.door.practice.people[0]));
  browser.closes(1006);
  browser.server.keepsLinks = true;
  browser.page.desk.signalling.open();
  browser.socket.readyState = 1;
  browser.socket.onopen();
  browser.welcome();
  await settled(browser.page.door);
  assert.deepEqual(browser.server.states, ["over"]);
});

test("signing out puts everything away at once, here and in the browser's other pages", async () => {
  const browser = await new Browser().opens();
  const heard = /** @type {any[]} */ ([]);
  browser.tabs.open().addEventListener("message", ({ data }) => void heard.push(data.kind));
  await browser.page.guard.lock();
  find(browser.main, "button", "Sign out").click();
  await settled(browser.page.door);
  assert.deepEqual([browser.page.guard.state, browser.left[0]], ["over", "/sign-in"]);
  assert.deepEqual(heard.slice(-2), ["locked", "over"]);
  const other = await new Browser().opens();
  other.tabs.open().postMessage({ kind: "over" });
  assert.deepEqual([other.page.guard.state, other.page.door.practice.content], ["over", null]);
  assert.equal(other.left[0], "/sign-in");
});

test("somebody is not let in when Today was locked while the browser asked for camera and microphone", async () => {
  const browser = await new Browser().opens();
  await comes(browser);
  let answer = () => {};
  const question = /** @type {Promise<void>} */ (new Promise((resolve) => (answer = resolve)));
  browser.devices.resume = async () => void (await question);
  browser.acts();
  await browser.admits("recognised");
  await browser.page.guard.lock();
  answer();
  await settled(browser.page.door);
  assert.ok(!browser.acts().includes("admit"));
  assert.equal(browser.page.desk.admissions.underway.size, 0);
});

test("whoever waits is called by nobody's name, and cannot be admitted, until their page has opened its channel", async () => {
  const browser = await new Browser().opens();
  browser.stands("waiting");
  const card = () => browser.main.querySelectorAll("article")[0];
  assert.equal(card()?.querySelectorAll("h3")[0]?.textContent, "Somebody");
  assert.match(seen(card()), /Looking up whose link this is/);
  assert.doesNotMatch(seen(card()), /Admit/);
  await browser.hears([newCard({ name: "Maya" })]);
  assert.equal(card()?.querySelectorAll("h3")[0]?.textContent, "Maya");
  assert.match(seen(card()), /Admit/);
});
