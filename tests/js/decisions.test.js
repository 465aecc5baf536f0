import assert from "node:assert/strict";
import { test } from "node:test";

import { attendanceActs, endPreviews, queueDecisions } from "../../static/js/decisions.js";
import { ComparedWords } from "../../static/js/safety_words.js";
import { newWaiter } from "./fake_waiter.js";
import { MAYA, Practice } from "./practice_page.js";

/** The decisions about somebody who waits, and what they come to. */
async function open() {
  const practice = await new Practice().opens();
  practice.stands("maya", "waiting");
  practice.acts();
  const chosen = /** @type {Set<string>} */ (new Set());
  /** @type {unknown[]} */
  const asked = [];
  const note = (/** @type {string} */ what) => (/** @type {any} */ { id }, /** @type {string} */ participant) =>
    void asked.push([what, id, participant]);
  const decisions = queueDecisions({
    desk: practice.desk,
    isKnown: ({ state }) => state === "known",
    chosen,
    compared: new ComparedWords(),
    emergency: note("emergency"),
    replaceLink: note("replace"),
  });
  return { practice, decisions, chosen, asked, maya: newWaiter() };
}

const types = (/** @type {any[]} */ acts) => acts.map(({ type }) => type);

test("only whose link is known is let in or looked at", async () => {
  const { practice, decisions } = await open();
  for (const state of /** @type {const} */ (["unknown", "looking", "locked"])) {
    decisions.admit(newWaiter({ state }), "recognised");
    decisions.preview(newWaiter({ state }), true);
  }
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(practice.acts(), []);
  decisions.preview(newWaiter({ state: "locked" }), false);
  assert.deepEqual(practice.acts(), [{ type: "preview", room: "room", participant: "maya", on: false }]);
});

test("who is let in is known by this method, and as a guest if they are somebody else", async () => {
  const { practice, decisions } = await open();
  await practice.arrives(MAYA);
  practice.acts();
  decisions.admit(newWaiter({ participant: MAYA }), "voice", { guest: true });
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(practice.acts(), [
    { type: "admit", room: "room", participant: MAYA, method: "voice", consent: "1", guest: true },
  ]);
});

test("a refusal spares who is in session by the link when that was said", async () => {
  const { practice, decisions, maya } = await open();
  decisions.refuse(maya, { spare: true });
  assert.deepEqual(practice.acts(), [{ type: "refuse", room: "room", participant: "maya", spare: true }]);
});

test("a decline goes later, and can be undone", async () => {
  const { practice, decisions, maya } = await open();
  decisions.decline(maya);
  decisions.undo(maya);
  practice.clock.pass(10_000);
  assert.deepEqual(practice.acts(), []);
  decisions.decline(maya);
  practice.clock.pass(10_000);
  assert.deepEqual(types(practice.acts()), ["decline"]);
});

test("a message to whoever is not connected says that it was not sent", async () => {
  const { practice, decisions, maya } = await open();
  decisions.message(maya, "Five more minutes");
  assert.deepEqual(
    [practice.desk.message, practice.hosted("room").letters.said.get("maya")],
    ["", "Five more minutes"],
  );
  practice.loses();
  decisions.message(maya, "Still there?");
  assert.equal(practice.desk.message, "Not sent: no connection");
});

test("listening is told in private, and to nobody's page of a room that is not there", async () => {
  const { practice, decisions, maya } = await open();
  decisions.listen(maya, true);
  assert.ok(practice.hosted("room").letters.listening.has("maya"));
  decisions.listen(newWaiter({ room: "no room" }), true);
});

test("of several devices one is chosen, and the other is looked at no more", async () => {
  const { practice, decisions, chosen, maya } = await open();
  const phone = { participant: "phone", device: "", devices: null, seconds: 1, connected: true };
  decisions.choose({ ...maya, previewed: true, others: [phone] }, "phone");
  assert.deepEqual([...chosen], ["phone"]);
  assert.deepEqual(practice.acts(), [{ type: "preview", room: "room", participant: "maya", on: false }]);
  const others = [{ ...phone, participant: "maya" }];
  decisions.choose(newWaiter({ participant: "phone", others }), "maya");
  assert.deepEqual([[...chosen], practice.acts()], [["maya"], []]);
});

test("an emergency card and another link are asked for of the room in which somebody waits", async () => {
  const { decisions, asked, maya } = await open();
  decisions.emergency(maya);
  decisions.replaceLink(maya);
  assert.deepEqual(asked, [
    ["emergency", "room", "maya"],
    ["replace", "room", "maya"],
  ]);
});

test("taking over is asked for the rooms that another page holds", async () => {
  const { practice, decisions } = await open();
  await decisions.takeOver();
  assert.deepEqual(practice.acts(), []);
  practice.says({ type: "changed", room: "other", version: 2, host: "another page" });
  await decisions.takeOver();
  assert.deepEqual(practice.acts(), [{ type: "take_over", room: "other" }]);
});

test("those in session are held, taken back, sent back and removed, each by one message", async () => {
  const practice = await new Practice().opens();
  practice.stands("maya", "admitted");
  practice.acts();
  /** @type {string[]} */
  const asked = [];
  const acts = attendanceActs({
    desk: practice.desk,
    inSession: (act) => act(practice.hosted("room")),
    confirm: () => void asked.push("confirm"),
    emergency: () => void asked.push("emergency"),
    invite: () => void asked.push("invite"),
  });
  for (const act of Object.values(acts)) act("maya");
  assert.deepEqual(types(practice.acts()), ["hold", "resume", "send_back", "remove"]);
  assert.deepEqual(asked, ["confirm", "emergency", "invite"]);
});

test("a page that shows nobody looks at nobody", async () => {
  const { practice } = await open();
  const elsewhere = newWaiter({ participant: "ben", previewed: true, mayDecide: false });
  endPreviews(practice.desk, [newWaiter({ previewed: true }), newWaiter({ participant: "ann" }), elsewhere]);
  assert.deepEqual(practice.acts(), [{ type: "preview", room: "room", participant: "maya", on: false }]);
});
