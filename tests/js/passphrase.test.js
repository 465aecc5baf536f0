import assert from "node:assert/strict";
import { test } from "node:test";

import { passwordFault, proposePassphrase } from "../../static/js/passphrase.js";
import { WORDS } from "../../static/js/words.js";

const CONTEXT = ["maya.lindqvist", "Dr Maya Lindqvist", "Willow House Practice"];

/**
 * Random numbers that a test chose.
 *
 * @param {number[]} numbers
 * @returns {(drawn: Uint32Array) => void}
 */
function rigged(numbers) {
  return (drawn) => drawn.set([numbers.shift() ?? assert.fail("more numbers were drawn than expected")]);
}

/**
 * @param {RegExp} fault
 * @param {string[]} passwords
 */
function refuses(fault, passwords) {
  for (const password of passwords) assert.match(passwordFault(password, CONTEXT), fault, password);
}

/**
 * @param {Iterable<string>} passwords
 */
function takes(passwords) {
  for (const password of passwords) assert.equal(passwordFault(password, CONTEXT), "", password);
}

test("five words are proposed, with single spaces", async () => {
  const words = (await proposePassphrase()).split(" ");
  assert.equal(words.length, 5);
  for (const word of words) assert.ok(WORDS.includes(word), word);
});

test("two proposals differ", async () => {
  assert.notEqual(await proposePassphrase(), await proposePassphrase());
});

test("the first and the last word are as good as any", async () => {
  const last = WORDS.length - 1;
  const words = (await proposePassphrase(rigged([0, last, WORDS.length, 1, 2 * WORDS.length + 2]))).split(" ");
  assert.deepEqual(words, [WORDS[0], WORDS[last], WORDS[0], WORDS[1], WORDS[2]]);
});

test("a number that would favour some words is drawn again", async () => {
  const end = Math.floor(2 ** 32 / WORDS.length) * WORDS.length;
  const words = (await proposePassphrase(rigged([2 ** 32 - 1, end, end - 1, end + 1, 0, 1, 2, 3]))).split(" ");
  assert.deepEqual(words, [WORDS.at(-1), WORDS[0], WORDS[1], WORDS[2], WORDS[3]]);
});

test("no proposal is ever refused", async () => {
  takes(await Promise.all(Array.from({ length: 2000 }, () => proposePassphrase())));
});

test("five different words are taken when they are the shortest, alike, or common in passwords", () => {
  const short = WORDS.filter((word) => word.length === 3);
  takes(Array.from({ length: short.length - 4 }, (_, first) => short.slice(first, first + 5).join(" ")));
  takes(Array.from({ length: WORDS.length / 40 }, (_, part) => WORDS.slice(40 * part, 40 * part + 5).join(" ")));
  takes(["welcome practice dragon sunshine monkey", "tea teapot pot teacup cup", "car card cart care scar"]);
});

test("a long sentence of one's own is taken, in any script and with any spelling", () => {
  takes([
    "My aunt keeps nine green bicycles in the attic",
    "The more it rains the more the old gardener sings the same song",
    "On 3 June 2012 we planted eleven pear trees behind the barn",
    "Die Katze schläft mittags unter dem Klavier",
    "Мой дедушка сажает яблони каждую осень",
    "قطتي تنام على الكرسي الأزرق كل صباح",
    "मेरी बिल्ली हर सुबह खिड़की पर बैठती है",
    "我每天早上喝两杯绿茶然后散步回家",
    "猫は毎朝窓辺で眠り夕方に歩き回る",
    "고양이가 창가에서 아침마다 졸고 있다",
    "🌱🎻🚲🫖🧶🪁🐢🍐🕰🧭🪴🎈🦉🍄",
  ]);
});

test("what a password manager makes is taken", () => {
  takes(["xK9#vQ2$mL7!pR", "z8Fq-Lw3n-Tb6y-Vc1h", "(;{}[]<>^~?*=&%", "48151623420073519264108395"]);
});

test("13 characters are too few and 14 are enough", () => {
  refuses(/at least 14 characters/, ["", "short", "vkzutwoqhxbje", "🌱🎻🚲🫖🧶🪁🐢🍐🕰🧭🪴🎈🦉"]);
  takes(["vkzutwoqhxbjef"]);
});

test("accents that are typed apart and signs that unfold count as the characters that a reader sees", () => {
  refuses(/at least 14 characters/, ["e\u0301i\u0301o\u0301u\u0301a\u0301y\u0301n\u0301", "\uFDFAxk", "ﬃﬄﬅﬆﬁ"]);
});

test("the same few characters again and again are refused", () => {
  refuses(/more different characters/, [
    "aaaaaaaaaaaaaa",
    "ababbabaabbabaab",
    "              ",
    "vkzqt                   ",
    "...---...---...",
    "🌱🌱🌱🌱🌱🌱🌱🌱🌱🌱🌱🌱🌱🌱",
  ]);
});

test("a short piece that is repeated is refused", () => {
  refuses(/^Say it once/, ["purple purple purple", "letmeinletmein1", "abc123abc123abc123", "Giraffe-Giraffe-Giraffe!"]);
});

test("rows of keys are refused on several keyboards, forwards, backwards and downwards", () => {
  refuses(/^Leave out rows/, [
    "qwertyuiopasdfgh",
    "poiuytrewqlkjhgf",
    "1qaz2wsx3edc4rfv",
    "asdfghjklöäqwertz",
    "azertyuiopqsdfgh",
    "aoeuidhtnsqjkxb",
    "йцукенгшщзхъфыва",
    "!@#$%^&*()qwer",
  ]);
});

test("alphabets are refused, whichever they are", () => {
  refuses(/^Leave out rows/, ["abcdefghijklmnop", "zyxwvutsrqponmlk", "абвгдежзиклмнопр", "αβγδεζηθικλμνξο"]);
});

test("numbers alone are refused, as dates, telephone numbers and counting", () => {
  refuses(/numbers alone/, ["12345678901234", "0700 123 456 789", "01.02.1980 03.04.1985", "１２３４５６７８９０１２３４"]);
});

test("dates alone are refused", () => {
  refuses(/dates are guessed first/, ["14 May 1980, 3 June 2012", "Monday 3rd of March 2014", "mondaytuesdaywednesday"]);
});

test("names alone are refused", () => {
  refuses(/not names/, ["MichaelJennifer1985", "anna-maria-sophie", "Benjamin & Olivia"]);
});

test("what many people use is refused, also with digits and signs for letters", () => {
  refuses(/many people use/, [
    "Password123456",
    "P@ssw0rd!2024!!",
    "Th3rap1st2024!!",
    "W3lc0m3-L3tm31n",
    "my private therapist",
    "iloveyouforever",
    "correct horse battery staple",
    "The quick brown fox!",
    "One two three four five six",
  ]);
});

test("names of the clinician, the practice and this program are refused", () => {
  refuses(/your name and the practice’s/, [
    "maya.lindqvist.1985",
    "LINDQVIST-maya-123",
    "Willow House Practice!",
    "telehealth telehealth",
  ]);
});

test("a name among other words does no harm", () => {
  takes(["lindqvist likes bluebells and hail", "willow keeps nine green bicycles"]);
});

test("an account without a public name or with a very short one is no trouble", () => {
  for (const context of [[], [""], ["a", "x y"]])
    assert.equal(passwordFault("nine green bicycles in the attic", context), "");
});

test("every fault is a sentence that says what to do, calmly", () => {
  const refused = ["short", "aaaaaaaaaaaaaa", "12345678901234", "purple purple purple", "qwertyuiopasdfgh"];
  for (const password of [...refused, "maya.lindqvist.1985", "MichaelJennifer1985", "Password123456"])
    assert.match(passwordFault(password, CONTEXT), /^(Use|Add|Say|Leave|Choose) [^!]*\.$/);
});

test("a very long password is taken", () => {
  takes([`nine green bicycles in the attic ${"and a giraffe ".repeat(20_000)}`]);
});
