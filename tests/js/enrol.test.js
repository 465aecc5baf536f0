import assert from "node:assert/strict";
import { afterEach, mock, test } from "node:test";

import { SITE, newEntry } from "./entry_page.js";
import { until } from "./form_page.js";

const TOKEN = "a-token-of-enough-length";
const ANSWERS = { "/api/site": SITE, "/api/enrolment": { username: "ruiz" } };

afterEach(() => mock.restoreAll());

/** Load the entry script once more. @param {string} time */
const load = (time) => import(`../../static/js/enrol.js?${time}`);

test("the link's token leaves the address, and the account that it stands for is named", async () => {
  const page = newEntry({ path: "/enrol", hash: `#${TOKEN}`, answers: ANSWERS });
  await load("first");
  assert.equal(page.location.hash, "");
  assert.deepEqual(page.body("/api/enrolment"), [{ token: TOKEN }]);
  assert.match(page.main.textContent, /You are setting up the account ruiz\./);
});

test("a link pasted into the address of this very page takes the place of the one before", async () => {
  const page = newEntry({ path: "/enrol", answers: ANSWERS });
  await load("pasted");
  assert.equal(page.heading(), "This enrolment link is not complete");
  page.location.hash = `#${TOKEN}`;
  page.window.dispatchEvent(new Event("hashchange"));
  await until(() => page.heading() === "Set up your account");
  assert.deepEqual(page.body("/api/enrolment"), [{ token: TOKEN }]);
});

test("a browser that is too old leaves the link unused", async () => {
  const page = newEntry({ path: "/enrol", hash: `#${TOKEN}`, answers: ANSWERS, old: true });
  await load("old");
  assert.equal(page.heading(), "This browser is too old for a session");
  assert.deepEqual([page.paths(), page.location.hash], [[], ""]);
});
