// The recovery code: 130 random bits that a person can write down and type back.

/** Crockford's base32: no I, L, O and U. */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const RANDOM_LETTERS = 26;
const CODE = /^[0-9A-HJKMNP-TV-Z]{28}$/;
const IGNORED = /[\s\p{Dash_Punctuation}]/gu;

/**
 * 26 random letters and two of checksum, without dashes.
 *
 * @returns {Promise<string>}
 */
export async function newRecoveryCode() {
  const random = crypto.getRandomValues(new Uint8Array(RANDOM_LETTERS));
  // Five bits of each byte: 256 is a multiple of 32, so that every letter is as likely.
  const letters = Array.from(random, (byte) => ALPHABET[byte & 31]).join("");
  return letters + (await checksum(letters));
}

/**
 * In seven groups of four with dashes, as it is shown.
 *
 * @param {string} code
 * @returns {string}
 */
export function formatRecoveryCode(code) {
  return code.replace(/(.{4})(?=.)/g, "$1-");
}

/**
 * The canonical 28 letters of what a person has typed, or null when a letter is wrong or missing. Case,
 * spaces and dashes do not matter; O is read as 0, I and L as 1.
 *
 * @param {string} text
 * @returns {Promise<string|null>}
 */
export async function readRecoveryCode(text) {
  const typed = text.normalize("NFKC").replace(IGNORED, "").toUpperCase();
  const code = typed.replaceAll("O", "0").replace(/[IL]/g, "1");
  if (!CODE.test(code)) return null;
  return code.endsWith(await checksum(code.slice(0, RANDOM_LETTERS))) ? code : null;
}

/**
 * The first ten bits of SHA-256 of the letters, as two letters: one mistake in 1,024 goes unnoticed.
 *
 * @param {string} letters
 */
async function checksum(letters) {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(letters));
  const bits = new DataView(digest).getUint16(0) >>> 6;
  return `${ALPHABET[bits >>> 5]}${ALPHABET[bits & 31]}`;
}
