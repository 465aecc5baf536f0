// An appointment as a calendar file (RFC 5545), made in the browser. It says "Appointment" and names nobody:
// calendars are shared with families and employers, and shown on locked screens.

import { contentLines, escapeText, localTime, utcTime } from "./calendar_text.js";
import { zoneLines } from "./calendar_zone.js";
import { TimeZone } from "./time_zone.js";

const SENTENCE = "Open this link in Chrome, Edge, Firefox or Safari a few minutes before:";

/**
 * The text of an `.ics` file (`text/calendar`) with one event, without alarm, organiser or attendees. Throws
 * `RangeError` for a zone that the browser does not know.
 *
 * A beginning in the hour that the end of summer time repeats is taken for its first one (3.3.5).
 *
 * @param {object} event
 * @param {string} event.link
 * @param {number} event.start  seconds since 1970, UTC
 * @param {number} [event.minutes]  how long it takes
 * @param {boolean} event.weekly  whether it comes back every week, at the same time of day
 * @param {string} event.zone  whose clocks it follows, such as "Europe/Berlin" (IANA)
 * @param {string} event.uid  by which a program knows the event again, when it reads a newer file of it
 * @param {number} event.now  seconds since 1970, UTC
 * @returns {string}
 */
export function calendarFile({ link, start, minutes = 50, weekly, zone, uid, now }) {
  const clocks = new TimeZone(zone);
  const end = start + minutes * 60;
  const time = (/** @type {number} */ moment) => `TZID=${zone}:${localTime(moment, clocks.offsetAt(moment))}`;
  return contentLines([
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Appointment//Appointment 1//EN",
    ...zoneLines(clocks, start),
    "BEGIN:VEVENT",
    `UID:${escapeText(uid)}`,
    `DTSTAMP:${utcTime(now)}`,
    `DTSTART;${time(start)}`,
    `DTEND;${time(end)}`,
    ...(weekly ? ["RRULE:FREQ=WEEKLY"] : []),
    "SUMMARY:Appointment",
    `DESCRIPTION:${escapeText(`${SENTENCE}\n${link}`)}`,
    `URL:${link}`,
    "CLASS:PRIVATE",
    "END:VEVENT",
    "END:VCALENDAR",
  ]);
}
