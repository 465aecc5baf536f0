"""A reload in mid-call is a blink, for either of the two."""

from __future__ import annotations

import asyncio

import pytest

from tests.browser.audit_log import times_admitted
from tests.browser.deadline import until
from tests.browser.journey import begin
from tests.browser.media import MAYA, RUIZ
from tests.browser.people import People
from tests.browser.person import Person
from tests.browser.server import DemoServer
from tests.browser.session_keys import PREPARE, share_a_secret
from tests.browser.watching import frames, sees_and_hears, sees_face

BACK_WITHIN = 3.0
"""Seconds from the reload to the next picture, on both sides."""
_TRACK = """(whose) => {
    const videos = [...document.querySelectorAll('[data-participant] video')];
    const video = videos.find((one) => one.closest('[data-participant]').dataset.participant === whose);
    return video?.srcObject?.getVideoTracks()[0]?.id ?? '';
}"""


async def track_of(person: Person, of: str) -> str:
    """The track of a participant's picture: a page that was loaded again sends another one."""
    return str(await person.evaluate(_TRACK, of))


async def sees_news_of(person: Person, of: str, before: str, other: Person) -> float:
    """Wait for a participant's picture in another track; return the longest pause in it, in seconds."""

    async def another() -> bool:
        return await track_of(person, of) not in {"", before}

    await until(another, f"{person.appearance.name} gets another track", 10)
    await sees_face(person, other.appearance)
    return (await frames(person, of)).longest_gap


async def come_back(one: Person, other: Person) -> None:
    """Both pages are loaded again at once."""
    before = await share_a_secret(one, other)
    clock = asyncio.get_running_loop()
    started = clock.time()
    await asyncio.gather(one.reload(), other.reload())
    await asyncio.gather(
        sees_face(one, other.appearance, seconds=10), sees_face(other, one.appearance, seconds=10)
    )
    assert clock.time() - started <= BACK_WITHIN
    await share_a_secret(one, other, unlike=before)
    await asyncio.gather(sees_and_hears(one, other.appearance), sees_and_hears(other, one.appearance))


async def comes_back(reloading: Person, staying: Person, as_reloading: str) -> None:
    """One page is loaded again; both see and hear each other again, soon and without a click."""
    secret = await share_a_secret(reloading, staying)
    before = await track_of(staying, as_reloading)
    clock = asyncio.get_running_loop()
    started = clock.time()
    await reloading.reload()
    await sees_face(reloading, staying.appearance, seconds=10)
    assert clock.time() - started <= BACK_WITHIN
    assert await sees_news_of(staying, as_reloading, before, reloading) <= BACK_WITHIN
    await share_a_secret(reloading, staying, unlike=secret)
    await asyncio.gather(
        sees_and_hears(reloading, staying.appearance), sees_and_hears(staying, reloading.appearance)
    )


@pytest.mark.parametrize(
    ("clinicians", "clients", "who"),
    [
        ("chromium", "chromium", ["client", "clinician", "both"]),
        ("firefox", "chromium", ["clinician"]),
        ("chromium", "firefox", ["client"]),
    ],
)
async def test_a_reloaded_page_is_back_in_the_call_without_a_click(
    clinicians: str, clients: str, who: list[str], server: DemoServer, people: People
) -> None:
    ruiz, maya = await asyncio.gather(people.by(clinicians, RUIZ), people.by(clients, MAYA))
    await asyncio.gather(ruiz.prepare_pages(PREPARE), maya.prepare_pages(PREPARE))
    as_maya, as_ruiz = await begin(ruiz, maya, server)
    if "client" in who:
        await comes_back(maya, ruiz, as_maya)
    if "clinician" in who:
        await comes_back(ruiz, maya, as_ruiz)
    if "both" in who:
        await come_back(ruiz, maya)
    assert await times_admitted(server) == 1
