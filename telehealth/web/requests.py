"""What handlers read from a request."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, TypeVar

import msgspec
from aiohttp import hdrs, web

from telehealth.errors import BadInput, NotAllowed, PreconditionNeeded
from telehealth.security.tokens import token_hash
from telehealth.web.keys import ADDRESS_KEYS, ADDRESSES, ATTEMPTS, BROWSER_COOKIE, COOKIE, SITE

if TYPE_CHECKING:
    from collections.abc import Callable

LARGEST_BODY = 64 * 1024
BODY_SECONDS = 10.0
OUR_HEADER = "X-Telehealth"
LONGEST_COOKIE = 256
LARGEST_VAULT_BODY = 1024 * 1024
VERSION_TAG = re.compile(r'"(0|[1-9]\d{0,14})"', re.ASCII)

Body = TypeVar("Body")


def check_mutation(request: web.Request) -> None:
    """What only a script of our own page can send. Raises ForeignOrigin, NotAllowed, BadInput.

    A form of another site can send neither the header nor JSON; what it sends under no-referrer has
    `Origin: null`, which is never accepted. Every browser that the pages support says Sec-Fetch-Site.
    """
    request.app[SITE].check_origin(request.headers.getall(hdrs.ORIGIN, []))
    fetch_site = request.headers.getall("Sec-Fetch-Site", [])
    if fetch_site != ["same-origin"] or request.headers.get(OUR_HEADER) != "1":
        raise NotAllowed
    if request.content_type != "application/json":
        raise BadInput


async def body(request: web.Request, kind: type[Body], largest: int = LARGEST_BODY) -> Body:
    """The JSON body. Raises BadInput, and what aiohttp raises for one too large (413) or too slow (408)."""
    try:
        async with asyncio.timeout(BODY_SECONDS):
            data = await request.clone(client_max_size=largest).read()
    except TimeoutError:
        raise web.HTTPRequestTimeout from None
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise BadInput from error


def sign_in(request: web.Request) -> bytes | None:
    """The hash of the sign-in cookie, if there is one."""
    value = request.cookies.get(request.app[COOKIE].name)
    return token_hash(value) if value and len(value) <= LONGEST_COOKIE else None


def known_browser(request: web.Request) -> str:
    """What this browser was marked with when it signed in before, or nothing."""
    value = request.cookies.get(request.app[BROWSER_COOKIE].name, "")
    return value if len(value) <= LONGEST_COOKIE else ""


def version(request: web.Request) -> int:
    """The version that the request replaces: If-Match with one strong tag (RFC 9110, section 13.1.1).

    Raises PreconditionNeeded.
    """
    found = VERSION_TAG.fullmatch(request.headers.get(hdrs.IF_MATCH, ""))
    if found is None:
        raise PreconditionNeeded
    return int(found[1])


def address_key(request: web.Request) -> bytes:
    """What the client's address is counted under."""
    peer = request.transport.get_extra_info("peername") if request.transport else None
    forwarded = request.headers.getall("X-Forwarded-For", [])
    address = request.app[ADDRESSES].of(peer[0] if peer else "", forwarded)
    return request.app[ADDRESS_KEYS].key(address)


def attempt(request: web.Request) -> Callable[[], None]:
    """Counts one try of a link or sign-in from this address, and raises TooFast. It keeps no address."""
    key, attempts = address_key(request), request.app[ATTEMPTS]
    return lambda: attempts.take(key)
