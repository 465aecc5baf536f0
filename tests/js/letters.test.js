import assert from "node:assert/strict";
import { test } from "node:test";

import { Letters } from "../../static/js/letters.js";
import { person } from "./hosted_page.js";

/** @import { ParticipantView, Standing } from "../../static/js/messages.js" */

function begin() {
  /** @type {[string, any][]} */
  const told = [];
  const letters = new Letters((to, content) => void told.push([to, content]));
  return { letters, told, kinds: () => told.splice(0).map(([to, { kind }]) => `${to} ${kind}`) };
}

/** @param {Standing} standing @param {Partial<ParticipantView>} [more] */
const people = (standing, more = {}) => ({ maya: { ...person("maya", standing, more), seen: 0 } });

test("a message is one line, no longer than it may be, and remembered as the last", () => {
  const { letters, told } = begin();
  letters.note("maya", "  Five\n more  minutes ");
  letters.note("ben", "x".repeat(301));
  assert.deepEqual(told[0], ["maya", { kind: "note", text: "Five more minutes" }]);
  assert.equal(told[1]?.[1].text.length, 300);
  assert.equal(letters.said.get("maya"), "Five more minutes");
});

test("nothing is no message", () => {
  const { letters, told } = begin();
  letters.note("maya", " \n ");
  assert.deepEqual([told, letters.said.size], [[], 0]);
});

test("somebody is told once that they are heard, and that they are not any more", () => {
  const { letters, told } = begin();
  for (const on of [true, true, false, false]) letters.listen("maya", on);
  assert.deepEqual(
    told.map(([, { on }]) => on),
    [true, false],
  );
});

test("a page that was loaded again is told what still holds", () => {
  const { letters, kinds } = begin();
  letters.note("maya", "Five more minutes");
  letters.listen("maya", true);
  letters.askPlace("maya");
  kinds();
  letters.repeat("maya");
  assert.deepEqual(kinds(), ["maya note", "maya listening", "maya ask_place"]);
  letters.listen("maya", false);
  letters.hasPlace("maya");
  letters.follow(people("admitted"));
  kinds();
  letters.repeat("maya");
  assert.deepEqual(kinds(), []);
});

test("the end of a preview is the end of listening, and the end of the wait that of its messages", () => {
  const { letters, told, kinds } = begin();
  letters.note("maya", "Five more minutes");
  letters.listen("maya", true);
  letters.follow(people("waiting", { previewed: true }));
  assert.deepEqual([letters.said.size, letters.listening.size], [1, 1]);
  kinds();
  letters.follow(people("waiting"));
  assert.deepEqual(told.at(-1), ["maya", { kind: "listening", on: false }]);
  letters.follow(people("declined"));
  assert.equal(letters.said.size, 0);
});

test("who is gone is asked for nothing", () => {
  const { letters } = begin();
  letters.askPlace("maya");
  letters.follow({});
  assert.equal(letters.asked.size, 0);
});

test("an answer about the code word says whether it matched and how many tries are left, and no more", () => {
  const { letters, told } = begin();
  letters.answerCodeWord("maya", { matched: false, left: 2 });
  assert.deepEqual(told, [["maya", { kind: "code_word_answer", matched: false, left: 2 }]]);
});

test("whoever comes anew in somebody's place is told nothing that was meant for them", () => {
  const { letters, kinds } = begin();
  letters.note("maya", "Five more minutes");
  letters.listen("maya", true);
  letters.askPlace("maya");
  kinds();
  letters.forget("maya");
  letters.repeat("maya");
  assert.deepEqual(kinds(), []);
  letters.listen("maya", true);
  assert.deepEqual(kinds(), ["maya listening"], "to be heard they have to be told");
});
