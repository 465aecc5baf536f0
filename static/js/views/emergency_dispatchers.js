// The emergency numbers of somebody's own country: the first one at once, many others folded away.

import { countryName } from "../countries.js";
import { element } from "../element.js";
import { emergencyNumbers } from "../emergency_numbers.js";
import { EmergencyNumber } from "./emergency_number.js";

/** @import { Copy } from "./emergency_number.js" */

const TRANSFER =
  "112 and 911 reach the dispatcher of the caller's own place. If you are elsewhere, ask your own for a transfer to theirs, or call a direct line.";
const NO_COUNTRY = "They have not said which country they are in: ask them, or ask your own dispatcher.";
const NO_NUMBER = "No emergency number is known here for this country: ask your own dispatcher.";
/** More of them, one for each service, would only be in the way. */
const AT_ONCE = 2;

/**
 * @param {string} country  ISO 3166-1 alpha-2, empty when it was not said
 * @param {Copy} copy
 * @returns {HTMLElement}
 */
export function dispatchers(country, copy) {
  const numbers = emergencyNumbers(country).map((number) => new EmergencyNumber(number, number, copy).element);
  const [first, others] = [numbers.slice(0, AT_ONCE), numbers.slice(AT_ONCE)];
  const title = country === "" ? "Emergency number" : `Emergency number: ${countryName(country)}`;
  return element(
    "section",
    { class: "emergency-part" },
    element("h3", {}, title),
    numbers.length === 0 && element("p", {}, country === "" ? NO_COUNTRY : NO_NUMBER),
    ...first,
    others.length > 0 &&
      element("details", {}, element("summary", {}, "Numbers of single services there"), ...others),
    element("p", { class: "quiet" }, TRANSFER),
  );
}
