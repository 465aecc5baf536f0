"""The files that pages are made of: found in the wheel or in the checkout, read once, served from memory."""

from __future__ import annotations

import base64
import gzip
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from telehealth.errors import Unknown
from telehealth.refusal import Refused

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

PACKAGE = Path(__file__).resolve().parent.parent
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}
ALREADY_SMALL = {".png", ".woff2"}


class FilesRefused(Refused):
    """Pages or assets are missing or lie where they must not; the text says which."""


class Constant(Struct, frozen=True):
    """Bytes that are the same for everybody."""

    body: bytes
    gzipped: bytes | None
    """None where compressing gains nothing."""
    content_type: str
    etag: str
    """With its quotes (RFC 9110, section 8.8.3)."""

    @classmethod
    def of(cls, body: bytes, suffix: str) -> Constant:
        """The bytes of a file whose name ends like this."""
        small = None if suffix in ALREADY_SMALL else gzip.compress(body, 9, mtime=0)
        if small is not None and len(small) >= len(body):
            small = None
        return cls(body, small, TYPES[suffix], f'"{hashlib.sha256(body).hexdigest()[:32]}"')


class Folders(Struct, frozen=True):
    """Where `static/` and `templates/` are."""

    static: Path
    templates: Path

    @classmethod
    def find(cls) -> Folders:
        """In the wheel they lie inside the package, in a checkout beside it. Raises FilesRefused."""
        for root in (PACKAGE / "_web", PACKAGE.parent):
            if (root / "static").is_dir() and (root / "templates").is_dir():
                return cls(root / "static", root / "templates")
        raise FilesRefused("The folders static/ and templates/ are missing. Install the package again.")


class Assets:
    """All of `static/`, under one path that changes with any byte of it.

    One path for the whole release lets modules import each other by relative names.
    """

    def __init__(self, folder: Path) -> None:
        self._files: Mapping[str, Constant] = dict(sorted(_read(folder)))
        digest = hashlib.sha256()
        for name, file in self._files.items():
            digest.update(f"{name}\0{len(file.body)}\0".encode() + file.body)
        self.release = digest.hexdigest()[:16]

    @property
    def names(self) -> Collection[str]:
        """All of them, by the alphabet, such as `css/base.css`."""
        return self._files.keys()

    def named(self, name: str) -> Constant:
        """The file of that name. Raises FilesRefused for one that is not there."""
        if name not in self._files:
            raise FilesRefused(f"A page names static/{name}, which is missing.")
        return self._files[name]

    def url(self, name: str) -> str:
        """The address of a file. Raises FilesRefused for one that is not there."""
        self.named(name)
        return f"/static/{self.release}/{name}"

    def integrity(self, name: str) -> str:
        """What a page says of a file's bytes (W3C Subresource Integrity). Raises FilesRefused."""
        digest = hashlib.sha384(self.named(name).body).digest()
        return f"sha384-{base64.b64encode(digest).decode('ascii')}"

    def file(self, release: str, name: str) -> Constant:
        """A file of this release. Raises Unknown."""
        if release != self.release or name not in self._files:
            raise Unknown
        return self._files[name]


def _read(folder: Path) -> Iterator[tuple[str, Constant]]:
    root = folder.resolve()
    for path in sorted(root.rglob("*")):
        if not path.is_file() or path.suffix not in TYPES:
            continue
        if not path.resolve().is_relative_to(root):
            raise FilesRefused(f"{path} leads out of {folder}. Put a copy there instead of a link.")
        yield path.relative_to(root).as_posix(), Constant.of(path.read_bytes(), path.suffix)
