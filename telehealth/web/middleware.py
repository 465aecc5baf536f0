"""What happens to every request: its Host is checked, its errors become answers, its answer gets headers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TypeAlias

import structlog
from aiohttp import hdrs, web

from telehealth.errors import BadInput, NotAllowed, TelehealthError, TooLarge, Unknown
from telehealth.release import NAME
from telehealth.security.headers import security_headers
from telehealth.web.answers import refusal
from telehealth.web.keys import SITE

Handler: TypeAlias = Callable[[web.Request], Awaitable[web.StreamResponse]]
OURS: Mapping[int, type[TelehealthError]] = {403: NotAllowed, 404: Unknown, 405: NotAllowed, 413: TooLarge}
"""What aiohttp refuses by itself, in our words."""

log = structlog.get_logger()


@web.middleware
async def errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """The one place where an error becomes an HTTP answer."""
    try:
        request.app[SITE].check_host(request.headers.getall(hdrs.HOST, []))
        return await handler(request)
    except TelehealthError as error:
        return refusal(request, error)
    except web.HTTPException as error:
        answer = refusal(request, OURS.get(error.status, BadInput)(), error.status)
        if hdrs.ALLOW in error.headers:
            answer.headers[hdrs.ALLOW] = error.headers[hdrs.ALLOW]
        if error.status in {408, 413}:
            answer.force_close()
        return answer
    except ConnectionError:
        raise
    except Exception:
        log.critical("a request failed", exc_info=True)
        return refusal(request, TelehealthError())


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Security headers on every response, those that aiohttp makes by itself included."""
    put_headers(response, secure=request.app[SITE].secure)


def put_headers(response: web.StreamResponse, *, secure: bool) -> None:
    """Add what is missing, and say nothing of the software below us."""
    for name, value in security_headers(secure=secure).items():
        response.headers.setdefault(name, value)
    response.headers[hdrs.SERVER] = NAME
