"""The composition root."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from telehealth.core.ids import InvitationId, ParticipantId
from telehealth.store.sql_store import SqlStore
from telehealth.web import keys
from telehealth.web.assets import FilesRefused, Folders
from tests.practice import ROOM, identifier
from tests.web.running import running


async def test_settings_reach_what_they_are_for(tmp_path: Path) -> None:
    async with running(
        tmp_path,
        practice__name="Riverside",
        practice__crisis_text="Call 112.",
        practice__crisis_texts={"NZ": "Call 111."},
        practice__emergency_line="+64 9 555 0100",
        check_in__required=("place",),
        check_in__country="NZ",
        consent__text="I agree to this.",
        consent__version="7",
        consent__call_back_after="10m",
        limits__messages_per_second=33,
        server__trusted_proxies=("10.0.0.5",),
    ) as server:
        async with server.session.get(f"{server.url}/api/site") as answer:
            site = await answer.json()
        assert (site["name"], site["crisis_text"]) == ("Riverside", "Call 112.")
        assert site["crisis_texts"] == {"NZ": "Call 111."}
        assert site["emergency_line"] == "+64 9 555 0100"
        assert site["check_in"] == {"required": ["place"], "country": "NZ"}
        assert site["consent"] == {"version": "7", "text": "I agree to this."}
        assert site["call_back_after"] == 600
        assert server.app[keys.PACE].messages_per_second == 33
        assert server.app[keys.ADDRESSES].trusts("10.0.0.5")


async def test_a_page_that_cannot_be_made_keeps_the_server_from_starting(tmp_path: Path) -> None:
    empty = Folders(tmp_path, tmp_path)
    with pytest.raises(FilesRefused):
        async with running(tmp_path, files=empty):
            pytest.fail("it started")


async def test_what_was_decided_last_is_written_before_the_store_is_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = []

    async def close(store: SqlStore) -> None:
        link = await store.invitation(InvitationId(identifier("maya")))
        assert link is not None
        rows = [entry.row.event async for entry in store.audit()]
        closed.append((link.ended is not None, rows[-4:]))

    monkeypatch.setattr(SqlStore, "close", close)
    async with running(tmp_path) as server:
        desk, _maya = await server.call()
        await desk.opened.send_json(
            {"type": "refuse", "room": ROOM, "participant": ParticipantId(identifier("maya"))}
        )
        await desk.hear("changed")
    assert closed[:1] == [(True, ["session_started", "admitted", "refused", "session_ended"])]


def test_neither_the_web_process_nor_the_command_line_loads_media_libraries() -> None:
    script = (
        "import sys, telehealth.web.app, telehealth.cli, telehealth.supervisor, telehealth.demo;"
        "print({m.split('.')[0] for m in sys.modules} & {'aiortc', 'aioice', 'av', 'pylibsrtp', 'OpenSSL'})"
    )
    command = [sys.executable, "-c", script]
    said = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert said.stdout == "set()\n"
