// What a client is asked in the session, and what is found under "More".

import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { timeText } from "../../static/js/day_time.js";
import { Losses } from "../../static/js/losses.js";
import { gatheringOf } from "../../static/js/visit_people.js";
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
  let blocked = false;
  const losses = new Losses(
    {
      legs: /** @type {any} */ (page.legs),
      gathering: () => gatheringOf(page.visit, blocked),
      changed: () => draw(),
      callBackAfter: 300,
      isOffline: () => false,
    },
    page.clock,
    () => page.clock.now(),
  );
  const draw = () => {
    losses.look();
    session.update(page.visit, { seconds: 1, blocked, losses });
  };
  const block = (/** @type {boolean} */ isSo) => void (blocked = isSo);
  draw();
  return { page, session, askedPlace, done, draw, block };
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

/** Sound and picture of the clinician come. @param {Page} page */
function connects(page) {
  page.legs.reached = { isReached: true, since: page.clock.now() };
  page.legs.heard.set(identifier("ruiz"), 0);
}

test("before the first connection nothing is said of a lost one", async () => {
  const { page, session } = await open();
  page.clock.pass(7000);
  assert.deepEqual([session.stage.own.textContent, session.stage.fallback.text.textContent], ["", ""]);
});

test("who can't be seen or heard is told at once, then what is agreed, and neither stays", async () => {
  const { page, session } = await open();
  const { own, fallback } = session.stage;
  connects(page);
  page.clock.pass(1000);
  assert.equal(own.textContent, "");
  const lostAt = page.clock.now();
  page.legs.reached = { isReached: false, since: lostAt };
  page.clock.pass(750);
  const why = "the connection for sound and picture is being made anew";
  assert.equal(own.textContent, `You can’t be seen or heard: ${why}. Trying again…`);
  assert.equal(fallback.text.textContent, "");
  page.clock.pass(2500);
  const at = timeText(Math.ceil(lostAt / 60_000 + 5) * 60);
  assert.equal(
    fallback.text.textContent,
    `If we are not back by ${at}, Dr Ruiz will phone you on +34 600 000 000.`,
  );
  connects(page);
  page.clock.pass(250);
  assert.deepEqual([own.textContent, fallback.text.textContent], ["", ""]);
});

test("what cures a connection that does not come about stands beside it, and says the rest", async () => {
  const { page, session, block } = await open();
  connects(page);
  page.clock.pass(250);
  page.legs.reached = { isReached: false, since: page.clock.now() };
  block(true);
  page.clock.pass(1000);
  assert.equal(session.stage.own.textContent, "You can’t be seen or heard.");
  assert.match(session.stage.blocked.textContent, /^Sound and picture cannot get through/);
});

test("the clinician who is lost is said to be, with what is agreed, and the client is not told that they are", async () => {
  const { page, session } = await open();
  connects(page);
  page.clock.pass(250);
  page.legs.heard.clear();
  page.shows([{ ...view("ruiz", "host"), connected: false }]);
  page.clock.pass(4000);
  const tile = session.stage.tiles.get(identifier("ruiz"));
  assert.equal(tile?.word.textContent, "Dr Ruiz’s connection was lost, waiting");
  assert.equal(session.stage.own.textContent, "");
  assert.match(session.stage.fallback.text.textContent, /^If we are not back by .*, Dr Ruiz will phone you on/);
});

test("a clinician who is gone is missed by who is alone and by who is not", async () => {
  const { page, session, draw } = await open();
  page.shows([], { host: null, gone: ["ruiz"] });
  draw();
  assert.equal(session.stage.alone.textContent, "Dr Ruiz’s connection was lost, waiting");
  assert.equal(session.stage.message.textContent, "");
  page.shows([view("partner", "admitted")], { host: null });
  draw();
  assert.equal(session.stage.alone.textContent, "");
  assert.equal(session.stage.message.textContent, "Dr Ruiz’s connection was lost, waiting.");
});
