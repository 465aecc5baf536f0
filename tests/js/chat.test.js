import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { Chat } from "../../static/js/chat.js";
import { ChatSession, newId, periodsOf, settle } from "./chat_session.js";
import { FakeClock } from "./fake_clock.js";

/** @param {readonly string[]} names */
const begun = (names = ["ruiz", "maya"]) => new ChatSession(names).begins();
/** Refusals are no news to a test that asks for them. */
const quiet = () => mock.method(console, "warn", () => undefined).mock;

test("what one says the other reads, and both know that it has come", async () => {
  const session = await begun();
  assert.equal(await session.says("maya", "Can you hear me?\nI cannot speak here."), true);
  await session.says("ruiz", "I read you.");
  const words = ["Can you hear me?\nI cannot speak here.", "I read you."];
  assert.deepEqual(session.reads("ruiz"), [`maya: ${words[0]}`, `You: ${words[1]}`]);
  assert.deepEqual(session.reads("maya"), [`You: ${words[0]}`, `ruiz: ${words[1]}`]);
  assert.deepEqual([session.states("maya"), session.states("ruiz")], [["delivered"], ["delivered"]]);
});

test("in a group everybody reads it, and it is delivered when everybody has it", async () => {
  const session = await begun(["ruiz", "maya", "ben"]);
  session.passes = (_from, to) => to !== "ben";
  await session.says("ruiz", "Welcome");
  assert.deepEqual(session.states("ruiz"), ["sending"]);
  assert.deepEqual(session.chat("ruiz").lines[0]?.missing, ["ben"]);
  await session.pass(5000);
  assert.deepEqual(session.states("ruiz"), ["not delivered"]);
  session.passes = () => true;
  await session.pass(6000);
  assert.deepEqual(session.states("ruiz"), ["delivered"]);
  for (const name of ["maya", "ben"]) assert.deepEqual(session.reads(name), ["ruiz: Welcome"]);
});

test("an answer that was lost brings the message a second time, and it is read once", async () => {
  const session = await begun();
  session.passes = (from) => from === "maya";
  await session.says("maya", "One");
  await session.pass(4000);
  assert.equal(session.sent.filter(({ from }) => from === "maya").length, 2);
  session.passes = () => true;
  await session.pass(6000);
  assert.deepEqual(session.reads("ruiz"), ["maya: One"]);
  assert.deepEqual(session.states("maya"), ["delivered"]);
});

test("the very same body again is not read again, and answered again", async () => {
  const session = await begun();
  await session.says("maya", "One");
  const [first] = session.sent;
  assert.ok(first);
  const answers = () => session.sent.filter(({ from }) => from === "ruiz").length;
  assert.equal(answers(), 1);
  session.chat("ruiz").receive("maya", first.body);
  await settle();
  assert.deepEqual(session.reads("ruiz"), ["maya: One"]);
  assert.equal(answers(), 2);
});

test("what was held back until nobody can tell whether it came before is neither read nor answered", async () => {
  const session = await begun();
  session.passes = () => false;
  await session.says("maya", "One");
  const [held] = session.sent;
  const { keys } = session.chat("maya");
  for (let count = 0; count < 1023; count += 1) await keys.seal({ kind: "taken", id: newId() });
  const { chats } = session;
  chats.get("ruiz")?.receive("maya", (await keys.seal({ kind: "taken", id: newId() })) ?? "");
  await settle();
  session.passes = () => true;
  session.sent.length = 0;
  chats.get("ruiz")?.receive("maya", held?.body ?? "");
  await settle();
  assert.deepEqual([session.reads("ruiz"), session.sent], [[], []]);
  await session.pass(4000);
  assert.deepEqual([session.reads("ruiz"), session.states("maya")], [["maya: One"], ["delivered"]]);
});

test("what was on its way when keys changed comes under the new ones, once", async () => {
  const session = await begun();
  session.passes = () => false;
  await session.says("maya", "One");
  session.passes = () => true;
  await session.begins();
  assert.deepEqual(session.reads("ruiz"), ["maya: One"]);
  const bodies = session.sent.filter(({ from }) => from === "maya").map(({ body }) => body);
  assert.equal(new Set(bodies).size, 2, "encrypted anew");
  await session.begins();
  assert.deepEqual(session.reads("ruiz"), ["maya: One"]);
});

test("somebody who was lost reads it when they are back", async () => {
  const session = await begun();
  await session.connects("ruiz", false);
  await session.says("maya", "One");
  assert.deepEqual(session.states("maya"), ["not delivered"], "nobody can be reached");
  await session.connects("ruiz", true);
  assert.deepEqual(session.reads("ruiz"), ["maya: One"]);
  assert.deepEqual(session.states("maya"), ["delivered"]);
});

test("a page that has lost its own connection says what was written when it is back", async () => {
  const session = await begun();
  await session.connects("maya", false);
  assert.equal(await session.says("maya", "One"), true);
  await session.pass(20_000);
  assert.deepEqual(session.states("maya"), ["not delivered"]);
  await session.connects("maya", true);
  assert.deepEqual(session.reads("ruiz"), ["maya: One"]);
});

test("who comes later reads nothing of what was said before, not even what others still wait for", async () => {
  const session = await begun();
  session.passes = () => false;
  await session.says("maya", "Before");
  await session.joins("ben");
  session.passes = () => true;
  await session.pass(10_000);
  await session.says("maya", "After");
  assert.deepEqual(session.reads("ben"), ["maya: After"]);
  assert.deepEqual(session.reads("ruiz"), ["maya: Before", "maya: After"]);
});

test("who has left is sent nothing more, and a message only they were to have is said to be undelivered", async () => {
  const session = await begun(["ruiz", "maya", "ben"]);
  session.passes = (_from, to) => to !== "ben";
  await session.says("maya", "One");
  session.sent.length = 0;
  await session.leaves("ben");
  await session.pass(30_000);
  assert.deepEqual(session.states("maya"), ["delivered"], "those who stayed have it");
  assert.ok(session.sent.every(({ to }) => to !== "ben"));
  session.passes = () => false;
  await session.says("maya", "Two");
  await session.leaves("ruiz");
  assert.deepEqual(session.states("maya"), ["delivered", "not delivered"]);
  assert.deepEqual(session.chat("maya").lines.at(-1)?.missing, []);
});

test("who was not given the keys is no reader, whatever the server says of them", async () => {
  const session = await begun(["ruiz", "maya"]);
  session.people.set("intruder", { connected: true });
  session.follow();
  await session.says("maya", "One");
  await session.pass(10_000);
  assert.ok(session.sent.every(({ to }) => to !== "intruder"));
  assert.deepEqual(session.states("maya"), ["delivered"]);
});

test("before there are keys nothing can be said, and what was written is left to who has written it", async () => {
  const session = new ChatSession(["ruiz", "maya"]);
  assert.equal(session.chat("maya").isReady, false);
  assert.equal(await session.says("maya", "One"), false);
  assert.deepEqual(session.reads("maya"), []);
  await session.begins();
  assert.equal(session.chat("maya").isReady, true);
  assert.equal(await session.says("maya", "One"), true);
});

test("while the right to speak is taken away nothing is sent, and all of it when it is back", async () => {
  const session = await begun();
  session.passes = () => false;
  await session.says("maya", "One");
  const { keys } = session.chat("maya");
  keys.send(null);
  session.sent.length = 0;
  session.passes = () => true;
  await session.pass(30_000);
  assert.deepEqual(session.sent, []);
  assert.equal(await session.says("maya", "Two"), false);
  keys.send(session.epoch);
  await settle();
  assert.deepEqual(session.reads("ruiz"), ["maya: One"]);
});

test("nothing that cannot be seen is said, and nothing to nobody", async () => {
  const session = await begun();
  for (const text of ["", " \n ", "\u202e\u200b"]) assert.equal(await session.says("maya", text), false);
  session.people.delete("ruiz");
  session.follow();
  assert.equal(await session.says("maya", "Anybody here?"), false);
});

test("what is said is clean before it leaves the page", async () => {
  const session = await begun();
  await session.says("maya", "  \u202eone\r\n<script>alert(1)</script>  ");
  assert.deepEqual(session.reads("ruiz"), ["maya: one\n<script>alert(1)</script>"]);
  assert.deepEqual(session.reads("maya"), ["You: one\n<script>alert(1)</script>"]);
});

test("what is new is counted until it is looked at", async () => {
  const session = await begun();
  const chat = session.chat("ruiz");
  await session.says("maya", "One");
  await session.says("maya", "Two");
  await session.says("ruiz", "My own is no news");
  assert.equal(chat.unread, 2);
  chat.opened();
  assert.equal(chat.unread, 0);
  await session.says("maya", "Three");
  assert.equal(chat.unread, 0);
  chat.closed();
  await session.says("maya", "Four");
  assert.equal(chat.unread, 1);
});

test("a server that names another sender, or sends one's own words back, is not believed", async () => {
  const session = await begun(["ruiz", "maya", "ben"]);
  const refusals = quiet();
  await session.says("maya", "One");
  const body = session.sent.find(({ to }) => to === "ruiz")?.body ?? "";
  refusals.resetCalls();
  session.chat("ruiz").receive("ben", body);
  session.chat("maya").receive("ruiz", body);
  session.chat("maya").receive("maya", body);
  await settle();
  assert.deepEqual(session.reads("ruiz"), ["maya: One"]);
  assert.deepEqual(session.reads("maya"), ["You: One"]);
  assert.equal(refusals.callCount(), 2, "of oneself nothing is even opened");
  refusals.restore();
});

test("an answer cannot be made up by the server, nor by somebody else for another", async () => {
  const session = await begun(["ruiz", "maya", "ben"]);
  session.passes = (from, to) => from === "maya" && to === "ben";
  await session.says("maya", "One");
  const answer = session.sent.find(({ from }) => from === "ben");
  assert.ok(answer);
  const refusals = quiet();
  session.chat("maya").receive("ruiz", answer.body);
  await settle();
  assert.deepEqual(session.chat("maya").lines[0]?.missing, ["ruiz", "ben"]);
  session.chat("maya").receive("ben", answer.body);
  await settle();
  assert.deepEqual(session.chat("maya").lines[0]?.missing, ["ruiz"]);
  refusals.restore();
});

test("nobody can stand in for a message of somebody else by its id", async () => {
  const session = await begun(["ruiz", "maya", "ben"]);
  const id = newId();
  for (const name of ["ben", "maya"]) {
    const body = await session.chat(name).keys.seal({ kind: "chat", id, text: `from ${name}` });
    session.chat("ruiz").receive(name, body ?? "");
    await settle();
  }
  assert.deepEqual(session.reads("ruiz"), ["ben: from ben", "maya: from maya"]);
});

test("a flood is dropped before it is opened, and no more lines are kept than can be read", async () => {
  const session = await begun(["ruiz", "maya", "ben"]);
  const { keys } = session.chat("maya");
  for (let burst = 0; burst < 30; burst += 1) {
    for (let message = 0; message < 40; message += 1) {
      const body = await keys.seal({ kind: "chat", id: newId(), text: `flood ${burst}` });
      session.chat("ruiz").receive("maya", body ?? "");
    }
    if (burst === 0) await settle();
    if (burst === 0) assert.equal(session.chat("ruiz").lines.length, 24);
    session.clock.pass(3000);
    await settle();
  }
  assert.equal(session.chat("ruiz").lines.length, 500);
  assert.equal(session.chat("ruiz").unread, 500);
  await session.says("ben", "I am still heard");
  assert.equal(session.reads("ruiz").at(-1), "ben: I am still heard");
  assert.ok(session.sent.filter(({ from }) => from === "ruiz").length < 30 * 3 * 4 + 10);
});

test("whoever is answered by nobody can say so much and no more", async () => {
  const session = await begun();
  session.passes = () => false;
  for (let message = 0; message < 50; message += 1) assert.equal(session.chat("maya").say("One"), true);
  assert.equal(session.chat("maya").say("One"), false);
});

test("of somebody whom the room does not list nothing is opened, and nothing kept", async () => {
  const session = await begun();
  const chat = session.chat("ruiz");
  for (let stranger = 0; stranger < 50; stranger += 1) chat.receive(`stranger ${stranger}`, "Ag");
  assert.equal(chat.paces.size, 0);
  chat.receive("maya", "");
  await settle();
  session.people.delete("maya");
  session.follow();
  assert.equal(chat.paces.size, 0);
});

test("what is no chat is refused with a word in the console, and nothing of it is said there", async () => {
  const session = await begun();
  const refusals = quiet();
  session.chat("ruiz").receive("maya", "Agaa");
  await settle();
  assert.deepEqual(refusals.calls.map((call) => call.arguments), [
    ["A chat message was refused:", "the frame is refused: tag"],
  ]);
  refusals.restore();
});

test("at the end nothing of it stays, and what is on its way comes to nothing", async () => {
  const session = await begun();
  await session.says("maya", "One");
  const chat = session.chat("ruiz");
  let cleared = 0;
  chat.cleared = () => (cleared += 1);
  const body = await session.chat("maya").keys.seal({ kind: "chat", id: newId(), text: "Late" });
  const refusals = quiet();
  chat.receive("maya", body ?? "");
  chat.clear();
  await settle();
  assert.equal(refusals.callCount(), 0);
  refusals.restore();
  assert.deepEqual([chat.lines, chat.unread, chat.isReady, cleared], [[], 0, false, 1]);
  assert.deepEqual([chat.undelivered, chat.known, chat.paces].map(({ size }) => size), [0, 0, 0]);
  assert.equal(await session.says("ruiz", "Anybody?"), false);
});

test("the next session of the same page begins empty, and its counters do not begin again", async () => {
  const session = await begun();
  await session.says("maya", "One");
  const [first] = session.sent.map(({ body }) => body);
  const { keys } = session.chat("maya");
  session.chat("maya").clear();
  const period = periodsOf(session.epoch, ["ruiz", "maya"]).get("maya");
  assert.ok(period);
  await keys.hold(period);
  keys.send(session.epoch);
  await session.says("maya", "One");
  assert.notEqual(session.sent.at(-2)?.body, first);
  assert.deepEqual(session.reads("ruiz"), ["maya: One", "maya: One"], "another message, of another session");
});

test("every change is drawn", async () => {
  let draws = 0;
  const chat = new Chat({
    send: () => true,
    people: () => [{ participant: "ruiz", connected: true }],
    draw: () => (draws += 1),
    clock: new FakeClock(),
  });
  const drawn = () => draws > 0 && ((draws = 0), true);
  const period = periodsOf(1, ["ruiz", "maya"]).get("maya");
  assert.ok(period);
  await chat.keys.hold(period);
  assert.equal(drawn(), false);
  chat.keys.send(1);
  assert.ok(drawn());
  chat.say("One");
  assert.ok(drawn());
  chat.follow();
  assert.equal(drawn(), false);
  chat.opened();
  assert.ok(drawn());
  chat.clear();
  assert.ok(drawn());
});
