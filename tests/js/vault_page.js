// One page with a vault, on a server without delays unless a test puts some in its way.

import { apply } from "../../static/js/vault.js";
import { VaultMemory } from "../../static/js/vault_memory.js";
import { VaultSync } from "../../static/js/vault_sync.js";
import { FakeClock } from "./fake_clock.js";
import { fakeStorage } from "./fake_storage.js";
import { USERNAME } from "./fake_vault_server.js";

/** @import { PersonEntry, Put } from "../../static/js/vault.js" */
/** @import { VaultApi } from "../../static/js/vault_copy.js" */
/** @import { Tabs, Workings } from "../../static/js/vault_sync.js" */
/** @import { FakeVaultServer } from "./fake_vault_server.js" */

/** @type {Workings} */
export const WORKINGS = { apply, random: () => 0.5, restoreDataKey: async () => null };

/**
 * @param {string} name
 * @param {Partial<PersonEntry>} [fields]
 * @returns {Put}
 */
export function person(name, fields = {}) {
  const usual = { day: 2, time: "14:00" };
  const kind = /** @type {const} */ ("person");
  const made = { kind, room: "room", label: name, codeWord: "", usual, last: null, made: 1 };
  return { op: "put", id: name, fields: { ...made, ...fields } };
}

/**
 * A page of one browser; `browser` is what its tabs share.
 *
 * @param {FakeVaultServer} server
 * @param {{storage?: Storage, tabs?: Tabs, clock?: FakeClock, workings?: Partial<Workings>,
 *   api?: Partial<VaultApi>}} [browser]
 */
export function vaultPage(server, browser = {}) {
  const { storage = fakeStorage(), tabs, clock = new FakeClock(), workings, api } = browser;
  const memory = new VaultMemory(USERNAME, "I".repeat(22), storage, clock);
  const page = {
    server,
    storage,
    clock,
    memory,
    api: { ...server.api(), ...api },
    /** How often the page was told of something new. */
    told: 0,
    /** @type {Error[]} */
    failures: [],
    sync: /** @type {VaultSync} */ (/** @type {unknown} */ (null)),
  };
  const { dataKey } = server;
  const changed = () => (page.told += 1);
  const failed = (/** @type {Error} */ error) => page.failures.push(error);
  const given = { username: USERNAME, dataKey, memory, api: page.api, clock, changed, failed };
  page.sync = new VaultSync(tabs === undefined ? given : { ...given, tabs }, { ...WORKINGS, ...workings });
  return page;
}

/** A page that has loaded. @param {Parameters<typeof vaultPage>} where */
export async function loadedPage(...where) {
  const page = vaultPage(...where);
  await page.sync.load();
  return page;
}

/** The tabs of one browser: each hears what another says. */
export class FakeTabs {
  constructor() {
    /** @type {{tab: Tabs, listener: () => void}[]} */
    this.listeners = [];
  }

  /** @returns {Tabs} */
  tab() {
    /** @type {Tabs} */
    const tab = {
      postMessage: () => {
        for (const each of this.listeners) if (each.tab !== tab) each.listener();
      },
      addEventListener: (_type, listener) => void this.listeners.push({ tab, listener }),
    };
    return tab;
  }
}
