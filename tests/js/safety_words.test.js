import assert from "node:assert/strict";
import { test } from "node:test";

import { SAFETY_WORDS } from "../../static/js/safety_word_list.js";
import { ComparedWords, isWordNumbers, wordsOf } from "../../static/js/safety_words.js";

/** How many letters must be put, taken or changed to make one of the other. @param {string} one @param {string} other */
function distance(one, other) {
  let row = [...Array(other.length + 1).keys()];
  for (const [line, letter] of [...one].entries()) {
    const next = [line + 1];
    for (const [place, each] of [...other].entries())
      next.push(
        Math.min(
          /** @type {number} */ (row[place + 1]) + 1,
          /** @type {number} */ (next[place]) + 1,
          /** @type {number} */ (row[place]) + Number(letter !== each),
        ),
      );
    row = next;
  }
  return /** @type {number} */ (row.at(-1));
}

test("there are 256 words, each short, plain and there once", () => {
  assert.deepEqual([SAFETY_WORDS.length, new Set(SAFETY_WORDS).size], [256, 256]);
  for (const word of SAFETY_WORDS) assert.match(word, /^[a-z]{3,8}$/);
});

test("the order of the words never changes: both ends of a channel read the same byte", async () => {
  const text = new TextEncoder().encode(SAFETY_WORDS.join(" "));
  const hash = Buffer.from(await crypto.subtle.digest("SHA-256", text)).toString("hex");
  assert.equal(hash, "54896a86fd844e0b79ea5b49841e049736a51f3b69e71778e2407ff816edb9e9");
});

test("no two words are one letter apart, and no two begin alike", () => {
  assert.deepEqual([distance("lemon", "melon"), distance("bear", "pear"), distance("swan", "swan")], [2, 1, 0]);
  const near = SAFETY_WORDS.flatMap((one, place) =>
    SAFETY_WORDS.slice(place + 1).filter((other) => distance(one, other) < 2).map((other) => [one, other]),
  );
  assert.deepEqual(near, []);
  assert.equal(new Set(SAFETY_WORDS.map((word) => word.slice(0, 3))).size, 256);
});

test("four bytes are four words, the same byte the same word", () => {
  assert.deepEqual(wordsOf([0, 255, 0, 1]), ["acorn", "zigzag", "acorn", "album"]);
});

test("anything but four bytes is refused", () => {
  for (const wrong of [[], [1, 2, 3], [1, 2, 3, 4, 5], [1, 2, 3, 256], [1, 2, 3, -1], [1, 2, 3, 1.5]]) {
    assert.equal(isWordNumbers(wrong), false);
    assert.throws(() => wordsOf(wrong), RangeError);
  }
  for (const wrong of [null, "1234", [1, 2, 3, "4"], { length: 4 }]) assert.equal(isWordNumbers(wrong), false);
});

test("what was said holds for these words of this person, and for no others", () => {
  const compared = new ComparedWords();
  const words = wordsOf([1, 2, 3, 4]);
  assert.equal(compared.of("maya", words), "");
  compared.say("maya", words, "same");
  assert.deepEqual([compared.of("maya", words), compared.of("ben", words)], ["same", ""]);
  assert.equal(compared.of("maya", wordsOf([1, 2, 3, 5])), "");
  assert.equal(compared.of("maya", null), "");
  compared.say("maya", words, "differ");
  assert.equal(compared.of("maya", words), "differ");
  compared.forget();
  assert.equal(compared.of("maya", words), "");
});
