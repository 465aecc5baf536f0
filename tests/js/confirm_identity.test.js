import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { methodText } from "../../static/js/methods.js";
import { ConfirmIdentity } from "../../static/js/views/confirm_identity.js";
import { Modal } from "../../static/js/views/modal.js";
import { fake, find, installDocument } from "./fake_document.js";
import { focused, radio, seen, submit } from "./queue_page.js";

beforeEach(() => void installDocument());

/** @param {Partial<import("../../static/js/views/confirm_identity.js").IdentityQuestion>} [change] */
function ask(change = {}) {
  /** @type {string[]} */
  const confirmed = [];
  const modal = new Modal(() => document.body);
  const identity = new ConfirmIdentity(modal);
  identity.ask({
    name: "Maya",
    codeWord: "",
    later: true,
    action: "Admit",
    confirmed: (method) => void confirmed.push(method),
    ...change,
  });
  const dialog = fake(modal.element);
  const labels = () => dialog.querySelectorAll("label").map(({ textContent }) => textContent);
  return { identity, modal, dialog, confirmed, labels };
}

test("the ways to know somebody are offered in words, with nothing chosen and the first in focus", () => {
  const { dialog, labels } = ask();
  assert.deepEqual(labels(), [
    "Recognised",
    "Photo ID seen",
    "Known voice",
    "Vouched for by a parent or guardian",
    "I'll confirm once we talk",
  ]);
  assert.ok(dialog.querySelectorAll("input").every((each) => !(/** @type {any} */ (each).checked)));
  assert.equal(focused(), radio(dialog, "recognised"));
  assert.match(seen(dialog), /How do you know that this is Maya\?/);
  assert.match(seen(dialog), /The log records the method, not the evidence\./);
});

test("a code word is offered only when one is set, and is there to be asked for", () => {
  const { dialog, labels } = ask({ codeWord: "heron" });
  assert.ok(labels().includes(methodText("code_word")));
  const note = radio(dialog, "code_word").getAttribute("aria-describedby");
  const found = dialog.querySelectorAll("p").find((each) => each.getAttribute("id") === note);
  assert.equal(found?.textContent, "Ask for it: heron");
});

test("putting it off says what follows, and is offered only while it may be", () => {
  const { dialog } = ask();
  const note = radio(dialog, "later").getAttribute("aria-describedby");
  const found = dialog.querySelectorAll("p").find((each) => each.getAttribute("id") === note);
  assert.match(found?.textContent ?? "", /amber mark.*nobody else is admitted/);
  assert.ok(!ask({ later: false }).labels().includes("I'll confirm once we talk"));
});

test("without a choice nothing is recorded, and it says what is missing", async () => {
  const { dialog, confirmed } = ask();
  await submit(dialog);
  assert.match(seen(dialog), /Please choose how you know who it is\./);
  assert.deepEqual([confirmed, dialog.open], [[], true]);
  radio(dialog, "voice").checked = true;
  await submit(dialog);
  assert.deepEqual([confirmed, dialog.open], [["voice"], false]);
});

test("in session the same is confirmed", async () => {
  const { dialog, confirmed } = ask({ action: "Confirm", later: false });
  find(dialog, "button", "Confirm");
  radio(dialog, "recognised").checked = true;
  await submit(dialog);
  assert.deepEqual(confirmed, ["recognised"]);
});

test("cancelled or closed from outside it records nothing", () => {
  const cancelled = ask();
  find(cancelled.dialog, "button", "Cancel").click();
  assert.deepEqual([cancelled.dialog.open, cancelled.confirmed], [false, []]);
  const { identity, dialog, confirmed } = ask();
  identity.close();
  assert.deepEqual([dialog.open, confirmed], [false, []]);
});

test("closing it leaves alone what else the dialog shows by now", () => {
  const { identity, modal, dialog } = ask();
  modal.show(document.createElement("span"), [document.createElement("p")]);
  identity.close();
  assert.equal(dialog.open, true);
});
