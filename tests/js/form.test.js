import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { ApiError } from "../../static/js/api.js";
import { element } from "../../static/js/element.js";
import { Form } from "../../static/js/views/form.js";
import { FakeClock } from "./fake_clock.js";
import { fake, fakeDocument, installDocument } from "./fake_document.js";
import { press, put, send, settled } from "./form_page.js";

/** @import { Fault } from "../../static/js/views/field.js" */

beforeEach(() => void installDocument());
afterEach(() => mock.restoreAll());

class Page {
  constructor() {
    this.clock = new FakeClock();
    this.input = element("input");
    /** What is wrong. */
    this.fault = "";
    this.sent = 0;
    /** @type {() => Promise<void>} */
    this.answer = async () => undefined;
    this.form = new Form(
      {
        parts: [this.input],
        action: "Go",
        check: () => [/** @type {Fault} */ ([this.fault, this.input])],
        send: () => {
          this.sent += 1;
          return this.answer();
        },
      },
      this.clock,
    );
    put(this.form);
  }

  get button() {
    return fake(this.form.button);
  }

  get refusal() {
    return fake(this.form.refusal);
  }

  async send() {
    await send(fakeDocument.body);
  }
}

test("a form with mistakes is not sent: its summary takes the focus and goes when they are put right", async () => {
  const page = new Page();
  page.fault = "Please write something.";
  await page.send();
  assert.equal(page.sent, 0);
  assert.equal(fakeDocument.activeElement, fake(page.form.summary.element));
  page.fault = "";
  page.form.element.dispatchEvent(new Event("input"));
  await settled();
  assert.equal(page.form.summary.isShown(), false);
});

test("nothing is called wrong before the form was sent for the first time", async () => {
  const page = new Page();
  page.fault = "Please write something.";
  page.form.element.dispatchEvent(new Event("input"));
  await settled();
  assert.equal(page.form.summary.isShown(), false);
});

test("a second click while the server is asked does nothing, and the button says so", async () => {
  const page = new Page();
  let answer = () => undefined;
  page.answer = () => new Promise((resolve) => (answer = /** @type {any} */ (resolve)));
  press(fakeDocument.body);
  await settled();
  assert.deepEqual(
    [page.button.textContent, page.button.getAttribute("aria-disabled")],
    ["One moment", "true"],
  );
  press(fakeDocument.body);
  await settled();
  assert.equal(page.sent, 1);
  answer();
  await settled();
  assert.deepEqual([page.button.textContent, page.button.getAttribute("aria-disabled")], ["Go", null]);
});

test("a refusal is said in the server's words until the next try", async () => {
  const page = new Page();
  page.answer = () => Promise.reject(new ApiError(401, "sign_in_refused", "They do not go together."));
  await page.send();
  assert.deepEqual([page.refusal.textContent, page.refusal.hidden], ["They do not go together.", false]);
  page.answer = async () => undefined;
  await page.send();
  assert.equal(page.refusal.hidden, true);
});

test("who was too fast sees how long to wait, and can then try again", async () => {
  const page = new Page();
  page.answer = () => Promise.reject(new ApiError(429, "too_fast", "Too many tries.", 100));
  await page.send();
  assert.equal(fake(page.form.wait).textContent, "You can try again in 2 min.");
  page.clock.pass(72_000);
  assert.equal(fake(page.form.wait).textContent, "You can try again in 28 s.");
  await page.send();
  assert.equal(page.sent, 1);
  page.clock.pass(28_000);
  assert.deepEqual([fake(page.form.wait).hidden, page.refusal.hidden], [true, true]);
  assert.equal(page.button.getAttribute("aria-disabled"), null);
  await page.send();
  assert.equal(page.sent, 2);
});

test("a fault of ours is said as one, and goes to the console", async () => {
  const logged = mock.method(console, "error", () => undefined);
  const page = new Page();
  page.answer = () => Promise.reject(new TypeError("ours"));
  await page.send();
  assert.match(page.refusal.textContent, /^Something went wrong in this page/);
  assert.equal(logged.mock.callCount(), 1);
});
