import assert from "node:assert/strict";
import { test } from "node:test";

import { Remembered } from "../../static/js/remembered.js";
import {
  CARD,
  IN_USE,
  answerAll,
  control,
  controls,
  newSite,
  newVisit,
  openCheckIn,
  send,
  settled,
  shownText,
  tick,
  type,
} from "./check_in_page.js";
import { find } from "./fake_document.js";
import { fakeShelf } from "./fake_shelf.js";

const TICK = "Remember these details on this device";

/** A browser that remembers a card. @param {object} [change] */
async function remembering(change = {}) {
  const shelf = fakeShelf();
  await new Remembered("room", shelf).keep({ card: { ...CARD, ...change }, inUse: { ...IN_USE, muted: true } });
  return shelf;
}

test("nothing is remembered unasked", async () => {
  const { checkIn, shelf } = await openCheckIn();
  answerAll(checkIn.element);
  await send(checkIn);
  assert.equal(shelf.kept, undefined);
});

test("who asks for it is remembered, with the devices that the browser is still asking about", async () => {
  const { checkIn, devices, shelf } = await openCheckIn();
  answerAll(checkIn.element);
  tick(checkIn.element, TICK);
  Object.assign(devices, {
    inUse: () => ({ ...IN_USE, microphone: false, camera: false }),
    camera: { ...devices.camera, state: "asking" },
  });
  await send(checkIn);
  const kept = await new Remembered("room", shelf).recall();
  assert.equal(kept?.card.place, CARD.place);
  assert.deepEqual([kept?.inUse.microphone, kept?.inUse.camera], [false, true]);
});

test("who returns reads all that is remembered and is ready with one click, heard", async () => {
  const { checkIn, devices, cards, countries } = await openCheckIn({ shelf: await remembering() });
  const text = shownText(checkIn.element);
  for (const part of [
    "Maya Quist",
    "Spain",
    "Calle Mayor 3, Toledo",
    "+34 600 000 000",
    "Ana (Sister)",
    "+34 600 000 001",
    "I am alone and can talk freely",
    "Signed: Maya Quist, 18 November 2026",
    "Both are switched on again",
  ])
    assert.ok(text.includes(part), part);
  assert.match(text, /Is all of this still so\?/);
  assert.deepEqual([controls(checkIn.element), countries], [[], ["ES"]]);
  await send(checkIn);
  assert.deepEqual(cards, [CARD]);
  assert.deepEqual(devices.restored, IN_USE);
});

test("the code word is asked each time", async () => {
  const { checkIn, cards } = await openCheckIn({
    shelf: await remembering({ codeWord: "lighthouse" }),
    visit: newVisit({ codeWord: true }),
  });
  assert.equal(control(checkIn.element, "Code word").value, "");
  type(checkIn.element, "Code word", "harbour");
  await send(checkIn);
  assert.equal(cards[0]?.codeWord, "harbour");
});

test("what was not said is not in the list", async () => {
  const site = { ...newSite(), check_in: { required: [], country: "" } };
  const bare = {
    country: "",
    place: "",
    callback: "",
    contact: { name: "", phone: "", relation: "" },
    privacy: "",
  };
  const { checkIn } = await openCheckIn({ site, shelf: await remembering(bare) });
  const text = shownText(checkIn.element);
  assert.match(text, /Maya Quist/);
  assert.doesNotMatch(text, /Country|Where are you|Phone number|Emergency|talk freely|with you/);
});

test("another text is read and agreed to anew, in a form that holds the rest", async () => {
  const site = { ...newSite(), consent: { version: "2", text: "I agree to more." } };
  const { checkIn, cards } = await openCheckIn({ site, shelf: await remembering() });
  assert.match(shownText(checkIn.element), /What you agree to has changed since your last visit/);
  assert.equal(control(checkIn.element, "Where are you right now?").value, CARD.place);
  await send(checkIn);
  assert.match(shownText(checkIn.element), /One thing is missing/);
  tick(checkIn.element, "I agree to more.");
  await send(checkIn);
  assert.equal(cards[0]?.consent.version, "2");
});

test("what is required now and was not said is asked", async () => {
  for (const change of [
    { country: "" },
    { place: "" },
    { callback: "" },
    { privacy: "" },
    { contact: { name: "Ana", phone: "", relation: "" } },
  ]) {
    const { checkIn } = await openCheckIn({ shelf: await remembering(change) });
    assert.match(shownText(checkIn.element), /More is asked now than at your last visit/);
  }
});

test("what has changed is changed in the form, and kept as long as that is wanted", async () => {
  const shelf = await remembering();
  const { checkIn, cards } = await openCheckIn({ shelf });
  find(checkIn.element, "button", "Change").click();
  type(checkIn.element, "Where are you right now?", "At my sister's");
  tick(checkIn.element, "I agree to a video session.");
  await send(checkIn);
  assert.equal(cards[0]?.place, "At my sister's");
  assert.equal((await new Remembered("room", shelf).recall())?.card.place, "At my sister's");
  tick(checkIn.element, TICK, false);
  await send(checkIn);
  assert.equal(shelf.kept, undefined);
});

test("what is to be forgotten is gone, from the browser and from the page", async () => {
  const shelf = await remembering();
  const { checkIn, countries } = await openCheckIn({ shelf });
  find(checkIn.element, "button", "Forget these details").click();
  await settled(checkIn);
  assert.equal(shelf.kept, undefined);
  assert.equal(control(checkIn.element, "Your name").value, "");
  assert.deepEqual(countries, ["ES", "PT"]);
  assert.match(shownText(checkIn.element), /Your details are forgotten on this device\./);
});

test("a guest is not remembered, and does not see what a client of this browser had remembered", async () => {
  const { checkIn } = await openCheckIn({ shelf: await remembering(), visit: newVisit({ role: "guest" }) });
  assert.ok(controls(checkIn.element).includes("Your part in this session"));
  assert.doesNotMatch(shownText(checkIn.element), /Maya/);
});
