// The clinician's receipt of a session, in words: when, who, how each was known, consent, place.

import { attendances } from "./attendances.js";
import { privacyText } from "./check_in_words.js";
import { countryName } from "./countries.js";
import { isSameDay, longDayText, spanText, timeText } from "./day_time.js";
import { methodText } from "./methods.js";
import { dayInFull, part, row, signedOn, zoneText } from "./receipt.js";
import { interruptions } from "./interruptions.js";

/** @import { Attendance, Identification, Stay } from "./attendances.js" */
/** @import { Consent } from "./card.js" */
/** @import { Part, Receipt, Row } from "./receipt.js" */
/** @import { Said, SessionFacts } from "./session_record.js" */

/**
 * @typedef {object} ReceiptOptions
 * @property {string} practice     its name, empty for none
 * @property {boolean} withLabels  the private labels, too
 * @property {number} now          seconds
 *
 * @typedef {(at: number) => string} TimeOf  a time of day, with the day where it is another than the first
 */

const ROLES = Object.freeze({ clinician: "Clinician", client: "Client", guest: "Guest" });
const UNCONFIRMED = "Not confirmed by the end of the session";
const CLOSED = "Not seen: the clinician's page was closed. It was still going on at";
const NO_CARD = "Their check-in has not come to this page";

/**
 * @param {SessionFacts} facts
 * @param {ReceiptOptions} options
 * @returns {Receipt}
 */
export function sessionReceipt(facts, { practice, withLabels, now }) {
  const time = timesFrom(facts.began);
  const people = attendances(facts);
  const broken = interruptions(facts, people, time);
  const none = [{ term: "Interruptions", text: "None that this page noticed" }];
  return {
    title: "Session receipt",
    parts: [
      part("", sessionRows(facts, practice, time)),
      ...people.map((person) => personPart(person, time, withLabels)),
      broken.length > 0 ? part("Interruptions", broken) : part("", none),
    ],
    note: `Made in the clinician's browser on ${dayInFull(now)}, ${timeText(now)}. The server keeps no copy.`,
  };
}

/**
 * Whom a session was with, for the clinician alone: by their labels, or as they called themselves.
 *
 * @param {SessionFacts} facts
 * @returns {string[]}
 */
export function sessionNames(facts) {
  return attendances(facts).map(({ known, name }) => known.label || name || "your client");
}

/**
 * When it was over, as far as this browser knows.
 *
 * @param {SessionFacts} facts
 * @returns {{at: number, isKnown: boolean}}  isKnown: a page saw the end
 */
export function sessionEnd({ moments, seen }) {
  const last = moments.at(-1);
  return last?.people.length === 0 ? { at: last.at, isKnown: true } : { at: seen, isKnown: false };
}

/**
 * @param {SessionFacts} facts
 * @param {string} practice
 * @param {TimeOf} time
 */
function sessionRows(facts, practice, time) {
  const { clinician, began, loaded, moments } = facts;
  const { at: end, isKnown } = sessionEnd(facts);
  const length = end - began < 60 ? "less than a minute" : spanText(end - began);
  const first = loaded ? ` (this page knows it from ${time(moments[0]?.at ?? began)} on)` : "";
  const ended = isKnown ? `${time(end)} (${length})` : `${CLOSED} ${time(end)}`;
  return [
    row("Practice", practice),
    row("Clinician", clinician),
    row("Date", dayInFull(began)),
    row("Began", `${time(began)}${first}`),
    row("Ended", ended),
    row("Times are those of", zoneText(began, end)),
  ];
}

/**
 * @param {Attendance} person
 * @param {TimeOf} time
 * @param {boolean} withLabels
 * @returns {Part}
 */
function personPart(person, time, withLabels) {
  const { known, name, stays, identified, said } = person;
  const role = ROLES[known.role];
  const last = said.at(-1);
  const rows = [
    row("Private label", withLabels ? known.label : ""),
    row("Role", last?.part ? `${role}, ${last.part}` : role),
    row("In session", stays.map((stay) => stayText(stay, time)).join(", ")),
    ...identityRows(identified, time),
    ...(last === undefined ? [row("Consent", NO_CARD)] : saidRows(said, time)),
  ];
  return part("Present: ", rows, name || `a ${role.toLowerCase()} who gave no name`);
}

/**
 * @param {Stay} stay
 * @param {TimeOf} time
 */
function stayText({ from, to, parting, late }, time) {
  if (to === null) return `from ${time(from)}`;
  const how = parting === "left" ? " (left)" : parting === "removed" ? " (removed)" : "";
  // That they were gone was seen when the connection was back.
  if (late) return `${time(from)} until some time before ${time(to)}${how}`;
  return `${time(from)}–${time(to)}${how}`;
}

/**
 * @param {readonly Identification[]} identified
 * @param {TimeOf} time
 */
function identityRows(identified, time) {
  const rows = identified.map((each) => row("Identity", identityText(each, time)));
  const isOpen = !isConfirmed(identified.at(-1));
  return isOpen ? [...rows, row("Identity", UNCONFIRMED)] : rows;
}

/** @param {Identification|undefined} last */
function isConfirmed(last) {
  return last !== undefined && last.method !== null && last.method !== "later";
}

/**
 * @param {Identification} identification
 * @param {TimeOf} time
 */
function identityText({ at, method, how }, time) {
  const words = isConfirmed({ at, method, how }) ? methodText(method) : "Not confirmed";
  const when = { admitted: "at admission", confirmed: "confirmed", found: "as this page found it at" }[how];
  return `${words}, ${when} ${time(at)}`;
}

/**
 * @param {readonly Said[]} said
 * @param {TimeOf} time
 * @returns {(Row|false)[]}
 */
function saidRows(said, time) {
  const signed = said.map(({ name, consent }) => consentText(name, consent));
  const placed = changes(said, ({ country, place }) => placeText(place, country));
  const privacies = changes(said, ({ privacy }) => privacyText(privacy));
  const companies = changes(said, ({ company }) => company);
  return [
    ...[...new Set(signed)].map((text) => row("Consent", text)),
    ...placed.map(({ each, text }) => row("Place", text && `${text}, said ${time(each.placed)}`)),
    placed.every(({ text }) => text === "") && row("Place", "Not said"),
    ...privacies.map(({ text }) => row("Privacy", text && `“${text}”`)),
    ...companies.map(({ text }) => row("With them", text)),
  ];
}

/**
 * What was said of one thing, each time that it was something else.
 *
 * @param {readonly Said[]} said
 * @param {(each: Said) => string} textOf
 * @returns {{each: Said, text: string}[]}
 */
function changes(said, textOf) {
  const all = said.map((each) => ({ each, text: textOf(each) }));
  return all.filter(({ text }, index) => index === 0 || text !== all[index - 1]?.text);
}

/**
 * @param {string} name
 * @param {Consent} consent
 */
export function consentText(name, { version, date, child }) {
  const text = version === "" ? "Text without a version" : `Text version ${version}`;
  const forWhom = child === "" ? "" : `, as parent or guardian of ${child}`;
  return `${text}, typed name ${name}${forWhom}, ${date === "" ? "no date" : signedOn(date)}`;
}

/**
 * @param {string} place
 * @param {string} country
 */
function placeText(place, country) {
  return [place, countryName(country)].filter((each) => each !== "").join(", ");
}

/**
 * @param {number} began
 * @returns {TimeOf}
 */
function timesFrom(began) {
  return (at) => (isSameDay(at, began) ? timeText(at) : `${timeText(at)} on ${longDayText(at)}`);
}
