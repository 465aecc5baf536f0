import assert from "node:assert/strict";
import { test } from "node:test";

import { dateValue, timeText } from "../../static/js/day_time.js";
import { fake, fakeDocument, find } from "./fake_document.js";
import { addPerson, isSelected, openDoor, settled } from "./door_page.js";
import { AWAY, NOW, at, personOf } from "./fake_practice.js";

test("a label, Enter, and Enter again: the link of a new person is copied", async () => {
  const { page, copied, door } = await openDoor();
  page.pressNewSession();
  assert.equal(fakeDocument.activeElement, page.field("Private label"));
  page.fill("Private label", "Maya");
  await page.submit();
  assert.equal(page.title(), "Maya's link");
  const copy = find(page.dialog, "button", "Copy link");
  assert.equal(fakeDocument.activeElement, copy);
  copy.click();
  await settled(door);
  assert.deepEqual(copied, [page.field("Client link").value]);
  assert.match(copied[0] ?? "", /^https:\/\/practice\.example\/join\/[\w-]{22}#1\.[\w-]{22}\.K{43}$/);
  assert.match(page.dialog.textContent, /Maya's link copied/);
  page.pressInDialog("Done");
  assert.deepEqual([page.dialog.open, page.labels()], [false, ["Maya"]]);
  assert.equal(personOf(door.practice, "Maya").link.appointment, null);
});

test("without a label nothing is made, and the field says what to do", async () => {
  const { page, server } = await openDoor();
  page.pressNewSession();
  page.fill("Private label", " \u200b ");
  await page.submit();
  assert.equal(page.field("Private label").getAttribute("aria-invalid"), "true");
  assert.match(page.dialog.textContent, /Please write a label by which you know them\./);
  assert.equal(server.links.size, 0);
  page.fill("Private label", "  Maya\u202e ");
  await page.submit();
  assert.deepEqual(page.labels(), ["Maya"], "written as it may be shown");
});

test("code word and usual time are written down with the person", async () => {
  const { page, door } = await openDoor();
  page.pressNewSession();
  page.fill("Private label", "Maya");
  page.fill("Code word", "heron");
  page.fill("Usual day", "1");
  await page.submit();
  assert.match(page.dialog.textContent, /Please choose the time as well/);
  page.fill("Usual time", "14:00");
  await page.submit();
  const { codeWord, usual } = personOf(door.practice, "Maya");
  assert.deepEqual([codeWord, usual], ["heron", { day: 1, time: "14:00" }]);
});

test("a link for one session begins with now, tells its window, and asks for no usual day", async () => {
  const { page, door, server } = await openDoor();
  page.pressNewSession();
  page.fill("Private label", "Maya");
  const date = page.field("Date");
  assert.equal(date.closest("[hidden]") !== null, true);
  page.choose("One session");
  assert.equal(date.closest("[hidden]"), null);
  assert.notEqual(page.field("Usual day").closest("[hidden]"), null);
  assert.deepEqual([date.value, page.field("Time").value], [dateValue(NOW), timeText(NOW)]);
  assert.match(page.dialog.textContent, /from 30 minutes before until 4 hours after/);
  page.fill("Time", "16:00");
  await page.submit();
  assert.equal(personOf(door.practice, "Maya").link.appointment, at("16:00"));
  assert.deepEqual(
    [...server.links.values()].map(({ appointment }) => appointment),
    [at("16:00")],
  );
});

test("a session that is over, or no date at all, is put right before a link is made", async () => {
  const { page, server } = await openDoor();
  page.pressNewSession();
  page.fill("Private label", "Maya");
  page.choose("One session");
  page.fill("Date", "2026-11-24");
  await page.submit();
  assert.match(page.dialog.textContent, /over already/);
  page.fill("Date", "");
  await page.submit();
  assert.match(page.dialog.textContent, /Please choose the date and the time/);
  assert.equal(server.links.size, 0);
});

test("a link that is not saved yet is not handed out, and Try again goes on with the same one", async () => {
  const { page, server, door } = await openDoor();
  server.keepsVault = false;
  page.pressNewSession();
  page.fill("Private label", "Maya");
  await page.submit();
  assert.match(page.dialog.textContent, new RegExp(`not saved yet: only this page has it\\. ${AWAY}`));
  assert.equal(page.dialog.querySelectorAll("input").length, 0);
  page.pressInDialog("Try again");
  await settled(door);
  assert.match(page.dialog.textContent, /not saved yet/);
  server.keepsVault = true;
  page.pressInDialog("Try again");
  await settled(door);
  assert.equal(page.field("Client link").value.includes(personOf(door.practice, "Maya").link.id), true);
  assert.equal(server.links.size, 1);
});

test("a link that is known to the server by itself appears in the dialog that waits for it", async () => {
  const { page, server, door } = await openDoor();
  server.keepsLinks = false;
  page.pressNewSession();
  page.fill("Private label", "Maya");
  await page.submit();
  assert.match(page.dialog.textContent, /not yet known to the server/);
  server.keepsLinks = true;
  await door.practice.ledger.reconcile();
  assert.ok(page.field("Client link"));
});

test("whoever closes the dialog while the link is made finds it among the people, and no dialog comes back", async () => {
  const { page } = await openDoor();
  page.pressNewSession();
  page.fill("Private label", "Maya");
  const made = page.submit();
  page.pressInDialog("Cancel");
  await made;
  assert.deepEqual([page.dialog.open, page.labels()], [false, ["Maya"]]);
});

test("a browser that does not copy shows the link selected, to be copied by hand", async () => {
  const { page, door } = await openDoor({ clipboard: false });
  page.pressNewSession();
  page.fill("Private label", "Maya");
  await page.submit();
  page.pressInDialog("Copy link");
  await settled(door);
  assert.equal(isSelected(page.field("Client link")), true);
  assert.match(page.dialog.textContent, /copy it by hand/);
  assert.doesNotMatch(page.dialog.textContent, /link copied/);
});

test("mail, SMS, picture and calendar file are made here, and name nobody", async () => {
  const { page, saved } = await openDoor();
  page.pressNewSession();
  page.fill("Private label", "Maya");
  page.fill("Usual day", "1");
  page.fill("Usual time", "14:00");
  await page.submit();
  const links = page.dialog.querySelectorAll("a").map((link) => link.getAttribute("href") ?? "");
  assert.deepEqual(
    links.map((href) => href.split(":")[0]),
    ["mailto", "sms"],
  );
  const text = page.field("Client link").value;
  for (const href of links) assert.ok(decodeURIComponent(href).includes(text) && !href.includes("Maya"));
  page.pressInDialog("Calendar file");
  const [name, type, file] = saved[0] ?? [];
  assert.deepEqual([name, type], ["appointment.ics", "text/calendar"]);
  assert.ok(String(file).includes("RRULE:FREQ=WEEKLY") && !String(file).includes("Maya"));
  page.pressInDialog("QR code");
  assert.equal(page.dialog.querySelectorAll("svg")[0]?.getAttribute("aria-label"), "QR code of Maya's link");
  assert.equal(find(page.dialog, "button", "QR code").getAttribute("aria-expanded"), "true");
});

test("without a time there is no calendar file, and without a share sheet no way to it", async () => {
  const { page } = await openDoor();
  page.pressNewSession();
  page.fill("Private label", "Maya");
  await page.submit();
  const names = page.dialog.querySelectorAll("button").map(({ textContent }) => textContent);
  assert.deepEqual(names, ["Copy link", "Done", "QR code"]);
});

test("a share sheet gets the link and neutral words", async () => {
  const { page, shared, door } = await openDoor({ shares: true });
  page.pressNewSession();
  page.fill("Private label", "Maya");
  await page.submit();
  page.pressInDialog("Share…");
  await settled(door);
  assert.equal(shared[0].url, page.field("Client link").value);
  assert.doesNotMatch(JSON.stringify(shared), /Maya/);
});

test("a closed dialog leaves nothing of a person in the page", async () => {
  const { page, door } = await openDoor();
  page.pressNewSession();
  page.fill("Private label", "Maya");
  await page.submit();
  door.modal.close();
  assert.equal(fake(door.modal.element).textContent, "");
  assert.equal(page.dialog.getAttribute("aria-label"), null);
});

test("a label that somebody has already is put right before a second person of it is made", async () => {
  const { page, server } = await openDoor();
  await addPerson(page, "Maya");
  page.pressNewSession();
  page.fill("Private label", "  maya ");
  await page.submit();
  assert.match(
    page.dialog.textContent,
    /Maya is among your people already: copy the link there, or choose another label\./,
  );
  assert.equal(server.links.size, 1);
  page.fill("Private label", "Maya B.");
  await page.submit();
  page.pressInDialog("Done");
  page.press("Maya B.", "Edit");
  page.fill("Private label", "MAYA");
  await page.submit();
  assert.match(page.dialog.textContent, /Maya is among your people already/);
  page.fill("Private label", "Maya B.");
  await page.submit();
  assert.equal(page.dialog.open, false, "one's own label is no other's");
});
