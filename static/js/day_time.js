// Days and times of day, in the browser's own time zone: as people say them, and as fields of a form hold them.

/**
 * When somebody usually comes.
 *
 * @typedef {{day: number, time: string}} Usual  day 1 (Monday) to 7, time "14:00"
 */

export const WEEKDAYS = Object.freeze([
  "Monday",
  "Tuesday",
  "Wednesday",
  "Thursday",
  "Friday",
  "Saturday",
  "Sunday",
]);
const LANGUAGE = "en-GB";
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const TIME = /^([01]\d|2[0-3]):([0-5]\d)$/;

const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
const dateOf = (/** @type {number} */ seconds) => new Date(seconds * 1000);

/**
 * The value of a date field.
 *
 * @param {number} seconds  since 1970, UTC, as everywhere here
 * @returns {string}
 */
export function dateValue(seconds) {
  const date = dateOf(seconds);
  return `${String(date.getFullYear()).padStart(4, "0")}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/**
 * The time of day, which is also the value of a time field: "14:00".
 *
 * @param {number} seconds
 * @returns {string}
 */
export function timeText(seconds) {
  const date = dateOf(seconds);
  return `${two(date.getHours())}:${two(date.getMinutes())}`;
}

/**
 * The moment that a date field and a time field name together, or null when they name none.
 * A time that a change of clocks leaves out is the one that clocks show instead.
 *
 * @param {string} date
 * @param {string} time
 * @returns {number|null}  seconds
 */
export function readMoment(date, time) {
  const [day, clock] = [DATE.exec(date), TIME.exec(time)];
  if (day === null || clock === null) return null;
  const [year, month, number] = day.slice(1).map(Number);
  const [hour, minute] = clock.slice(1).map(Number);
  const moment = new Date(0);
  moment.setFullYear(Number(year), Number(month) - 1, Number(number));
  moment.setHours(Number(hour), Number(minute), 0, 0);
  const seconds = moment.getTime() / 1000;
  return Number.isFinite(seconds) && dateValue(seconds) === date ? seconds : null;
}

/**
 * @param {string} text
 * @returns {boolean}
 */
export function isTime(text) {
  return TIME.test(text);
}

/**
 * @param {number} one  seconds
 * @param {number} other
 * @returns {boolean}
 */
export function isSameDay(one, other) {
  return dateValue(one) === dateValue(other);
}

/**
 * The day's number, Monday 1 to Sunday 7.
 *
 * @param {number} seconds
 * @returns {number}
 */
export function weekday(seconds) {
  return dateOf(seconds).getDay() || 7;
}

/**
 * The next beginning of a usual time, the present minute included.
 *
 * @param {Usual} usual
 * @param {number} now  seconds
 * @returns {number}
 */
export function nextTime({ day, time }, now) {
  const moment = dateOf(now);
  const [hour, minute] = time.split(":").map(Number);
  moment.setHours(Number(hour), Number(minute), 0, 0);
  const days = (day - weekday(now) + 7) % 7;
  moment.setDate(moment.getDate() + days);
  if (moment.getTime() / 1000 + 60 <= now) moment.setDate(moment.getDate() + 7);
  return moment.getTime() / 1000;
}

/**
 * "Mondays 14:00".
 *
 * @param {Usual} usual
 * @returns {string}
 */
export function usualText({ day, time }) {
  return `${WEEKDAYS[day - 1]}s ${time}`;
}

/**
 * "25 Nov", with the year when it is another than now.
 *
 * @param {number} seconds
 * @param {number} now
 * @returns {string}
 */
export function dayText(seconds, now) {
  const year = dateOf(seconds).getFullYear() !== dateOf(now).getFullYear();
  return dateText(seconds, { day: "numeric", month: "short", ...(year ? { year: "numeric" } : {}) });
}

/**
 * "9 December".
 *
 * @param {number} seconds
 * @returns {string}
 */
export function longDayText(seconds) {
  return dateText(seconds, { day: "numeric", month: "long" });
}

/**
 * "14:00" today, "Wed 25 Nov, 14:00" on another day.
 *
 * @param {number} seconds
 * @param {number} now
 * @returns {string}
 */
export function momentText(seconds, now) {
  if (isSameDay(seconds, now)) return timeText(seconds);
  return `${dateText(seconds, { weekday: "short" })} ${dayText(seconds, now)}, ${timeText(seconds)}`;
}

/**
 * A span as people say it: "30 minutes", "4 hours", "1 hour 30 minutes".
 *
 * @param {number} seconds
 * @returns {string}
 */
export function spanText(seconds) {
  const minutes = Math.round(seconds / 60);
  const parts = [counted(Math.floor(minutes / 60), "hour"), counted(minutes % 60, "minute")];
  return parts.filter((part) => part !== "").join(" ") || "0 minutes";
}

/**
 * @param {number} count
 * @param {string} noun
 */
function counted(count, noun) {
  return count === 0 ? "" : `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/**
 * @param {number} seconds
 * @param {Intl.DateTimeFormatOptions} options
 */
function dateText(seconds, options) {
  return new Intl.DateTimeFormat(LANGUAGE, options).format(dateOf(seconds));
}
