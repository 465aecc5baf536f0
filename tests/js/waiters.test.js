import assert from "node:assert/strict";
import { test } from "node:test";

import { ComparedWords } from "../../static/js/safety_words.js";
import { waitersOf } from "../../static/js/waiters.js";
import { newCard } from "./fake_waiter.js";
import { BEN, MAYA, Practice, linkOf } from "./practice_page.js";

/** @import { ParticipantView, Standing } from "../../static/js/messages.js" */
/** @import { Recognised } from "../../static/js/recognition.js" */

const BY_MAYA = Object.freeze({ invitation: "link of maya" });

/** A waiting room in which "maya" is the client's first device. */
async function open() {
  const practice = await new Practice().opens();
  const chosen = /** @type {Set<string>} */ (new Set());
  const vault = { state: /** @type {Recognised["state"]} */ ("known") };
  const page = {
    recognise: (/** @type {string|null|undefined} */ invitation) => ({
      state: vault.state,
      label: vault.state === "known" ? (/link.of.(\w+)/.exec(invitation ?? "")?.[1] ?? "") : "",
      codeWord: "",
    }),
    codeWord: (/** @type {unknown} */ _person, /** @type {{word: string}|null} */ said) => ({
      state: /** @type {const} */ ("unsaid"),
      word: said?.word ?? "",
      misses: 0,
    }),
    declinedFor: (/** @type {string} */ id) => practice.desk.declines.secondsLeft(id),
    admitting: practice.desk.admissions.underway,
    chosen,
    compared: new ComparedWords(),
  };
  return {
    ...{ practice, chosen, vault, room: practice.hosted("room") },
    /** @param {string} id @param {Standing} standing @param {Partial<ParticipantView>} [more] */
    stands: (id, standing, more = BY_MAYA) => practice.stands(id, standing, "room", more),
    waiters: () => waitersOf(practice.desk.rooms.values(), page, Date.now()),
    first() {
      const [waiter] = this.waiters();
      assert.ok(waiter);
      return waiter;
    },
  };
}

test("each link has one card, whatever devices its person holds", async () => {
  const page = await open();
  page.stands("maya", "waiting", { ...BY_MAYA, waited: 300 });
  page.stands("phone", "waiting", { ...BY_MAYA, waited: 20 });
  page.stands("ben", "waiting", { invitation: "link of ben", waited: 60 });
  page.room.checkIns.take("phone", newCard({ device: "Phone (iPhone)" }), false);
  const [maya, ben, ...more] = page.waiters();
  assert.deepEqual([maya?.participant, ben?.participant, more.length], ["maya", "ben", 0]);
  assert.deepEqual(
    maya?.others.map(({ participant, device, devices }) => [participant, device, devices]),
    [["phone", "Phone (iPhone)", { microphone: "on", camera: "on" }]],
  );
  assert.deepEqual(ben?.others, []);
});

test("the device that was chosen is decided about, else the one that is looked at, else who waits longest and is there", async () => {
  const page = await open();
  page.stands("maya", "waiting", { ...BY_MAYA, waited: 300, connected: false });
  page.stands("phone", "waiting", { ...BY_MAYA, waited: 20 });
  page.stands("tablet", "waiting", { ...BY_MAYA, waited: 10 });
  assert.equal(page.first().participant, "phone");
  page.stands("tablet", "waiting", { ...BY_MAYA, waited: 10, previewed: true });
  assert.equal(page.first().participant, "tablet");
  page.chosen.add("maya");
  assert.equal(page.first().participant, "maya");
  page.stands("maya", "left");
  assert.equal(page.first().participant, "tablet");
});

test("a device that still checks in is no choice beside one that waits", async () => {
  const page = await open();
  page.stands("maya", "checking");
  page.stands("phone", "waiting");
  assert.deepEqual([page.first().participant, page.first().others], ["phone", []]);
  page.stands("phone", "left");
  assert.deepEqual([page.first().participant, page.first().waits], ["maya", false]);
});

test("people whose link nobody knows have a card each", async () => {
  const page = await open();
  page.stands("one", "waiting", { invitation: null });
  page.stands("other", "waiting", { invitation: null });
  assert.equal(page.waiters().length, 2);
});

test("who has left, was declined or has had their session does not wait", async () => {
  const page = await open();
  for (const standing of /** @type {const} */ (["left", "declined", "ended", "admitted", "held"])) {
    page.stands("maya", standing);
    assert.deepEqual(page.waiters(), []);
  }
});

test("a second device knows where the first is, by the server's word and its own", async () => {
  const page = await open();
  const second = { ...BY_MAYA, other_device: true };
  page.stands("phone", "waiting");
  assert.equal(page.first().place, "first");
  page.stands("maya", "admitted");
  page.stands("phone", "waiting", second);
  assert.equal(page.first().place, "second");
  page.stands("maya", "admitted", { ...BY_MAYA, connected: false });
  assert.equal(page.first().place, "lost");
  page.stands("maya", "held");
  assert.equal(page.first().place, "second");
});

test("a guest who shares the link is no device of its person", async () => {
  const page = await open();
  page.stands("partner", "admitted", { ...BY_MAYA, role: "guest" });
  page.stands("maya", "waiting");
  assert.equal(page.first().place, "first");
  page.stands("phone", "admitted", { ...BY_MAYA, connected: false });
  page.stands("maya", "waiting", { ...BY_MAYA, other_device: true });
  assert.equal(page.first().place, "lost");
});

test("an identity may be confirmed later only alone, and while one is open nobody else comes in", async () => {
  const page = await open();
  page.stands("maya", "waiting");
  assert.deepEqual([page.first().later, page.first().unconfirmed], [true, ""]);
  page.stands("ben", "admitted", { invitation: "link of ben", method: "voice" });
  assert.deepEqual([page.first().later, page.first().unconfirmed], [false, ""]);
  page.stands("ben", "held", { invitation: "link of ben", method: "later" });
  assert.deepEqual([page.first().later, page.first().unconfirmed], [false, "ben"]);
});

test("a lost device makes way for its person, confirmed or not", async () => {
  const page = await open();
  page.stands("maya", "admitted", { ...BY_MAYA, method: "later", connected: false });
  page.stands("phone", "waiting", { ...BY_MAYA, other_device: true });
  const { place, later, unconfirmed } = page.first();
  assert.deepEqual([place, later, unconfirmed], ["lost", true, ""]);
});

test("a card says what came of decisions: a message, a decline on its way, a look and a listen, an admission", async () => {
  const page = await open();
  page.stands("maya", "waiting", { ...BY_MAYA, previewed: true });
  page.room.note("maya", "Five more minutes");
  page.room.letters.listen("maya", true);
  page.room.disowned.add("maya");
  page.practice.desk.declines.begin(page.room, "maya");
  page.practice.desk.admissions.underway.add("maya");
  const { said, sound, previewed, disowned, declinedFor, admitting } = page.first();
  assert.deepEqual([said, sound, previewed, disowned], ["Five more minutes", true, true, true]);
  assert.deepEqual([declinedFor, admitting], [10, true]);
});

test("once their channel is open the label stands for the name; what was typed is told where it is another", async () => {
  const page = await open();
  await page.practice.arrives(MAYA, [newCard({ name: "Maya" })]);
  assert.deepEqual([page.first().name, page.first().typed], ["maya", ""]);
  page.practice.clients.get(MAYA)?.send(newCard({ name: "Lisa", codeWord: "heron" }));
  await page.practice.carries();
  assert.deepEqual([page.first().typed, page.first().card?.name, page.first().codeWord.word], ["Lisa", "Lisa", "heron"]);
});

test("while Today is locked a card shows nothing that anybody has said or that was written to them", async () => {
  const page = await open();
  page.stands("maya", "waiting");
  page.stands("ben", "admitted", { invitation: "link of ben", method: "later" });
  page.room.checkIns.take("maya", newCard({ name: "Lisa" }), false);
  page.room.checkIns.take("ben", newCard({ name: "Ben" }), false);
  page.room.note("maya", "Hello Lisa");
  page.vault.state = "locked";
  const { name, typed, card, said, unconfirmed } = page.first();
  assert.deepEqual([name, typed, card, said, unconfirmed], ["", "", null, "", "Your client"]);
});

test("on the page that hosts whoever waits is nameless until they have opened a channel by the link", async () => {
  const page = await open();
  await page.room.secrets.followVault();
  page.stands(MAYA, "waiting", { invitation: linkOf(MAYA) });
  assert.deepEqual([page.first().state, page.first().name, page.first().words], ["looking", "", null]);
  await page.practice.opensChannel(MAYA);
  assert.deepEqual([page.first().state, page.first().name], ["known", "maya"]);
  assert.equal(page.first().words?.length, 4);
});

test("whoever is called by another link than they have proved is nameless again", async () => {
  const page = await open();
  await page.practice.arrives(MAYA);
  assert.equal(page.first().name, "maya");
  page.stands(MAYA, "waiting", { invitation: linkOf(BEN) });
  assert.deepEqual([page.first().state, page.first().name, page.first().words], ["looking", "", null]);
});

test("who checks in or has lost the connection is named by the server's word, as on a page that only watches", async () => {
  const page = await open();
  page.stands("maya", "checking");
  assert.deepEqual([page.first().state, page.first().name], ["known", "maya"]);
  page.stands("maya", "waiting", { ...BY_MAYA, connected: false });
  assert.deepEqual([page.first().state, page.first().name], ["known", "maya"]);
  page.stands("maya", "waiting");
  assert.equal(page.first().state, "looking");
  const version = (page.practice.versions.room ?? 0) + 1;
  page.practice.says({ type: "changed", room: "room", version, host: "another page" });
  assert.deepEqual([page.first().state, page.first().name, page.first().mayDecide], ["known", "maya", false]);
});
