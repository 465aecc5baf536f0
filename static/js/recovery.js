// Back into an account with the recovery code: its vault opens, then password, code and data key are new.

import * as api from "./api.js";
import { ApiError } from "./api.js";
import { enter, formerKey, here, makeCredentials, unlessDone } from "./credentials.js";
import { checkInstallation } from "./installation.js";
import { recoveryKeys } from "./password.js";
import { KeptSheet, sheetUse, usesSheet } from "./recovery_sheet.js";
import { apply, prune } from "./vault.js";
import { blobHash, newDataKey, openVault, sealVault, unwrapDataKey } from "./vault_cipher.js";
import { RolledBack } from "./vault_copy.js";
import { VaultMemory } from "./vault_memory.js";

/** @import { Browser } from "./credentials.js" */
/** @import { VaultContent } from "./vault.js" */

const MOST_TRIES = 8;

/**
 * @typedef {{installation: string, username: string, code: string, acceptOlder?: boolean}} ByCode
 *   acceptOlder: the clinician knows that the practice was restored
 *
 * @typedef {object} Opened  a vault that the recovery code has opened
 * @property {ByCode} by
 * @property {string} key      the code's authentication key
 * @property {Uint8Array<ArrayBuffer>} dataKey
 * @property {number} version
 * @property {string} hash     of the version's blob
 * @property {boolean} follows  whether what this browser has seen is known to be its forerunner, or is given up
 * @property {boolean} usesSheet  whether a new device needed the code beside the password until now
 * @property {VaultContent} content
 */

/**
 * The first step of recovery changes nothing. Throws `InstallationChanged`, `ApiError`, `VaultRefused`, and
 * `RolledBack` unless an older copy is accepted.
 *
 * @param {ByCode} by
 * @param {Browser} [browser]
 * @returns {Promise<Opened>}
 */
export async function openRecovery(by, browser = here()) {
  const { installation, username, acceptOlder = false } = by;
  checkInstallation(installation, browser.storage);
  const { authentication: key, wrapping } = await recoveryKeys(by);
  const { version, parent, blob, recovery_wrap: wrap } = await api.recovery(username, key);
  const hash = await blobHash(blob);
  const memory = new VaultMemory(username, installation, browser.storage, browser.clock);
  const verdict = await memory.check({ version, parent, hash });
  if ((verdict === "older" || verdict === "forked") && !acceptOlder) throw new RolledBack(verdict);
  const dataKey = await unwrapDataKey(wrapping, wrap, "recovery", username);
  const content = await openVault({ dataKey, username, version, parent }, blob);
  const follows = acceptOlder || verdict === "ok";
  return { by, key, dataKey, version, hash, follows, usesSheet: usesSheet(content), content };
}

/**
 * The second step: a new password and a new code, the vault under a new data key, all at once. When no answer
 * came, call it again with the same two. Throws as `openRecovery`.
 *
 * @param {Opened} opened
 * @param {{password: string, code: string, usesSheet?: boolean}} fresh
 *   usesSheet: whether a new device needs the new code beside the password; as it was when it is left out
 * @param {Browser} [browser]
 * @returns {Promise<void>}
 */
export async function recover(opened, fresh, browser = here()) {
  const { installation, username, acceptOlder = false } = opened.by;
  const dataKey = newDataKey();
  const account = { installation, username, usesSheet: opened.usesSheet, ...fresh };
  const { credentials, wrapping, sheet } = await makeCredentials(account, dataKey);
  const store = async (/** @type {Opened} */ newest) => {
    const { key, version, hash: parent, follows, content, dataKey: former } = newest;
    const now = browser.clock.now() / 1000;
    const next = prune(apply(content, [formerKey(former, now), sheetUse(account.usesSheet)]), now);
    const blob = await sealVault({ dataKey, username, version: version + 1, parent }, next);
    const change = { username, key, credentials, replaces: version, parent, blob };
    const isNew = await unlessDone(() => api.recover(change), username, credentials.key);
    const memory = new VaultMemory(username, installation, browser.storage, browser.clock);
    if (acceptOlder) await memory.forget();
    // Whoever is not signed in is not shown the versions between: then the next page asks for them.
    if (isNew && follows) await memory.remember({ version: version + 1, hash: await blobHash(blob) });
  };
  for (let tries = 1, newest = opened; ; tries += 1) {
    try {
      await store(newest);
      break;
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 412 || tries === MOST_TRIES) throw error;
    }
    newest = await openRecovery(opened.by, browser);
  }
  await new KeptSheet(account, browser.sheets).settle(sheet);
  await enter(username, wrapping, browser);
}
