// A browser in which a clinician uses an account: its storage, its kept key, and a server behind it.

import assert from "node:assert/strict";

import { enrol } from "../../static/js/account.js";
import { restoreDataKey } from "../../static/js/page_key.js";
import { newRecoveryCode } from "../../static/js/recovery_code.js";
import { VaultMemory } from "../../static/js/vault_memory.js";
import { VaultSync } from "../../static/js/vault_sync.js";
import { FakeAccountServer, INSTALLATION, TOKEN } from "./fake_account_server.js";
import { FakeClock } from "./fake_clock.js";
import { fakeShelf } from "./fake_shelf.js";
import { fakeStorage } from "./fake_storage.js";
import { FakeTabs, WORKINGS } from "./vault_page.js";

/** @import { Sheets } from "../../static/js/recovery_sheet.js" */

export const PASSWORD = "anchor violet mosaic lantern orbit";
export const CODE = await newRecoveryCode();
export const ACCOUNT = { installation: INSTALLATION, username: "ruiz", password: PASSWORD };
export const ENROLMENT = { ...ACCOUNT, token: TOKEN, publicName: "Dr Ana Ruiz", code: CODE };

export function newBrowser() {
  const [storage, shelf, clock, tabs] = [fakeStorage(), fakeShelf(), new FakeClock(), new FakeTabs()];
  return { storage, shelf, ...newSheets(), clock, tabs };
}

/** Where recovery sheets lie: the map is what the browser has on its disk. */
export function newSheets() {
  const kept = /** @type {Map<string, Uint8Array<ArrayBuffer>>} */ (new Map());
  /** @type {Sheets} */
  const sheets = (place) => ({
    get: async () => kept.get(place),
    put: async (sheet) => void kept.set(place, sheet),
    remove: async () => void kept.delete(place),
  });
  return { kept, sheets };
}

/** A server whose account is enrolled, and the browser that did it. */
export async function enrolled() {
  const [server, browser] = [new FakeAccountServer(), newBrowser()];
  await enrol(ENROLMENT, browser);
  return { server, browser };
}

/**
 * What the next page of this browser does: it finds the data key, and opens the vault.
 *
 * @param {FakeAccountServer} server
 * @param {ReturnType<typeof newBrowser>} browser
 */
export async function nextPage(server, { storage, shelf, clock, tabs }) {
  const kept = await restoreDataKey(server.half, shelf);
  if (kept === null) return null;
  const { username, dataKey } = kept;
  const memory = new VaultMemory(username, INSTALLATION, storage, clock);
  const restore = (/** @type {string} */ half) => restoreDataKey(half, shelf);
  const workings = { ...WORKINGS, restoreDataKey: restore };
  const changed = () => undefined;
  const failed = (/** @type {Error} */ error) => assert.fail(error);
  const sync = new VaultSync({ username, dataKey, memory, clock, changed, failed, tabs: tabs.tab() }, workings);
  await sync.load();
  return sync;
}
