"""A session on a server that runs in processes of its own, and what its two people see of what befalls it."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http.cookies import SimpleCookie
from typing import Any

import aiohttp

from telehealth.core.opening import Hello, Opening, Seated, TakeSeat, Watch
from telehealth.security.tokens import random_id
from tests import vault_format as formats
from tests.attacks.caller import Caller
from tests.browser.deadline import until
from tests.browser.practice_server import PracticeServer
from tests.office import Office


class PracticeCall:
    """Clinician and client in session."""

    def __init__(self, server: PracticeServer, desk: str, maya: str) -> None:
        self.server = server
        self.desk = desk
        self.maya = maya
        self.invitation, secret = link_of(server.client)
        self.hello = Hello(self.invitation, formats.admission(secret), maya)
        self.watch = Watch(server.office.room, desk)
        self.ruiz: Caller
        self.client: Caller

    @property
    def cookie(self) -> str:
        """The clinician's browser's."""
        return cookie_of(self.server.office)

    @property
    def seated(self) -> Seated:
        """Where the client is, as the clinician's page knows it."""
        return Seated(
            participant=self.maya, invitation=self.invitation, standing="admitted", method="recognised"
        )

    async def is_seen(self) -> None:
        """Sound and picture reach both."""
        before = self.ruiz.received, self.client.received

        async def both() -> bool:
            return self.ruiz.received > before[0] and self.client.received > before[1]

        await until(both, "sound and picture reach both", 15)

    async def hears(self, body: str) -> None:
        """A message passes from the clinician to the client."""
        await self.ruiz.say("sealed", to=self.maya, body=body)
        await self.client.hears("sealed", body=body)

    async def seats(self) -> tuple[TakeSeat, TakeSeat]:
        """What the clinician's and the client's page come back with."""
        ruiz, client = [(await one.hears("welcome"))["seat"] for one in (self.ruiz, self.client)]
        return TakeSeat(ruiz, 0, hosts=True, people=(self.seated,)), TakeSeat(client)

    @asynccontextmanager
    async def again(self) -> AsyncIterator[PracticeCall]:
        """The same two, whose pages have come back."""
        (host, seat), room = await self.seats(), self.server.office.room
        async with (
            Caller.at(self.server.url, seat, room=room) as client,
            Caller.at(self.server.url, host, self.cookie, room) as ruiz,
        ):
            call = PracticeCall(self.server, self.desk, self.maya)
            call.ruiz, call.client = ruiz, client
            yield call


@asynccontextmanager
async def practice_call(server: PracticeServer) -> AsyncIterator[PracticeCall]:
    """A session, with sound and picture in both directions."""
    call = await asyncio.to_thread(PracticeCall, server, random_id(), random_id())
    room = server.office.room
    async with (
        Caller.at(server.url, call.watch, call.cookie, room) as ruiz,
        Caller.at(server.url, call.hello, room=room) as client,
    ):
        call.ruiz, call.client = ruiz, client
        await client.say("check_in")
        await ruiz.hears("arrived", participant=call.maya)
        await ruiz.say("admit", participant=call.maya, method="recognised")
        await call.is_seen()
        yield call


def cookie_of(office: Office) -> str:
    """The sign-in of a clinician's browser."""
    return SimpleCookie(office._cookies)["telehealth"].value


def link_of(link: str) -> tuple[str, str]:
    """The invitation's id and the secret of a link."""
    address, _, fragment = link.partition("#")
    return address.rpartition("/")[2], fragment.split(".")[1]


async def refusal(url: str, opening: Opening, cookie: str = "") -> tuple[str, str, int]:
    """How a page is answered that is not let in: code, text and close code."""
    headers = {"Cookie": f"telehealth={cookie}"} if cookie else {}
    fields: dict[str, Any] = {name: getattr(opening, name) for name in opening.__struct_fields__}
    async with (
        aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as browser,
        browser.ws_connect(f"{url}/ws", origin=url, headers=headers) as socket,
    ):
        await socket.send_json({"type": opening.__struct_config__.tag, **fields})
        said = await socket.receive_json(timeout=10)
        await socket.receive(timeout=10)
        return said["code"], said["text"], socket.close_code or 0


async def health(url: str, path: str = "/healthz") -> tuple[int, Any]:
    """What a server says of itself; 0 while it says nothing."""
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5)) as browser,
            browser.get(f"{url}{path}") as answer,
        ):
            return answer.status, await answer.json()
    except (aiohttp.ClientError, TimeoutError):
        return 0, None


async def is_well(url: str) -> None:
    """Wait until the server works and carries media."""

    async def well() -> bool:
        return await health(url) == (200, {"ok": True, "media": True})

    await until(well, "the server is back", 20)


def alarms(server: PracticeServer) -> list[dict[str, Any]]:
    """The alarms in its log."""
    lines = [json.loads(line) for line in server.log.splitlines() if line.startswith("{")]
    return [line for line in lines if line["level"] == "critical"]


async def audit_is_whole(server: PracticeServer) -> bool:
    """Whether `telehealth audit verify` says so, as its operator would ask."""
    command = [sys.executable, "-m", "telehealth", "audit", "verify", "--data", str(server.data)]
    said = await asyncio.to_thread(subprocess.run, command, capture_output=True, check=False)
    return said.returncode == 0
