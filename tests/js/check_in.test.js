import assert from "node:assert/strict";
import { test } from "node:test";

import {
  CARD,
  answerAll,
  control,
  controls,
  formOf,
  newSite,
  newVisit,
  openCheckIn,
  send,
  settled,
  shownText,
  tick,
  type,
} from "./check_in_page.js";
import { fake, fakeDocument, find } from "./fake_document.js";

/** @param {{element: HTMLElement}} view */
const textOf = ({ element }) => shownText(element);

test("nothing is chosen for anybody, but for the country they may be in", async () => {
  const { checkIn, countries } = await openCheckIn();
  const inputs = fake(checkIn.element).querySelectorAll("input");
  for (const input of inputs) assert.ok(!(/** @type {any} */ (input).checked) && input.value.length < 12);
  assert.equal(control(checkIn.element, "Country").value, "PT");
  assert.deepEqual(countries, ["PT"]);
});

test("whoever has answered all is ready, with a clean card that is dated today", async () => {
  const { checkIn, cards } = await openCheckIn();
  answerAll(checkIn.element);
  await send(checkIn);
  assert.deepEqual(cards, [{ ...CARD, consent: { version: "1", date: "2026-11-25", child: "" } }]);
});

test("all that is missing is said at once, and the focus goes there", async () => {
  const { checkIn, cards } = await openCheckIn();
  control(checkIn.element, "Country").value = "";
  await send(checkIn);
  assert.deepEqual(cards, []);
  assert.match(textOf(checkIn), /8 things are missing/);
  assert.match(fakeDocument.activeElement?.textContent ?? "", /8 things are missing/);
  find(checkIn.element, "button", "Please say whether you can talk freely.").click();
  assert.equal(fakeDocument.activeElement, control(checkIn.element, "I am alone and can talk freely"));
});

test("what is put right is not wrong any more", async () => {
  const { checkIn } = await openCheckIn();
  await send(checkIn);
  answerAll(checkIn.element);
  formOf(checkIn.element).dispatchEvent(new Event("input"));
  assert.doesNotMatch(textOf(checkIn), /missing|Please|One thing/);
});

test("only name and consent are asked of everybody: the practice says what else", async () => {
  const site = { ...newSite(), check_in: { required: [], country: "" } };
  const { checkIn, cards } = await openCheckIn({ site });
  await send(checkIn);
  assert.match(textOf(checkIn), /2 things are missing/);
  type(checkIn.element, "Your name", "Maya");
  tick(checkIn.element, "I agree to a video session.");
  type(checkIn.element, "Emergency contact's phone", "call Ana");
  await send(checkIn);
  assert.match(textOf(checkIn), /Please write this phone number in digits\./);
  type(checkIn.element, "Emergency contact's phone", "112");
  await send(checkIn);
  assert.equal(cards.length, 1);
});

test("whoever drives parks first", async () => {
  const { checkIn, cards } = await openCheckIn();
  answerAll(checkIn.element);
  tick(checkIn.element, "I am driving");
  await send(checkIn);
  assert.match(textOf(checkIn), /Please park first\. Then untick this and press I'm ready\./);
  tick(checkIn.element, "I am driving", false);
  await send(checkIn);
  assert.equal(cards.length, 1);
});

test("who is with somebody is asked of those who are not alone", async () => {
  const { checkIn, cards } = await openCheckIn();
  assert.ok(!controls(checkIn.element).includes("Who is with you?"));
  answerAll(checkIn.element);
  tick(checkIn.element, "I am alone and can talk freely", false);
  tick(checkIn.element, "I am not alone");
  fake(checkIn.element).querySelectorAll("fieldset")[0]?.dispatchEvent(new Event("change"));
  type(checkIn.element, "Who is with you?", "My son");
  await send(checkIn);
  assert.deepEqual([cards[0]?.privacy, cards[0]?.company], ["not_alone", "My son"]);
});

test("a parent agrees for a child by name, and reads how that is signed", async () => {
  const { checkIn, cards } = await openCheckIn();
  answerAll(checkIn.element);
  assert.ok(!controls(checkIn.element).includes("Child's name"));
  tick(checkIn.element, "This is for a child, and I am their parent or guardian");
  formOf(checkIn.element).dispatchEvent(new Event("input"));
  await send(checkIn);
  assert.match(textOf(checkIn), /Please write the child's name\./);
  type(checkIn.element, "Child's name", "Leo");
  formOf(checkIn.element).dispatchEvent(new Event("input"));
  assert.match(textOf(checkIn), /Signed: Maya Quist, as parent or guardian of Leo, 25 November 2026/);
  await send(checkIn);
  assert.equal(cards[0]?.consent.child, "Leo");
});

test("a signature is there when there is a name and a tick", async () => {
  const { checkIn } = await openCheckIn();
  tick(checkIn.element, "I agree to a video session.");
  formOf(checkIn.element).dispatchEvent(new Event("input"));
  assert.match(textOf(checkIn), /You sign with your name and today's date\./);
  type(checkIn.element, "Your name", "Maya Q.");
  formOf(checkIn.element).dispatchEvent(new Event("input"));
  assert.match(textOf(checkIn), /Signed: Maya Q\., 25 November 2026/);
});

test("a code word is asked for where one was agreed on, and nobody is locked out without it", async () => {
  const without = await openCheckIn();
  assert.ok(!controls(without.checkIn.element).includes("Code word"));
  const { checkIn, cards } = await openCheckIn({ visit: newVisit({ codeWord: true }) });
  answerAll(checkIn.element);
  await send(checkIn);
  type(checkIn.element, "Code word", " light\u202Ehouse ");
  await send(checkIn);
  assert.deepEqual(
    cards.map(({ codeWord }) => codeWord),
    ["", "lighthouse"],
  );
});

test("a guest has the short form and says what they are in the session", async () => {
  const { checkIn, cards, shelf } = await openCheckIn({ visit: newVisit({ role: "guest" }) });
  const asked = controls(checkIn.element).filter((name) => name !== "");
  assert.deepEqual(asked.toSorted(), [
    "Camera",
    "Country",
    "I agree to a video session.",
    "Microphone",
    "Where are you right now?",
    "Your name",
    "Your part in this session",
  ]);
  type(checkIn.element, "Your name", "Ivo");
  type(checkIn.element, "Where are you right now?", "Lisbon");
  tick(checkIn.element, "I agree to a video session.");
  await send(checkIn);
  assert.match(textOf(checkIn), /Please choose your part in this session\./);
  type(checkIn.element, "Your part in this session", "Interpreter");
  await send(checkIn);
  assert.deepEqual([cards[0]?.part, cards[0]?.country, cards[0]?.callback], ["Interpreter", "PT", ""]);
  assert.equal(shelf.kept, undefined);
});

test("another country has another emergency number", async () => {
  const { checkIn, countries } = await openCheckIn();
  const country = control(checkIn.element, "Country");
  country.value = "JP";
  country.dispatchEvent(new Event("change"));
  assert.equal(countries.at(-1), "JP");
});

test("the button waits for the server, and says what it refused", async () => {
  const { checkIn, cards, visit } = await openCheckIn();
  answerAll(checkIn.element);
  checkIn.update({ ...visit, checkingIn: true });
  assert.equal(find(checkIn.element, "button", "One moment").getAttribute("aria-disabled"), "true");
  await send(checkIn);
  assert.deepEqual(cards, []);
  checkIn.update({ ...visit, refusal: "Too many people are waiting here." });
  assert.match(textOf(checkIn), /Too many people are waiting here\./);
});

test("the whole link is given to another device as long as the address has it", async () => {
  const { checkIn, opened } = await openCheckIn();
  find(checkIn.element, "button", "Use another device").click();
  assert.deepEqual(opened, ["https://practice.example/join/id#secret"]);
  const later = await openCheckIn({ link: "https://practice.example/join/id" });
  assert.equal(find(later.checkIn.element, "button", "Use another device").hidden, true);
});

test("a session that is over takes along what was typed", async () => {
  const { checkIn, visit } = await openCheckIn();
  answerAll(checkIn.element);
  checkIn.forget();
  assert.equal(fake(checkIn.element).querySelectorAll("form").length, 0);
  checkIn.update(visit);
  await settled(checkIn);
  assert.equal(control(checkIn.element, "Your name").value, "");
});

test("devices that nobody has decided about are part of what is missing", async () => {
  const { checkIn, devices, cards } = await openCheckIn();
  answerAll(checkIn.element);
  const idle = { state: "none", reason: null, id: "", track: null };
  Object.assign(devices, { settled: false, microphone: idle, camera: idle });
  await send(checkIn);
  assert.match(textOf(checkIn), /Please decide whether your camera and microphone are used\./);
  Object.assign(devices, { isAsking: () => true });
  await send(checkIn);
  assert.equal(cards.length, 1);
});
