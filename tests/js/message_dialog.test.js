import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { MessageDialog } from "../../static/js/views/message_dialog.js";
import { Modal } from "../../static/js/views/modal.js";
import { fake, find, installDocument } from "./fake_document.js";
import { seen, submit } from "./queue_page.js";

beforeEach(() => void installDocument());

function open() {
  /** @type {string[]} */
  const sent = [];
  const modal = new Modal(() => document.body);
  new MessageDialog(modal).open({ name: "Maya", send: (text) => void sent.push(text) });
  const dialog = fake(modal.element);
  const text = dialog.querySelectorAll("textarea")[0];
  assert.ok(text);
  return { dialog, sent, text };
}

test("the dialog is named by whom it goes to", () => {
  assert.equal(open().dialog.getAttribute("aria-label"), "Message to Maya");
});

test("a ready message is sent with one click", () => {
  for (const ready of ["Five more minutes", "Please hold up your photo ID"]) {
    const { dialog, sent } = open();
    find(dialog, "button", ready).click();
    assert.deepEqual([sent, dialog.open], [[ready], false]);
  }
});

test("one's own words go out as they are, without the spaces around them", async () => {
  const { dialog, sent, text } = open();
  text.value = "  The bus is late. Please wait <here>. ";
  await submit(dialog);
  assert.deepEqual([sent, dialog.open], [["The bus is late. Please wait <here>."], false]);
  assert.equal(text.getAttribute("maxlength"), "300");
});

test("nothing is not sent, and it says what to do", async () => {
  const { dialog, sent, text } = open();
  text.value = "   ";
  await submit(dialog);
  assert.match(seen(dialog), /Please write the message, or choose one above\./);
  assert.deepEqual([sent, dialog.open], [[], true]);
});

test("closed, it sends nothing", () => {
  const { dialog, sent } = open();
  find(dialog, "button", "Close").click();
  assert.deepEqual([sent, dialog.open], [[], false]);
});
