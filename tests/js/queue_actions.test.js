import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { find, installDocument } from "./fake_document.js";
import { focused, openQueue, radio, seen, shownButtons, submit } from "./queue_page.js";

beforeEach(() => void installDocument());

const MATCHED = Object.freeze({ state: /** @type {const} */ ("matched"), word: "heron", misses: 0 });

test("a matched code word admits with one click, and says what is recorded", () => {
  const page = openQueue({ codeWord: MATCHED });
  assert.match(page.text(), /The log records: code word\./);
  find(page.card(), "button", "Admit: code word matched").click();
  assert.deepEqual([page.done, page.dialog.open], [[["admit", "maya", "code_word"]], false]);
});

test("three misses take the one click away, and a new link is offered", () => {
  const page = openQueue({ codeWord: { ...MATCHED, misses: 3 } });
  assert.match(page.text(), /3 misses: the one-click Admit is off\. Replace link\?/);
  find(page.card(), "button", "Replace link").click();
  find(page.card(), "button", "Admit").click();
  assert.deepEqual([page.done, page.dialog.open], [[["replaceLink", "maya"]], true]);
  page.draw([{ codeWord: { ...MATCHED, misses: 2 } }]);
  assert.doesNotMatch(page.text(), /misses/);
});

test("without a proof Admit asks how they are known, and records the answer", async () => {
  const page = openQueue({});
  find(page.card(), "button", "Admit").click();
  assert.equal(page.dialog.getAttribute("aria-label"), "Confirm identity");
  radio(page.dialog, "photo_id").checked = true;
  await submit(page.dialog);
  assert.deepEqual([page.done, page.dialog.open], [[["admit", "maya", "photo_id"]], false]);
});

test("whoever shares somebody's link is admitted as a guest: without a code word, and never unconfirmed", async () => {
  const page = openQueue({ place: "second", codeWord: MATCHED, later: true });
  find(page.card(), "button", "Admit as a guest").click();
  assert.match(seen(page.dialog), /How do you know who came by the link of Maya\?/);
  const methods = page.dialog.querySelectorAll("input").map((each) => each.getAttribute("value"));
  assert.deepEqual(methods, ["recognised", "photo_id", "voice", "vouched"]);
  radio(page.dialog, "voice").checked = true;
  await submit(page.dialog);
  assert.deepEqual(page.done, [["admit", "maya", "voice", { guest: true }]]);
});

test("while somebody in session is not confirmed, Admit does nothing and says why", () => {
  const page = openQueue({ codeWord: MATCHED, unconfirmed: "Ben" });
  const admit = find(page.card(), "button", "Admit: code word matched");
  assert.equal(admit.getAttribute("aria-disabled"), "true");
  const id = admit.getAttribute("aria-describedby");
  const texts = page.card().querySelectorAll("p");
  const reason = texts.find((each) => each.getAttribute("id") === id);
  assert.equal(reason?.textContent, "First confirm who Ben is.");
  admit.click();
  assert.deepEqual(page.done, []);
});

test("whose connection is lost, or who is being admitted, is not admitted by another click", () => {
  for (const change of [{ connected: false }, { admitting: true }]) {
    const page = openQueue({ codeWord: MATCHED, ...change });
    find(page.card(), "button", "Admit: code word matched").click();
    assert.deepEqual(page.done, []);
  }
});

test("who is declined is told so a little later, and it can be undone where it was done", () => {
  const page = openQueue({});
  const decline = find(page.card(), "button", "Decline");
  decline.focus();
  decline.click();
  page.draw([{ declinedFor: 10 }]);
  assert.match(page.text(), /Declined\. They are told in 10 s\./);
  assert.deepEqual(shownButtons(page.card()), ["Undo", "Emergency card"]);
  const undo = find(page.card(), "button", "Undo");
  assert.equal(focused(), undo);
  undo.click();
  page.draw([{}]);
  assert.equal(focused(), decline);
  assert.deepEqual(page.done, [
    ["decline", "maya"],
    ["undo", "maya"],
  ]);
  assert.doesNotMatch(page.text(), /Declined/);
});

test("a decline that was done elsewhere takes the focus of nothing else in the card to Undo", () => {
  const page = openQueue({});
  find(page.card(), "button", "Admit").focus();
  page.draw([{ declinedFor: 10 }]);
  assert.equal(focused()?.textContent, "Waiting");
});

test("refusing a link asks first, and says who needs a new one", () => {
  const page = openQueue({});
  find(page.card(), "button", "Refuse this link").click();
  assert.match(seen(page.dialog), /The link ends at once\..*Maya needs a new link next time\./);
  find(page.dialog, "button", "Cancel").click();
  assert.deepEqual([page.done, page.dialog.open], [[], false]);
  find(page.card(), "button", "Refuse this link").click();
  find(page.dialog, "button", "Refuse this link").click();
  assert.deepEqual([page.done, page.dialog.open], [[["refuse", "maya", { spare: false }]], false]);
});

test("a link that somebody is in session by is refused without ending that session", () => {
  for (const place of /** @type {const} */ (["second", "lost"])) {
    const page = openQueue({ place, linkInSession: true });
    find(page.card(), "button", "Refuse this link").click();
    assert.match(seen(page.dialog), /Maya stays in this session and needs a new link next time\./);
    find(page.dialog, "button", "Refuse this link").click();
    assert.deepEqual(page.done, [["refuse", "maya", { spare: true }]]);
  }
});

test("a link that only a guest is in session by is refused without ending that, and says so of whom it is true", () => {
  const page = openQueue({ linkInSession: true });
  find(page.card(), "button", "Refuse this link").click();
  assert.match(seen(page.dialog), /Whoever came by it and is in session stays\. Maya needs a new link/);
  find(page.dialog, "button", "Refuse this link").click();
  assert.deepEqual(page.done, [["refuse", "maya", { spare: true }]]);
});

test("a stranger's link is refused without a word of whose it is", () => {
  const page = openQueue({ state: "unknown", name: "" });
  find(page.card(), "button", "Refuse this link").click();
  assert.doesNotMatch(seen(page.dialog), /needs a new link/);
});

test("a message goes to the one it is written to", () => {
  const page = openQueue({}, { participant: "ben", name: "Ben" });
  const [, ben] = page.cards();
  find(ben, "button", "Message").click();
  assert.equal(page.dialog.getAttribute("aria-label"), "Message to Ben");
  find(page.dialog, "button", "Five more minutes").click();
  assert.deepEqual(page.done, [["message", "ben", "Five more minutes"]]);
});

test("a question about somebody who is gone, or is another device by now, closes by itself", () => {
  const phone = { participant: "phone", device: "Phone", devices: null, seconds: 9, connected: true };
  const locked = /** @type {const} */ ({ state: "locked" });
  for (const change of [[], [{ participant: "phone" }], [locked], [{ waits: false }], [{ declinedFor: 10 }]]) {
    const page = openQueue({ others: [phone] });
    find(page.card(), "button", "Admit").click();
    page.draw([{ others: [phone], seconds: 300 }, { participant: "ben", name: "Ben" }]);
    assert.equal(page.dialog.open, true, "others come and time passes");
    page.draw(change);
    assert.equal(page.dialog.open, false);
  }
});
