"""What a server answers: read within bounds of size and time, for it may mean harm to whoever asks, too."""

from __future__ import annotations

import ssl
import zlib
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import aiohttp
from aiohttp import hdrs
from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from multidict import CIMultiDictProxy

    from telehealth.verification.questions import Asker, Question

CONNECT_SECONDS = 10.0
ANSWER_SECONDS = 20.0
ROOM = 64 * 1024
"""How many bytes more than the release's are read, to see which release it is instead."""
AT_ONCE = 6
"""Connections, as many as a browser opens."""
GZIP = 31
"""`wbits` of zlib for a gzip header and trailer."""
LONGEST_SHOWN = 120


class Unanswered(Exception):
    """Nothing came that could be compared; the text says what happened."""


class CertificateRefused(Exception):
    """The server cannot prove its name; the text says why."""


class Answer(Struct, frozen=True):
    """Status, headers and bytes."""

    status: int
    headers: CIMultiDictProxy[str]
    body: bytes | None
    """Uncompressed, cut off some way behind the length it should have. None when it cannot be unpacked."""


@asynccontextmanager
async def asking(url: str) -> AsyncIterator[aiohttp.ClientSession]:
    """Connections to one server, which share nothing with others: no cookie, no proxy, no cache."""
    # Made here, and not by aiohttp when it is imported: SSL_CERT_FILE may name a practice's own authority.
    connector = aiohttp.TCPConnector(limit=AT_ONCE, ssl=ssl.create_default_context())
    async with aiohttp.ClientSession(
        url,
        connector=connector,
        cookie_jar=aiohttp.DummyCookieJar(),
        timeout=aiohttp.ClientTimeout(total=ANSWER_SECONDS, sock_connect=CONNECT_SECONDS),
        auto_decompress=False,
    ) as session:
        yield session


async def ask(session: aiohttp.ClientSession, question: Question, asker: Asker) -> Answer:
    """Ask once. Raises Unanswered, CertificateRefused."""
    limit = question.entry.size + ROOM
    try:
        async with session.request(
            question.method, question.path, headers=asker.headers(question), allow_redirects=False
        ) as response:
            raw = await _read(response.content, limit)
    except aiohttp.ClientConnectorCertificateError as error:
        why = getattr(error.certificate_error, "verify_message", "") or str(error.certificate_error)
        raise CertificateRefused(shown(why)) from error
    except TimeoutError as error:
        raise Unanswered(f"no whole answer within {ANSWER_SECONDS:.0f} seconds") from error
    except (aiohttp.ClientError, OSError) as error:
        raise Unanswered(shown(str(error)) or "the connection broke off") from error
    return Answer(response.status, response.headers, _unpacked(raw, response.headers, limit))


def shown(text: str) -> str:
    """A server's words as a terminal may have them: short, and nothing that steers it."""
    plain = "".join(letter if letter.isascii() and letter.isprintable() else "?" for letter in text)
    return plain if len(plain) <= LONGEST_SHOWN else f"{plain[:LONGEST_SHOWN]}…"


async def _read(content: aiohttp.StreamReader, limit: int) -> bytes:
    read = bytearray()
    while len(read) <= limit and (piece := await content.readany()):
        read += piece
    return bytes(read[: limit + 1])


def _unpacked(raw: bytes, headers: CIMultiDictProxy[str], limit: int) -> bytes | None:
    encoding = ",".join(headers.getall(hdrs.CONTENT_ENCODING, ["identity"])).lower()
    if encoding == "identity":
        return raw
    if encoding != "gzip":
        return None
    unpacking = zlib.decompressobj(GZIP)
    try:
        body = unpacking.decompress(raw, limit + 1)
    except zlib.error:
        return None
    return body if len(body) > limit or (unpacking.eof and not unpacking.unused_data) else None
