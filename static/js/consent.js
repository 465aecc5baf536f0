// Consent in words: what is agreed to, and who signed it when.

import { nameOf } from "./element.js";

const LANGUAGE = "en-GB";

/**
 * The consent's own words, beginning as every consent on these pages does.
 *
 * @param {string} text
 * @returns {string}
 */
export function agreement(text) {
  return text.startsWith("I agree") ? text : `I agree: ${text}`;
}

/**
 * "Maya Q., as parent or guardian of Leo, 25 November 2026".
 *
 * @param {string} name
 * @param {string} child  empty for oneself
 * @param {string} date   YYYY-MM-DD
 * @returns {(string|HTMLElement)[]}
 */
export function signature(name, child, date) {
  const guardian = child === "" ? [] : [", as parent or guardian of ", nameOf(child)];
  return [nameOf(name), ...guardian, `, ${longDate(date)}`];
}

/**
 * "25 November 2026".
 *
 * @param {string} date  YYYY-MM-DD
 * @returns {string}
 */
function longDate(date) {
  return new Intl.DateTimeFormat(LANGUAGE, { dateStyle: "long", timeZone: "UTC" }).format(new Date(date));
}
