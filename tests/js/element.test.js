import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { arrange, element, keepFocus, say, setAttribute, setText } from "../../static/js/element.js";
import { fake, fakeDocument, installDocument } from "./fake_document.js";

beforeEach(() => void installDocument());

test("markup in a name stays a name", () => {
  const made = fake(element("p", {}, "<img src=x onerror=alert(1)>"));
  assert.deepEqual(made.childNodes, ["<img src=x onerror=alert(1)>"]);
});

test("children that are none are left out", () => {
  assert.deepEqual(fake(element("p", {}, null, "one", false, undefined)).childNodes, ["one"]);
});

test("an attribute of true stands bare, one of false is absent, and a state for assistive technology is a word", () => {
  const made = fake(
    element("input", { required: true, disabled: false, "aria-disabled": true, "aria-label": null }),
  );
  assert.deepEqual(
    [...made.attributes],
    [
      ["required", ""],
      ["aria-disabled", "true"],
    ],
  );
});

test("what happens on a click is a function and never text", () => {
  let pressed = 0;
  const made = fake(
    element("button", {
      onclick: () => {
        pressed += 1;
      },
    }),
  );
  made.click();
  assert.equal(pressed, 1);
  assert.equal(made.attributes.size, 0);
  assert.throws(() => setAttribute(/** @type {any} */ (made), "onclick", "alert(1)"), TypeError);
  assert.throws(() => setAttribute(/** @type {any} */ (made), "style", "color: red"), TypeError);
});

test("text that is the same is not set again, so that a live region does not repeat itself", () => {
  const made = fake(element("p", {}, "Waiting for ", element("bdi", {}, "Dr Ruiz")));
  const before = made.childNodes;
  setText(/** @type {any} */ (made), "Waiting for Dr Ruiz");
  say(/** @type {any} */ (made), "Waiting for ", element("bdi", {}, "Dr Ruiz"));
  assert.equal(made.childNodes, before);
  say(/** @type {any} */ (made), "Waiting for ", element("bdi", {}, "Dr Lee"));
  assert.equal(made.textContent, "Waiting for Dr Lee");
});

test("arranging moves only what stands elsewhere: a picture that stays goes on", () => {
  const [one, two, three] = [element("video"), element("video"), element("video")];
  const parent = element("div", {}, one, two);
  arrange(parent, [one, two, three]);
  assert.deepEqual(
    [one, two, three].map((video) => fake(video).moves),
    [1, 1, 1],
  );
  arrange(parent, [two, three]);
  assert.deepEqual(fake(parent).children, [two, three]);
  assert.deepEqual(
    [two, three].map((video) => fake(video).moves),
    [1, 1],
  );
});

/** A page with a button that has the focus, and a heading. */
function focusedPage() {
  const [button, heading] = [element("button", {}, "Press"), element("h2", { tabindex: "-1" })];
  const area = element("div", {}, heading, button);
  document.body.append(area);
  button.focus();
  return { area, button, heading };
}

test("a focus whose button vanishes goes to the neighbour that is named for it", () => {
  const removed = focusedPage();
  keepFocus(
    removed.area,
    () => removed.button.remove(),
    () => removed.heading,
  );
  assert.equal(fakeDocument.activeElement, fake(removed.heading));
  const hid = focusedPage();
  keepFocus(
    hid.area,
    () => void (hid.button.hidden = true),
    () => hid.heading,
  );
  assert.equal(fakeDocument.activeElement, fake(hid.heading));
});

test("a focus whose button stays is left alone, and given back to a button that was only moved", () => {
  const { area, button, heading } = focusedPage();
  keepFocus(
    area,
    () => area.insertBefore(button, heading),
    () => heading,
  );
  assert.equal(fakeDocument.activeElement, fake(button));
  const elsewhere = element("button");
  document.body.append(elsewhere);
  elsewhere.focus();
  keepFocus(
    area,
    () => button.remove(),
    () => heading,
  );
  assert.equal(fakeDocument.activeElement, fake(elsewhere));
});
