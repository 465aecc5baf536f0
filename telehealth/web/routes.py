"""Every address this server answers to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from telehealth.errors import BadInput
from telehealth.security.headers import IMMUTABLE
from telehealth.web import answers, api, enrolment, invitations, pages, sign_ins, vault
from telehealth.web.keys import ASSETS, PAGES

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


def routes() -> list[web.RouteDef]:
    """All routes. GET answers HEAD too."""
    known = [
        web.get("/", page(pages.CLINICIAN)),
        web.get("/room/{room}", page(pages.CLINICIAN)),
        web.get("/join/{invitation}", page(pages.JOIN)),
        web.get("/sign-in", page(pages.SIGN_IN)),
        web.get("/enrol", page(pages.ENROL)),
        web.get("/kept", page(pages.KEPT)),
        web.get("/static/{release}/{name:.+}", asset),
        web.get("/api/site", api.site),
        web.get("/api/rooms", api.rooms),
        web.get("/api/audit-head", api.audit_head),
        web.post("/api/enrolment", enrolment.look),
        web.post("/api/enrol", enrolment.enrol),
        web.post("/api/sign-in", sign_ins.sign_in),
        web.post("/api/sign-out", sign_ins.sign_out),
        web.get("/api/sign-ins", sign_ins.listed),
        web.delete("/api/sign-ins/{sign_in}", sign_ins.end),
        web.get("/api/vault", vault.read),
        web.put("/api/vault", vault.write),
        web.get("/api/vault/earlier", vault.earlier),
        web.get("/api/vault/earlier/{version}", vault.earlier_version),
        web.post("/api/credentials", vault.change_credentials),
        web.post("/api/recovery", vault.open_recovery),
        web.put("/api/recovery", vault.recover),
        web.get("/api/invitations", invitations.listed),
        web.post("/api/invitations", invitations.add),
        web.put("/api/invitations/{invitation}", invitations.change),
        web.delete("/api/invitations/{invitation}", invitations.end),
        web.get("/healthz", api.health),
        web.get("/healthz/new", api.health_for_new),
        web.get("/ws", api.signalling),
    ]
    return [web.route(one.method, one.path, one.handler, expect_handler=unexpected) for one in known]


async def unexpected(_request: web.Request) -> web.StreamResponse:
    """The answer to every Expect header (RFC 9110, section 10.1.1).

    aiohttp looks at it before anything else, the Host header included, so nothing is agreed to here. Browsers
    send none.
    """
    answer = answers.failure(BadInput(), 417)
    answer.force_close()
    return answer


def page(name: str) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """A handler for a constant page: it looks at nothing in the address, so fetching one burns nothing."""

    async def answer(request: web.Request) -> web.StreamResponse:
        return answers.constant(request, request.app[PAGES][name])

    return answer


async def asset(request: web.Request) -> web.StreamResponse:
    """A file of this release, which never changes under its address."""
    file = request.app[ASSETS].file(request.match_info["release"], request.match_info["name"])
    return answers.constant(request, file, IMMUTABLE)
