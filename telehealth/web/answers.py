"""Constants, JSON and refusals as HTTP responses."""

from __future__ import annotations

import msgspec
from aiohttp import hdrs, web

from telehealth.errors import TelehealthError, TooFast
from telehealth.web import pages
from telehealth.web.assets import Constant
from telehealth.web.keys import PAGES

MACHINE_PATHS = ("/api/", "/ws", "/healthz", "/static/")


def constant(
    request: web.Request, what: Constant, cache: str | None = None, status: int = 200
) -> web.Response:
    """A constant, compressed if the browser takes it, or 304 if it has it."""
    headers = {hdrs.ETAG: what.etag, hdrs.VARY: hdrs.ACCEPT_ENCODING}
    if cache:
        headers[hdrs.CACHE_CONTROL] = cache
    if status == 200 and what.etag in request.headers.get(hdrs.IF_NONE_MATCH, ""):
        return web.Response(status=304, headers=headers)
    headers[hdrs.CONTENT_TYPE] = what.content_type
    body = what.body
    if what.gzipped is not None and "gzip" in request.headers.get(hdrs.ACCEPT_ENCODING, ""):
        headers[hdrs.CONTENT_ENCODING] = "gzip"
        body = what.gzipped
    return web.Response(body=body, status=status, headers=headers)


def json(what: object, status: int = 200) -> web.Response:
    """Anything msgspec can encode."""
    body = what if isinstance(what, bytes) else msgspec.json.encode(what)
    return web.Response(body=body, status=status, content_type="application/json")


def failure(error: TelehealthError, status: int | None = None) -> web.Response:
    """The one shape of an error for programs."""
    answer = json({"error": {"code": error.code, "text": str(error)}}, status or error.status)
    if isinstance(error, TooFast) and error.retry_after:
        answer.headers[hdrs.RETRY_AFTER] = str(error.retry_after)
    return answer


def refusal(request: web.Request, error: TelehealthError, status: int | None = None) -> web.Response:
    """JSON for programs, and a page for people."""
    status = status or error.status
    if request.path.startswith(MACHINE_PATHS) or status == 421:
        return failure(error, status)
    page = pages.NOT_FOUND if status == 404 else pages.ERROR
    return constant(request, request.app[PAGES][page], status=status)
