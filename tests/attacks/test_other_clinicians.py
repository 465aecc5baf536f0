"""One clinician is nothing to another: their ids are answered like ids that are not there."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from telehealth.security.tokens import token_hash, unpadded_text
from telehealth.web.keys import STORE
from tests.practice import COOKIE, OTHER_COOKIE, OTHER_ROOM, identifier
from tests.web.running import Running, running
from tests.web.sql_practice import BLOB


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Running]:
    async with running(tmp_path) as started:
        await started.practice.link("theirs", OTHER_ROOM)
        yield started


def link(room: str, **changes: object) -> dict[str, Any]:
    return {
        "id": secrets.token_urlsafe(16),
        "room": room,
        "case": secrets.token_urlsafe(16),
        "admission_hash": unpadded_text(bytes(32)),
    } | changes


async def test_ids_of_another_clinician_are_answered_like_none_on_every_route(server: Running) -> None:
    kept = await server.app[STORE].sign_in(token_hash(OTHER_COOKIE), 0.0)
    assert kept is not None
    own = (await server.ask("GET", "/api/rooms"))[1]["rooms"][0]["id"]
    for theirs, invented in (
        (
            ("DELETE", f"/api/sign-ins/{kept.id}", None),
            ("DELETE", f"/api/sign-ins/{secrets.token_urlsafe(16)}", None),
        ),
        (
            ("DELETE", f"/api/invitations/{identifier('theirs')}", None),
            ("DELETE", f"/api/invitations/{secrets.token_urlsafe(16)}", None),
        ),
        (
            ("PUT", f"/api/invitations/{identifier('theirs')}", {"code_word": True}),
            ("PUT", f"/api/invitations/{secrets.token_urlsafe(16)}", {"code_word": True}),
        ),
        (
            ("POST", "/api/invitations", link(OTHER_ROOM)),
            ("POST", "/api/invitations", link(secrets.token_urlsafe(16))),
        ),
    ):
        answers = [await server.ask(method, path, body) for method, path, body in (theirs, invented)]
        assert answers[0] == answers[1]
        assert answers[0][0] == 404
    for body in (link(own, replaces=identifier("theirs")), link(own, id=identifier("theirs"))):
        assert (await server.ask("POST", "/api/invitations", body))[0] == 404
    assert not await server.practice.ended("theirs")


async def test_what_is_listed_is_ones_own(server: Running) -> None:
    for path in ("/api/rooms", "/api/invitations", "/api/sign-ins", "/api/vault", "/api/vault/earlier"):
        mine, theirs = [await server.ask("GET", path, cookie=cookie) for cookie in (COOKIE, OTHER_COOKIE)]
        assert (mine[0], theirs[0]) == (200, 200)
        assert identifier("theirs") not in str(mine)
        if path in {"/api/invitations", "/api/rooms", "/api/sign-ins"}:
            assert mine != theirs


async def test_a_vault_is_written_by_its_owner_alone(server: Running) -> None:
    body = {"parent": unpadded_text(hashlib.sha256(BLOB).digest()), "blob": unpadded_text(b"x" * 60)}
    assert (await server.ask("PUT", "/api/vault", body, If_Match='"1"'))[0] == 200
    _, theirs = await server.ask("GET", "/api/vault", cookie=OTHER_COOKIE)
    assert (theirs["version"], theirs["blob"]) == (1, unpadded_text(BLOB))
