// What opens an account, made together: keys for the server, wraps of the data key, and the way in with them.

import * as api from "./api.js";
import { ApiError } from "./api.js";
import { encodeBase64url, randomId } from "./base64url.js";
import { CLOCK } from "./clock.js";
import { LastTouch } from "./last_touch.js";
import { SHELF, forgetDataKey, keepDataKey } from "./page_key.js";
import { passwordKeys, recoveryKeys, recoverySheet } from "./password.js";
import { KeptSheet, SHEETS, sheetFor } from "./recovery_sheet.js";
import { KEPT_SECONDS } from "./vault.js";
import { VaultRefused, unwrapDataKey, wrapDataKey } from "./vault_cipher.js";

/** @import { Credentials } from "./api.js" */
/** @import { Clock } from "./clock.js" */
/** @import { AccountKeys } from "./password.js" */
/** @import { Shelf } from "./page_key.js" */
/** @import { Sheet, Sheets } from "./recovery_sheet.js" */
/** @import { FormerKeyEntry, Put } from "./vault.js" */

/**
 * Usernames are clean (`cleanUsername`), recovery codes canonical (`readRecoveryCode`).
 *
 * @typedef {{installation: string, username: string, password: string, code?: string|null}} ByPassword
 *   code: of the recovery sheet, when it was typed; null when the person says that none is wanted; else what this
 *   browser keeps of it, if it does
 * @typedef {{installation: string, username: string, password: string, code: string,
 *   usesSheet: boolean}} NewCredentials
 *   usesSheet: whether a new device needs the code beside the password
 *
 * @typedef {object} Browser  what a test replaces
 * @property {Storage} storage
 * @property {Shelf} shelf
 * @property {Sheets} sheets
 * @property {Clock} clock
 */

/** The password does not open this account's vault. */
export class WrongPassword extends Error {}

/** Refused although this browser keeps a sheet for that account: the password is wrong, or the sheet has changed. */
export class SheetRefused extends ApiError {}

/** @returns {Browser} */
export function here() {
  return { storage: localStorage, shelf: SHELF, sheets: SHEETS, clock: CLOCK };
}

/**
 * The password's keys as this browser makes them.
 *
 * @param {ByPassword} account
 * @param {Browser} browser
 * @returns {Promise<{keys: AccountKeys, kept: KeptSheet, sheet: Sheet|null}>}
 */
export async function keysHere(account, { sheets }) {
  const kept = new KeptSheet(account, sheets);
  const sheet = await sheetFor(account, kept);
  return { keys: await passwordKeys(account, sheet), kept, sheet };
}

/**
 * @param {NewCredentials} account
 * @param {Uint8Array<ArrayBuffer>} dataKey
 * @returns {Promise<{credentials: Credentials, wrapping: CryptoKey, sheet: Sheet|null}>}  wrapping: the password's
 */
export async function makeCredentials(account, dataKey) {
  const sheet = account.usesSheet ? await recoverySheet(account) : null;
  const byPassword = await passwordKeys(account, sheet);
  const byCode = await recoveryKeys(account);
  const { username } = account;
  const credentials = {
    key: byPassword.authentication,
    recovery_key: byCode.authentication,
    password_wrap: await wrapDataKey(byPassword.wrapping, dataKey, "password", username),
    recovery_wrap: await wrapDataKey(byCode.wrapping, dataKey, "recovery", username),
  };
  return { credentials, wrapping: byPassword.wrapping, sheet };
}

/**
 * Signed in: unwrap the data key and keep it for the pages that follow. Throws `VaultRefused`.
 *
 * @param {string} username
 * @param {CryptoKey} wrapping
 * @param {Browser} browser
 */
export async function enter(username, wrapping, { storage, shelf, clock }) {
  const { password_wrap: wrap, page_half: half } = await api.vault();
  const dataKey = await unwrapDataKey(wrapping, wrap, "password", username);
  await keepDataKey(half, username, dataKey, shelf);
  new LastTouch(storage).record(clock.now());
  return dataKey;
}

/**
 * The password is changed by now: what fails here only means that the next page asks for it.
 *
 * @param {string} username
 * @param {Uint8Array<ArrayBuffer>} dataKey
 * @param {Browser} browser
 */
export async function keepUnderNewSignIn(username, dataKey, { shelf }) {
  try {
    await keepDataKey((await api.vault()).page_half, username, dataKey, shelf);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    await forgetDataKey(shelf);
  }
}

/**
 * When the answer to a first try was lost, a second one is refused, since a link and a recovery code work
 * once: then the new password signs in.
 *
 * @param {() => Promise<void>} post
 * @param {string} username
 * @param {string} key
 * @returns {Promise<boolean>}  whether it was done now
 */
export async function unlessDone(post, username, key) {
  try {
    await post();
    return true;
  } catch (refusal) {
    if (!(refusal instanceof ApiError) || (refusal.status !== 401 && refusal.status !== 410)) throw refusal;
    try {
      await api.signIn(username, key);
    } catch (error) {
      throw error instanceof ApiError && error.status >= 400 && error.status < 500 ? refusal : error;
    }
    return false;
  }
}

/**
 * @template T
 * @param {() => Promise<T>} opening
 * @returns {Promise<T>}
 */
export async function orWrong(opening) {
  try {
    return await opening();
  } catch (error) {
    if (error instanceof VaultRefused) throw new WrongPassword("the password opens nothing");
    throw error;
  }
}

/**
 * @param {Uint8Array} dataKey
 * @param {number} now  seconds
 * @returns {Put & {fields: FormerKeyEntry}}
 */
export function formerKey(dataKey, now) {
  const [kind, key] = [/** @type {const} */ ("formerKey"), encodeBase64url(dataKey)];
  const fields = { kind, key, until: now + KEPT_SECONDS };
  return { op: "put", id: randomId(), fields };
}
