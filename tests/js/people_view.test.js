import assert from "node:assert/strict";
import { test } from "node:test";

import { fake, fakeDocument, find } from "./fake_document.js";
import { addPerson, isSelected, openDoor, settled } from "./door_page.js";
import { AWAY, FakeServer, NOW, at, linkFor, personOf, put, vaultOf } from "./fake_practice.js";
import { apply } from "../../static/js/vault.js";

/** A server that keeps these people, whose links it knows. @param {Record<string, object>} people @param {import("../../static/js/vault.js").Operation[]} [more] */
function serverOf(people, more = []) {
  const server = new FakeServer();
  const content = apply(vaultOf(people), [
    ...more,
    put("room", { kind: "room", publicKey: "K".repeat(43), privateKey: "p" }),
  ]);
  server.vault = content;
  for (const [id, entry] of Object.entries(content.entries)) {
    if (entry.kind === "invitation") server.links.set(id, { role: entry.role, state: "open" });
  }
  return server;
}

/** What can be read of somebody's article. @param {import("./fake_document.js").FakeElement} card */
const lines = (card) =>
  card
    .querySelectorAll("p")
    .filter((line) => line.closest("[hidden]") === null && line.textContent !== "")
    .map(({ textContent }) => textContent);

test("a practice without anybody says how the first one comes in", async () => {
  const { page } = await openDoor();
  assert.match(
    page.people.textContent,
    /Nobody is here yet\. New session makes a link for the first person\./,
  );
});

test("a person's article has label, time and last session; who comes today stands first with a lamp", async () => {
  const server = serverOf({
    Ann: { usual: { day: 1, time: "09:00" }, last: { at: at("10:00", 2), method: "photo_id" } },
    Maya: { usual: { day: 3, time: "14:00" }, last: { at: at("10:00", 18), method: null } },
  });
  const { page } = await openDoor({ server });
  assert.deepEqual(page.labels(), ["Maya", "Ann"]);
  assert.deepEqual(lines(page.card("Maya")), ["Today 14:00", "Last session 18 Nov, identity not recorded"]);
  assert.deepEqual(lines(page.card("Ann")), ["Mondays 09:00", "Last session 2 Nov, photo ID seen"]);
  const lamps = ["Maya", "Ann"].map((label) => page.card(label).querySelectorAll("p")[0]?.dataset.today);
  assert.deepEqual(lamps, ["true", undefined]);
  assert.equal(page.card("Maya").getAttribute("aria-labelledby"), "person-id of Maya");
});

test("a link that opens later or is over says so, and is copied only while it may be", async () => {
  const server = serverOf({ Ann: {}, Maya: {} }, [
    put("link of Maya", { appointment: at("14:00") }),
    put("link of Ann", { appointment: NOW - 20000 }),
  ]);
  const { page, copied, door } = await openDoor({ server });
  assert.match(lines(page.card("Maya")).join(), /Opens at 13:30/);
  page.press("Maya", "Copy link");
  page.press("Ann", "Copy link");
  await settled(door);
  assert.equal(copied.length, 1);
  assert.match(lines(page.card("Ann")).join(), /Link is over/);
  const copy = find(page.card("Ann"), "button", "Copy link");
  assert.equal(copy.getAttribute("aria-describedby"), "person-id of Ann-state");
});

test("copying says whose link it was, and only beside the last one", async () => {
  const { page, copied, door } = await openDoor({ server: serverOf({ Ann: {}, Maya: {} }) });
  page.press("Ann", "Copy link");
  await settled(door);
  page.press("Maya", "Copy link");
  await settled(door);
  assert.deepEqual(
    copied,
    ["Ann", "Maya"].map((label) => door.practice.linkText(personOf(door.practice, label).link)),
  );
  const status = (/** @type {string} */ label) =>
    page
      .card(label)
      .querySelectorAll("p")
      .filter((line) => line.getAttribute("role") === "status")
      .map(({ textContent }) => textContent);
  assert.deepEqual([status("Ann"), status("Maya")], [[""], ["Maya's link copied"]]);
});

test("when the browser does not copy, the link is shown and selected", async () => {
  const { page, door } = await openDoor({ server: serverOf({ Maya: {} }), clipboard: false });
  page.press("Maya", "Copy link");
  await settled(door);
  assert.equal(page.title(), "Maya's link");
  assert.equal(isSelected(page.field("Client link")), true);
});

test("More opens the rest: the link itself, a guest's link, and the form", async () => {
  const { page } = await openDoor({ server: serverOf({ Maya: { codeWord: "heron" } }) });
  const more = find(page.card("Maya"), "button", "More");
  const rest = find(page.card("Maya"), "button", "Show link");
  assert.notEqual(rest.closest("[hidden]"), null);
  more.click();
  assert.deepEqual([rest.closest("[hidden]"), more.getAttribute("aria-expanded")], [null, "true"]);
  rest.click();
  assert.equal(page.title(), "Maya's link");
  page.pressInDialog("Done");
  page.press("Maya", "Edit");
  assert.deepEqual([page.field("Private label").value, page.field("Code word").value], ["Maya", "heron"]);
  page.fill("Private label", "M.");
  await page.submit();
  assert.deepEqual([page.dialog.open, page.labels()], [false, ["M."]]);
});

test("replacing a link first says what happens, then shows the new one", async () => {
  const { page, door, server } = await openDoor({ server: serverOf({ Maya: {} }) });
  page.press("Maya", "Replace link");
  assert.equal(page.title(), "Replace Maya's link?");
  assert.match(
    page.dialog.textContent,
    /The link you gave Maya stops working at once\. Whoever waits or is in session by it is sent away\./,
  );
  await page.submit();
  const { link } = personOf(door.practice, "Maya");
  assert.notEqual(link.id, "link of Maya");
  assert.equal(page.field("Client link").value, door.practice.linkText(link));
  assert.equal(server.links.get("link of Maya").state, "over");
});

test("a link for one session is replaced by one for another session", async () => {
  const server = serverOf({ Maya: {} }, [put("link of Maya", { appointment: NOW - 20000 })]);
  const { page, door } = await openDoor({ server });
  page.press("Maya", "Replace link");
  page.fill("Time", "17:00");
  await page.submit();
  assert.equal(personOf(door.practice, "Maya").link.appointment, at("17:00"));
});

test("removing asks first, and leaves the focus in the list", async () => {
  const { page, server, door } = await openDoor({ server: serverOf({ Ann: {}, Maya: {} }) });
  page.press("Maya", "Remove");
  assert.equal(page.title(), "Remove Maya?");
  page.pressInDialog("Cancel");
  assert.deepEqual(page.labels(), ["Ann", "Maya"]);
  find(page.card("Maya"), "button", "Remove").focus();
  page.press("Maya", "Remove");
  page.pressInDialog("Remove Maya");
  await settled(door);
  assert.deepEqual(page.labels(), ["Ann"]);
  assert.equal(server.links.get("link of Maya").state, "over");
  assert.equal(fakeDocument.activeElement, fake(page.door.people.heading));
});

test("a guest has a link of their own, which says with whom they come", async () => {
  const { page, copied, door } = await openDoor({ server: serverOf({ Maya: {} }) });
  page.press("Maya", "Guest link");
  await page.submit();
  assert.match(page.dialog.textContent, /Please write who the guest is\./);
  page.fill("Guest", "Interpreter");
  await page.submit();
  assert.equal(page.title(), "Interpreter's link for Maya");
  assert.ok(page.field("Guest link"));
  page.pressInDialog("Done");
  page.press("Maya", "Copy Interpreter's link");
  await settled(door);
  assert.equal(copied.length, 1);
  assert.match(page.card("Maya").textContent, /Interpreter's link for Maya copied/);
  page.press("Maya", "Remove Interpreter");
  assert.equal(page.title(), "Remove the link of Interpreter (with Maya)?");
  page.pressInDialog("Remove link");
  await settled(door);
  assert.deepEqual([door.practice.people[0]?.guests, page.labels()], [[], ["Maya"]]);
});

test("a second own link, made on another device at once, is seen and can be removed", async () => {
  const server = serverOf({ Maya: {} }, [linkFor("id of Maya", { id: "second", made: 5 })]);
  const { page, door } = await openDoor({ server });
  assert.match(page.card("Maya").textContent, /An earlier link still works/);
  page.press("Maya", "Remove earlier link");
  page.pressInDialog("Remove link");
  await settled(door);
  assert.deepEqual(
    [server.links.get("link of Maya").state, server.links.get("second").state],
    ["over", "open"],
  );
});

test("a link that the server does not know yet is not handed out, and Try again is beside it", async () => {
  const { page, server, copied, door } = await openDoor();
  server.keepsLinks = false;
  page.pressNewSession();
  page.fill("Private label", "Maya");
  await page.submit();
  page.pressInDialog("Close");
  assert.match(
    lines(page.card("Maya")).join(),
    new RegExp(`Maya's link is not yet known to the server\\. ${AWAY}`),
  );
  page.press("Maya", "Copy link");
  await settled(door);
  assert.deepEqual(copied, []);
  server.keepsLinks = true;
  page.press("Maya", "Try again");
  await settled(door);
  assert.doesNotMatch(lines(page.card("Maya")).join(), /not yet known/);
});

test("with more than twelve people there is a field to search them", async () => {
  const names = Array.from({ length: 13 }, (_, index) => `Person ${String.fromCharCode(65 + index)}`);
  const { page, door } = await openDoor({
    server: serverOf(Object.fromEntries(names.map((name) => [name, {}]))),
  });
  const input = /** @type {any} */ (door.people.search.input);
  assert.equal(fake(door.people.search.element).hidden, false);
  input.value = "person c";
  input.dispatchEvent(new Event("input"));
  assert.deepEqual(page.labels(), ["Person C"]);
  input.value = "nobody";
  input.dispatchEvent(new Event("input"));
  assert.match(page.people.textContent, /Nobody by that name\./);
  input.value = "";
  input.dispatchEvent(new Event("input"));
  assert.equal(page.labels().length, 13);
});

test("twelve people are seen at once", async () => {
  const names = Array.from({ length: 12 }, (_, index) => `Person ${index}`);
  const { door } = await openDoor({ server: serverOf(Object.fromEntries(names.map((name) => [name, {}]))) });
  assert.equal(fake(door.people.search.element).hidden, true);
});

test("in the closing period no new links are made, and the text says why", async () => {
  const { page, door } = await openDoor({
    server: serverOf({ Maya: {} }),
    closing: at("12:00", 25) + 14 * 86400,
  });
  page.pressNewSession();
  page.press("Maya", "Replace link");
  page.press("Maya", "Guest link");
  assert.equal(page.dialog.open, false);
  for (const name of ["Replace link", "Guest link"]) {
    assert.equal(find(page.card("Maya"), "button", name).getAttribute("aria-describedby"), "closing-text");
  }
  assert.deepEqual(
    door.notes().map(({ text }) => text),
    ["This account is being closed. Links you gave work until 9 December; new ones cannot be made."],
  );
  page.press("Maya", "Copy link");
  await settled(door);
  assert.match(page.card("Maya").textContent, /Maya's link copied/);
});

test("drawing again moves no focus and makes no new articles", async () => {
  const { page, door } = await openDoor({ server: serverOf({ Ann: {}, Maya: {} }) });
  const copy = find(page.card("Maya"), "button", "Copy link");
  copy.focus();
  const before = page.card("Maya").moves;
  door.draw();
  assert.equal(fakeDocument.activeElement, copy);
  assert.equal(page.card("Maya").moves, before);
});

test("a closed door has nobody's name in memory or page", async () => {
  const { page, door } = await openDoor();
  await addPerson(page, "Maya");
  page.press("Maya", "Edit");
  door.close();
  assert.deepEqual([page.dialog.open, page.labels(), door.practice.people], [false, [], []]);
  assert.doesNotMatch(page.people.textContent + page.dialog.textContent, /Maya/);
});
