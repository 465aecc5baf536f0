// An account without a page: enrol, sign in, unlock, change the password, sign out, look at earlier copies.

import * as api from "./api.js";
import { ApiError } from "./api.js";
import { encodeBase64url, randomId } from "./base64url.js";
import {
  enter,
  formerKey,
  here,
  keepUnderNewSignIn,
  makeCredentials,
  orWrong,
  unlessDone,
} from "./credentials.js";
import { checkInstallation } from "./installation.js";
import { forgetDataKey } from "./page_key.js";
import { passwordKeys } from "./password.js";
import { apply, emptyVault } from "./vault.js";
import { formerKeys, openWith } from "./vault_chain.js";
import {
  FIRST_PARENT,
  blobHash,
  newDataKey,
  sealVault,
  unwrapDataKey,
} from "./vault_cipher.js";
import { VaultMemory } from "./vault_memory.js";

/** @import { EarlierVault } from "./api.js" */
/** @import { Browser, ByPassword, NewCredentials } from "./credentials.js" */
/** @import { Put, RoomEntry, VaultContent } from "./vault.js" */
/** @import { VaultSync } from "./vault_sync.js" */

/** @typedef {import("./recovery.js").Opened} Opened */

export { WrongPassword } from "./credentials.js";
export { InstallationChanged, checkInstallation, trustInstallation } from "./installation.js";
export { openRecovery, recover } from "./recovery.js";

/**
 * Make the account: keys, room and vault here, then all of it at the server at once. When no answer came,
 * call it again with the same password and code. Throws `InstallationChanged`, `ApiError`.
 *
 * @param {NewCredentials & {token: string, publicName: string}} account
 * @param {Browser} [browser]
 * @returns {Promise<void>}
 */
export async function enrol({ token, publicName, ...account }, browser = here()) {
  const { installation, username } = account;
  checkInstallation(installation, browser.storage);
  const dataKey = newDataKey();
  const { credentials, wrapping } = await makeCredentials(account, dataKey);
  const made = await newRoom();
  const place = { dataKey, username, version: 1, parent: FIRST_PARENT };
  const blob = await sealVault(place, apply(emptyVault(), [made]));
  const room = { id: made.id, public_key: made.fields.publicKey };
  const enrolment = { token, public_name: publicName, room, credentials, blob };
  const isNew = await unlessDone(() => api.enrol(enrolment), username, credentials.key);
  const memory = new VaultMemory(username, installation, browser.storage, browser.clock);
  // A username may be given anew when its account was removed.
  await memory.forget();
  if (isNew) await memory.remember({ version: 1, hash: await blobHash(blob) });
  await enter(username, wrapping, browser);
}

/**
 * Throws `InstallationChanged`, `ApiError` (`sign_in_refused`, `too_fast`, `account_closed`), and
 * `VaultRefused` when the password is right and yet opens nothing.
 *
 * @param {ByPassword} account
 * @param {Browser} [browser]
 * @returns {Promise<void>}
 */
export async function signIn(account, browser = here()) {
  checkInstallation(account.installation, browser.storage);
  const { authentication, wrapping } = await passwordKeys(account);
  await api.signIn(account.username, authentication);
  await enter(account.username, wrapping, browser);
}

/**
 * The data key of the account that is signed in, for a page that was locked. Throws `WrongPassword`,
 * `InstallationChanged`, `ApiError`.
 *
 * @param {ByPassword} account
 * @param {Browser} [browser]
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export async function unlock(account, browser = here()) {
  checkInstallation(account.installation, browser.storage);
  const { wrapping } = await passwordKeys(account);
  return orWrong(() => enter(account.username, wrapping, browser));
}

/**
 * A new password and a new code for who is signed in: the data key changes, the former one goes into the
 * vault for 30 days, all other sign-ins end. Throws `WrongPassword` (of `current`), `InstallationChanged`,
 * `ApiError` (status 0: it may have been done, then the new password is the one to sign in with), and as
 * `VaultSync.refresh`.
 *
 * @param {{installation: string, sync: VaultSync, current: string, password: string, code: string}} change
 * @param {Browser} [browser]
 * @returns {Promise<void>}
 */
export async function changeCredentials({ installation, sync, current, password, code }, browser = here()) {
  checkInstallation(installation, browser.storage);
  const { username } = sync;
  const present = await passwordKeys({ installation, username, password: current });
  const { password_wrap: wrap } = await api.vault();
  await orWrong(() => unwrapDataKey(present.wrapping, wrap, "password", username));
  await sync.refresh();
  const dataKey = newDataKey();
  const { credentials } = await makeCredentials({ installation, username, password, code }, dataKey);
  const former = formerKey(sync.dataKey, browser.clock.now() / 1000);
  await sync.rekey(dataKey, [former], async (sealed) => {
    await api.changeCredentials({ key: present.authentication, credentials, ...sealed });
    await keepUnderNewSignIn(username, dataKey, browser);
  });
}

/**
 * Sign out at the server, and forget the data key here even when the server does not answer. Throws
 * `ApiError`.
 *
 * @param {Browser} [browser]
 * @returns {Promise<void>}
 */
export async function signOut(browser = here()) {
  try {
    await api.signOut();
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 401) throw error;
  } finally {
    await forgetDataKey(browser.shelf);
  }
}

/**
 * Earlier copies of the vault that the server still has, 30 days of them.
 *
 * @returns {Promise<EarlierVault[]>}
 */
export function listEarlier() {
  return api.earlierVaults();
}

/**
 * An earlier copy, also one from before a new password. Throws `VaultRefused`, `ApiError`.
 *
 * @param {number} version
 * @param {VaultSync} sync
 * @returns {Promise<VaultContent>}
 */
export async function openEarlier(version, sync) {
  const { parent, blob } = await api.earlierVault(version);
  const { username, dataKey, content } = sync;
  return openWith([dataKey, ...formerKeys(content)], { username, version, parent }, blob);
}

/** @returns {Promise<Put & {fields: RoomEntry}>} */
async function newRoom() {
  const pair = await crypto.subtle.generateKey({ name: "X25519" }, true, ["deriveBits"]);
  const { publicKey, privateKey } = /** @type {CryptoKeyPair} */ (pair);
  const fields = {
    kind: /** @type {const} */ ("room"),
    publicKey: encodeBase64url(new Uint8Array(await crypto.subtle.exportKey("raw", publicKey))),
    privateKey: encodeBase64url(new Uint8Array(await crypto.subtle.exportKey("pkcs8", privateKey))),
  };
  return { op: "put", id: randomId(), fields };
}
