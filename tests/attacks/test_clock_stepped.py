"""The machine's clock is set an hour forward or back while a session is on."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from types import SimpleNamespace

import aiohttp
import pytest
import structlog
from aiortc import mediastreams

from telehealth.core.messages import Changed
from telehealth.core.opening import TakeSeat
from telehealth.core.presence import FORGOTTEN_AFTER
from telehealth.signalling import clock_watch
from telehealth.store.audit_chain import verify_stream
from telehealth.web.proof import new_sign_in
from tests.attacks.caller import Caller
from tests.attacks.house import House, house
from tests.attacks.practice_call import refusal
from tests.browser.deadline import until
from tests.practice import COOKIE, RUIZ, hello, identifier, watch
from tests.signalling.fakes import Page
from tests.signalling.scene import staged
from tests.web.sql_practice import KEY, RECOVERY_KEY, row, verifier

HOUR = 3600.0
STEPS = pytest.mark.parametrize("step", [HOUR, -HOUR], ids=["forward", "back"])
MAYA = identifier("maya")

SetClock = Callable[[float], None]


@pytest.fixture
def set_clock(monkeypatch: pytest.MonkeyPatch) -> SetClock:
    """Sets the clock of this process, so many seconds from what it is."""
    real, ahead = time.time, [0.0]
    monkeypatch.setattr(time, "time", lambda: real() + sum(ahead))
    # Pages have clocks of their own.
    monkeypatch.setattr(mediastreams, "time", SimpleNamespace(time=real))
    return ahead.append


@asynccontextmanager
async def session(folder: Path) -> AsyncIterator[tuple[House, Caller, Caller]]:
    """Clinician and client in session, by a link with an appointment that is now."""
    async with house(folder) as at:
        await at.practice.link("now", appointment=time.time())
        async with (
            Caller.at(at.url, watch("desk"), COOKIE) as ruiz,
            Caller.at(at.url, hello("now", "maya")) as maya,
        ):
            await maya.say("check_in")
            await ruiz.hears("arrived", participant=MAYA)
            await ruiz.say("admit", participant=MAYA, method="recognised")
            await is_seen(ruiz, maya)
            yield at, ruiz, maya


async def is_seen(*callers: Caller) -> None:
    """Sound and picture reach everybody."""
    before = [caller.received for caller in callers]

    async def all_of_them() -> bool:
        return all(caller.received > so_far for caller, so_far in zip(callers, before, strict=True))

    await until(all_of_them, "sound and picture reach everybody")


async def is_signed_in(at: House, cookie: str) -> bool:
    headers = {"Origin": at.url, "Sec-Fetch-Site": "same-origin", "Cookie": f"telehealth={cookie}"}
    async with (
        aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as browser,
        browser.get(f"{at.url}/api/rooms", headers=headers) as answer,
    ):
        return answer.status == 200


@STEPS
async def test_a_session_that_is_on_goes_on_and_its_pages_come_back_to_it(
    tmp_path: Path, set_clock: SetClock, step: float
) -> None:
    async with session(tmp_path) as (at, ruiz, maya):
        set_clock(step)
        await is_seen(ruiz, maya)
        await ruiz.say("sealed", to=MAYA, body="still-here")
        await maya.hears("sealed", body="still-here")
        for what in ("hold", "resume"):
            await ruiz.say(what, participant=MAYA)
        await is_seen(ruiz, maya)
        seats = [(await one.hears("welcome"))["seat"] for one in (maya, ruiz)]
        async with (
            Caller.at(at.url, TakeSeat(seats[0])) as maya_again,
            Caller.at(at.url, TakeSeat(seats[1]), COOKIE) as ruiz_again,
        ):
            await is_seen(ruiz_again, maya_again)
            (own,) = [one for one in (await maya_again.hears("welcome"))["people"] if one["id"] == MAYA]
            assert own["standing"] == "admitted"
            await ruiz_again.say("end")
            await maya_again.hears("ended", how="ended")


async def test_a_link_whose_time_has_come_or_gone_by_that_lets_nobody_new_in_and_throws_nobody_out(
    tmp_path: Path, set_clock: SetClock
) -> None:
    async with session(tmp_path) as (at, ruiz, maya):
        for step, code in ((-HOUR, "invitation_early"), (HOUR, ""), (5 * HOUR, "invitation_over")):
            set_clock(step)
            if code:
                said, _text, _close = await refusal(at.url, hello("now", f"another-{code[-5:]}"))
                assert said == code
            async with Caller.at(at.url, TakeSeat((await maya.hears("welcome"))["seat"])) as again:
                await is_seen(ruiz, again)
                maya = again
                await again.hears("welcome")
                await ruiz.say("sealed", to=MAYA, body="still-here")
                await again.hears("sealed", body="still-here")


@STEPS
async def test_nobody_is_signed_out_by_it(tmp_path: Path, set_clock: SetClock, step: float) -> None:
    async with house(tmp_path) as at:
        store = at.practice.sql
        for change in (step, -step):
            token, kept = new_sign_in(RUIZ)
            assert await store.add_sign_in(kept, row(), verifier(KEY))
            set_clock(change)
            await store.purge(time.time(), 4 * HOUR, 6 * 366 * 24 * HOUR)
            assert await is_signed_in(at, token)


@STEPS
async def test_who_guesses_a_password_waits_as_long_and_no_longer(
    tmp_path: Path, set_clock: SetClock, step: float
) -> None:
    async with house(tmp_path) as at:
        waits = [await guess(at)]
        while not waits[-1]:
            waits.append(await guess(at))
        set_clock(step)
        assert 0 < await guess(at) <= waits[-1]


@STEPS
async def test_who_is_away_is_forgotten_when_they_were_away_for_long_enough(step: float) -> None:
    async with staged() as scene:
        desk, _maya = await scene.call()
        ben = await scene.client("ben")
        scene.go(ben)
        await scene.settle()
        scene.clock.date += step
        scene.clock.pass_seconds(FORGOTTEN_AFTER - 1)
        await scene.settle()
        assert identifier("ben") not in gone(desk)
        scene.clock.pass_seconds(1)
        await scene.settle()
        assert identifier("ben") in gone(desk)


@STEPS
async def test_the_log_of_what_staff_did_stays_whole(
    tmp_path: Path, set_clock: SetClock, step: float
) -> None:
    async with session(tmp_path) as (at, ruiz, maya):
        store = at.practice.sql
        set_clock(step)
        await ruiz.say("end")
        await maya.hears("ended", how="ended")

        async def written() -> bool:
            head = await store.audit_head()
            return head is not None and head.row.event == "session_ended"

        await until(written, "the end is written down")
        times = [entry.row.time async for entry in store.audit()]
        assert (times[-1] > times[-2]) is (step > 0)
        assert await verify_stream(store.audit()) is None


@STEPS
async def test_whoever_runs_the_server_is_told(
    tmp_path: Path, set_clock: SetClock, monkeypatch: pytest.MonkeyPatch, step: float
) -> None:
    monkeypatch.setattr(clock_watch, "LOOKED_EVERY", 0.05)
    with structlog.testing.capture_logs() as lines:
        async with house(tmp_path):
            await asyncio.sleep(0)
            set_clock(step)

            async def told() -> bool:
                return any(line["event"] == "the clock was set" for line in lines)

            await until(told, "an alarm")
    (alarm,) = [line for line in lines if line["event"] == "the clock was set"]
    assert (alarm["log_level"], alarm["seconds"]) == ("critical", step)


async def guess(at: House) -> int:
    """Try a wrong password; how many seconds until another may be tried."""
    headers = {"Origin": at.url, "Sec-Fetch-Site": "same-origin", "X-Telehealth": "1"}
    async with (
        aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as browser,
        browser.post(
            f"{at.url}/api/sign-in", json={"username": "ruiz", "key": RECOVERY_KEY}, headers=headers
        ) as answer,
    ):
        assert answer.status in {401, 429}
        return int(answer.headers.get("Retry-After", "0"))


def gone(desk: Page) -> list[str]:
    """Whom this page was told to forget."""
    return [participant for change in desk.all(Changed) for participant in change.gone]
