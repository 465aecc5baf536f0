// Text that somebody else typed, as it may be shown: one line, bounded, nothing in it that hides or turns other text.

const LONGEST_NAME = 80;

/** Control characters, lone surrogates and private ones, and the braille cell without a dot. */
const UNSEEN = /[\p{Cc}\p{Cs}\p{Co}\u2028\u2029\u2800]/gu;
/** What takes no room on a line, among it whatever turns the direction of other text: all but the two joiners. */
const IGNORABLE = /(?![\u200c\u200d])\p{Default_Ignorable_Code_Point}/gu;
/** Persian and the scripts of India need a joiner between letters; elsewhere it only makes two names look alike. */
const STRAY_JOINER = /(?<![\p{L}\p{M}])[\u200c\u200d]+|[\u200c\u200d]+(?!\p{L})/gu;
/** No script stacks more marks on a letter than this; more of them reach into the lines above. */
const STACKED_MARKS = /(\p{M}{4})\p{M}+/gu;
const ANYTHING_SEEN = /[^\p{M}\p{Z}]/u;

/**
 * A name as it may be shown: one line, at most 80 characters, nothing invisible that moves other text.
 * Empty when nothing of it can be seen.
 *
 * @param {string} text
 * @returns {string}
 */
export function cleanName(text) {
  return cleanLine(text, LONGEST_NAME);
}

/**
 * The same for any other line.
 *
 * @param {string} text
 * @param {number} longest  in characters
 * @returns {string}
 */
export function cleanLine(text, longest) {
  const seen = text
    .normalize("NFC")
    .replaceAll(/[\t\r\n]/g, " ")
    .replaceAll(UNSEEN, "")
    .replaceAll(IGNORABLE, "")
    .replaceAll(STRAY_JOINER, "")
    .replaceAll(STACKED_MARKS, "$1");
  const line = [...seen.replaceAll(/\s+/gu, " ").trim()].slice(0, longest).join("").trim();
  return ANYTHING_SEEN.test(line) ? line : "";
}
