// The waiting room as it is read: what the clinician knows, writes and asks.

import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { ComparedWords, wordsOf } from "../../static/js/safety_words.js";
import { AskedPlace } from "../../static/js/views/asked_place.js";
import { Waiting } from "../../static/js/views/waiting.js";
import { CARD, Page } from "./client_page.js";
import { newFakeDevices } from "./fake_devices.js";
import { announced, fake, fakeDocument, find, installDocument } from "./fake_document.js";
import { view } from "./fake_page.js";

beforeEach(() => {
  installDocument();
  mock.timers.enable({ apis: ["setTimeout"] });
});
afterEach(() => mock.timers.reset());

/** @param {{codeWord?: boolean, card?: typeof CARD}} [given] */
async function open({ codeWord = false, card = CARD } = {}) {
  const page = await new Page({ codeWord }).waits(card);
  const { correspondence } = page.visit;
  const compared = new ComparedWords();
  /** The safety words, while there are some. @type {{words: string[]|null}} */
  const said = { words: null };
  const waiting = new Waiting({
    devices: newFakeDevices(),
    askedPlace: new AskedPlace({ send: (answer) => correspondence.tellPlace(answer) }),
    tryCodeWord: (word) => correspondence.tryCodeWord(word),
    compare: (participant, verdict) => {
      compared.say(participant, said.words ?? [], verdict);
      draw();
    },
    leave: () => page.visit.leave(),
  });
  document.body.append(waiting.element);
  const draw = () => {
    const { words } = said;
    const verdict = compared.of("ruiz", words);
    waiting.update(page.visit, words && { participant: "ruiz", name: "Dr Ruiz", words, compared: verdict });
    return seen(waiting.element);
  };
  const says = (/** @type {object} */ content) => page.hears(content);
  return { page, waiting, draw, says, said };
}

/** What can be read. @param {any} node @returns {string} */
function seen(node) {
  if (typeof node === "string") return node;
  return node.hidden ? "" : node.childNodes.map(seen).join("");
}

/** @param {unknown} within */
const submit = (within) =>
  fake(within).querySelectorAll("form")[0]?.dispatchEvent(new Event("submit", { cancelable: true }));

test("it says whom one waits for, and that they know only when they do", async () => {
  const { page, draw } = await open();
  assert.match(draw(), /^Waiting for Dr RuizTelling Dr Ruiz that you are here/);
  await page.acknowledges();
  assert.match(draw(), /Dr Ruiz knows that you are here/);
  page.shows([{ ...view("ruiz", "host"), connected: false }]);
  assert.match(draw(), /Dr Ruiz is not at the page at the moment/);
});

test("whoever is seen is told, and when they are heard as well; that the clinician knows is not the server's to say", async () => {
  const { page, draw, says } = await open();
  assert.doesNotMatch(draw(), /being seen/);
  page.shows([{ ...view("maya", "waiting"), previewed: true }]);
  assert.match(draw(), /Telling Dr Ruiz that you are here.*You are being seen(?! and)/);
  await says({ kind: "listening", on: true });
  assert.match(draw(), /You are being seen and heard/);
  page.stands("waiting");
  assert.doesNotMatch(draw(), /being seen/);
});

test("whoever is asked for picture or sound is told that they are seen, also by a server that keeps it to itself", async () => {
  const { page, draw } = await open();
  page.says({ type: "demand", room: "room", leg: 1, mids: ["v1"] });
  assert.match(draw(), /You are being seen/);
  page.says({ type: "demand", room: "room", leg: 1, mids: [] });
  assert.doesNotMatch(draw(), /being seen/);
});

test("what the clinician writes stands there with its time, and is read out", async () => {
  const { page, waiting, draw, says } = await open();
  page.clock.time = new Date(2026, 10, 25, 14, 2).getTime();
  await says({ kind: "note", text: "Five more <b>minutes</b>" });
  assert.match(draw(), /Dr Ruiz, 14:02: Five more <b>minutes<\/b>/);
  const letter = fake(waiting.letter.element);
  assert.equal(letter.getAttribute("aria-live"), "polite");
  assert.equal(letter.hidden, false, "an empty live region stays in the page");
});

test("a code word that was another one can be tried as often as the clinician's page says", async () => {
  const { page, waiting, draw, says } = await open({
    codeWord: true,
    card: { ...CARD, codeWord: "lantern" },
  });
  assert.doesNotMatch(draw(), /code word/i, "the first comparison is nobody's concern");
  await says({ kind: "code_word_answer", matched: false, left: 2 });
  assert.match(draw(), /That was not the code word you agreed on\. You can try 2 times more\./);
  const { input } = waiting.codeWord.field;
  find(waiting.element, "button", "Try again");
  submit(waiting.codeWord.element);
  assert.match(draw(), /Please type the code word\./);
  input.value = " lighthouse ";
  submit(waiting.codeWord.element);
  await page.acts();
  assert.deepEqual(page.told.at(-1), { kind: "code_word", word: "lighthouse" });
  assert.match(draw(), /The code word is being compared\./);
  assert.equal(input.value, "", "it does not stay in the page");
  await says({ kind: "code_word_answer", matched: false, left: 1 });
  assert.match(draw(), /You can try once more/);
  await says({ kind: "code_word_answer", matched: false, left: 0 });
  const spent = draw();
  assert.match(spent, /Dr Ruiz will confirm who you are in another way\./);
  assert.doesNotMatch(spent, /Try again/);
});

test("who has not said the code word yet may say it while they wait", async () => {
  const { waiting, draw, says } = await open({ codeWord: true });
  assert.match(draw(), /Dr Ruiz has agreed on a code word with you/);
  waiting.codeWord.field.input.value = "lighthouse";
  submit(waiting.codeWord.element);
  await says({ kind: "code_word_answer", matched: true, left: 3 });
  assert.match(draw(), /Your code word is the one you agreed on\./);
});

test("the focus stays with the code word when its field goes away", async () => {
  const { waiting, draw, says } = await open({ codeWord: true });
  draw();
  fake(waiting.codeWord.field.input).focus();
  waiting.codeWord.field.input.value = "lighthouse";
  submit(waiting.codeWord.element);
  await says({ kind: "code_word_answer", matched: true, left: 3 });
  draw();
  assert.equal(fakeDocument.activeElement, waiting.codeWord.text);
});

test("asked where they are, one types it from nothing, and reads what was told", async () => {
  const { page, waiting, draw, says } = await open();
  assert.doesNotMatch(draw(), /asks where/);
  await says({ kind: "ask_place" });
  assert.match(draw(), /Dr Ruiz asks where you are right now\./);
  mock.timers.tick(1000);
  assert.deepEqual(announced, ["Dr Ruiz asks where you are right now."]);
  const { input } = waiting.askedPlace.field;
  assert.equal(input.value, "");
  submit(waiting.askedPlace.element);
  assert.match(draw(), /Please write where you are\./);
  input.value = "Calle Ancha 2";
  submit(waiting.askedPlace.element);
  assert.match(draw(), /Dr Ruiz was told: Calle Ancha 2/);
  fake(waiting.askedPlace.text).focus();
  page.clock.pass(10_000);
  assert.doesNotMatch(draw(), /Calle Ancha/);
  assert.equal(fakeDocument.activeElement, waiting.heading, "the focus does not fall out of the page");
});

test("asked where they are, one says in which country, beginning with the one of check-in", async () => {
  const { page, waiting, draw, says } = await open();
  await says({ kind: "ask_place" });
  draw();
  const { country, field } = waiting.askedPlace;
  assert.deepEqual([country.title.textContent, country.input.value], ["Country", "ES"]);
  country.input.value = "PT";
  await says({ kind: "ask_place" });
  draw();
  assert.equal(country.input.value, "PT", "what is half answered stays");
  field.input.value = "Rua Nova 3, Lisboa";
  submit(waiting.askedPlace.element);
  draw();
  await page.acts();
  assert.deepEqual(page.told.at(-1), { kind: "place", country: "PT", place: "Rua Nova 3, Lisboa" });
  country.input.value = "";
  await says({ kind: "ask_place" });
  draw();
  assert.equal(country.input.value, "PT", "the card is in step");
});

test("a second device is told where to answer, and what somebody else may expect", async () => {
  const { page, draw } = await open();
  page.shows([{ ...view("maya", "waiting"), other_device: true }]);
  assert.match(
    draw(),
    /session on your other device\. Answer there\. If it is off or out of reach, wait here: Dr Ruiz can let you in\./,
  );
  assert.match(draw(), /Did somebody share this link with you\? Dr Ruiz can let you in as a guest/);
});

test("held, one is told that nothing goes either way", async () => {
  const { page, draw } = await open();
  page.stands("held");
  assert.match(draw(), /^Dr Ruiz has paused your sessionNobody sees or hears you now/);
});

test("leaving is one click", async () => {
  const { page, waiting, draw } = await open();
  draw();
  find(waiting.element, "button", "Leave").click();
  assert.equal(page.visit.screen(), "ended");
});

test("the safety words are there once a channel is, asked for by one quiet button, and go with it", async () => {
  const { waiting, draw, said } = await open();
  const question = find(waiting.element, "button", "Are your words the same?");
  assert.doesNotMatch(draw(), /Are your words/);
  said.words = wordsOf([1, 2, 3, 4]);
  assert.match(draw(), /Are your words the same\?$/);
  question.click();
  assert.match(draw(), /Your words with Dr Ruizalbumamberanchorapple/);
  find(waiting.element, "button", "They differ").click();
  assert.match(draw(), /Leave, and call Dr Ruiz on a number that you know from elsewhere/);
  fake(waiting.words.panel).focus();
  said.words = null;
  assert.doesNotMatch(draw(), /words/);
  assert.equal(fakeDocument.activeElement, waiting.heading);
});
