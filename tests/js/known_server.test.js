import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { InstallationChanged } from "../../static/js/account.js";
import { ApiError } from "../../static/js/api.js";
import { KnownServer } from "../../static/js/known_server.js";
import { newTab } from "./fake_page.js";

beforeEach(() => void Object.assign(globalThis, { localStorage: newTab() }));

/** @param {string} installation @returns {any} */
const site = (installation) => ({ name: "Practice", installation });

test("a server is asked once, and again when it did not answer", async () => {
  let away = true;
  const ask = mock.fn(async () => {
    if (away) throw new ApiError(0, "unreachable", "No answer.");
    return site("one");
  });
  const server = new KnownServer(ask);
  await assert.rejects(server.site(), ApiError);
  away = false;
  await server.site();
  assert.equal((await server.site()).installation, "one");
  assert.equal(ask.mock.callCount(), 2);
});

test("another installation is refused until the person says that they know of it", async () => {
  await new KnownServer(async () => site("one")).site();
  const server = new KnownServer(async () => site("two"));
  await assert.rejects(server.site(), InstallationChanged);
  await assert.rejects(server.site(), InstallationChanged);
  server.trust();
  assert.equal((await server.site()).installation, "two");
  await assert.rejects(new KnownServer(async () => site("one")).site(), InstallationChanged);
});
