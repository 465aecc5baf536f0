// What the page that hosts does not believe of a seat: whoever comes anew in somebody's place, and the server's word alone.

import assert from "node:assert/strict";
import { test } from "node:test";

import { encodeBase64url } from "../../static/js/base64url.js";
import { refusals } from "./end_pair.js";
import { newCard } from "./fake_waiter.js";
import { BEN, HostedPage, MAYA, PHONE, ROOM, person } from "./hosted_page.js";
import { identifier } from "./sealed_end.js";

/** @import { ParticipantView, Standing } from "../../static/js/messages.js" */

const PREVIEW_KEY = Object.freeze({ kind: "preview_key", secret: encodeBase64url(new Uint8Array(32).fill(5)) });
const SAYINGS = Object.freeze(["move", "not_me"]);
/** By Maya's link, as another device of hers. */
const BY_MAYA = Object.freeze({ invitation: `link of ${MAYA}`, other_device: true });

/** Maya waits; she has checked in, shows herself, and was told and asked this and that. */
async function mayaWaits() {
  const page = await new HostedPage().opens();
  await page.arrives(MAYA, "Maya", { codeWord: "heron", place: "Lisbon" }, { previewed: true });
  await page.says(MAYA, PREVIEW_KEY);
  page.room.note(MAYA, "Your test was positive");
  page.room.letters.listen(MAYA, true);
  page.room.letters.askPlace(MAYA);
  await page.carry();
  return page;
}

/** @param {HostedPage} page */
const known = ({ room, keepings }) => ({
  name: room.name(MAYA),
  word: room.checkIns.words.get(MAYA)?.word ?? "",
  placed: room.checkIns.placed.has(MAYA),
  watched: keepings.watched.has(MAYA),
  said: room.letters.said.get(MAYA) ?? "",
  heard: room.letters.listening.has(MAYA),
});

const HERS = Object.freeze({
  name: "Maya",
  word: "heron",
  placed: true,
  watched: true,
  said: "Your test was positive",
  heard: true,
});
const NOBODYS = Object.freeze({ name: "", word: "", placed: false, watched: false, said: "", heard: false });

/** @param {{kind: string}[]} told */
const kindsOf = (told) => told.map(({ kind }) => kind);

test("whoever comes anew in the place of somebody who waits has their card, word, preview and messages not", async () => {
  const page = await mayaWaits();
  assert.deepEqual(known(page), HERS);
  const seat = page.room.secrets.keys.seatOf(MAYA);
  const told = await page.comesAnew(MAYA, { kind: "devices", microphone: "on", camera: "on" });
  assert.equal(page.room.channels.isOpen(MAYA), true);
  assert.deepEqual(known(page), NOBODYS);
  assert.deepEqual(kindsOf(told), []);
  assert.notEqual(page.room.secrets.keys.seatOf(MAYA), seat);
});

test("whoever comes anew says who they are themselves, and is asked where they are by nobody before", async () => {
  const page = await mayaWaits();
  await page.comesAnew(MAYA, newCard({ name: "Eve", codeWord: "", place: "Vigo" }));
  assert.deepEqual(known(page), { ...NOBODYS, name: "Eve", placed: true });
  assert.deepEqual([page.room.letters.asked.size, page.room.cards.get(MAYA)?.place], [0, "Vigo"]);
});

test("whoever comes back into their seat is told again what was said, and shows their preview by a new key", async () => {
  const page = await mayaWaits();
  const client = page.page(MAYA, "Maya", { place: "Lisbon" });
  client.setConnected(true);
  await page.carry();
  assert.deepEqual(known(page), { ...HERS, watched: false });
  assert.deepEqual(kindsOf(client.told).toSorted(), ["ask_place", "listening", "note"]);
  await page.says(MAYA, PREVIEW_KEY);
  assert.deepEqual(known(page), HERS);
});

/**
 * Maya and her other device have each opened a channel, by these links.
 *
 * @param {Standing} maya  as this page has decided
 * @param {Partial<ParticipantView>} [phone]
 */
async function twoDevices(maya, phone = BY_MAYA) {
  const page = await new HostedPage().opens();
  await page.arrives(MAYA, "Maya");
  await page.change(person(MAYA, maya));
  await page.arrives(PHONE, "Maya", {}, phone);
  return page;
}

/** What Maya says of her other device. @param {HostedPage} page */
async function speaks(page) {
  page.acts = [];
  page.news = [];
  for (const kind of SAYINGS) await page.says(MAYA, { kind, participant: PHONE });
  return { acts: page.acts, news: page.news, disowned: [...page.room.disowned] };
}

const UNHEARD = Object.freeze({ acts: [], news: [], disowned: [] });

test("whoever was let in on this page speaks for a device that has opened a channel by the same link", async () => {
  const { acts, news, disowned } = await speaks(await twoDevices("admitted"));
  assert.deepEqual(acts, [{ type: "move", room: ROOM, participant: MAYA, to: PHONE }]);
  assert.deepEqual([news, disowned], [[{ kind: "disowns", participant: MAYA }], [PHONE]]);
});

test("whom the server alone calls admitted speaks for no other device", async () => {
  const page = await twoDevices("waiting");
  await page.serverSays(person(MAYA, "admitted"));
  assert.deepEqual(page.news, [{ kind: "intruded", participant: MAYA }]);
  assert.deepEqual(await speaks(page), UNHEARD);
});

test("nobody speaks for a device that has come by another link, whatever the server calls it by then", async () => {
  const page = await twoDevices("admitted", { invitation: `link of ${BEN}` });
  await refusals(() => page.serverSays(person(PHONE, "waiting", BY_MAYA)));
  assert.deepEqual(await speaks(page), UNHEARD);
});

test("nobody speaks for a device that has opened no channel here", async () => {
  const page = await new HostedPage().opens();
  await page.arrives(MAYA, "Maya");
  await page.change(person(MAYA, "admitted"), person(PHONE, "waiting", BY_MAYA));
  assert.deepEqual(await speaks(page), UNHEARD);
});

test("whoever the server says has come by another link than they have proved loses channel, words and preview", async () => {
  const page = await mayaWaits();
  assert.notEqual(page.room.secrets.keys.words(MAYA), null);
  const seat = page.room.secrets.keys.seatOf(MAYA);
  await refusals(() => page.serverSays(person(MAYA, "waiting", { invitation: "link of ben", previewed: true })));
  const { channels, secrets } = page.room;
  assert.deepEqual([channels.isOpen(MAYA), secrets.keys.words(MAYA), secrets.keys.seatOf(MAYA)], [false, null, null]);
  assert.equal(page.keepings.watched.has(MAYA), false);
  await refusals(() => page.says(MAYA, { kind: "place", country: "ES", place: "Vigo" }));
  assert.equal(page.room.cards.get(MAYA)?.place, "Lisbon", "nothing is heard by that channel any more");
  assert.notEqual(seat, null);
});

test("whoever is in session and is called by another link than they have proved holds no key from then on", async () => {
  const page = await new HostedPage().opens();
  await page.arrives(MAYA, "Maya");
  await page.arrives(BEN, "Ben");
  await page.change(person(MAYA, "admitted"), person(BEN, "admitted"));
  const members = () => [...page.room.secrets.keys.epochs.members.keys()];
  assert.deepEqual(members(), [MAYA, BEN]);
  await refusals(() => page.serverSays(person(MAYA, "admitted", { invitation: identifier("link of eve") })));
  assert.deepEqual(members(), [BEN]);
});

test("the same link said again changes nothing", async () => {
  const page = await mayaWaits();
  await page.serverSays(person(MAYA, "waiting", { previewed: true }));
  assert.deepEqual([page.room.channels.isOpen(MAYA), known(page)], [true, HERS]);
});
