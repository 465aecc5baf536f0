"""The log says what happened, and never to whom."""

from __future__ import annotations

import io
import json
import logging
import os
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from telehealth import log

SECRET = "maya@example.org"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    stream = io.StringIO()
    log.configure("web", stream)
    yield stream
    structlog.reset_defaults()
    root.handlers[:] = handlers
    root.setLevel(level)
    for name in log.SILENCED:
        logging.getLogger(name).setLevel(logging.NOTSET)
        logging.getLogger(name).propagate = True


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_an_event_is_one_line_of_json_with_its_time_level_and_process(written: io.StringIO) -> None:
    structlog.get_logger().warning("something happened", count=3)
    (line,) = lines(written)
    assert line.pop("timestamp").endswith("Z")
    assert line == {"event": "something happened", "level": "warning", "process": "web", "count": 3}


def test_a_key_that_nobody_allowed_is_not_written(written: io.StringIO) -> None:
    structlog.get_logger().error("something happened", name=SECRET, address="192.0.2.7", sdp="v=0")
    assert set(lines(written)[0]) == {"event", "level", "process", "timestamp"}


def test_an_error_keeps_its_type_and_place_and_loses_its_words(written: io.StringIO) -> None:
    try:
        int(SECRET)
    except ValueError:
        structlog.get_logger().exception("it failed")
    (line,) = lines(written)
    assert line["error"] == "ValueError"
    assert line["frames"][-1].startswith("test_log.py:")
    assert SECRET not in written.getvalue()


def test_what_a_library_says_is_not_repeated(written: io.StringIO) -> None:
    logging.getLogger("somewhere").error("request from %s failed", SECRET)
    (line,) = lines(written)
    assert line["logger"] == "somewhere"
    assert line["frames"][0].startswith("test_log.py:")
    assert SECRET not in written.getvalue()


def test_a_librarys_exception_loses_its_words_too(written: io.StringIO) -> None:
    try:
        os.environ[SECRET]
    except KeyError:
        logging.getLogger("asyncio").exception("Task failed: %s", SECRET)
    assert lines(written)[0]["error"] == "KeyError"
    assert SECRET not in written.getvalue()


@pytest.mark.parametrize("name", log.SILENCED)
def test_libraries_that_log_addresses_are_silent(written: io.StringIO, name: str) -> None:
    logging.getLogger(f"{name}.part").critical("candidate 192.0.2.7")
    logging.getLogger(name).critical("candidate 192.0.2.7")
    assert written.getvalue() == ""


def test_a_flood_of_one_event_grows_by_a_line_a_second() -> None:
    now = 100.0
    limit = log.OnceASecond(lambda: now)
    passed = []
    for number in range(50):
        now = 100.0 + number / 20
        try:
            passed.append(limit(None, "info", {"event": "dropped", "process": "relay"}))
        except structlog.DropEvent:
            continue
    assert [event.get("suppressed") for event in passed] == [None, 19, 19]


def test_different_events_do_not_hide_each_other() -> None:
    limit = log.OnceASecond(lambda: 0.0)
    assert limit(None, "info", {"event": "one"})
    assert limit(None, "info", {"event": "two"})


def test_two_that_fail_in_one_second_are_two_lines() -> None:
    limit = log.OnceASecond(lambda: 0.0)
    for kind in ("web", "relay"):
        assert limit(None, "critical", {"event": "a process died", "kind": kind})
    with pytest.raises(structlog.DropEvent):
        limit(None, "critical", {"event": "a process died", "kind": "web"})


def test_a_terminal_gets_columns(monkeypatch: pytest.MonkeyPatch, written: io.StringIO) -> None:
    terminal = io.StringIO()
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    log.configure("web", terminal)
    structlog.get_logger().info("something happened")
    assert "something happened" in terminal.getvalue()
    assert not terminal.getvalue().startswith("{")
    assert written.getvalue() == ""
