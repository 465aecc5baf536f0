"""The log: what happened, never to whom.

Only keys on the list below get out; everything else is dropped, so that a name, an address, a token or an
SDP that somebody passes by mistake is not written. Records of libraries lose their message for the same
reason and keep where they came from. One event (of one `kind`) is written once a second at most.
"""

from __future__ import annotations

import logging
import sys
import time
import traceback
from typing import TYPE_CHECKING, TextIO

import structlog

if TYPE_CHECKING:
    from collections.abc import Callable, MutableMapping

    from structlog.typing import EventDict, WrappedLogger

ALLOWED = frozenset(
    {
        "bytes", "code", "count", "descriptors", "error", "event", "exit_status", "frames", "in_session",
        "kilobytes", "kind", "legs", "level", "logger", "people", "pid", "process", "queued", "reason",
        "rooms", "seconds", "sockets", "suppressed", "tasks", "timestamp", "version", "waiting",
    }
)  # fmt: skip
SILENCED = ("aioice", "aiortc", "aiohttp.access")
QUIET_SECONDS = 1.0


def configure(process: str, stream: TextIO | None = None) -> None:
    """Send this process's log to `stream` (stderr): JSON lines, or columns for a person at a terminal."""
    out = stream or sys.stderr
    renderer: Callable[[WrappedLogger, str, EventDict], str | bytes]
    renderer = (
        structlog.dev.ConsoleRenderer(colors=True) if out.isatty() else structlog.processors.JSONRenderer()
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            _named(process),
            frames_of_errors,
            only_allowed,
            OnceASecond(time.monotonic),
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(out),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(handlers=[LibraryHandler()], level=logging.WARNING, force=True)
    for name in SILENCED:
        silenced = logging.getLogger(name)
        silenced.setLevel(logging.CRITICAL + 1)
        silenced.propagate = False


def _named(process: str) -> Callable[[WrappedLogger, str, EventDict], EventDict]:
    def add(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        event["process"] = event.get("process", process)
        return event

    return add


def only_allowed(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Drop every key that is not on the list."""
    return {key: value for key, value in event.items() if key in ALLOWED}


def frames_of_errors(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Replace an exception by its type and where it was: its text may quote what somebody sent."""
    error = event.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()[1]
    elif isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        event["error"] = type(error).__name__
        event["frames"] = [
            f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(error.__traceback__)[-8:]
        ]
    return event


class OnceASecond:
    """Lets an event through once a second, of each `kind` it names, and says how many it kept back."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._last: dict[tuple[str, ...], float] = {}
        self._suppressed: dict[tuple[str, ...], int] = {}

    def __call__(self, _logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        """Pass the event on, or raise structlog.DropEvent."""
        kind = tuple(str(event.get(key)) for key in ("event", "process", "kind"))
        now = self._clock()
        if now - self._last.get(kind, float("-inf")) < QUIET_SECONDS:
            self._suppressed[kind] = self._suppressed.get(kind, 0) + 1
            raise structlog.DropEvent
        self._last[kind] = now
        suppressed = self._suppressed.pop(kind, 0)
        if suppressed:
            event["suppressed"] = suppressed
        return event


class LibraryHandler(logging.Handler):
    """Passes on that a library had something to say, and where; not what, for it may quote a person."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line about the record."""
        keys: MutableMapping[str, object] = {"logger": record.name}
        if record.exc_info:
            keys["exc_info"] = record.exc_info
        else:
            keys["frames"] = [f"{record.filename}:{record.lineno} {record.funcName}"]
        level = min(max(record.levelno, logging.INFO), logging.CRITICAL)
        structlog.get_logger().log(level, f"a record of {record.name}", **keys)
