// Countries by their codes (ISO 3166-1 alpha-2, and XK for Kosovo); their names are the browser's own.

const CODES = Object.freeze(
  (
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW " +
    "BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI " +
    "FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN " +
    "IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME " +
    "MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF " +
    "PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV " +
    "SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK " +
    "YE YT ZA ZM ZW"
  ).split(" "),
);
const KNOWN = new Set(/** @type {unknown[]} */ ([...CODES]));

/** Of the pages. */
const LANGUAGE = "en";
/** Names that stand with "the": plurals, and what is called a state, a territory or the like. */
const ARTICLE =
  /^(United|Bahamas|Comoros|Gambia|Isle|Maldives|Philippines|Seychelles|U\.S\.)|(Islands|Netherlands|Republic|Territory|Territories)$/;
const NAMES = new Intl.DisplayNames(LANGUAGE, { type: "region" });

/**
 * @param {unknown} code
 * @returns {code is string}
 */
export function isCountry(code) {
  return KNOWN.has(code);
}

/**
 * @param {string} code
 * @returns {string}  empty for what is no country's code
 */
export function countryName(code) {
  return isCountry(code) ? (NAMES.of(code) ?? code) : "";
}

/**
 * "in Spain", "in the United Kingdom".
 *
 * @param {string} code
 * @returns {string}
 */
export function inCountry(code) {
  const name = countryName(code);
  return ARTICLE.test(name) ? `in the ${name}` : `in ${name}`;
}

/**
 * All of them, by name.
 *
 * @returns {{code: string, name: string}[]}
 */
export function countries() {
  const { compare } = new Intl.Collator(LANGUAGE);
  return CODES.map((code) => ({ code, name: countryName(code) })).sort((one, other) =>
    compare(one.name, other.name),
  );
}

/**
 * The country that a person has chosen for their browser, or empty. Only a region that is said counts: "en" alone
 * is spoken in many places.
 *
 * @param {readonly string[]} languages  such as "en-GB", the first preferred
 * @returns {string}
 */
export function countryOfLanguages(languages) {
  const regions = languages.map(regionOf);
  return regions.find((region) => isCountry(region)) ?? "";
}

/**
 * @param {string} language
 * @returns {string}
 */
function regionOf(language) {
  try {
    return new Intl.Locale(language).region ?? "";
  } catch (error) {
    // Whatever a browser was told to send, such as "C".
    if (error instanceof RangeError) return "";
    throw error;
  }
}
