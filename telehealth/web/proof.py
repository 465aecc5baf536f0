"""Who a request comes from: a sign-in by cookie, or a password or recovery code that is proved now."""

from __future__ import annotations

import asyncio
import time
from functools import partial
from typing import TYPE_CHECKING, Literal, NamedTuple

from aiohttp import hdrs, web

from telehealth.core.ids import ClinicianId
from telehealth.errors import AccountClosed, SignInNeeded, SignInRefused, Unavailable
from telehealth.security.cookies import SIGN_IN_SECONDS
from telehealth.security.tokens import new_token, random_id, random_key, token_hash
from telehealth.store.records import AuditRow, SignIn
from telehealth.web import requests
from telehealth.web.keys import (
    BROWSER_COOKIE,
    COOKIE,
    DELAYS,
    KNOWN_BROWSERS,
    PASSWORDS,
    STORE,
    WRITER,
)

if TYPE_CHECKING:
    from telehealth.store.records import Clinician

Secret = Literal["verifier", "recovery_verifier"]
"""What is proved: the password, or the recovery code."""
BEAT_SECONDS = 0.1
NOBODY = ClinicianId("")
"""Looked up in place of an account that is not there, so that both take as long."""


async def signed_in(request: web.Request) -> SignIn:
    """The sign-in that the request's cookie stands for. Raises SignInNeeded."""
    held = requests.sign_in(request)
    kept = await request.app[STORE].sign_in(held, time.time()) if held is not None else None
    if kept is None:
        raise SignInNeeded
    return kept


async def account(request: web.Request) -> Clinician:
    """The signed-in clinician. Raises SignInNeeded."""
    clinician = await request.app[STORE].clinician((await signed_in(request)).clinician)
    if clinician is None:
        raise SignInNeeded
    return clinician


class Proved(NamedTuple):
    """An account, and the verifier that its secret fitted: what is done for it checks that it still holds."""

    clinician: Clinician
    verifier: str


async def prove(request: web.Request, username: str, key: str, secret: Secret, event: str) -> Proved:
    """Whose key this is. Whatever is wrong with it is answered alike, in the same time.

    A refusal is written down as this event's. Raises TooFast, SignInRefused, AccountClosed (to who knows the
    secret), Unavailable.
    """
    app, began = request.app, time.monotonic()
    clinician = await app[STORE].clinician_named(username)
    credentials = await app[STORE].credentials(clinician.id if clinician is not None else NOBODY)
    password = credentials.verifier if credentials is not None else ""
    bucket = app[KNOWN_BROWSERS].bucket(username, password, requests.known_browser(request))
    app[DELAYS].begin(bucket)
    verifier = getattr(credentials, secret) if credentials is not None else None
    try:
        proved = await app[PASSWORDS].check(verifier, key)
    except Unavailable:
        app[DELAYS].withdraw(bucket)
        raise
    if clinician is None or not proved:
        if clinician is not None:
            row = audit(event, clinician.id, "refused")
            app[WRITER].write("audit", partial(app[STORE].append_audit, row))
        await _until_the_next_beat(began)
        raise SignInRefused
    app[DELAYS].succeeded(bucket)
    if clinician.is_closed(time.time()):
        raise AccountClosed
    return Proved(clinician, str(verifier))


async def _until_the_next_beat(began: float) -> None:
    """Answer a refusal after a whole number of beats.

    A row that is read and one that is written take a little longer than none, which would tell that there is
    such an account.
    """
    await asyncio.sleep(BEAT_SECONDS - (time.monotonic() - began) % BEAT_SECONDS)


def new_sign_in(clinician: ClinicianId) -> tuple[str, SignIn]:
    """A token for the cookie, and the sign-in to keep. Never a token that a browser already had."""
    token, now = new_token(), time.time()
    kept = SignIn(
        id=random_id(),
        token_hash=token_hash(token),
        clinician=clinician,
        began=now,
        expires=now + SIGN_IN_SECONDS,
        page_half=random_key(),
    )
    return token, kept


def welcome(request: web.Request, username: str, verifier: str, token: str) -> web.Response:
    """204 with both cookies: the sign-in, and the mark of a browser that knows this password."""
    app = request.app
    response = web.Response(status=204)
    response.headers.add(hdrs.SET_COOKIE, app[COOKIE].header(token))
    response.headers.add(
        hdrs.SET_COOKIE, app[BROWSER_COOKIE].header(app[KNOWN_BROWSERS].mark(username, verifier))
    )
    return response


def audit(event: str, staff: ClinicianId, outcome: str = "done", room: str = "") -> AuditRow:
    """A row of the audit log about what staff do now."""
    return AuditRow(time=time.time(), event=event, staff=staff, outcome=outcome, room=room)
