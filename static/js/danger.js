// "In danger now?": the practice's own words, and the emergency number of the country where somebody is.

import { countryOfLanguages, inCountry } from "./countries.js";
import { element, say } from "./element.js";
import { emergencyNumbers } from "./emergency_numbers.js";

/** @import { Site } from "./api.js" */

/** Enough for every service. A country that has more numbers has them for regions, too. */
const MOST = 6;

/**
 * Where somebody may be who has not said it yet: where the practice is, else where their browser is at home.
 *
 * @param {Pick<Site, "check_in">|null} site  null as long as the server has not answered
 * @param {readonly string[]} [languages]
 * @returns {string}  a country's code, or empty
 */
export function likelyCountry(site, languages = globalThis.navigator?.languages ?? []) {
  return site?.check_in.country || countryOfLanguages(languages);
}

/**
 * Put it where the page has room for it. Without a word of the practice's own the page's stays.
 *
 * @param {Pick<Site, "crisis_text"|"crisis_texts">|null} site
 * @param {string} country  a code, or empty
 * @param {Iterable<HTMLElement>} [places]
 */
export function showDanger(site, country, places = document.querySelectorAll("[data-crisis]")) {
  for (const place of places) {
    place.dataset.always ??= place.textContent ?? "";
    const own = site?.crisis_texts[country] || site?.crisis_text;
    say(place, own || place.dataset.always, ...numbersToCall(country));
  }
}

/**
 * "Emergency number in Spain: 112", on a line of its own: the style sheet keeps line breaks here.
 *
 * @param {string} country
 * @returns {(string|HTMLElement)[]}  nothing where the table knows none
 */
function numbersToCall(country) {
  const numbers = emergencyNumbers(country).slice(0, MOST);
  if (numbers.length === 0) return [];
  const links = numbers.map((number) => element("a", { href: `tel:${number}` }, number));
  const title = numbers.length === 1 ? "Emergency number" : "Emergency numbers";
  return [
    `\n${title} ${inCountry(country)}: `,
    ...links.flatMap((link, place) => (place === 0 ? [link] : [", ", link])),
  ];
}
