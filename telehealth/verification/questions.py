"""What a server is asked, and by whom: every page and file of a release, as several browsers would ask."""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING

from msgspec import Struct

from telehealth.web.manifest import Entry, Manifest
from telehealth.web.pages import ERROR, NOT_FOUND

if TYPE_CHECKING:
    from collections.abc import Mapping

PLACE = re.compile(r"\{\w+\}")
DESTINATIONS = {".css": "style", ".html": "document", ".svg": "image", ".png": "image", ".ico": "image"}


class Asker(Struct, frozen=True):
    """Whom the server believes to answer."""

    name: str
    user_agent: str
    encoding: str
    scripts_for: str
    """`script` or `worker`: what is done with a module (W3C Fetch Metadata, Sec-Fetch-Dest)."""

    def headers(self, question: Question) -> dict[str, str]:
        """What this browser would say."""
        page = question.destination == "document"
        return {
            "User-Agent": self.user_agent,
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8" if page else "*/*",
            "Accept-Language": "en-GB,en;q=0.9",
            "Accept-Encoding": self.encoding,
            "Sec-Fetch-Dest": question.destination or self.scripts_for,
            "Sec-Fetch-Mode": "navigate" if page else "cors",
            "Sec-Fetch-Site": "none" if page else "same-origin",
        }


CHROME = "Mozilla/5.0 ({}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 {}Safari/537.36"
SAFARI = "Mozilla/5.0 ({}) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1"
ASKERS = (
    Asker("Chrome on Windows", CHROME.format("Windows NT 10.0; Win64; x64", ""), "gzip", "script"),
    Asker(
        "Firefox on Linux",
        "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
        "gzip",
        "worker",
    ),
    Asker("Safari on an iPhone", SAFARI.format("iPhone; CPU iPhone OS 18_5 like Mac OS X"), "gzip", "worker"),
    Asker(
        "Chrome on Android, uncompressed",
        CHROME.format("Linux; Android 10; K", "Mobile "),
        "identity",
        "script",
    ),
)


class Question(Struct, frozen=True, kw_only=True):
    """One request, and what the release answers to it."""

    name: str
    """What people read: without the random part of the address."""
    path: str
    method: str = "GET"
    destination: str = ""
    """As in Sec-Fetch-Dest; empty for a module, which serves a page or a worker."""
    status: int = 200
    entry: Entry
    headers: Mapping[str, str]


def about_pages(manifest: Manifest, *, secure: bool) -> list[Question]:
    """Every page, with ids that nobody has: a page looks at nothing in its address."""
    headers = _headers(manifest, secure=secure)

    def question(address: str, template: str, status: int = 200, method: str = "GET") -> Question:
        return Question(
            name=("" if method == "GET" else f"{method} ") + PLACE.sub("…", address),
            path=PLACE.sub(lambda _: secrets.token_urlsafe(16), address),
            method=method,
            destination="document",
            status=status,
            entry=manifest.pages[template],
            headers=headers,
        )

    return [
        *(question(address, template) for address, template in manifest.addresses.items()),
        question("/{nothing}", NOT_FOUND, 404),
        # No page takes a POST, so that the answer is the page of errors. It changes nothing.
        question("/kept", ERROR, 405, "POST"),
    ]


def about_files(manifest: Manifest, *, secure: bool) -> list[Question]:
    """Every script, worker, stylesheet and picture."""
    headers = _headers(manifest, secure=secure) | manifest.headers_of_files
    return [
        Question(
            name=f"static/{name}",
            path=f"/static/{manifest.release}/{name}",
            destination="" if name.endswith(".js") else DESTINATIONS.get(name[name.rfind(".") :], "empty"),
            entry=entry,
            headers=headers,
        )
        for name, entry in manifest.files.items()
    ]


def _headers(manifest: Manifest, *, secure: bool) -> dict[str, str]:
    return manifest.headers | (manifest.headers_over_https if secure else {})
