"""Signing in and out, and the list of a clinician's signed-in browsers."""

from __future__ import annotations

import time

from aiohttp import hdrs, web
from msgspec import Struct

from telehealth.errors import SignInRefused, Unknown
from telehealth.web import answers, requests
from telehealth.web.fields import Body, Bytes32, Username
from telehealth.web.keys import COOKIE, HUB, STORE
from telehealth.web.proof import audit, new_sign_in, prove, signed_in, welcome


class SignInRequest(Body, frozen=True):
    """The body of `POST /api/sign-in`: the key is what the page has derived from the password."""

    username: Username
    key: Bytes32


class SignInFacts(Struct, frozen=True):
    """One signed-in browser, as its clinician is shown it."""

    id: str
    began: float
    expires: float
    current: bool


class SignInsAnswer(Struct, frozen=True):
    """The answer of `GET /api/sign-ins`."""

    sign_ins: list[SignInFacts]


async def sign_in(request: web.Request) -> web.Response:
    """A right password becomes a cookie. An earlier sign-in of this browser ends."""
    requests.check_mutation(request)
    requests.attempt(request)()
    asked = await requests.body(request, SignInRequest)
    clinician, verifier = await prove(request, asked.username, asked.key, "verifier", "signed_in")
    token, kept = new_sign_in(clinician.id)
    if not await request.app[STORE].add_sign_in(kept, audit("signed_in", clinician.id), verifier):
        raise SignInRefused
    await end_held(request)
    return welcome(request, clinician.username, verifier, token)


async def sign_out(request: web.Request) -> web.Response:
    """End the sign-in and every socket it opened."""
    requests.check_mutation(request)
    await end_held(request)
    return web.Response(status=204, headers={hdrs.SET_COOKIE: request.app[COOKIE].removal()})


async def end_held(request: web.Request) -> None:
    """End the sign-in that this browser has, if it has one."""
    held = requests.sign_in(request)
    if held is None:
        return
    kept = await request.app[STORE].sign_in(held, time.time())
    row = audit("signed_out", kept.clinician) if kept is not None else None
    await request.app[STORE].end_sign_in(held, row)
    request.app[HUB].signed_out(held)


async def listed(request: web.Request) -> web.Response:
    """All signed-in browsers of this clinician."""
    own = await signed_in(request)
    kept = await request.app[STORE].sign_ins_of(own.clinician, time.time())
    facts = [SignInFacts(one.id, one.began, one.expires, one.id == own.id) for one in kept]
    return answers.json(SignInsAnswer(facts))


async def end(request: web.Request) -> web.Response:
    """Sign another browser out. One that is not theirs is answered like one that is not there."""
    requests.check_mutation(request)
    own = await signed_in(request)
    row = audit("sign_in_revoked", own.clinician)
    ended = await request.app[STORE].end_sign_in_of(own.clinician, request.match_info["sign_in"], row)
    if ended is None:
        raise Unknown
    request.app[HUB].signed_out(ended)
    return web.Response(status=204)
