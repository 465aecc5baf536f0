// An account without a page: enrol, sign in, unlock, change the password, sign out, look at earlier copies.

import * as api from "./api.js";
import { ApiError } from "./api.js";
import { encodeBase64url, randomId } from "./base64url.js";
import {
  SheetRefused,
  enter,
  formerKey,
  here,
  keepUnderNewSignIn,
  keysHere,
  makeCredentials,
  orWrong,
  unlessDone,
} from "./credentials.js";
import { checkInstallation } from "./installation.js";
import { forgetDataKey } from "./page_key.js";
import { KeptSheet, sheetUse, usesSheet } from "./recovery_sheet.js";
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

/**
 * @typedef {import("./recovery.js").Opened} Opened
 *
 * @typedef {object} Change  of what opens the account
 * @property {string} installation
 * @property {VaultSync} sync
 * @property {string} current       the password until now
 * @property {string} [currentCode] of the sheet until now, when this browser does not keep it
 * @property {string} password      may be the same
 * @property {string} code          a new one
 * @property {boolean} usesSheet    whether a new device needs that code beside the password
 */

export { SheetRefused, WrongPassword } from "./credentials.js";
export { InstallationChanged, checkInstallation, trustInstallation } from "./installation.js";
export { openRecovery, recover } from "./recovery.js";

/**
 * Make the account: keys, room and vault here, then all of it at the server at once. When no answer came,
 * call it again with the same password and code. Throws `InstallationChanged`, `ApiError`.
 *
 * @param {Omit<NewCredentials, "usesSheet"> & {token: string, publicName: string}} account
 * @param {Browser} [browser]
 * @returns {Promise<void>}
 */
export async function enrol({ token, publicName, ...account }, browser = here()) {
  const { installation, username } = account;
  checkInstallation(installation, browser.storage);
  const dataKey = newDataKey();
  const { credentials, wrapping } = await makeCredentials({ ...account, usesSheet: false }, dataKey);
  const made = await newRoom();
  const place = { dataKey, username, version: 1, parent: FIRST_PARENT };
  const blob = await sealVault(place, apply(emptyVault(), [made]));
  const room = { id: made.id, public_key: made.fields.publicKey };
  const enrolment = { token, public_name: publicName, room, credentials, blob };
  const isNew = await unlessDone(() => api.enrol(enrolment), username, credentials.key);
  const memory = new VaultMemory(username, installation, browser.storage, browser.clock);
  // A username may be given anew when its account was removed.
  await Promise.all([memory.forget(), new KeptSheet(account, browser.sheets).forget()]);
  if (isNew) await memory.remember({ version: 1, hash: await blobHash(blob) });
  await enter(username, wrapping, browser);
}

/**
 * A browser that has signed in is known: it keeps what it needs of the recovery sheet. Throws `InstallationChanged`,
 * `SheetRefused`, `ApiError` (`sign_in_refused`, `too_fast`, `account_closed`), and `VaultRefused` when the password is
 * right and yet opens nothing.
 *
 * @param {ByPassword} account
 * @param {Browser} [browser]
 * @returns {Promise<void>}
 */
export async function signIn(account, browser = here()) {
  checkInstallation(account.installation, browser.storage);
  const { keys, kept, sheet } = await keysHere(account, browser);
  const isKept = account.code === undefined && sheet !== null;
  try {
    await api.signIn(account.username, keys.authentication);
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== "sign_in_refused" || !isKept) throw error;
    throw new SheetRefused(error.status, error.code, error.message, error.retryAfter);
  }
  await enter(account.username, keys.wrapping, browser);
  if (account.code !== undefined) await kept.settle(sheet);
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
  const { keys, kept, sheet } = await keysHere(account, browser);
  const dataKey = await orWrong(() => enter(account.username, keys.wrapping, browser));
  if (account.code !== undefined) await kept.settle(sheet);
  return dataKey;
}

/**
 * A new password, or the same, and a new code for who is signed in: the data key changes, the former one goes into the
 * vault for 30 days, all other sign-ins end. Throws `WrongPassword` (of `current`), `InstallationChanged`,
 * `ApiError` (status 0: it may have been done, then the new password is the one to sign in with), and as
 * `VaultSync.refresh`.
 *
 * @param {Change} change
 * @param {Browser} [browser]
 * @returns {Promise<void>}
 */
export async function changeCredentials(change, browser = here()) {
  const { installation, sync, current, currentCode } = change;
  checkInstallation(installation, browser.storage);
  const { username } = sync;
  const typed = currentCode === undefined ? {} : { code: currentCode };
  const present = await keysHere({ installation, username, password: current, ...typed }, browser);
  const { password_wrap: wrap } = await api.vault();
  await orWrong(() => unwrapDataKey(present.keys.wrapping, wrap, "password", username));
  await sync.refresh();
  const dataKey = newDataKey();
  const { credentials, sheet } = await makeCredentials({ ...change, username }, dataKey);
  const notes = [formerKey(sync.dataKey, browser.clock.now() / 1000), sheetUse(change.usesSheet)];
  await sync.rekey(dataKey, notes, async (sealed) => {
    await api.changeCredentials({ key: present.keys.authentication, credentials, ...sealed });
    await present.kept.settle(sheet);
    await keepUnderNewSignIn(username, dataKey, browser);
  });
}

/**
 * Whether this account wants the recovery sheet on new devices, and whether this browser keeps it.
 *
 * @param {{installation: string, sync: VaultSync}} account
 * @param {Browser} [browser]
 * @returns {Promise<{isWanted: boolean, isKept: boolean}>}
 */
export async function sheetState({ installation, sync }, browser = here()) {
  const { username, content } = sync;
  const kept = await new KeptSheet({ installation, username }, browser.sheets).recall();
  return { isWanted: usesSheet(content), isKept: kept !== null };
}

/**
 * From now on this browser asks for the code of the sheet, as a new one does.
 *
 * @param {{installation: string, username: string}} account
 * @param {Browser} [browser]
 * @returns {Promise<void>}
 */
export function forgetBrowser(account, browser = here()) {
  return new KeptSheet(account, browser.sheets).forget();
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
