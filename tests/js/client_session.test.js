// What a client is asked in the session, and what is found under "More".

import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { AskedPlace } from "../../static/js/views/asked_place.js";
import { ClientSession } from "../../static/js/views/client_session.js";
import { Page } from "./client_page.js";
import { newFakeDevices } from "./fake_devices.js";
import { announced, fake, fakeDocument, find, installDocument } from "./fake_document.js";
import { view } from "./fake_page.js";
import { identifier } from "./sealed_end.js";

beforeEach(() => {
  installDocument();
  mock.timers.enable({ apis: ["setTimeout"] });
});
afterEach(() => mock.timers.reset());

async function open() {
  const page = await new Page().waits();
  page.stands("admitted");
  const { correspondence } = page.visit;
  /** @type {string[]} */
  const done = [];
  const askedPlace = new AskedPlace({ send: (answer) => correspondence.tellPlace(answer) });
  const session = new ClientSession({
    devices: newFakeDevices(),
    askedPlace,
    answer: (participant, answer) => correspondence.tellOtherDevice(participant, answer),
    tryAgain: () => done.push("try again"),
    leave: () => done.push("leave"),
    quickExit: () => done.push("quick exit"),
    danger: /** @type {any} */ (document.createElement("details")),
  });
  document.body.append(session.element);
  const draw = () => session.update(page.visit, 1, false);
  draw();
  return { page, session, askedPlace, done, draw };
}

test("somebody who waits by one's own link is asked about, without taking the focus", async () => {
  const { page, session, draw } = await open();
  const region = fake(session.isThisYou.element);
  assert.equal(region.hidden, true);
  const focused = find(session.element, "button", "Leave");
  focused.focus();
  page.shows([view("phone", "waiting")]);
  draw();
  assert.equal(region.hidden, false);
  assert.equal(region.getAttribute("aria-label"), "Is this you?");
  assert.equal(fakeDocument.activeElement, focused);
  mock.timers.tick(1000);
  draw();
  mock.timers.tick(1000);
  assert.deepEqual(announced, ["Somebody opened your link on another device. Is this you?"]);
});

/** @type {[string, string, RegExp][]} */
const ANSWERS = [
  ["Not me", "not_me", /^Dr Ruiz was told that this is not you\.$/],
  ["Move there", "move", /^Dr Ruiz was told that this is you, and can move you there\.$/],
];

test("the answer goes to the clinician, and what was said is read for as long as the other waits", async () => {
  for (const [button, kind, text] of ANSWERS) {
    const { page, session, draw } = await open();
    page.shows([view("phone", "waiting")]);
    draw();
    const pressed = find(session.isThisYou.element, "button", button);
    pressed.focus();
    pressed.click();
    await page.acts();
    assert.deepEqual(page.told.at(-1), { kind, participant: identifier("phone") });
    draw();
    assert.match(session.isThisYou.text.textContent, text);
    assert.equal(fake(session.isThisYou.buttons).hidden, true);
    assert.equal(fakeDocument.activeElement, session.isThisYou.text);
    page.shows([], { gone: ["phone"] });
    draw();
    assert.equal(fake(session.isThisYou.element).hidden, true);
    assert.equal(fakeDocument.activeElement, session.heading);
  }
});

test("somebody of the session is no device of one's own", async () => {
  const { page, session, draw } = await open();
  page.shows([view("partner", "admitted")]);
  draw();
  assert.equal(fake(session.isThisYou.element).hidden, true);
});

test("where one is can be told in the session, and what is half written comes along from the wait", async () => {
  const { page, session, askedPlace, draw } = await open();
  await page.hears({ kind: "ask_place" });
  const waiting = document.createElement("div");
  askedPlace.standIn(waiting);
  askedPlace.field.input.value = "Calle A";
  draw();
  assert.equal(askedPlace.field.input.value, "Calle A");
  assert.equal(fake(session.questions).contains(fake(askedPlace.element)), true);
  assert.equal(fake(askedPlace.element).hidden, false);
});

test("quick exit and help in danger are under More", async () => {
  const { session, done } = await open();
  find(session.stage.more.panel, "button", "Quick exit").click();
  assert.deepEqual(done, ["quick exit"]);
  assert.equal(fake(session.stage.more.panel).querySelectorAll("details").length, 1);
});

test("quick exit says which keys do the same and what it cannot do, under More and in the list of keys", async () => {
  const { session } = await open();
  const { panel } = session.stage.more;
  const line = fake(panel).querySelectorAll("p").find((each) => each.getAttribute("id") === "quick-exit-line");
  assert.match(line?.textContent ?? "", /Shift three times.*history still lists the address\.$/);
  assert.equal(find(panel, "button", "Quick exit").getAttribute("aria-describedby"), "quick-exit-line");
  find(panel, "button", "Keyboard shortcuts").click();
  const dialog = fake(session.stage.menu.modal.element);
  assert.match(dialog.textContent, /Shift three times: Quick exitIt works also when these keys are off; the browser's/);
});

test("what stood over the session goes with it", async () => {
  const { session } = await open();
  session.stage.more.button.element.click();
  assert.equal(session.stage.more.isOpen(), true);
  session.close();
  assert.equal(session.stage.more.isOpen(), false);
});

test("the others are called as the clinician's page calls them", async () => {
  const { page, session, draw } = await open();
  const devices = { microphone: "on", camera: "on" };
  page.shows([view("partner", "admitted")]);
  draw();
  const names = () => [...session.stage.tiles.values()].map(({ name }) => name.textContent);
  assert.deepEqual(names(), ["Dr Ruiz", "Guest"]);
  await page.hears({
    kind: "roster",
    people: [{ participant: identifier("partner"), name: "Ana", role: "guest", devices }],
  });
  draw();
  assert.deepEqual(names(), ["Dr Ruiz", "Ana"]);
});

test("while the clinician's page is lost that is said, and nobody is asked for answers", async () => {
  const { page, session, draw } = await open();
  page.shows([view("phone", "waiting")]);
  page.shows([{ ...view("ruiz", "host"), connected: false }]);
  draw();
  assert.equal(fake(session.isThisYou.element).hidden, true);
});
