import assert from "node:assert/strict";
import { test } from "node:test";

import { EnrolmentToken } from "../../static/js/enrolment_token.js";
import { newTab } from "./fake_page.js";

const TOKEN = "a-token-of-enough-length";

/** A page of this tab. @param {string} hash @param {any} [storage] @returns {any} */
function page(hash, storage = newTab()) {
  const location = { hash, pathname: "/enrol" };
  const replaceState = (
    /** @type {any} */ _state,
    /** @type {string} */ _title,
    /** @type {string} */ path,
  ) => {
    location.hash = "";
    location.pathname = path;
  };
  return { location, history: { replaceState }, sessionStorage: storage };
}

test("the token leaves the address, and a reload of the tab goes on with it", () => {
  const first = page(`#${TOKEN}`);
  const token = new EnrolmentToken(first);
  assert.equal(token.take(), true);
  assert.deepEqual([token.value, first.location.hash, first.location.pathname], [TOKEN, "", "/enrol"]);
  const reloaded = new EnrolmentToken(page("", first.sessionStorage));
  assert.equal(reloaded.take(), false);
  assert.equal(reloaded.value, TOKEN);
});

test("a used token is forgotten", () => {
  const first = page(`#${TOKEN}`);
  const token = new EnrolmentToken(first);
  token.take();
  token.forget();
  assert.equal(token.value, "");
  const reloaded = new EnrolmentToken(page("", first.sessionStorage));
  reloaded.take();
  assert.equal(reloaded.value, "");
});

test("a newer link takes the place of the token that the tab has kept", () => {
  const first = page(`#${TOKEN}`);
  new EnrolmentToken(first).take();
  const token = new EnrolmentToken(page(`#${TOKEN}-2`, first.sessionStorage));
  token.take();
  assert.equal(token.value, `${TOKEN}-2`);
});

test("a link that was cut has no token", () => {
  for (const hash of ["", "#", "#short", "#with spaces and more"]) {
    const token = new EnrolmentToken(page(hash));
    assert.equal(token.take(), false);
    assert.equal(token.value, "");
  }
});

test("a browser that keeps nothing has the token as long as the page", () => {
  const closed = page(`#${TOKEN}`);
  Object.defineProperty(closed, "sessionStorage", {
    get() {
      throw new DOMException("denied", "SecurityError");
    },
  });
  const token = new EnrolmentToken(closed);
  token.take();
  token.take();
  assert.equal(token.value, TOKEN);
  token.forget();
  assert.equal(token.value, "");
});
