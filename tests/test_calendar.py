"""The pages' calendar files, read by a library that shares nothing with them."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar, Event

SCRIPTS = Path(__file__).parent.parent / "static" / "js"
LINK = f"https://sessions.example.org/join/{'i' * 22}#1.{'s' * 22}.{'k' * 43}"
NOW = datetime(2026, 1, 7, 9, 15, 30, tzinfo=UTC)
WEEKS = 3 * 52

ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "UTC")
# Shortly before changes of clocks in spring and in autumn, in the night of one, and in summer.
STARTS = ((2026, 3, 5, 14, 0), (2026, 10, 12, 14, 0), (2026, 3, 28, 23, 30), (2027, 7, 1, 9, 15))

WRITE = """
import { readFileSync } from "node:fs";
import { calendarFile } from "./calendar.js";

console.log(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(calendarFile)));
"""


@dataclass(frozen=True)
class Appointment:
    start: datetime
    weekly: bool

    @property
    def zone(self) -> str:
        return str(self.start.tzinfo)

    def order(self) -> dict[str, object]:
        """What the page is told."""
        return {
            "link": LINK,
            "start": self.start.timestamp(),
            "weekly": self.weekly,
            "zone": self.zone,
            "uid": "u" * 22,
            "now": NOW.timestamp() + 0.5,
        }

    def __str__(self) -> str:
        return f"{self.zone}-{self.start:%Y-%m-%d}-{'weekly' if self.weekly else 'once'}"


APPOINTMENTS = [
    Appointment(datetime(*start, tzinfo=ZoneInfo(zone)), weekly)
    for zone in ZONES
    for start in STARTS
    for weekly in (False, True)
]
every_appointment = pytest.mark.parametrize("appointment", APPOINTMENTS, ids=str)


@pytest.fixture(scope="module")
def files() -> dict[Appointment, str]:
    """The files of all appointments, written by one process."""
    run = subprocess.run(
        ["node", "--input-type=module", "--eval", WRITE],
        cwd=SCRIPTS,
        input=json.dumps([appointment.order() for appointment in APPOINTMENTS]),
        capture_output=True,
        text=True,
        check=True,
    )
    return dict(zip(APPOINTMENTS, json.loads(run.stdout), strict=True))


def _event(file: str) -> Event:
    [event] = Calendar.from_ical(file).events
    return event


def _described_zone(file: str) -> tzinfo:
    """The zone as the file itself describes it, whatever its name means elsewhere."""
    [zone] = Calendar.from_ical(file).timezones
    described = zone.to_tz(lookup_tzid=False)
    assert isinstance(described, tzinfo)
    return described


@every_appointment
def test_an_appointment_is_read_as_it_was_meant(
    appointment: Appointment, files: dict[Appointment, str]
) -> None:
    event = _event(files[appointment])
    assert event.errors == []
    assert event.start == appointment.start
    assert event.end - event.start == timedelta(minutes=50)
    assert event["DTSTART"].params["TZID"] == event["DTEND"].params["TZID"] == appointment.zone
    assert event.DTSTAMP == NOW
    assert (event["UID"], event["URL"], event["CLASS"]) == ("u" * 22, LINK, "PRIVATE")
    assert event.get("RRULE") == ({"FREQ": ["WEEKLY"]} if appointment.weekly else None)


@every_appointment
def test_every_week_for_three_years_has_the_same_time_of_day(
    appointment: Appointment, files: dict[Appointment, str]
) -> None:
    described = _described_zone(files[appointment])
    for week in range(WEEKS):
        # Same clock time each week: arithmetic without a zone.
        shown = appointment.start.replace(tzinfo=None) + timedelta(weeks=week)
        true = shown.replace(tzinfo=ZoneInfo(appointment.zone)).utcoffset()
        assert shown.replace(tzinfo=described).utcoffset() == true, shown


@pytest.mark.parametrize("zone", ZONES)
def test_the_zone_as_described_is_right_at_every_hour_of_three_years(
    zone: str, files: dict[Appointment, str]
) -> None:
    appointment = next(each for each in APPOINTMENTS if each.zone == zone)
    described = _described_zone(files[appointment])
    start = appointment.start.astimezone(UTC)
    for hour in range(WEEKS * 7 * 24):
        moment = start + timedelta(hours=hour)
        shown = moment.astimezone(ZoneInfo(zone))
        assert moment.astimezone(described).replace(tzinfo=None) == shown.replace(tzinfo=None)


@pytest.mark.parametrize(
    ("zone", "before", "after"),
    [
        ("Europe/Berlin", "2026-03-26T13:00", "2026-04-02T12:00"),
        ("America/New_York", "2026-03-05T19:00", "2026-03-12T18:00"),
        ("Australia/Lord_Howe", "2026-04-02T03:00", "2026-04-09T03:30"),
    ],
)
def test_two_o_clock_stays_two_o_clock_when_clocks_change(
    zone: str, before: str, after: str, files: dict[Appointment, str]
) -> None:
    appointment = Appointment(datetime(*STARTS[0], tzinfo=ZoneInfo(zone)), weekly=True)
    described = _described_zone(files[appointment])
    for moment in (before, after):
        shown = datetime.fromisoformat(f"{moment}+00:00").astimezone(described)
        assert (shown.strftime("%A"), shown.hour, shown.minute) == ("Thursday", 14, 0)


@pytest.mark.parametrize("zone", ZONES)
def test_summer_and_winter_go_on_after_three_years_as_the_law_has_them_today(
    zone: str, files: dict[Appointment, str]
) -> None:
    appointment = next(each for each in APPOINTMENTS if each.zone == zone)
    described = _described_zone(files[appointment])
    for day in range(0, 6 * 365, 5):
        shown = datetime(2030, 1, 1, 12, 0) + timedelta(days=day)  # noqa: DTZ001 - clocks without a zone are the point
        true = shown.replace(tzinfo=ZoneInfo(zone)).utcoffset()
        assert shown.replace(tzinfo=described).utcoffset() == true, shown


@every_appointment
def test_a_file_tells_nothing_but_an_appointment_and_its_link(
    appointment: Appointment, files: dict[Appointment, str]
) -> None:
    event = _event(files[appointment])
    assert event.subcomponents == []
    wanted = {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "URL", "CLASS"}
    assert set(event) == wanted | ({"RRULE"} if appointment.weekly else set())
    assert event["SUMMARY"] == "Appointment"
    words = "Open this link in Chrome, Edge, Firefox or Safari a few minutes before:"
    assert event["DESCRIPTION"] == f"{words}\n{LINK}"


@every_appointment
def test_a_file_has_the_lines_of_the_format(appointment: Appointment, files: dict[Appointment, str]) -> None:
    octets = files[appointment].encode()
    lines = octets.split(b"\r\n")
    assert lines.pop() == b""
    assert all(len(line) <= 75 for line in lines)
    assert b"\n" not in b"".join(lines)
    assert b"\r" not in b"".join(lines)
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert lines[-1] == b"END:VCALENDAR"
