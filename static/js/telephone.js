// A telephone number as somebody typed it, and as a telephone dials it.

/** What people write between digits, and nothing that would hide another number among the digits. */
const WRITTEN = /^\+?[\d\s().\-/\u00a0\u2010-\u2013]+$/;
/** "+44 (0)20": the zero is dialled only inside the country. */
const TRUNK_ZERO = /\(0\)/;
/** ITU-T E.164, section 6.1: at most 15 digits; a call abroad without "+" has up to four more before them. */
const LONGEST = 19;

/**
 * @param {string} text
 * @returns {string}  digits, perhaps with "+" before them; empty when the text is no number that could be dialled
 */
export function dialable(text) {
  const written = text.trim();
  if (!WRITTEN.test(written)) return "";
  const abroad = written.startsWith("+");
  const digits = (abroad ? written.replace(TRUNK_ZERO, "") : written).replaceAll(/\D/g, "");
  if (digits.length < 2 || digits.length > LONGEST) return "";
  return abroad ? `+${digits}` : digits;
}

/**
 * The address of a call (RFC 3966).
 *
 * @param {string} number  from `dialable`
 * @returns {string}
 */
export function callAddress(number) {
  return `tel:${number}`;
}
