import assert from "node:assert/strict";
import { afterEach, mock, test } from "node:test";

import { SITE, newEntry } from "./entry_page.js";
import { field } from "./form_page.js";

afterEach(() => mock.restoreAll());

/** Load the entry script once more. @param {string} time */
const load = (time) => import(`../../static/js/sign_in.js?${time}`);

test("the page asks for username and password, and the server for nothing but its name", async () => {
  const page = newEntry({ path: "/sign-in", answers: { "/api/site": SITE } });
  await load("first");
  assert.equal(page.heading(), "Sign in");
  assert.ok(field(page.main, "Username"));
  assert.deepEqual(page.paths(), ["/api/site"]);
});

test("a server that does not answer leaves the form where it is", async () => {
  const page = newEntry({ path: "/sign-in", answers: {} });
  await load("away");
  assert.equal(page.heading(), "Sign in");
});

test("a browser that is too old is told so before anybody types", async () => {
  const page = newEntry({ path: "/sign-in", answers: { "/api/site": SITE }, old: true });
  await load("old");
  assert.equal(page.heading(), "This browser is too old for a session");
});

test("a browser that keeps no data is told so", async () => {
  const page = newEntry({ path: "/sign-in", answers: { "/api/site": SITE } });
  mock.method(console, "error", () => undefined);
  const denied = () => {
    throw new DOMException("denied", "SecurityError");
  };
  Object.assign(globalThis, { localStorage: { getItem: denied, setItem: denied } });
  await load("denied");
  assert.equal(page.heading(), "This browser keeps no data for this page");
});
