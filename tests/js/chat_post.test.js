import assert from "node:assert/strict";
import { test } from "node:test";

import { ChatPost } from "../../static/js/chat_post.js";
import { FakeClock } from "./fake_clock.js";

/** @param {readonly string[]} names */
function open(names = ["maya"]) {
  const clock = new FakeClock();
  const page = { people: names.map((participant) => ({ participant, connected: true })), maySend: true, changes: 0 };
  /** @type {string[]} */
  const sent = [];
  const post = new ChatPost(
    {
      people: () => page.people,
      maySend: () => page.maySend,
      transmit: (to, { kind, id }) => void sent.push(`${to} ${kind} ${id}`),
      changed: () => (page.changes += 1),
    },
    clock,
  );
  const connects = (/** @type {string} */ name, /** @type {boolean} */ connected) => {
    page.people = page.people.map((each) => (each.participant === name ? { participant: name, connected } : each));
    post.follow();
  };
  return { clock, page, sent, post, connects };
}

test("a message is said again until its reader has it, later each time, and half a minute apart at most", () => {
  const { clock, sent, post } = open();
  post.say("one", "text", ["maya"]);
  /** @type {number[]} */
  const times = [];
  for (let second = 0; second < 140; second += 1) {
    if (sent.length > times.length) times.push(second);
    clock.pass(1000);
  }
  assert.deepEqual(times, [0, 3, 9, 21, 45, 75, 105, 135]);
  post.taken("maya", "one");
  const { length } = sent;
  clock.pass(600_000);
  assert.equal(sent.length, length);
});

test("the next is said when the one before has come, so that they are read in order", () => {
  const { clock, sent, post } = open();
  post.say("one", "text", ["maya"]);
  post.say("two", "text", ["maya"]);
  clock.pass(2000);
  assert.deepEqual(sent, ["maya chat one"]);
  post.taken("maya", "one");
  assert.deepEqual(sent, ["maya chat one", "maya chat two"]);
});

test("somebody who does not answer keeps nobody else waiting", () => {
  const { sent, post } = open(["maya", "ben"]);
  post.say("one", "text", ["maya", "ben"]);
  post.say("two", "text", ["maya", "ben"]);
  post.taken("ben", "one");
  assert.deepEqual(sent, ["maya chat one", "ben chat one", "ben chat two"]);
  assert.deepEqual([...(post.letters.get("one")?.missing ?? [])], ["maya"]);
});

test("to who is lost nothing is sent, and when they are back it is said at once", () => {
  const { clock, sent, post, connects } = open();
  connects("maya", false);
  post.say("one", "text", ["maya"]);
  clock.pass(60_000);
  assert.deepEqual(sent, []);
  assert.equal(post.reaches(["maya"]), false);
  connects("maya", true);
  assert.deepEqual(sent, ["maya chat one"]);
});

test("who has gone gets nothing more, and who comes later none of what was said before", () => {
  const { clock, page, sent, post } = open(["maya", "ben"]);
  post.say("one", "text", ["maya", "ben"]);
  sent.length = 0;
  page.people = [{ participant: "ben", connected: true }, { participant: "ana", connected: true }];
  post.follow();
  assert.deepEqual([...(post.letters.get("one")?.missing ?? [])], ["ben"]);
  assert.equal(page.changes, 1);
  clock.pass(10_000);
  assert.ok(sent.every((each) => each.startsWith("ben")));
  page.people = [{ participant: "maya", connected: true }];
  post.follow();
  clock.pass(60_000);
  assert.ok(sent.every((each) => each.startsWith("ben")), "they have left, and are new");
});

test("while nothing may be sent nothing is, and then all of it", () => {
  const { clock, page, sent, post } = open();
  page.maySend = false;
  post.say("one", "text", ["maya"]);
  post.answer("maya", "theirs");
  clock.pass(60_000);
  assert.deepEqual(sent, []);
  page.maySend = true;
  post.again();
  assert.deepEqual(sent, ["maya taken theirs", "maya chat one"]);
});

test("under a new key what nobody has answered is said at once", () => {
  const { clock, sent, post } = open();
  post.say("one", "text", ["maya"]);
  clock.pass(4000);
  assert.equal(sent.length, 2);
  post.again();
  assert.equal(sent.length, 3);
});

test("a page sends no more in a second than the server takes, however much there is to say", () => {
  const names = ["a", "b", "c", "d", "e", "f", "g"];
  const { clock, sent, post } = open(names);
  for (let message = 0; message < 40; message += 1) post.say(`${message}`, "text", names);
  for (const name of names) for (let id = 0; id < 100; id += 1) post.answer(name, `${id}`);
  assert.ok(sent.length <= 14, `${sent.length} at once`);
  for (let second = 1; second <= 20; second += 1) {
    clock.pass(1000);
    assert.ok(sent.length <= 14 + 7 * second, `${sent.length} in ${second} seconds`);
  }
  assert.ok(sent.length > 80, "and they are sent");
});

test("who floods this page keeps neither the others from their answers nor its person from speaking", () => {
  const { clock, sent, post } = open(["maya", "ben"]);
  const flood = () => {
    for (let id = 0; id < 16; id += 1) post.answer("maya", `${clock.now()} ${id}`);
  };
  flood();
  clock.pass(500);
  flood();
  post.answer("ben", "theirs");
  post.say("one", "text", ["ben"]);
  for (let step = 0; step < 4; step += 1) {
    clock.pass(250);
    flood();
  }
  assert.ok(sent.includes("ben taken theirs"));
  assert.ok(sent.includes("ben chat one"));
  assert.ok((post.owed.get("maya")?.size ?? 0) <= 16);
});

test("what is owed to who is lost is forgotten: they say it again", () => {
  const { page, sent, post, connects } = open();
  page.maySend = false;
  post.answer("maya", "theirs");
  connects("maya", false);
  page.maySend = true;
  connects("maya", true);
  assert.deepEqual(sent, []);
});

test("an answer to what was never said, by somebody else, or a second time, is none", () => {
  const { page, post } = open(["maya", "ben"]);
  post.say("one", "text", ["maya"]);
  for (const [from, id] of [["maya", "two"], ["ben", "one"], ["nobody", "one"]]) post.taken(from ?? "", id ?? "");
  assert.equal(page.changes, 0);
  post.taken("maya", "one");
  post.taken("maya", "one");
  assert.equal(page.changes, 1);
});

test("when all is over nothing is sent any more", () => {
  const { clock, sent, post } = open();
  post.say("one", "text", ["maya"]);
  sent.length = 0;
  post.clear();
  clock.pass(60_000);
  assert.deepEqual(sent, []);
});
