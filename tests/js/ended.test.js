// Screens after a session, or in its place: cause and cure.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Ended } from "../../static/js/views/ended.js";
import { OtherDeviceScreen } from "../../static/js/views/other_device.js";
import { Page } from "./client_page.js";
import { fake, find, installDocument } from "./fake_document.js";
import { view } from "./fake_page.js";

/** @import { How, Standing } from "../../static/js/messages.js" */

beforeEach(() => void installDocument());

/** What can be read. @param {any} node @returns {string} */
function seen(node) {
  if (typeof node === "string") return node;
  return node.hidden ? "" : node.childNodes.map(seen).join("");
}

/** @param {How} how @param {{elsewhere?: boolean}} [more] */
async function after(how, { elsewhere = false } = {}) {
  const page = await new Page().waits();
  const gone = how === "removed" || how === "refused";
  const standing = /** @type {Standing} */ (how === "moved" ? "left" : how);
  if (gone) page.shows([], { gone: ["maya"] });
  else page.shows([{ ...view("maya", standing), other_device: elsewhere }]);
  page.says({ type: "ended", room: "room", how });
  await page.acts();
  return page;
}

/** @param {Page} page @param {any} screen */
function draw(page, screen) {
  document.body.append(screen.element);
  screen.update(page.visit);
  return seen(screen.element);
}

const newEnded = (/** @type {Page} */ page) => new Ended({ rejoin: () => void page.visit.rejoin() });

test("whatever ended it is said with who did it, and with a way back where there is one", async () => {
  for (const [how, title, cause, again] of /** @type {[How, RegExp, RegExp, boolean][]} */ ([
    ["ended", /^The session has ended/, /Dr Ruiz has ended it\./, true],
    ["left", /^You have left the session/, /come back as long as your link is open/, true],
    ["declined", /^Not now/, /Dr Ruiz cannot see you at the moment\. Your link still works/, true],
    ["removed", /^Your place in this session has ended/, /Dr Ruiz has ended it\..*open your link anew/, false],
    ["refused", /^This link has ended/, /Dr Ruiz has ended it\..*ask for a new link/, false],
  ])) {
    const page = await after(how);
    assert.equal(page.visit.screen(), "ended", how);
    const text = draw(page, newEnded(page));
    assert.match(text, title);
    assert.match(text, cause);
    assert.equal(text.includes("Rejoin"), again, how);
  }
});

test("rejoining is one click as long as the page is open, and leads through the waiting room", async () => {
  const page = await after("ended");
  const ended = newEnded(page);
  draw(page, ended);
  find(ended.element, "button", "Rejoin").click();
  assert.deepEqual(await page.acts(), ["check_in"]);
  draw(page, ended);
  assert.equal(find(ended.element, "button", "Rejoin").getAttribute("aria-disabled"), "true");
  page.stands("waiting");
  assert.equal(page.visit.screen(), "waiting");
});

test("a session that is opened again is said, politely, and no more once one waits", async () => {
  const page = await after("ended");
  const ended = newEnded(page);
  assert.doesNotMatch(draw(page, ended), /opened the session again/);
  page.says({ type: "reopened", room: "room" });
  assert.match(draw(page, ended), /Dr Ruiz has opened the session again\./);
  assert.equal(fake(ended.reopened).getAttribute("role"), "status");
  await page.visit.rejoin();
  page.stands("waiting");
  page.stands("left");
  assert.doesNotMatch(draw(page, ended), /opened the session again/);
});

test("what the clinician wrote before a decline is read after it, and nowhere else", async () => {
  for (const [how, read] of /** @type {[Standing, boolean][]} */ ([
    ["declined", true],
    ["left", false],
  ])) {
    const page = await new Page().waits();
    await page.hears({ kind: "note", text: "Please come back at three" });
    page.stands(how);
    page.says({ type: "ended", room: "room", how });
    assert.equal(draw(page, newEnded(page)).includes("Please come back at three"), read, how);
  }
});

test("why rejoining came to nothing is said", async () => {
  const page = await after("left");
  const ended = newEnded(page);
  page.loses();
  await page.visit.rejoin();
  assert.match(draw(page, ended), /Not sent: no connection/);
});

test("a device whose place has moved says where the session is, and can be used instead", async () => {
  const page = await after("moved", { elsewhere: true });
  assert.equal(page.visit.screen(), "other_device");
  const screen = new OtherDeviceScreen({ use: () => void page.visit.rejoin() });
  const text = draw(page, screen);
  assert.match(text, /^You are on your other device/);
  assert.match(text, /Did somebody share this link with you\?.*as a guest/);
  assert.equal(page.devices.camera.track, null);
  page.shows([view("maya", "left")]);
  assert.match(draw(page, screen), /^You went on with your other device/);
  find(screen.element, "button", "Use this device instead").click();
  assert.deepEqual(await page.acts(), ["check_in"]);
});

test("after a reload the other device is still known, and the form is asked for, because the card was forgotten", async () => {
  const before = await after("moved", { elsewhere: true });
  const page = await new Page({ storage: before.storage, proof: null }).arrive("left");
  page.shows([{ ...view("maya", "left"), other_device: true }]);
  assert.equal(page.visit.screen(), "other_device");
  const screen = new OtherDeviceScreen({ use: () => void page.visit.rejoin() });
  draw(page, screen);
  find(screen.element, "button", "Use this device instead").click();
  assert.equal(page.visit.screen(), "check_in");
});
