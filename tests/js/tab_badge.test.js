import assert from "node:assert/strict";
import { test } from "node:test";

import { TabBadge } from "../../static/js/tab_badge.js";
import { newOutside } from "./fake_page_outside.js";

const settled = () => new Promise((resolve) => setTimeout(resolve, 1));

test("the tab says how many wait and has its lamp on, until nobody does", () => {
  const page = newOutside();
  const badge = new TabBadge({ document: /** @type {any} */ (page), navigator: {} });
  badge.show(2);
  assert.equal(page.title, "(2) Today");
  assert.match(page.icon(), /\/img\/lamp_on\.svg$/);
  badge.show(0);
  assert.deepEqual([page.title, page.icon()], ["Today", "/static/img/lamp.svg"]);
});

test("a page that stands in the task bar has the number there, each number once", async () => {
  /** @type {unknown[]} */
  const shown = [];
  const navigator = {
    setAppBadge: async (/** @type {number|undefined} */ count) => void shown.push(count),
    clearAppBadge: async () => void shown.push("none"),
  };
  const badge = new TabBadge({ document: /** @type {any} */ (newOutside()), navigator });
  for (const count of [0, 1, 1, 3, 0]) badge.show(count);
  await settled();
  assert.deepEqual(shown, [1, 3, "none"]);
});

test("a system that shows no number is no fault", async () => {
  const page = newOutside();
  const refuse = async () => {
    throw new DOMException("no", "NotAllowedError");
  };
  const badge = new TabBadge({
    document: /** @type {any} */ (page),
    navigator: { setAppBadge: refuse, clearAppBadge: refuse },
  });
  badge.show(1);
  await settled();
  assert.equal(page.title, "(1) Today");
});
