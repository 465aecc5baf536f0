// From what a clinician types to two keys: one that is shown to the server, one that never leaves the page.

import { encodeBase64url } from "./base64url.js";
import { hkdf } from "./kdf.js";

/** PBKDF2-HMAC-SHA-256. A constant of the code: a server that could choose it could make guessing cheap. */
const ROUNDS = 600_000;

const SHEET_BYTES = 16;

/** What a username may be, once cleaned: 1 to 40 letters. */
export const USERNAME = /^[a-z0-9][a-z0-9._-]{0,39}$/;

/**
 * @typedef {object} AccountKeys
 * @property {string} authentication  32 bytes as base64url, 43 letters: what the server asks for
 * @property {CryptoKey} wrapping     AES-256-GCM, cannot be extracted: opens the wrap of the data key
 */

/**
 * A username as it is stored, whatever the keyboard made of it.
 *
 * @param {string} text
 * @returns {string}
 */
export function cleanUsername(text) {
  return text.trim().toLowerCase();
}

/**
 * Takes about half a second of a processor.
 *
 *     salt = SHA-256("telehealth/1 password" ‖ installation ‖ username)
 *     root = PBKDF2-HMAC-SHA-256(NFKC(password) as UTF-8, salt, 600,000 rounds, 32 bytes)
 *
 * Where the recovery sheet is wanted on new devices, another takes the place of root:
 *
 *     HKDF-SHA-256(root ‖ sheet, info "telehealth/1 password with sheet", 32 bytes)
 *
 * @param {{installation: string, username: string, password: string}} account
 * @param {Uint8Array<ArrayBuffer>|null} [sheet]  `recoverySheet`, where it is wanted
 * @returns {Promise<AccountKeys>}
 */
export async function passwordKeys({ installation, username, password }, sheet = null) {
  const typed = new TextEncoder().encode(password.normalize("NFKC"));
  const key = await crypto.subtle.importKey("raw", typed, "PBKDF2", false, ["deriveBits"]);
  const salt = await accountSalt(installation, username);
  const parameters = { name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS };
  const root = new Uint8Array(await crypto.subtle.deriveBits(parameters, key, 256));
  return keysFrom(sheet === null ? root : await withSheet(root, sheet), "password");
}

/**
 * What of a recovery code goes into the password's keys. A browser may keep it: the code cannot be computed from it.
 *
 *     sheet = HKDF-SHA-256(code as ASCII, salt as for the password, info "telehealth/1 recovery sheet", 16 bytes)
 *
 * @param {{installation: string, username: string, code: string}} account  code: canonical, 28 letters
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export async function recoverySheet({ installation, username, code }) {
  const salt = await accountSalt(installation, username);
  return hkdf(new TextEncoder().encode(code), "telehealth/1 recovery sheet", salt, SHEET_BYTES);
}

/**
 * The code has 130 random bits, so that it needs no rounds:
 *
 *     root = HKDF-SHA-256(code as ASCII, salt as for the password, info "telehealth/1 recovery", 32 bytes)
 *
 * @param {{installation: string, username: string, code: string}} account  code: canonical, 28 letters
 * @returns {Promise<AccountKeys>}
 */
export async function recoveryKeys({ installation, username, code }) {
  const salt = await accountSalt(installation, username);
  const root = await hkdf(new TextEncoder().encode(code), "telehealth/1 recovery", salt);
  return keysFrom(root, "recovery");
}

/**
 * @param {Uint8Array<ArrayBuffer>} root
 * @param {Uint8Array<ArrayBuffer>} sheet
 */
function withSheet(root, sheet) {
  const both = new Uint8Array(root.length + sheet.length);
  both.set(root);
  both.set(sheet, root.length);
  return hkdf(both, "telehealth/1 password with sheet");
}

/**
 * @param {string} installation
 * @param {string} username
 */
async function accountSalt(installation, username) {
  const text = new TextEncoder().encode(`telehealth/1 password${installation}${username}`);
  return new Uint8Array(await crypto.subtle.digest("SHA-256", text));
}

/**
 * @param {Uint8Array<ArrayBuffer>} root
 * @param {"password"|"recovery"} kind
 * @returns {Promise<AccountKeys>}
 */
async function keysFrom(root, kind) {
  const authentication = encodeBase64url(await hkdf(root, `telehealth/1 ${kind} authentication`));
  const bytes = await hkdf(root, `telehealth/1 ${kind} wrapping`);
  const wrapping = await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
  return { authentication, wrapping };
}
