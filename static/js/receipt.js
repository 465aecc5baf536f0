// A receipt: what somebody takes along from a session, as parts of a page and as plain text.

import { WEEKDAYS, dateValue, timeText, weekday } from "./day_time.js";

/**
 * @typedef {{term: string, text: string}} Row
 * @typedef {object} Part
 * @property {string} title  empty for none
 * @property {string} name   a person's, which follows the title; or empty
 * @property {Row[]} rows
 *
 * @typedef {{title: string, parts: Part[], note: string}} Receipt
 */

const LANGUAGE = "en-GB";
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/**
 * @param {string} title
 * @param {readonly (Row|false)[]} rows
 * @param {string} [name]
 * @returns {Part}
 */
export function part(title, rows, name = "") {
  return { title, name, rows: rows.filter((each) => each !== false) };
}

/**
 * One line, or none for what nobody has said.
 *
 * @param {string} term
 * @param {string} text
 * @returns {Row|false}
 */
export function row(term, text) {
  return text !== "" && { term, text };
}

/**
 * Plain text, UTF-8.
 *
 * @param {Receipt} receipt
 * @param {string} [end]  of a line
 * @returns {string}
 */
export function receiptText({ title, parts, note }, end = "\r\n") {
  const lines = [title, "", ...parts.flatMap((each) => [...partLines(each), ""]), note, ""];
  return lines.join(end);
}

/**
 * It says nothing of whom it is about: others see the folder that it is saved to.
 *
 * @param {string} kind
 * @param {number} at  seconds
 * @returns {string}  "session-receipt-2026-11-25-1402.txt"
 */
export function receiptFile(kind, at) {
  return `${kind}-${dateValue(at)}-${timeText(at).replace(":", "")}.txt`;
}

/**
 * "Wednesday, 25 November 2026".
 *
 * @param {number} at  seconds
 */
export function dayInFull(at) {
  const day = new Intl.DateTimeFormat(LANGUAGE, { dateStyle: "long" }).format(new Date(at * 1000));
  // Browsers differ in the comma.
  return `${WEEKDAYS[weekday(at) - 1]}, ${day}`;
}

/**
 * "25 November 2026". Another page may have said a day that no month has: it stands as it came.
 *
 * @param {string} date  YYYY-MM-DD
 * @returns {string}
 */
export function signedOn(date) {
  const day = DATE.test(date) ? new Date(date) : new Date(Number.NaN);
  if (Number.isNaN(day.getTime())) return date;
  return new Intl.DateTimeFormat(LANGUAGE, { dateStyle: "long", timeZone: "UTC" }).format(day);
}

/**
 * In which time zone the times are, by name and distance from UTC, or both distances where clocks were changed.
 *
 * @param {number} from  seconds
 * @param {number} to
 * @returns {string}  "Europe/Berlin (UTC+01:00)"
 */
export function zoneText(from, to) {
  const { timeZone } = new Intl.DateTimeFormat(LANGUAGE).resolvedOptions();
  const offsets = [...new Set([from, to].map(offsetText))];
  return `${timeZone} (${offsets.join(", then ")})`;
}

/** @param {number} at  seconds */
function offsetText(at) {
  const minutes = -new Date(at * 1000).getTimezoneOffset();
  const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
  const size = Math.abs(minutes);
  return `UTC${minutes < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/** @param {Part} part */
function partLines({ title, name, rows }) {
  const head = `${title}${name}`;
  return [...(head === "" ? [] : [head]), ...rows.flatMap((each) => rowLines(each, head === "" ? "" : "  "))];
}

/**
 * @param {Row} row
 * @param {string} indent
 */
function rowLines({ term, text }, indent) {
  const lines = text.split(/\r?\n/);
  if (lines.length === 1) return [`${indent}${term}: ${text}`];
  return [`${indent}${term}:`, ...lines.map((line) => `${indent}  ${line}`.trimEnd())];
}
