"""Looking for thousands of byte strings in hundreds of megabytes, by the first eight bytes of each."""

from __future__ import annotations

import json
import mmap
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from urllib.parse import quote

import numpy as np

from tests.browser.traces import forms

KEY = 8
"""Bytes by which a needle is looked for; shorter ones cannot be."""
CHUNK = 1 << 24
_BITS = 22
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(64 - _BITS)


def written(word: str) -> set[bytes]:
    """What bytes would show this word: as text of several kinds, and as `forms` carries it."""
    found = set()
    for text in {word, word.casefold(), "".join(word.casefold().split())}:
        escaped = json.dumps(text)[1:-1]
        found |= forms(text) | {text.encode("utf-16-le"), text.encode().hex().upper().encode()}
        found |= {escaped.encode(), escaped.encode("utf-16-le"), quote(text).encode()}
    return found


class Needles:
    """What is looked for: byte strings, and what each is called."""

    def __init__(self, called: Mapping[bytes, str]) -> None:
        assert called, "nothing to look for"
        assert min(map(len, called)) >= KEY, "too short to be told from chance"
        assert all(len(set(one[:KEY])) > 1 for one in called), "a beginning that all memory is full of"
        self._called = called
        self._longest = max(map(len, called))
        self._keys = np.unique(np.frombuffer(b"".join(one[:KEY] for one in called), dtype="<u8"))
        self._marked = np.zeros(1 << _BITS, dtype=bool)
        self._marked[self._keys * _FACTOR >> _SHIFT] = True
        self._by_key: dict[bytes, list[bytes]] = {}
        for one in called:
            self._by_key.setdefault(one[:KEY], []).append(one)

    @classmethod
    def words(cls, words: Iterable[str], besides: Mapping[bytes, str] = MappingProxyType({})) -> Needles:
        """Words, in every way in which they are written, and byte strings."""
        return cls({form: word for word in words for form in written(word)} | dict(besides))

    def found_in(self, content: bytes | mmap.mmap) -> set[str]:
        """What of it is there, by its name."""
        found: set[str] = set()
        for start in range(0, len(content), CHUNK):
            found |= self._found(content[start : start + CHUNK + self._longest])
        return found

    def _found(self, chunk: bytes) -> set[str]:
        found = set()
        for offset in range(min(KEY, max(0, len(chunk) - KEY + 1))):
            count = (len(chunk) - offset) // KEY
            values = np.frombuffer(chunk, dtype="<u8", count=count, offset=offset)
            at = np.flatnonzero(self._marked[values * _FACTOR >> _SHIFT])
            at = at[np.isin(values[at], self._keys)] * KEY + offset
            for place in at.tolist():
                for needle in self._by_key[chunk[place : place + KEY]]:
                    if chunk.startswith(needle, place):
                        found.add(self._called[needle])
        return found

    def found_in_file(self, path: Path) -> set[str]:
        """The same of a file, which need not fit into memory twice."""
        if path.stat().st_size == 0:
            return set()
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            return self.found_in(content)

    def found_below(self, folder: Path) -> set[str]:
        """The same of every file below a folder, and of what it is called."""
        found = self.found_in("\n".join(str(path) for path in folder.rglob("*")).encode())
        for path in folder.rglob("*"):
            # A socket has no content.
            if path.is_file():
                found |= self.found_in_file(path)
        return found
