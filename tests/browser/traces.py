"""Looking for words in files and logs, in the clear and as base64 would carry them."""

from __future__ import annotations

import base64
from pathlib import Path

ALIGNMENTS = 3
"""Base64 writes a word in three ways, by where in a group of three bytes it begins."""


def forms(word: str) -> set[bytes]:
    """What bytes would show this word: itself, in hex, and the middle of its base64 at each alignment."""
    plain = word.encode()
    found = {plain, plain.hex().encode()}
    for before in range(ALIGNMENTS):
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            # Characters at both ends depend on the neighbours: only those in between are the word's own.
            text = encode(b"\0" * before + plain)
            first = (before * 8 + 5) // 6
            last = (before + len(plain)) * 8 // 6
            found.add(text[first:last])
    return found


def words_in(content: bytes, words: list[str]) -> list[str]:
    """Those of the words that this content shows."""
    return [word for word in words if any(form in content for form in forms(word))]


def words_below(folder: Path, words: list[str]) -> list[str]:
    """Every word that is in a file or a path below a folder, with where."""
    found = []
    for path in folder.rglob("*"):
        content = str(path).encode() + (path.read_bytes() if path.is_file() else b"")
        found += [f"{path.name}: {word}" for word in words_in(content, words)]
    return found
