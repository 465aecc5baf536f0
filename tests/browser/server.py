"""A server of one's own for a test: the demo, as anybody would start it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from tests.browser.server_process import ServerProcess
from tests.office import Office, token_of


class Server(ABC):
    """What tests know of a server, however it is run: where it is, its one clinician, and two links."""

    @property
    @abstractmethod
    def url(self) -> str:
        """Where it listens."""

    @property
    @abstractmethod
    def database(self) -> Path:
        """The file in which it keeps all it keeps."""

    @property
    @abstractmethod
    def enrolment(self) -> str:
        """The link with which the clinician sets up their account."""

    @property
    @abstractmethod
    def log(self) -> str:
        """All that it has written, to either stream."""

    @cached_property
    def office(self) -> Office:
        """The clinician's account, set up by a program when it is first asked for."""
        office = Office(self.url)
        office.set_up(token_of(self.enrolment))
        return office

    @cached_property
    def client(self) -> str:
        """A client's link."""
        return self.office.invite("Maya")

    @cached_property
    def guest(self) -> str:
        """A link of a second person of the same case."""
        assert self.client
        return self.office.invite_guest("Maya", "Ben")


class DemoServer(Server):
    """What the running demo has said, and where it keeps its data."""

    def __init__(self, process: ServerProcess, data: Path) -> None:
        self._process = process
        self.data = data

    @property
    def url(self) -> str:
        """Where it listens. Waited for when first asked for, as the links are: browsers start meanwhile."""
        return self._process.said("Listening on")

    @property
    def database(self) -> Path:
        return next(self.data.glob("telehealth-demo-*/telehealth.sqlite3"))

    @property
    def enrolment(self) -> str:
        return self._process.said("Clinician:")

    @property
    def log(self) -> str:
        return self._process.log

    def stop(self) -> int:
        """Ask it to stop, wait, and return its exit code. Raises `AssertionError` if it does not stop."""
        return self._process.stop()


@contextmanager
def demo(folder: Path, *options: str) -> Iterator[DemoServer]:
    """Start `telehealth demo` on a free port, with its temporary data in `folder`, and stop it in the end.

    Its sessions are waited for by nobody.
    """
    arguments = ["demo", "--port", "0", "--media-port", "0", *options]
    environment = {"TMPDIR": str(folder), "TELEHEALTH_SERVER_DRAIN_FOR": "0s"}
    process = ServerProcess("the demo", arguments, environment)
    try:
        server = DemoServer(process, folder)
        yield server
        if process.runs:
            assert server.stop() == 0, server.log
    finally:
        process.close()
