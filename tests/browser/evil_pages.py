"""Pages with one defence taken out: what an attack would do if that one were not there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SCRIPTS = Path(__file__).parent.parent.parent / "static" / "js"
_INTEGRITY = re.compile(rb' integrity="[^"]*"')
_SCRIPT = re.compile(r"^/static/[0-9a-f]+/js/(.+)$")


@dataclass(frozen=True)
class Hole:
    """Some text of one script, and what stands in its place. The text is there exactly once."""

    script: str
    old: str
    new: str

    def through(self, source: str) -> str:
        """The script without the defence. Raises AssertionError when it is another one."""
        assert source.count(self.old) == 1, f"{self.script} has {self.old!r} {source.count(self.old)} times"
        return source.replace(self.old, self.new)


class Defences:
    """Which holes the pages have that are loaded now."""

    def __init__(self) -> None:
        self._holes: tuple[Hole, ...] = ()
        self._served: set[str] = set()

    @contextmanager
    def without(self, *holes: Hole) -> Iterator[None]:
        """Pages that are loaded within the block lack these defences. Raises AssertionError if none is."""
        for hole in holes:
            hole.through((SCRIPTS / hole.script).read_text(encoding="utf-8"))
        self._holes, self._served = holes, set()
        try:
            yield
            assert self._served == {hole.script for hole in holes}, "no page was loaded without the defence"
        finally:
            self._holes = ()

    def alter(self, path: str, data: bytes) -> bytes:
        """What is served instead of a file."""
        if not self._holes:
            return data
        found = _SCRIPT.match(path)
        if found is None:
            return _INTEGRITY.sub(b"", data) if b"<!DOCTYPE html>" in data[:400] else data
        source = data.decode("utf-8")
        for hole in self._holes:
            if hole.script == found[1]:
                source = hole.through(source)
                self._served.add(hole.script)
        return source.encode("utf-8")
