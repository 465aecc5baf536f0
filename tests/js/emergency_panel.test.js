import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { element } from "../../static/js/element.js";
import { EmergencyPanel } from "../../static/js/views/emergency_panel.js";
import { fake, fakeDocument, find, installDocument } from "./fake_document.js";
import { factsOf } from "./fake_emergency.js";
import { settled } from "./form_page.js";

/** @import { EmergencyFacts } from "../../static/js/emergency_cards.js" */

beforeEach(() => void installDocument());

function open({ copies = true, line = "" } = {}) {
  /** @type {unknown[][]} */
  const done = [];
  const opener = element("button", {}, "Emergency card");
  const heading = element("h1", { tabindex: "-1" });
  const clock = { now: 60 };
  const panel = new EmergencyPanel({
    acts: {
      ask: (who) => void done.push(["ask", who]),
      hide: () => void done.push(["hide"]),
      close: (who) => void done.push(["close", who]),
    },
    refuge: () => heading,
    now: () => clock.now,
    line,
    copy: async (text) => {
      done.push(["copy", text]);
      return copies;
    },
  });
  document.body.append(heading, opener, panel.element);
  const view = fake(panel.element);
  let opening = 0;
  const away = () => {
    panel.update(null);
    panel.takeFocus();
  };
  const show = (/** @type {EmergencyFacts} */ facts, { mayAsk = true, again = true } = {}) => {
    if (again) opening += 1;
    panel.update({ facts, opening, mayAsk });
    panel.takeFocus();
  };
  return {
    panel,
    view,
    show,
    away,
    done,
    clock,
    opener: fake(opener),
    heading: fake(heading),
    press: (/** @type {string} */ name) => find(view, "button", name).click(),
    title: () => find(view, "h2", "Emergency card"),
  };
}

const MAYA = factsOf("Maya", { name: "Maya Quintela", company: "my sister" });

test("it says who it is, where they are, and everybody who can be called", () => {
  const { view, show } = open({ line: "+351 800 000 000" });
  show(MAYA);
  assert.match(view.textContent, /Maya.*Name given: Maya Quintela.*With them: my sister/);
  assert.match(view.textContent, /Lisbon, Portugal.*Said at \d\d:\d\d, 1 min ago\./);
  const dialled = view.querySelectorAll("a").map((link) => link.getAttribute("href"));
  assert.deepEqual(dialled, ["tel:112", "tel:+351800000000", "tel:+351210000000", "tel:+351210000001"]);
  assert.match(view.textContent, /Ana \(sister\)/);
  assert.match(view.textContent, /I am a therapist\. My client Maya Quintela is at Lisbon, Portugal/);
});

test("a name that is the label is not said twice, and what was not given makes no empty part", () => {
  const { view, show } = open();
  show(factsOf("Maya", { callback: "", contact: { name: "", phone: "", relation: "" } }));
  assert.doesNotMatch(view.textContent, /Name given|To call them back|Emergency contact|own line/);
});

test("a contact without a name, without a number and without either", () => {
  const { view, show } = open();
  const contact = (/** @type {object} */ change) =>
    show(factsOf("Maya", { contact: { name: "", phone: "", relation: "", ...change } }));
  contact({ phone: "117" });
  assert.match(view.textContent, /No name was given117/);
  contact({ phone: "117", relation: "mother" });
  assert.match(view.textContent, /Emergency contactmother117/);
  contact({ name: "Ana" });
  assert.match(view.textContent, /Emergency contactAna/);
});

test("the focus comes with an opening, and with nothing else", () => {
  const { show, opener, title, panel } = open();
  opener.focus();
  panel.update({ facts: MAYA, opening: 0, mayAsk: true });
  panel.takeFocus();
  assert.equal(fakeDocument.activeElement, opener, "a reload has brought it back");
  show(MAYA);
  assert.equal(fakeDocument.activeElement, title());
  opener.focus();
  show(MAYA, { again: false });
  assert.equal(fakeDocument.activeElement, opener);
});

test("the focus goes back to what opened the card, or to the page when that is gone", () => {
  const { show, away, opener, heading } = open();
  opener.focus();
  show(MAYA);
  away();
  assert.equal(fakeDocument.activeElement, opener);
  show(MAYA);
  opener.remove();
  away();
  assert.equal(fakeDocument.activeElement, heading);
});

test("a card that goes while the focus is elsewhere leaves it there", () => {
  const { show, away, opener } = open();
  show(MAYA);
  opener.focus();
  away();
  assert.equal(fakeDocument.activeElement, opener);
});

test("when it is gone nothing of anybody is left in the page", () => {
  const { show, panel, view, press } = open();
  show(MAYA);
  press("Close card");
  panel.update(null);
  assert.equal(panel.isShown(), false);
  assert.doesNotMatch(view.textContent, /Maya|Lisbon|351|Ana/);
  assert.equal(panel.modal.element.open, false);
  panel.update(null);
});

test("where they are now is asked for, and the answer is told with its time", () => {
  const { view, show, press, done, clock } = open();
  show(MAYA);
  press("Ask where they are now");
  assert.deepEqual(done, [["ask", "maya"]]);
  assert.match(view.textContent, /Asked at \d\d:\d\d\. The answer appears here\./);
  clock.now = 90;
  show(factsOf("Maya", { place: "Porto" }, 80), { again: false });
  assert.match(view.textContent, /Porto, Portugal.*They answered at/);
  show(factsOf("Ben"));
  assert.doesNotMatch(view.textContent, /answered|Asked/);
});

test("who is not connected is not asked over the page", () => {
  const { view, show } = open();
  show(MAYA, { mayAsk: false });
  assert.equal(find(view, "button", "Ask where they are now").hidden, true);
  assert.match(view.textContent, /They are not connected: call them/);
});

test("a place that was not said is said to be so, and not copied", () => {
  const { view, show } = open();
  show(factsOf("Maya", { place: "", country: "" }));
  assert.match(view.textContent, /have not said where they are\./);
  assert.equal(find(view, "button", "Copy the place").hidden, true);
});

test("what was copied is said, and so is a browser that refuses", async () => {
  const { view, show, press, done } = open();
  show(MAYA);
  press("Copy the place");
  await settled();
  assert.deepEqual(done, [["copy", "Lisbon, Portugal"]]);
  assert.match(view.textContent, /Copied: the place/);
  show(MAYA);
  assert.doesNotMatch(view.textContent, /Copied/, "another opening begins without it");
  const refused = open({ copies: false });
  refused.show(MAYA);
  refused.press("Copy 112");
  await settled();
  assert.match(refused.view.textContent, /did not let the page copy/);
});

test("a picture that is being scanned stays while time goes on", () => {
  const { view, show, press, clock } = open();
  show(MAYA);
  press("Dial on my phone: 112");
  const picture = find(view, "svg", "QR code that dials 112");
  clock.now = 600;
  show(MAYA, { again: false });
  assert.equal(find(view, "svg", "QR code that dials 112"), picture);
});

test("Hide card asks nothing, and Close card does", () => {
  const { panel, show, press, done } = open();
  show(MAYA);
  press("Hide card");
  assert.deepEqual(done, [["hide"]]);
  press("Close card");
  const dialog = fake(panel.modal.element);
  assert.deepEqual([dialog.open, done.length], [true, 1]);
  find(dialog, "button", "Close card").click();
  assert.deepEqual(done, [["hide"], ["close", "maya"]]);
});
