// How this page opens the vault: whose it is, where its key may lie, and which other pages hear of a change.

import { unlock } from "./account.js";
import { vault } from "./api.js";
import { CLOCK } from "./clock.js";
import { LastTouch } from "./last_touch.js";
import { forgetDataKey, restoreDataKey } from "./page_key.js";
import { VaultMemory } from "./vault_memory.js";
import { VaultSync } from "./vault_sync.js";

/** @import { Keys, Opening } from "./guard.js" */

const CHANNEL = "telehealth vault";

/**
 * @param {object} page
 * @param {string} page.installation
 * @param {string} page.username
 * @param {() => void} page.changed
 * @param {(error: Error) => void} page.failed  what another tab has saved cannot be taken
 */
export function vaultMeans({ installation, username, changed, failed }) {
  const memory = new VaultMemory(username, installation);
  // Asked before this page is touched: whoever finds a page that was closed hours ago is asked for the password.
  let isOld = new LastTouch().isOld(CLOCK.now());
  /** @type {Keys} */
  const keys = {
    async restore(half) {
      if (isOld) await forgetDataKey();
      isOld = false;
      return restoreDataKey(half);
    },
    /** @param {string} password @param {string} [code]  of the recovery sheet, when it was typed */
    unlock: (password, code) =>
      unlock({ installation, username, password, ...(code === undefined ? {} : { code }) }),
    forget: forgetDataKey,
  };
  return {
    keys,
    half: async () => (await vault()).page_half,
    /** @param {Uint8Array<ArrayBuffer>} dataKey @returns {Opening} */
    newSync(dataKey) {
      const tabs = new BroadcastChannel(CHANNEL);
      const sync = new VaultSync({ username, dataKey, memory, changed, tabs, failed });
      return { sync, close: () => tabs.close() };
    },
    async versions() {
      const [seen, served] = await Promise.all([memory.known(), vault()]);
      return { offered: served.version, seen: seen?.version ?? 0 };
    },
  };
}
