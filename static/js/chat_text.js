// The text of a chat message, as it may be shown: several lines, bounded, nothing in it that hides or turns other text.

import { cleanLine } from "./clean.js";

/** Characters of a message. */
export const LONGEST_TEXT = 2000;
/** Breaks between lines that are kept; from there on the text goes on in the last line. */
const MOST_BREAKS = 20;
const BREAK = /\r\n|[\n\r\u2028\u2029]/u;

/**
 * Each line as `cleanLine` leaves it; no empty ones before the first or after the last. Empty when nothing of it
 * can be seen.
 *
 * @param {string} text
 * @returns {string}
 */
export function cleanText(text) {
  const lines = text.split(BREAK);
  const kept = lines.slice(0, MOST_BREAKS);
  if (lines.length > MOST_BREAKS) kept.push(lines.slice(MOST_BREAKS).join(" "));
  const clean = kept.map((line) => cleanLine(line, LONGEST_TEXT)).join("\n");
  return [...clean.trim()].slice(0, LONGEST_TEXT).join("").trimEnd();
}
