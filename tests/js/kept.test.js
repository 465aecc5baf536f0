import assert from "node:assert/strict";
import { afterEach, mock, test } from "node:test";

import { SITE, newEntry } from "./entry_page.js";

afterEach(() => mock.restoreAll());

test("the table stands with the practice's name, and without it when the server is away", async () => {
  const page = newEntry({ path: "/kept", answers: { "/api/site": SITE } });
  await import("../../static/js/kept.js");
  assert.deepEqual(page.paths(), ["/api/site"]);
  newEntry({ path: "/kept", answers: {} });
  const again = "../../static/js/kept.js?away";
  await import(again);
});
