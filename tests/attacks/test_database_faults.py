"""The database cannot be written: sessions that are on go on, nothing new begins, and nothing is lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import aiohttp
import pytest
import structlog

from telehealth.core.ids import InvitationId, ParticipantId
from telehealth.core.opening import TakeSeat
from telehealth.store import database as databases
from telehealth.store import engine as engines
from telehealth.store.audit_chain import verify_stream
from telehealth.web.keys import WRITER
from tests.attacks.caller import Caller
from tests.attacks.database_faults import FAULTS, Fault, Locked, ReadOnly
from tests.attacks.house import House, house
from tests.attacks.practice_call import refusal
from tests.browser.deadline import until
from tests.practice import COOKIE, OTHER_COOKIE, OTHER_ROOM, hello, identifier, watch

MAYA, BEN = identifier("maya"), identifier("ben")
KEEPS_NOTHING, AGAIN = "the store keeps nothing at the moment", "the store keeps everything again"
IN_ORDER = ["session_started", "admitted", "admitted", "removed", "refused", "session_ended"]


class Call(NamedTuple):
    """A house with a session on, and what is wrong with its database when a test says so."""

    at: House
    fault: Fault
    ruiz: Caller
    maya: Caller

    async def is_behind(self, *, behind: bool) -> None:
        """Wait until the server knows how it stands with its store."""

        async def known() -> bool:
            return self.at.app[WRITER].is_behind is behind

        await until(known, "the server knows of its store", 30)

    async def hears(self, number: int) -> None:
        """A message passes from the clinician to the client."""
        await self.ruiz.say("sealed", to=MAYA, body=f"{number:08}")
        await self.maya.hears("sealed", body=f"{number:08}")

    async def is_seen(self) -> None:
        """Media goes on in both directions."""
        before = self.ruiz.received, self.maya.received

        async def both() -> bool:
            return self.ruiz.received > before[0] and self.maya.received > before[1]

        await until(both, "sound and picture in both directions")


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A store that does not wait for other processes' locks."""
    monkeypatch.setattr(engines, "PRAGMAS", ("busy_timeout = 50", *engines.PRAGMAS[1:]))
    monkeypatch.setattr(databases, "BUSY_MILLISECONDS", 50)


@pytest.fixture(params=FAULTS, ids=lambda fault: fault.__name__)
async def call(request: pytest.FixtureRequest, tmp_path: Path, impatient: None) -> AsyncIterator[Call]:  # noqa: ARG001
    path = tmp_path / "telehealth.sqlite3"
    async with (
        house(tmp_path, path) as at,
        Caller.at(at.url, watch("desk"), COOKIE) as ruiz,
        Caller.at(at.url, hello("maya")) as maya,
    ):
        await maya.say("check_in")
        await ruiz.hears("arrived", participant=MAYA)
        await ruiz.say("admit", participant=MAYA, method="recognised")
        call = Call(at, request.param(at.practice.sql, path), ruiz, maya)
        await call.is_seen()
        yield call


@contextmanager
def lines_of_the_server() -> Iterator[list[Any]]:
    with structlog.testing.capture_logs() as lines:
        yield lines


async def ask(at: House, method: str, path: str, body: object = None) -> tuple[int, Any]:
    """A request of the clinician's page."""
    headers = {"Origin": at.url, "Sec-Fetch-Site": "same-origin", "X-Telehealth": "1"}
    headers["Cookie"] = f"telehealth={COOKIE}"
    async with (
        aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session,
        session.request(method, f"{at.url}{path}", headers=headers, json=body) as answer,
    ):
        return answer.status, await answer.json() if await answer.text() else None


async def decide(call: Call, ben: Caller) -> None:
    """Facts are made: somebody is let in and removed, and another link is refused."""
    await ben.say("check_in")
    await call.ruiz.hears("arrived", participant=BEN)
    await call.ruiz.say("bring_together", case=identifier("case-ben"))
    await call.ruiz.say("admit", participant=BEN, method="recognised")
    await ben.hears("changed")
    await call.ruiz.say("remove", participant=BEN)
    await ben.hears("ended", how="removed")


async def test_a_session_goes_on_and_every_fact_is_kept_afterwards_in_order(call: Call) -> None:
    with lines_of_the_server() as lines:
        await call.fault.begin()
        async with Caller.at(call.at.url, hello("ben")) as ben:
            await decide(call, ben)
        await call.is_behind(behind=True)
        await call.hears(1)
        for what in ("hold", "resume"):
            await call.ruiz.say(what, participant=MAYA)
        await call.hears(2)
        await call.is_seen()
        await call.ruiz.say("refuse", participant=MAYA)
        await call.maya.hears("ended", how="refused")
        await call.fault.end()
        await call.is_behind(behind=False)
    store = call.at.practice.sql
    seat = await store.seat(ParticipantId(BEN))
    assert seat is not None
    assert seat.dead
    assert await call.at.practice.ended("maya")
    events = [entry.row.event async for entry in store.audit()]
    assert [event for event in events if event in IN_ORDER] == IN_ORDER
    assert await verify_stream(store.audit()) is None
    alarms = [line["event"] for line in lines if line["log_level"] == "critical"]
    assert alarms == [KEEPS_NOTHING, AGAIN]


async def test_no_room_begins_until_facts_are_kept_again(call: Call) -> None:
    await call.fault.begin()
    async with Caller.at(call.at.url, hello("ben")) as ben:
        await decide(call, ben)
    await call.is_behind(behind=True)
    await is_refused(call.at)
    status, answer = await ask(call.at, "GET", "/healthz/new")
    assert (status, answer["keeping"]) == (503, False)
    await call.hears(1)
    await call.fault.end()
    await call.is_behind(behind=False)
    async with Caller.at(call.at.url, watch("other", OTHER_ROOM), OTHER_COOKIE, OTHER_ROOM) as okoro:
        assert await okoro.hears("welcome")
    assert (await ask(call.at, "GET", "/healthz/new"))[0] == 200


# That a file is full is found out by the first fact that needs a page of its own: a trial row needs none.
@pytest.mark.parametrize("call", [ReadOnly, Locked], indirect=True, ids=lambda fault: fault.__name__)
async def test_so_it_is_when_nothing_waits_to_be_kept_and_the_first_who_is_refused_raises_the_alarm(
    call: Call,
) -> None:
    async def all_is_kept() -> bool:
        return not call.at.app[WRITER].waiting

    async def may_begin() -> bool:
        status, answer = await ask(call.at, "GET", "/healthz/new")
        assert (status == 200) is answer["keeping"]
        return bool(answer["keeping"])

    async def may_not_begin() -> bool:
        return not await may_begin()

    await until(all_is_kept, "all is kept")
    with lines_of_the_server() as lines:
        await call.fault.begin()
        await until(may_not_begin, "no session may begin")
        await is_refused(call.at)
        assert not call.at.app[WRITER].is_behind
        await call.hears(1)
        await call.fault.end()
        await until(may_begin, "a session may begin")
    async with Caller.at(call.at.url, watch("other", OTHER_ROOM), OTHER_COOKIE, OTHER_ROOM) as okoro:
        assert await okoro.hears("welcome")
    assert [line["event"] for line in lines if line["log_level"] == "critical"] == [KEEPS_NOTHING, AGAIN]


async def is_refused(at: House) -> None:
    """A page whose room would begin is told why it does not."""
    code, text, close = await refusal(at.url, watch("other", OTHER_ROOM), OTHER_COOKIE)
    assert (code, close) == ("unavailable", 4503)
    assert "cannot keep anything at the moment" in text


async def test_the_pages_of_a_session_come_back_to_it(call: Call) -> None:
    seats = [(await one.hears("welcome"))["seat"] for one in (call.maya, call.ruiz)]
    await call.fault.begin()
    async with (
        Caller.at(call.at.url, TakeSeat(seats[0])) as maya,
        Caller.at(call.at.url, TakeSeat(seats[1]), COOKIE) as ruiz,
    ):
        again = call._replace(ruiz=ruiz, maya=maya)
        await again.is_seen()
        await again.hears(1)
        await call.fault.end()


async def test_what_a_page_wants_kept_is_refused_as_a_whole(call: Call) -> None:
    body = {
        "id": identifier("another"),
        "room": call.ruiz.room,
        "case": identifier("case"),
        "admission_hash": "A" * 43,
        "role": "client",
    }
    events = [entry.number async for entry in call.at.practice.sql.audit()]
    await call.fault.begin()
    status, answer = await ask(call.at, "POST", "/api/invitations", body)
    assert (status, answer["error"]["code"]) == (503, "unavailable")
    assert await call.at.practice.sql.invitation(InvitationId(body["id"])) is None
    status, answer = await ask(call.at, "DELETE", f"/api/invitations/{identifier('maya')}", {})
    assert (status, answer["error"]["code"]) == (503, "unavailable")
    assert not await call.at.practice.ended("maya")
    await call.hears(1)
    await call.fault.end()
    assert (await ask(call.at, "POST", "/api/invitations", body))[0] == 204
    numbers = [entry.number async for entry in call.at.practice.sql.audit()]
    assert numbers[: len(events)] == events
    assert await verify_stream(call.at.practice.sql.audit()) is None


async def test_a_server_that_stops_meanwhile_does_not_wait_for_long_and_says_what_is_lost(
    tmp_path: Path,
) -> None:
    path = tmp_path / "telehealth.sqlite3"
    loop = asyncio.get_running_loop()
    with lines_of_the_server() as lines:
        async with house(tmp_path, path) as at:
            fault = FAULTS[1](at.practice.sql, path)
            async with Caller.at(at.url, watch("desk"), COOKIE):
                await fault.begin()
                async with Caller.at(at.url, hello("maya")):
                    pass
            began = loop.time()
        took = loop.time() - began
        await fault.end()
    assert took < 10
    lost = [line["count"] for line in lines if line["event"] == "facts were lost"]
    assert lost == [1]
