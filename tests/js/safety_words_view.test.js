// "Are your words the same?" as it is read and pressed, wherever it stands.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { ComparedWords, wordsOf } from "../../static/js/safety_words.js";
import { SafetyWords } from "../../static/js/views/safety_words.js";
import { fake, fakeDocument, find, installDocument } from "./fake_document.js";

beforeEach(() => void installDocument());

const WORDS = wordsOf([2, 190, 163, 200]);
const QUESTION = "Are your words the same?";

/** @param {{side?: "client"|"clinician", replaceLink?: ((participant: string) => void)|null}} [given] */
function open({ side = "client", replaceLink = null } = {}) {
  const compared = new ComparedWords();
  const refuge = document.createElement("h1");
  /** @type {{participant: string, name: string, words: string[]|null}[]} */
  let people = [{ participant: "ruiz", name: "Dr Ruiz", words: WORDS }];
  const view = new SafetyWords({
    id: "words",
    side,
    refuge: () => refuge,
    acts: {
      compare: (participant, verdict) => {
        compared.say(participant, people.find((each) => each.participant === participant)?.words ?? [], verdict);
        draw();
      },
      replaceLink,
    },
  });
  document.body.append(refuge, view.button, view.panel);
  const draw = (now = people) => {
    people = now;
    view.update(now.map((each) => ({ ...each, compared: compared.of(each.participant, each.words) })));
  };
  draw();
  return { view, draw, button: fake(view.button), panel: fake(view.panel), refuge: fake(refuge) };
}

/** What can be read. @param {any} node @returns {string} */
function seen(node) {
  if (typeof node === "string") return node;
  return node.hidden ? "" : node.childNodes.map(seen).join(node.tag === "ol" ? " " : "");
}

const press = (/** @type {unknown} */ within, /** @type {string} */ name) => find(within, "button", name).click();

test("it is one quiet button, and what it opens has the words, what they show and what they do not", () => {
  const { button, panel } = open();
  assert.deepEqual([button.textContent, button.hidden, panel.hidden], [QUESTION, false, true]);
  assert.deepEqual([button.getAttribute("aria-expanded"), button.getAttribute("aria-controls")], ["false", "words"]);
  button.click();
  assert.deepEqual([panel.hidden, button.getAttribute("aria-expanded")], [false, "true"]);
  assert.equal(fakeDocument.activeElement, panel);
  assert.match(seen(panel), /^Your words with Dr Ruizamber river patio sketch/);
  assert.match(seen(panel), /nobody has tampered with the link on its way\./);
  assert.match(seen(panel), /do not prove that this page itself is unaltered, nor that a voice is real\.$/);
  const [group] = panel.querySelectorAll("div").filter((each) => each.getAttribute("role") === "group");
  assert.equal(group?.getAttribute("aria-label"), "Your words with Dr Ruiz");
  assert.equal(panel.querySelectorAll("li").length, 4);
});

test("the button and Escape close it, and the focus is at the button", () => {
  const { button, panel } = open();
  button.click();
  button.click();
  assert.deepEqual([panel.hidden, fakeDocument.activeElement], [true, button]);
  button.click();
  const escape = Object.assign(new Event("keydown", { cancelable: true, bubbles: true }), { key: "Escape" });
  find(panel, "button", "They differ").focus();
  panel.dispatchEvent(escape);
  assert.deepEqual([panel.hidden, fakeDocument.activeElement, escape.defaultPrevented], [true, button, true]);
});

test("without words there is nothing to be seen of it, and the focus does not fall out of the page", () => {
  const { draw, button, panel, refuge } = open();
  button.click();
  find(panel, "button", "They are the same").focus();
  draw([{ participant: "ruiz", name: "Dr Ruiz", words: null }]);
  assert.deepEqual([button.hidden, panel.hidden, fakeDocument.activeElement], [true, true, refuge]);
  draw([{ participant: "ruiz", name: "Dr Ruiz", words: WORDS }]);
  assert.deepEqual([button.hidden, panel.hidden], [false, true]);
  button.focus();
  draw([]);
  assert.equal(fakeDocument.activeElement, refuge);
});

test("the same: a tick in words, which can be taken back", () => {
  const { button, panel } = open();
  button.click();
  find(panel, "button", "They are the same").focus();
  press(panel, "They are the same");
  assert.match(seen(panel), /You both read the same words\./);
  assert.doesNotMatch(seen(panel), /They differ|If they still/);
  assert.equal(fakeDocument.activeElement?.textContent, "You both read the same words.");
  press(panel, "Compare again");
  assert.match(seen(panel), /They are the sameThey differ/);
  assert.doesNotMatch(seen(panel), /You both read/);
});

test("they differ: the client reads what it may mean, and whom to call on which number", () => {
  const { button, panel } = open();
  button.click();
  press(panel, "They differ");
  assert.match(seen(panel), /The words differ\.Read them once more.*If they still differ, the link may have been changed/);
  assert.match(seen(panel), /Leave, and call Dr Ruiz on a number that you know from elsewhere: not from this page/);
  assert.equal(find(panel, "button", "Replace link").hidden, true);
});

test("they differ: the clinician reads what to do, and can replace the link where that is at hand", () => {
  /** @type {string[]} */
  const replaced = [];
  const { button, panel } = open({ side: "clinician", replaceLink: (participant) => void replaced.push(participant) });
  button.click();
  press(panel, "They differ");
  assert.match(seen(panel), /Do not go on here: call Dr Ruiz on a number that you know, and replace their link/);
  press(panel, "Replace link");
  assert.deepEqual(replaced, ["ruiz"]);
});

test("other words are asked about anew", () => {
  const { draw, button, panel } = open();
  button.click();
  press(panel, "They are the same");
  draw([{ participant: "ruiz", name: "Dr Ruiz", words: wordsOf([9, 8, 7, 6]) }]);
  assert.doesNotMatch(seen(panel), /You both read/);
  assert.match(seen(panel), /badger avocado.*They are the same/);
});

test("seven people have their words each by name, and a verdict is about one of them", () => {
  const { draw, button, panel } = open({ side: "clinician" });
  const people = [..."ABCDEFG"].map((name, place) => ({
    participant: name,
    name: `<i>${name}</i>`,
    words: wordsOf([place, place, place, place]),
  }));
  draw(people);
  button.click();
  const groups = panel.querySelectorAll("div").filter((each) => each.getAttribute("role") === "group");
  assert.deepEqual(groups.map((group) => group.getAttribute("aria-label")).slice(0, 2), [
    "Your words with <i>A</i>",
    "Your words with <i>B</i>",
  ]);
  assert.deepEqual([groups.length, panel.querySelectorAll("i")], [7, []]);
  press(groups[1], "They are the same");
  assert.match(seen(groups[1]), /You both read/);
  assert.doesNotMatch(seen(groups[0]), /You both read/);
  draw(people.slice(1));
  const left = panel.querySelectorAll("div").filter((each) => each.getAttribute("role") === "group");
  assert.deepEqual([left.length, left[0]], [6, groups[1]]);
});

test("what stays the same is left alone, so that nothing is read out twice", () => {
  const { draw, panel } = open();
  const [before] = panel.querySelectorAll("li");
  draw();
  assert.equal(panel.querySelectorAll("li")[0], before);
});
