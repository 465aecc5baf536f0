// The recovery sheet on new devices: what a browser keeps of it, and the vault's note of whether it is wanted.

import { encodeBase64url } from "./base64url.js";
import { recoverySheet } from "./password.js";
import { shelfAt, unlessRefused } from "./shelf.js";

/** @import { Shelf } from "./shelf.js" */
/** @import { Put, VaultContent } from "./vault.js" */

/**
 * @typedef {Uint8Array<ArrayBuffer>} Sheet  16 bytes, `recoverySheet` of password.js
 * @typedef {(place: string) => Shelf<Sheet>} Sheets  where they lie; what a test replaces
 * @typedef {{installation: string, username: string}} Account
 */

/** The entry that says it; removing an entry is for good, so it is never removed. */
const ENTRY = "recoverySheet";

/** @type {Sheets} */
export const SHEETS = (place) => shelfAt("telehealth recovery sheet", "sheets", place);

/** What a browser keeps of one account's sheet: a browser that keeps it is a known one. */
export class KeptSheet {
  /**
   * @param {Account} account
   * @param {Sheets} [sheets]
   */
  constructor(account, sheets = SHEETS) {
    // A computer may be shared: who has an account here is nobody's business.
    this.shelf = placeOf(account).then(sheets);
  }

  /** @returns {Promise<Sheet|null>} */
  recall() {
    return unlessRefused(async () => (await (await this.shelf).get()) ?? null);
  }

  /**
   * From now on this is what the password needs here. A browser that keeps nothing asks for the code each time instead.
   *
   * @param {Sheet|null} sheet  null: nothing beside it
   * @returns {Promise<void>}
   */
  async settle(sheet) {
    if (sheet === null) return this.forget();
    await unlessRefused(async () => (await this.shelf).put(sheet));
  }

  /** @returns {Promise<void>} */
  async forget() {
    await unlessRefused(async () => (await this.shelf).remove());
  }
}

/**
 * What goes into the password's keys here. Only what the person has typed, now or before, decides it; never an answer
 * of the server's, which could else ask for the password alone.
 *
 * @param {Account & {code?: string|null}} typed  code: of the sheet; null when the person says that it is not wanted
 * @param {KeptSheet} kept
 * @returns {Promise<Sheet|null>}
 */
export async function sheetFor({ installation, username, code }, kept) {
  if (code === undefined) return kept.recall();
  return code === null ? null : recoverySheet({ installation, username, code });
}

/**
 * Whether this vault's account wants the sheet on new devices.
 *
 * @param {VaultContent} content
 * @returns {boolean}
 */
export function usesSheet({ entries }) {
  return Object.hasOwn(entries, ENTRY) && /** @type {{on?: unknown}} */ (entries[ENTRY]).on === true;
}

/**
 * The change of the vault that goes with new credentials.
 *
 * @param {boolean} on
 * @returns {Put}
 */
export function sheetUse(on) {
  const change = { op: "put", id: ENTRY, fields: { kind: "recoverySheet", on } };
  return /** @type {Put} */ (/** @type {unknown} */ (change));
}

/** @param {Account} account */
async function placeOf({ installation, username }) {
  const text = new TextEncoder().encode(`telehealth/1 kept sheet\0${installation}\0${username}`);
  return encodeBase64url(new Uint8Array(await crypto.subtle.digest("SHA-256", text)).subarray(0, 16));
}
