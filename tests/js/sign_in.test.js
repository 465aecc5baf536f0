import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { FakeElement, fakeDocument, installDocument } from "./fake_document.js";

const TOKEN = "a-token-of-enough-length";

test("a sign-in link opened in a tab that shows the page already is exchanged, and leaves the address", async () => {
  installDocument();
  const page = new FakeElement("div");
  fakeDocument.body.append(page);
  const replaced = /** @type {string[]} */ ([]);
  const [window, location] = [new EventTarget(), { hash: "", pathname: "/sign-in", replace: mock.fn() }];
  const history = {
    replaceState: (/** @type {any} */ _state, /** @type {string} */ _title, /** @type {string} */ path) =>
      replaced.push(path),
  };
  Object.assign(document, { getElementById: () => page, querySelectorAll: () => [] });
  Object.assign(globalThis, { window, location, history });
  const asked = mock.method(globalThis, "fetch", async (/** @type {string} */ path) =>
    path === "/api/site"
      ? Response.json({ name: "Practice", crisis_text: "", consent: { version: 1 } })
      : new Response(null, { status: 204 }),
  );
  await import("../../static/js/sign_in.js");
  location.hash = `#${TOKEN}`;
  window.dispatchEvent(new Event("hashchange"));
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(
    asked.mock.calls.map(({ arguments: [path] }) => path),
    ["/api/site", "/api/sign-in"],
  );
  assert.deepEqual(replaced, ["/sign-in"]);
  assert.deepEqual(location.replace.mock.calls[0]?.arguments, ["/"]);
  location.hash = "#short";
  window.dispatchEvent(new Event("hashchange"));
  assert.equal(asked.mock.callCount(), 2);
});
