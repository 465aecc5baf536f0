// A time zone as a calendar file describes it to programs that do not know its name (RFC 5545, 3.6.5).

import { localTime, utcOffset } from "./calendar_text.js";

/**
 * @typedef {import("./time_zone.js").TimeZone} TimeZone
 * @typedef {import("./time_zone.js").Change} Change
 */

const DAY = 86_400;
const YEAR = 365.25 * DAY;
/** What falls on the same weekday of the same month each year comes back after 52 or 53 weeks. */
const LONGEST_YEAR = 53 * 7 * DAY;
const WEEKDAYS = Object.freeze(["SU", "MO", "TU", "WE", "TH", "FR", "SA"]);

/**
 * The lines of a VTIMEZONE that is right from an event's beginning for three years. Changes that come back
 * each year on the same weekday of a month are written as a rule, which goes on; others one by one.
 *
 * @param {TimeZone} zone
 * @param {number} start  of the event, seconds since 1970, UTC
 * @returns {string[]}
 */
export function zoneLines(zone, start) {
  const until = start + 3 * YEAR;
  const changes = zone.changes(start - YEAR, until);
  const offset = zone.offsetAt(start);
  // Something must be in force when the event begins.
  const isKnown = changes.some(({ at }) => at <= start);
  const opening = isKnown ? [] : observance({ at: -offset, from: offset, to: offset });
  const kinds = new Set(changes.map(kindOf));
  const observances = [...kinds].flatMap((kind) => {
    const alike = changes.filter((change) => kindOf(change) === kind);
    const [first] = alike;
    const rule = yearlyRule(alike, until);
    return rule === null || first === undefined
      ? alike.flatMap((change) => observance(change))
      : observance(first, rule);
  });
  return ["BEGIN:VTIMEZONE", `TZID:${zone.name}`, ...opening, ...observances, "END:VTIMEZONE"];
}

/** @param {Change} change */
function kindOf({ from, to }) {
  return `${from} ${to}`;
}

/**
 * @param {Change} change
 * @param {string} [rule]  when it comes back
 * @returns {string[]}
 */
function observance({ at, from, to }, rule) {
  const kind = to > from ? "DAYLIGHT" : "STANDARD";
  return [
    `BEGIN:${kind}`,
    // What clocks showed until then.
    `DTSTART:${localTime(at, from)}`,
    ...(rule === undefined ? [] : [`RRULE:${rule}`]),
    `TZOFFSETFROM:${utcOffset(from)}`,
    `TZOFFSETTO:${utcOffset(to)}`,
    `END:${kind}`,
  ];
}

/**
 * The rule that changes of one kind follow, or null when these few years show none.
 *
 * @param {readonly Change[]} changes
 * @param {number} until  how far they were looked for
 * @returns {string|null}
 */
function yearlyRule(changes, until) {
  const days = changes.map(({ at, from }) => new Date((at + from) * 1000));
  const [first, last] = [days[0], changes.at(-1)];
  if (first === undefined || last === undefined) return null;
  const isYearly =
    days.length >= 3 &&
    days.every((day, place) => day.getUTCFullYear() === first.getUTCFullYear() + place) &&
    until - last.at < LONGEST_YEAR;
  const isAlike = [
    (/** @type {Date} */ day) => day.getUTCMonth(),
    (/** @type {Date} */ day) => day.getUTCDay(),
    (/** @type {Date} */ day) => day.getTime() % (DAY * 1000),
  ].every((fact) => days.every((day) => fact(day) === fact(first)));
  const week = weekOf(days);
  if (!isYearly || !isAlike || week === null) return null;
  return `FREQ=YEARLY;BYMONTH=${first.getUTCMonth() + 1};BYDAY=${week}${WEEKDAYS[first.getUTCDay()]}`;
}

/**
 * Which of its weekdays in the month each of these days is: 1 for the first, -1 for the last, null when they
 * differ. Where a number and the last would both do it is the last, as in most laws.
 *
 * @param {readonly Date[]} days
 * @returns {number|null}
 */
function weekOf(days) {
  const isLast = (/** @type {Date} */ day) =>
    new Date(day.getTime() + 7 * DAY * 1000).getUTCMonth() !== day.getUTCMonth();
  if (days.every(isLast)) return -1;
  const weeks = new Set(days.map((day) => Math.ceil(day.getUTCDate() / 7)));
  const [week] = weeks;
  return weeks.size === 1 && week !== undefined ? week : null;
}
