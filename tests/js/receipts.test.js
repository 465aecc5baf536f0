// Sessions that have ended, on Today: their cards, and the dialog of one receipt.

process.env.TZ = "Europe/Berlin";

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Receipts } from "../../static/js/views/receipts.js";
import { print } from "../../static/js/views/paper.js";
import { fake, fakeDocument, find, installDocument } from "./fake_document.js";
import { seen, shownButtons } from "./queue_page.js";
import { BEGAN, Session } from "./session_page.js";

/** @import { SessionFacts } from "../../static/js/session_record.js" */

beforeEach(() => void installDocument());

/** @param {string} id @param {string} label @param {number} [minutes]  after 14:00 when it began */
function ended(id, label, minutes = 0) {
  const session = new Session();
  session.labels = { [id]: label };
  session.now = BEGAN + minutes * 60;
  session.record.facts.began = session.now;
  session.room.says(id, { name: `${id} typed` });
  session.stands(id, "admitted").pass(50).ends();
  return { ...session.record.facts, id, room: `room of ${id}` };
}

class Page {
  /** @param {SessionFacts[]} kept */
  constructor(...kept) {
    this.kept = kept;
    this.reopens = "";
    this.reopened = 0;
    this.mayCopy = true;
    /** @type {[string, string][]} */
    this.saved = [];
    /** @type {string[]} */
    this.copied = [];
    this.printed = 0;
    this.refuge = document.createElement("h1");
    this.receipts = new Receipts({
      records: {
        ended: () => this.kept,
        discard: (id) => {
          this.kept = this.kept.filter((each) => each.id !== id);
          this.receipts.update();
        },
      },
      practice: "Riverside",
      reopen: { room: () => this.reopens, press: () => void (this.reopened += 1) },
      refuge: () => this.refuge,
      now: () => BEGAN + 7200,
      outlets: {
        save: (name, text) => void this.saved.push([name, text]),
        copy: async (text) => this.copied.push(text) > 0 && this.mayCopy,
        print: () => void (this.printed += 1),
      },
    });
    this.element = fake(this.receipts.element);
    fakeDocument.body.append(fake(this.refuge), this.element);
    this.receipts.update();
  }

  get dialog() {
    return fake(this.receipts.dialog.modal.element);
  }

  /** @param {string} name */
  async press(name, within = this.dialog) {
    find(within, "button", name).click();
    await new Promise((resolve) => setTimeout(resolve));
    return this;
  }
}

test("a session that has ended says with whom, when and for how long, and offers its receipt", () => {
  const page = new Page(ended("maya", "Maya"));
  assert.match(seen(page.element), /Session with Maya ended at 14:50 · 50 min/);
  assert.deepEqual(shownButtons(page.element), ["Save receipt"]);
});

test("nothing stands there while none has ended", () => {
  assert.equal(new Page().element.hidden, true);
});

test("earlier ones are folded away below the latest", () => {
  const page = new Page(ended("ben", "Ben", 60), ended("maya", "Maya"));
  assert.match(fake(page.receipts.latest).textContent, /Ben/);
  assert.match(fake(page.receipts.others).textContent, /Maya/);
  assert.equal(fake(page.receipts.summary).textContent, "Earlier sessions with a receipt: 1");
});

test("the one that can be opened again has Reopen, and is never folded away", async () => {
  const page = new Page(ended("ben", "Ben", 60), ended("maya", "Maya"));
  page.reopens = "room of maya";
  page.receipts.update();
  assert.equal(page.receipts.offersReopen, true);
  assert.match(fake(page.receipts.latest).textContent, /Maya.*whoever was in it is told/);
  await page.press("Reopen", page.element);
  assert.equal(page.reopened, 1);
  page.reopens = "";
  page.receipts.update();
  assert.deepEqual([page.receipts.offersReopen, shownButtons(page.element).includes("Reopen")], [false, false]);
});

test("the receipt stands as it will be, without the private label unless it is asked for", async () => {
  const page = await new Page(ended("maya", "Tuesday M.")).press("Save receipt", fakeDocument.body);
  assert.match(page.dialog.textContent, /Present: maya typed/);
  assert.match(page.dialog.textContent, /no copy\. Without it saved, it is gone in 12 hours or when you sign out\./);
  assert.doesNotMatch(page.dialog.textContent, /Tuesday M\./);
  await page.press("Save as file");
  const { labels } = page.receipts.dialog;
  labels.checked = true;
  labels.dispatchEvent(new Event("change"));
  assert.match(page.dialog.textContent, /Private label.*Tuesday M\./);
  await page.press("Save as file");
  assert.deepEqual(page.saved.map(([name]) => name), Array(2).fill("session-receipt-2026-11-25-1400.txt"));
  assert.deepEqual(page.saved.map(([, text]) => text.includes("Tuesday M.")), [false, true]);
});

test("of somebody without a label none is offered", async () => {
  const page = await new Page(ended("maya", "")).press("Save receipt", fakeDocument.body);
  assert.doesNotMatch(page.dialog.textContent, /private label/);
});

test("the box is not ticked for the next one", async () => {
  const page = await new Page(ended("ben", "Ben", 60), ended("maya", "Maya")).press("Save receipt", fakeDocument.body);
  page.receipts.dialog.labels.checked = true;
  await page.press("Done");
  find(page.receipts.others, "button", "Save receipt").click();
  assert.equal(page.receipts.dialog.labels.checked, false);
});

test("once it was saved as a file, Done takes it off Today; until then it stays", async () => {
  const page = await new Page(ended("maya", "Maya")).press("Save receipt", fakeDocument.body);
  await page.press("Done");
  assert.deepEqual([page.dialog.open, page.kept.length], [false, 1]);
  await page.press("Save receipt", page.element);
  await page.press("Save as file");
  assert.match(page.dialog.textContent, /Saved as session-receipt-2026-11-25-1400\.txt.*Done takes it off Today\./);
  await page.press("Done");
  assert.deepEqual([page.dialog.open, page.kept.length, page.element.hidden], [false, 0, true]);
});

test("copying and printing keep it, because nobody sees whether they came to anything", async () => {
  const page = await new Page(ended("maya", "Maya")).press("Save receipt", fakeDocument.body);
  await page.press("Copy");
  assert.match(page.dialog.textContent, /Copied\. .*stays on Today/);
  assert.match(page.copied[0] ?? "", /^Session receipt\n\n/);
  await page.press("Print");
  await page.press("Done");
  assert.deepEqual([page.printed, page.kept.length], [1, 1]);
});

test("a browser that does not let the page copy is named with the cure", async () => {
  const page = new Page(ended("maya", "Maya"));
  page.mayCopy = false;
  await page.press("Save receipt", page.element);
  await page.press("Copy");
  assert.match(page.dialog.textContent, /did not let the page copy.*save it as a file/);
});

test("discarding one that was not saved is asked about", async () => {
  const page = await new Page(ended("maya", "Maya")).press("Save receipt", fakeDocument.body);
  await page.press("Discard receipt");
  assert.match(page.dialog.textContent, /cannot be brought back/);
  await page.press("Keep it");
  assert.match(page.dialog.textContent, /Present: maya typed/);
  await page.press("Discard receipt");
  await page.press("Discard receipt");
  assert.deepEqual([page.kept.length, page.dialog.open], [0, false]);
});

test("a lock leaves no name in the page, not even in what is not shown", async () => {
  const page = await new Page(ended("ben", "Ben", 60), ended("maya", "Maya")).press("Save receipt", fakeDocument.body);
  page.receipts.close();
  assert.equal(page.dialog.open, false);
  assert.doesNotMatch(fakeDocument.body.textContent, /ben|maya/i);
  assert.equal(page.element.hidden, true);
});

test("a receipt that has gone elsewhere closes its dialog", async () => {
  const page = await new Page(ended("maya", "Maya")).press("Save receipt", fakeDocument.body);
  page.kept = [];
  page.receipts.update();
  assert.equal(page.dialog.open, false);
});

test("what is the same to read is not drawn anew, so that the focus stays", () => {
  const page = new Page(ended("maya", "Maya"));
  const button = find(page.element, "button", "Save receipt");
  page.receipts.update();
  assert.equal(find(page.element, "button", "Save receipt"), button);
});

test("on paper there is the receipt alone, and after printing nothing of it is in the page", () => {
  const page = Object.assign(new EventTarget(), { print: () => assert.equal(sheets().length, 1) });
  const sheets = () => fakeDocument.body.children.filter((each) => each.getAttribute("class") === "print-sheet");
  print({ title: "Receipt", parts: [], note: "" }, /** @type {any} */ (page));
  assert.equal(sheets().length, 1, "a browser may still be asking");
  page.dispatchEvent(new Event("afterprint"));
  assert.equal(sheets().length, 0);
});
