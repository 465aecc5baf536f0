import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { ApiError } from "../../static/js/api.js";
import { brokenLink, closed, failedStart } from "../../static/js/views/problem.js";
import { fake, find, installDocument } from "./fake_document.js";

/** @type {unknown[][]} */
const logged = [];
beforeEach(() => {
  installDocument();
  logged.length = 0;
  mock.method(console, "error", (/** @type {unknown[]} */ ...parts) => void logged.push(parts));
});
afterEach(() => mock.restoreAll());

test("whatever keeps a page from beginning is said, with a way to try again", () => {
  let pressed = 0;
  for (const error of [new ApiError(0, "unreachable", "No answer."), new TypeError("ours"), "thrown"]) {
    find(failedStart(error, () => (pressed += 1)).element, "button", "Try again").click();
  }
  assert.equal(pressed, 3);
});

test("a fault of ours is in the console, and the server's refusal in its own words on the page", () => {
  const refused = failedStart(new ApiError(0, "unreachable", "No answer."), () => undefined);
  assert.match(fake(refused.element).textContent, /No answer\./);
  assert.deepEqual(logged, []);
  const fault = new TypeError("ours");
  failedStart(fault, () => undefined);
  assert.equal(logged[0]?.[1], fault);
});

test("a browser that keeps no data is named, with its cure", () => {
  const blocked = failedStart(new DOMException("denied", "SecurityError"), () => undefined);
  assert.match(fake(blocked.element).textContent, /Allow cookies and site data for this address/);
});

test("an incomplete link may have been cut, or be the address of a page that has checked in", () => {
  const text = fake(brokenLink().element).textContent;
  assert.match(text, /cut long links/);
  assert.match(text, /checked in/);
});

const NOTHING_SAID = { code: "", text: "" };

test("whatever the server has closed says what to do, with its own words where it has some", () => {
  for (const verdict of /** @type {const} */ (["moved", "sign_in", "gone", "refused"])) {
    const { element } = closed(verdict, NOTHING_SAID, () => undefined);
    assert.ok(fake(element).textContent.length > 60, verdict);
  }
  const over = closed(
    "gone",
    { code: "invitation_over", text: "The time of this link is over." },
    () => undefined,
  );
  assert.match(fake(over.element).textContent, /The time of this link is over\..*call or write to them/);
});

test("a link that opens later says when", () => {
  mock.method(globalThis, "setTimeout", () => 0);
  const text = "It opens at 2099-11-22T13:45:00Z.";
  const page = closed("gone", { code: "invitation_early", text }, () => undefined);
  assert.match(fake(page.element).textContent, /not open yet.*It opens on .*2099/);
});
