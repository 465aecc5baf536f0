import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { WrongPassword } from "../../static/js/account.js";
import { ApiError } from "../../static/js/api.js";
import { newRecoveryCode } from "../../static/js/recovery_code.js";
import { Lock } from "../../static/js/views/lock.js";
import { Notes } from "../../static/js/views/notes.js";
import { Queue } from "../../static/js/views/queue.js";
import { UnlockForm } from "../../static/js/views/unlock_form.js";
import { fake, fakeDocument, find, installDocument } from "./fake_document.js";
import { newDecisions } from "./fake_waiter.js";
import { send } from "./form_page.js";

beforeEach(() => void installDocument());

/** @param {(password: string, code?: string) => Promise<void>} [unlock] */
function openLock(unlock = async () => undefined) {
  const pressed = { older: 0, again: 0, signOut: 0 };
  const form = new UnlockForm({ username: "ruiz", unlock, signOut: () => void (pressed.signOut += 1) });
  const queue = new Queue(newDecisions());
  const lock = new Lock({
    queue,
    unlock: form,
    acceptOlder: () => void (pressed.older += 1),
    tryAgain: () => void (pressed.again += 1),
    signOut: () => void (pressed.signOut += 1),
  });
  document.body.append(lock.element);
  return { lock, form, queue, pressed };
}

/** @param {Lock} lock */
const buttons = (lock) =>
  fake(lock.element)
    .querySelectorAll("button")
    .filter((each) => each.closest("[hidden]") === null)
    .map(({ textContent }) => textContent);

test("a locked page shows whose it is, asks for the password, and still has the queue", () => {
  const { lock, form, queue } = openLock();
  lock.update({ state: "locked", text: "", versions: null }, "");
  assert.equal(lock.title.textContent, "Today is locked");
  assert.deepEqual(buttons(lock), ["Show", "I use a recovery sheet", "Unlock", "Sign out"]);
  const username = fake(form.username.input);
  assert.deepEqual([username.value, username.getAttribute("readonly")], ["ruiz", ""]);
  assert.equal(fake(lock.element).contains(fake(queue.element)), true);
  assert.equal(lock.heading, form.password.input, "the focus goes to what is asked for");
});

/** @param {UnlockForm} form @param {string} password */
async function type(form, password) {
  form.password.input.value = password;
  await send(form.element);
}

test("a wrong password is said, and what was typed can be put right", async () => {
  const { form } = openLock(async () => {
    throw new WrongPassword();
  });
  await type(form, "");
  assert.match(fake(form.element).textContent, /Please write your password\./);
  await type(form, "wrong");
  assert.match(fake(form.element).textContent, /This is not your password, or it needs the code of your recovery sheet as well\./);
  assert.equal(form.password.value, "wrong");
});

test("the right password does not stay in the page", async () => {
  /** @type {string[]} */
  const typed = [];
  const { form } = openLock(async (password) => void typed.push(password));
  await type(form, "five words");
  assert.deepEqual([typed, form.password.value], [["five words"], ""]);
});

test("a browser that has lost the recovery sheet gets its code beside the password, and keeps neither", async () => {
  const code = await newRecoveryCode();
  /** @type {unknown[]} */
  const typed = [];
  const { lock, form } = openLock(async (...both) => {
    typed.push(both);
    if (typed.length === 1) throw new WrongPassword();
  });
  lock.update({ state: "locked", text: "", versions: null }, "");
  find(form.element, "button", "I use a recovery sheet").click();
  await type(form, "five words");
  assert.match(fake(form.element).textContent, /Please type the recovery code/);
  form.code.field.input.value = code;
  await type(form, "five words");
  assert.match(fake(form.element).textContent, /Password and recovery code do not go together\. Check both\./);
  await type(form, "five words");
  assert.deepEqual(typed, [["five words", code], ["five words", code]]);
  assert.deepEqual([form.password.value, form.code.field.input.value, form.code.isShown], ["", "", false]);
});

test("a server that does not answer is said in its own words", async () => {
  const { form } = openLock(async () => {
    throw new ApiError(0, "unreachable", "The server does not answer.");
  });
  await type(form, "five words");
  assert.match(fake(form.element).textContent, /The server does not answer\./);
});

test("an older copy is told with its version and what this browser has seen, and two ways on", () => {
  const { lock, pressed } = openLock();
  lock.update({ state: "older", text: "", versions: { offered: 3, seen: 7 } }, "");
  assert.match(
    fake(lock.element).textContent,
    /older copy of your people and links \(version 3, this browser has seen 7\)\. It may have been restored/,
  );
  assert.deepEqual(buttons(lock), ["Use the older copy", "Sign out"]);
  find(lock.element, "button", "Use the older copy").click();
  assert.equal(pressed.older, 1);
});

test("another history is told as one that does not come from what this browser has seen", () => {
  const { lock } = openLock();
  lock.update({ state: "older", text: "", versions: { offered: 9, seen: 7 } }, "");
  assert.match(fake(lock.element).textContent, /version 9, which does not come from version 7/);
});

test("a vault that does not open, and a server that is away, each say so with a way to try again", () => {
  const { lock, pressed } = openLock();
  lock.update({ state: "refused", text: "", versions: null }, "");
  assert.match(fake(lock.element).textContent, /damaged or changed/);
  assert.deepEqual(buttons(lock), ["Try again", "Sign out"]);
  lock.update({ state: "away", text: "The server does not answer.", versions: null }, "");
  assert.match(fake(lock.element).textContent, /The server does not answer\./);
  find(lock.element, "button", "Try again").click();
  assert.equal(pressed.again, 1);
});

test("a note that is the same is left alone; one that goes leaves the focus in the page", () => {
  const heading = document.createElement("h1");
  const notes = new Notes(heading);
  document.body.append(heading, notes.element);
  let pressed = 0;
  const note = { text: "Not saved yet.", action: "Try again", press: () => void (pressed += 1) };
  notes.update([note]);
  const button = find(notes.element, "button", "Try again");
  button.focus();
  notes.update([{ ...note }]);
  assert.equal(fakeDocument.activeElement, button);
  button.click();
  notes.update([]);
  assert.deepEqual([fakeDocument.activeElement, pressed], [fake(heading), 1]);
});

test("a note that reads the same does what it is about now", () => {
  const notes = new Notes(document.createElement("h1"));
  const pressed = /** @type {string[]} */ ([]);
  const note = (/** @type {string} */ about) => ({
    text: "The session has ended.",
    action: "Reopen",
    press: () => void pressed.push(about),
  });
  notes.update([note("first")]);
  notes.update([note("second")]);
  find(notes.element, "button", "Reopen").click();
  assert.deepEqual(pressed, ["second"]);
});
