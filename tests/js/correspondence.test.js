// What a client's page and the clinician's tell each other, with a whole visit around it.

import assert from "node:assert/strict";
import { test } from "node:test";

import { CARD, Page } from "./client_page.js";
import { view } from "./fake_page.js";
import { identifier } from "./sealed_end.js";

const PHONE = identifier("phone");

/** @param {Page} page */
const state = (page) => page.visit.correspondence.codeWordState(page.codeWord);

/** @param {Page} page @param {object} content */
const says = (page, content) => page.hears(content);

test("the clinician is known to know only when their page has taken the card", async () => {
  const page = await new Page().waits();
  const { host } = page.visit.correspondence;
  assert.equal(host.knows, false);
  await page.acknowledges();
  assert.equal(host.knows, true);
  await page.reloadsClinician();
  assert.equal(host.knows, false, "a page that was loaded again knows nothing yet");
  await page.acknowledges();
  assert.equal(host.knows, true);
});

test("a message of the clinician's stays until the next one, through their reload, or until admission", async () => {
  const page = await new Page().waits();
  page.clock.pass(5000);
  await says(page, { kind: "note", text: "Five more minutes" });
  const { host } = page.visit.correspondence;
  assert.deepEqual(host.letter, { text: "Five more minutes", at: 5 });
  await page.reloadsClinician();
  assert.equal(host.letter?.text, "Five more minutes");
  await says(page, { kind: "note", text: "Two more minutes" });
  assert.equal(host.letter?.text, "Two more minutes");
  page.stands("admitted");
  assert.equal(host.letter, null);
});

test("a message that came with a decline is there to be read", async () => {
  const page = await new Page().waits();
  await says(page, { kind: "note", text: "Please come back at three" });
  page.stands("declined");
  page.says({ type: "ended", room: "room", how: "declined" });
  assert.equal(page.visit.correspondence.host.letter?.text, "Please come back at three");
});

test("that the preview is heard ends with the clinician's page that said it", async () => {
  const page = await new Page().waits();
  const { host } = page.visit.correspondence;
  await says(page, { kind: "listening", on: true });
  assert.equal(host.isListening, true);
  await page.reloadsClinician();
  assert.equal(host.isListening, false);
});

test("a code word that was another one can be tried again, and is not told twice", async () => {
  const page = await new Page({ codeWord: true }).waits({ ...CARD, codeWord: "lantern" });
  assert.equal(page.told[0].codeWord, "lantern");
  assert.equal(state(page), "said");
  await says(page, { kind: "code_word_answer", matched: false, left: 2 });
  assert.equal(state(page), "again");
  await page.reloadsClinician();
  assert.equal(page.told[0].codeWord, "", "being told the card again would be another try");
  page.visit.correspondence.tryCodeWord("lighthouse");
  await page.acts();
  assert.deepEqual(page.told.at(-1), { kind: "code_word", word: "lighthouse" });
  assert.equal(state(page), "said");
  await says(page, { kind: "code_word_answer", matched: true, left: 2 });
  assert.equal(state(page), "matched");
});

test("a try that no page was there for comes with the card", async () => {
  const page = await new Page({ codeWord: true }).waits();
  page.clinician.setConnected(false);
  page.stands("waiting", "other");
  page.visit.correspondence.tryCodeWord("lighthouse");
  page.stands("waiting", "ruiz");
  page.clinician.setConnected(true);
  await page.acts();
  assert.equal(page.told.at(-1).kind, "card");
  assert.equal(page.told.at(-1).codeWord, "lighthouse");
});

test("a reload keeps what was said of the code word, and never the word", async () => {
  for (const [answers, expected] of /** @type {[boolean, string][]} */ ([
    [false, "wanted"],
    [true, "matched"],
  ])) {
    const before = await new Page({ codeWord: true }).waits({ ...CARD, codeWord: "lighthouse" });
    if (answers) await says(before, { kind: "code_word_answer", matched: true, left: 3 });
    assert.doesNotMatch(before.storage.getItem("telehealth seat join"), /lighthouse/);
    const page = new Page({ storage: before.storage, proof: null, codeWord: true });
    await page.arrive("waiting");
    assert.equal(state(page), expected);
  }
});

test("asked where they are, the person answers the clinician, and the card says it from then on", async () => {
  const page = await new Page().waits();
  page.stands("admitted");
  await says(page, { kind: "ask_place" });
  const { correspondence } = page.visit;
  assert.equal(correspondence.placeAsked.isAsked, true);
  correspondence.tellPlace({ country: "", place: "Calle Ancha 2, Toledo" });
  await page.acts();
  assert.deepEqual(page.told.at(-1), { kind: "place", country: "ES", place: "Calle Ancha 2, Toledo" });
  assert.equal(page.seat.read()?.card?.place, "Calle Ancha 2, Toledo");
  await page.reloadsClinician();
  assert.equal(page.told[0].place, "Calle Ancha 2, Toledo");
});

test("who is in another country by now says so with the place, and the card is in step", async () => {
  const page = await new Page().waits();
  await says(page, { kind: "ask_place" });
  page.visit.correspondence.tellPlace({ country: "PT", place: "Rua Nova 3, Lisboa" });
  await page.acts();
  assert.deepEqual(page.told.at(-1), { kind: "place", country: "PT", place: "Rua Nova 3, Lisboa" });
  assert.equal(page.visit.correspondence.card?.country, "PT");
  assert.equal(page.seat.read()?.card?.country, "PT");
  await page.reloadsClinician();
  assert.deepEqual([page.told[0].country, page.told[0].place], ["PT", "Rua Nova 3, Lisboa"]);
});

test("what was said of another device is said again to a page of the clinician's that is new", async () => {
  const page = await new Page().waits();
  page.stands("admitted");
  page.shows([view("phone", "waiting")]);
  page.visit.correspondence.tellOtherDevice(PHONE, "not_me");
  await page.acts();
  assert.deepEqual(page.told.at(-1), { kind: "not_me", participant: PHONE });
  await page.reloadsClinician();
  assert.deepEqual(page.told.at(-1), { kind: "not_me", participant: PHONE });
  page.shows([], { gone: ["phone"] });
  await page.reloadsClinician();
  assert.equal(page.told.at(-1).kind, "card");
});

test("after the session nothing of it is asked or heard any more", async () => {
  const page = await new Page().waits();
  page.stands("admitted");
  await says(page, { kind: "ask_place" });
  page.stands("ended");
  page.says({ type: "ended", room: "room", how: "ended" });
  const { correspondence } = page.visit;
  assert.deepEqual([correspondence.placeAsked.isAsked, correspondence.host.knows], [false, false]);
  assert.deepEqual(page.visit.correspondence.host.roster, []);
});
