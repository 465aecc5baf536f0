// Letting somebody in says how they are known, and by what consent, also when two cases are brought together for it.

import assert from "node:assert/strict";
import { test } from "node:test";

import { newCard } from "./fake_waiter.js";
import { BEN, MAYA, Practice, linkOf } from "./practice_page.js";

/** @import { Method } from "../../static/js/messages.js" */

/** Somebody waits who has checked in. */
async function waiting(version = "1") {
  const practice = await new Practice().opens();
  await practice.arrives(MAYA, [newCard({ consent: { version, date: "", child: "" } })]);
  practice.acts();
  const room = practice.hosted("room");
  const admit = (/** @type {Method} */ method, /** @type {{guest?: boolean}} */ how = {}) =>
    practice.desk.admissions.admit(room, MAYA, { method, ...how });
  return { practice, admit, room };
}

test("an admission carries the method and the version of the consent", async () => {
  const { practice, admit } = await waiting();
  await admit("vouched");
  const about = { method: "vouched", consent: "1", guest: false };
  assert.deepEqual(practice.acts(), [{ type: "admit", room: "room", participant: MAYA, ...about }]);
});

test("what a client wrote in place of a version does not get into the server's log", async () => {
  const { practice, admit } = await waiting("Maya Quintana, 12 High Street");
  await admit("vouched");
  assert.equal(practice.acts()[0]?.consent, "");
});

test("somebody else who shares a link is let in as a guest", async () => {
  const { practice, admit } = await waiting();
  await admit("voice", { guest: true });
  assert.equal(practice.acts()[0]?.guest, true);
});

test("whom the vault does not know is not let in", async () => {
  const { practice, admit } = await waiting();
  practice.known = "another";
  await admit("recognised");
  assert.deepEqual([practice.acts(), practice.desk.admissions.underway.size], [[], 0]);
  assert.equal(practice.desk.message, "");
});

test("after two cases were brought together the same admission is asked for again", async () => {
  const { practice, admit, room } = await waiting();
  practice.stands(MAYA, "waiting", "room", { case: "case of maya" });
  await admit("photo_id");
  const [first] = practice.acts();
  practice.says({ type: "error", code: "other_case", text: "", about: "admit", room: "room" });
  assert.deepEqual([room.letting.otherCase, practice.desk.message], [MAYA, ""]);
  practice.desk.bringTogether(room);
  assert.deepEqual(practice.acts(), [{ type: "bring_together", room: "room", case: "case of maya" }, first]);
});

test("an open identity keeps everybody else out, in the server's words", async () => {
  const { practice, admit } = await waiting();
  await admit("recognised");
  const text = "First confirm who is in the session.";
  practice.says({ type: "error", code: "identity_open", text, about: "admit", room: "room" });
  assert.deepEqual([practice.desk.message, practice.desk.admissions.underway.size], [text, 0]);
});

test("what is said of the browser's question does not outlive it, and takes nothing else away", async () => {
  const { practice, admit } = await waiting();
  let answer = () => {};
  practice.devices.question = new Promise((resolve) => (answer = resolve));
  practice.devices.asking = true;
  const click = admit("recognised");
  assert.match(practice.desk.message, /Please answer it there/);
  practice.says({ type: "error", code: "not_now", text: "Not now.", about: "hold", room: "room" });
  practice.known = "another";
  answer();
  await click;
  assert.deepEqual([practice.acts(), practice.desk.message], [[], "Not now."]);
});

/** Admit is clicked, and the browser asks for camera and microphone until it is answered. */
async function asked() {
  const page = await waiting();
  let answer = () => {};
  page.practice.devices.question = new Promise((resolve) => (answer = resolve));
  const click = page.admit("recognised");
  assert.deepEqual([...page.practice.desk.admissions.underway], [MAYA]);
  const answers = async () => {
    answer();
    await click;
    return page.practice.acts().map(({ type }) => type);
  };
  return { ...page, answers };
}

test("nobody is let in before their page has opened a channel, nor are the devices asked for", async () => {
  const practice = await new Practice().opens();
  const room = practice.hosted("room");
  await room.secrets.followVault();
  practice.stands(MAYA, "waiting", "room", { invitation: linkOf(MAYA) });
  practice.devices.release();
  practice.acts();
  await practice.desk.admissions.admit(room, MAYA, { method: "recognised" });
  assert.deepEqual([practice.acts(), practice.desk.admissions.underway.size], [[], 0]);
  assert.equal(practice.devices.states().camera, "missing");
});

test("whoever comes anew in the place while the browser asks is not whom the clinician has let in", async () => {
  const { practice, answers } = await asked();
  await practice.opensChannel(MAYA);
  assert.deepEqual([await answers(), practice.desk.admissions.underway.size], [[], 0]);
});

test("whoever comes back into their seat while the browser asks is let in", async () => {
  const { practice, room, answers } = await asked();
  const resumption = room.secrets.keeping.seats.get(MAYA)?.resumption ?? null;
  await practice.opensChannel(MAYA, [newCard()], { resumption });
  assert.deepEqual(await answers(), ["admit"]);
});

test("whoever is called by another link while the browser asks is not let in", async () => {
  const { practice, answers } = await asked();
  practice.stands(MAYA, "waiting", "room", { invitation: linkOf(BEN) });
  assert.deepEqual(await answers(), []);
});

/** Admit was clicked; to the server somebody of another case is in the session. @param {Practice} practice */
const isOfOtherCase = (practice) =>
  practice.says({ type: "error", code: "other_case", text: "", about: "admit", room: "room" });

test("two cases are not brought together for whoever has come anew in the place since the click", async () => {
  for (const isRefusedFirst of [true, false]) {
    const { practice, admit, room } = await waiting();
    practice.stands(MAYA, "waiting", "room", { case: "case of maya" });
    await admit("photo_id");
    if (isRefusedFirst) isOfOtherCase(practice);
    await practice.opensChannel(MAYA);
    if (!isRefusedFirst) isOfOtherCase(practice);
    practice.acts();
    assert.equal(room.letting.otherCase, "");
    practice.desk.bringTogether(room);
    assert.deepEqual(practice.acts(), []);
  }
});
