import assert from "node:assert/strict";
import { test } from "node:test";

import { calendarFile } from "../../static/js/calendar.js";
import { contentLines, escapeText, localTime, utcOffset, utcTime } from "../../static/js/calendar_text.js";

const LINK = `https://sessions.example.org/join/${"i".repeat(22)}#1.${"s".repeat(22)}.${"k".repeat(43)}`;
const YEARLY = "RRULE:FREQ=YEARLY";

/** @type {Parameters<typeof calendarFile>[0]} */
const EVENT = Object.freeze({
  link: LINK,
  start: Date.parse("2026-07-14T12:00Z") / 1000,
  weekly: false,
  zone: "Europe/Berlin",
  uid: "u".repeat(22),
  now: Date.parse("2026-07-01T08:30:15Z") / 1000 + 0.75,
});

/** @param {Partial<typeof EVENT>} [changes] */
const linesOf = (changes) => calendarFile({ ...EVENT, ...changes }).replaceAll("\r\n ", "").split("\r\n");

/** The observances of the zone, each on one line. @param {Partial<typeof EVENT>} changes */
const zoneOf = (changes) => {
  const lines = linesOf(changes);
  const zone = lines.slice(lines.indexOf("BEGIN:VTIMEZONE") + 2, lines.indexOf("END:VTIMEZONE")).join(" ");
  return [...zone.matchAll(/BEGIN:(\w+) (.*?) END:\1/g)].map(([, kind, facts]) => `${kind} ${facts}`);
};

test("the whole file of one appointment", () => {
  assert.deepEqual(linesOf(), [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Appointment//Appointment 1//EN",
    "BEGIN:VTIMEZONE",
    "TZID:Europe/Berlin",
    "BEGIN:STANDARD",
    "DTSTART:20251026T030000",
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    "TZOFFSETFROM:+0200",
    "TZOFFSETTO:+0100",
    "END:STANDARD",
    "BEGIN:DAYLIGHT",
    "DTSTART:20260329T020000",
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0200",
    "END:DAYLIGHT",
    "END:VTIMEZONE",
    "BEGIN:VEVENT",
    `UID:${EVENT.uid}`,
    "DTSTAMP:20260701T083015Z",
    "DTSTART;TZID=Europe/Berlin:20260714T140000",
    "DTEND;TZID=Europe/Berlin:20260714T145000",
    "SUMMARY:Appointment",
    `DESCRIPTION:Open this link in Chrome\\, Edge\\, Firefox or Safari a few minutes before:\\n${LINK}`,
    `URL:${LINK}`,
    "CLASS:PRIVATE",
    "END:VEVENT",
    "END:VCALENDAR",
    "",
  ]);
});

test("a weekly appointment differs by one line, and another length by its end", () => {
  const [once, weekly] = [linesOf(), linesOf({ weekly: true })];
  assert.deepEqual(
    weekly.filter((line) => !once.includes(line)),
    ["RRULE:FREQ=WEEKLY"],
  );
  assert.ok(linesOf({ minutes: 90 }).includes("DTEND;TZID=Europe/Berlin:20260714T153000"));
});

test("a zone that never changes is one observance that was always in force", () => {
  assert.deepEqual(zoneOf({ zone: "Asia/Kolkata" }), [
    "STANDARD DTSTART:19700101T000000 TZOFFSETFROM:+0530 TZOFFSETTO:+0530",
  ]);
});

test("a numbered Sunday is a rule of its own", () => {
  assert.deepEqual(zoneOf({ zone: "America/New_York" }), [
    `STANDARD DTSTART:20251102T020000 ${YEARLY};BYMONTH=11;BYDAY=1SU TZOFFSETFROM:-0400 TZOFFSETTO:-0500`,
    `DAYLIGHT DTSTART:20260308T020000 ${YEARLY};BYMONTH=3;BYDAY=2SU TZOFFSETFROM:-0500 TZOFFSETTO:-0400`,
  ]);
});

test("what follows no rule, as in Morocco, is written change by change", () => {
  const observances = zoneOf({ zone: "Africa/Casablanca" });
  assert.equal(observances.length, 8);
  assert.ok(observances.every((observance) => !observance.includes("RRULE")));
});

test("summer time that has been given up does not come back by a rule", () => {
  // Both had their last in 2022.
  for (const [zone, start] of /** @type {const} */ ([
    ["Asia/Tehran", "2021-01-10T12:00Z"],
    ["America/Mexico_City", "2020-07-10T12:00Z"],
  ])) {
    const observances = zoneOf({ zone, start: Date.parse(start) / 1000 });
    const summers = observances.filter((observance) => observance.startsWith("DAYLIGHT"));
    assert.equal(summers.length, 3, zone);
    assert.ok(!summers.join().includes("RRULE"), zone);
  }
});

test("where the first change is yet to come, an observance says what is in force until then", () => {
  // Kazakhstan's was in March 2024.
  const [first] = zoneOf({ zone: "Asia/Almaty", start: Date.parse("2023-06-01T12:00Z") / 1000 });
  assert.equal(first, "STANDARD DTSTART:19700101T000000 TZOFFSETFROM:+0600 TZOFFSETTO:+0600");
});

test("lines are folded at 75 octets, never within a character, and ended by CR LF", () => {
  const folded = contentLines([`DESCRIPTION:${"é".repeat(100)}`, "CLASS:PRIVATE"]);
  const lines = folded.split("\r\n");
  assert.equal(lines.pop(), "");
  for (const line of lines) assert.ok(Buffer.byteLength(line) <= 75);
  assert.equal(Buffer.byteLength(String(lines[0])), 74);
  assert.equal(folded.replaceAll("\r\n ", ""), `DESCRIPTION:${"é".repeat(100)}\r\nCLASS:PRIVATE\r\n`);
  assert.equal(contentLines(["x".repeat(75)]), `${"x".repeat(75)}\r\n`);
  assert.equal(contentLines(["x".repeat(76)]), `${"x".repeat(75)}\r\n x\r\n`);
});

test("a text keeps what has a meaning in the format", () => {
  assert.equal(escapeText("a;b,c\\d:e\r\nf\ng"), "a\\;b\\,c\\\\d:e\\nf\\ng");
});

test("times and offsets are written in full", () => {
  assert.equal(utcTime(0.9), "19700101T000000Z");
  assert.equal(localTime(0, -3600), "19691231T230000");
  assert.deepEqual([0, 19_800, -12_600, 3_665].map(utcOffset), ["+0000", "+0530", "-0330", "+010105"]);
});

test("a zone that nobody knows is refused", () => {
  assert.throws(() => calendarFile({ ...EVENT, zone: "Nowhere/At_All" }), RangeError);
});
