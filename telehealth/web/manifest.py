"""What a release serves, page by page and file by file, as hashes: anybody can compare a server with it.

The wheel holds it as `manifest.json`, made by the build from the files beside it.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from telehealth.security.headers import IMMUTABLE, security_headers
from telehealth.web import pages
from telehealth.web.assets import PACKAGE, Assets

if TYPE_CHECKING:
    from telehealth.web.assets import Constant, Folders

NAME = "manifest.json"


class Entry(Struct, frozen=True):
    """The bytes of one page or file, before any compression."""

    sha256: str
    size: int
    content_type: str

    @classmethod
    def of(cls, constant: Constant) -> Entry:
        """What is said of these bytes."""
        return cls(hashlib.sha256(constant.body).hexdigest(), len(constant.body), constant.content_type)


class Manifest(Struct, frozen=True, kw_only=True):
    """A whole release."""

    version: str
    release: str
    """The part of the files' address that changes with any byte of them."""
    headers: dict[str, str]
    """Of every answer."""
    headers_over_https: dict[str, str]
    """Of every answer, besides, when the public address is https."""
    headers_of_files: dict[str, str]
    """Of files, in the place of those of the same name."""
    pages: dict[str, Entry]
    """By the name of the template."""
    addresses: dict[str, str]
    """Of pages that have one: its pattern, and the name of the template."""
    files: dict[str, Entry]
    """By the path below `static/`."""

    @classmethod
    def of(cls, folders: Folders, version: str) -> Manifest:
        """What a server of this version serves from these folders. Raises FilesRefused."""
        static = Assets(folders.static)
        always, secure = security_headers(secure=False), security_headers(secure=True)
        rendered = pages.render(folders.templates, static, version)
        return cls(
            version=version,
            release=static.release,
            headers=always,
            headers_over_https={name: text for name, text in secure.items() if name not in always},
            headers_of_files={"Cache-Control": IMMUTABLE},
            pages={name: Entry.of(page) for name, page in rendered.items()},
            addresses=pages.ADDRESSES,
            files={name: Entry.of(static.named(name)) for name in static.names},
        )

    def encoded(self) -> bytes:
        """As the wheel holds it: the same bytes for the same release."""
        return msgspec.json.format(msgspec.json.encode(self, order="sorted"), indent=1) + b"\n"


def shipped() -> bytes | None:
    """The manifest that came with this installation. A checkout has none: its files may change any minute."""
    file = PACKAGE / "_web" / NAME
    return file.read_bytes() if file.is_file() else None
