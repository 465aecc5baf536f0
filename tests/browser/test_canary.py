"""A whole session leaves nothing that anybody wrote, said or showed in the server's files, output or memory.

Memory is that of every process, as gdb writes it down: while the session goes on, and after its end.
"""

from __future__ import annotations

import asyncio
import json
import secrets

import pytest

from tests.browser.canaries import Canaries, into_session, planted, with_a_guest
from tests.browser.cores import core_images
from tests.browser.frame_tap import FrameTap
from tests.browser.journey import has_ended, open_today, switch_on
from tests.browser.media import BEN, MAYA, RUIZ
from tests.browser.needles import Needles
from tests.browser.office_hours import new_session
from tests.browser.people import People
from tests.browser.server import DemoServer, demo
from tests.office import PASSWORD, Office, token_of

PUBLIC_NAME = "Dr Ruiz of the Ωkeanos"
"""The server knows it; Python keeps it as 16-bit units, for the one letter."""
PLANTED = b"planted canary!!"
CLEAR, SEALED = "a frame in clear", "a sealed frame"


@pytest.mark.parametrize("before", ["", "a", "ab", "abcdefg"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_the_search_finds_a_planted_word_wherever_it_lies(before: str, encoding: str) -> None:
    words = [f"word {number:04}" for number in range(500)]
    needles = Needles.words(words)
    content = bytes(1 << 20) + before.encode()
    said = content + json.dumps({"word": words[123]}).encode(encoding) + content
    assert needles.found_in(said) == {words[123]}
    # Across the border between two pieces.
    border = bytes((1 << 24) - 5) + words[7].encode(encoding)
    assert needles.found_in(border) == {words[7]}
    assert needles.found_in(content) == set()


def office_of(server: DemoServer) -> Office:
    """The clinician's account, under a name that can be found again."""
    office = Office(server.url, public_name=PUBLIC_NAME)
    office.set_up(token_of(server.enrolment))
    server.__dict__["office"] = office
    return office


class Search:
    """What is looked for in a server: what must be there, which proves the search, and what must not."""

    def __init__(self, server: DemoServer, office: Office, words: Canaries) -> None:
        self._server = server
        self.secret = [*words.words, PASSWORD, office.private_key]
        socket = next(server.data.glob("telehealth-*/relay-0"))
        planted = (PUBLIC_NAME, office.room, PLANTED.decode())
        self._known = {
            "supervisor": {str(server.database.parent)},
            "web": set(planted),
            "relay": {str(socket)},
        }

    async def images(self, tap: FrameTap) -> dict[str, set[str]]:
        """What of it the processes have in memory, by process; what must be there is there."""
        async with core_images(self._server._process.pid) as images:
            frames = dict.fromkeys(await tap.windows("clear"), CLEAR)
            assert len(frames) > 500
            frames |= dict.fromkeys(await tap.windows("sealed"), SEALED)
            words = {*self.secret, *(word for known in self._known.values() for word in known)}
            needles = Needles.words(words, besides=frames)
            found = {
                part: await asyncio.to_thread(needles.found_in_file, path) for part, path in images.items()
            }
        for part, known in self._known.items():
            assert known <= found[part], f"the search does not find what the {part} process holds"
        return found

    def files(self) -> set[str]:
        """What of it is in a file, or in the name of one."""
        needles = Needles.words([*self.secret, PUBLIC_NAME])
        found = needles.found_below(self._server.data)
        assert PUBLIC_NAME in found
        return found & set(self.secret)


async def test_a_whole_session_leaves_nothing_in_files_output_or_memory(
    tmp_path_factory: pytest.TempPathFactory, people: People
) -> None:
    ruiz, maya, ben = await asyncio.gather(
        people.in_chromium(RUIZ), people.in_firefox(MAYA), people.in_chromium(BEN)
    )
    words, tap = Canaries(), FrameTap.of(ruiz)
    with demo(tmp_path_factory.mktemp("server"), "--dumpable") as server:
        office = office_of(server)
        search = Search(server, office, words)
        await open_today(ruiz, server)
        await switch_on(ruiz)
        async with planted(await new_session(ruiz, f"Planted {secrets.token_hex(4)}"), PLANTED):
            await into_session(ruiz, maya, words)
            await with_a_guest(ruiz, maya, ben, words)
            during = await search.images(tap)
            files = search.files()
            await ruiz.press("End session")
            await asyncio.gather(has_ended(maya), has_ended(ben))
            after = await search.images(tap)
            files |= search.files()
        complaints = people.take_complaints()
        await people.go_home()
        assert server.stop() == 0
        log = Needles.words([*search.secret, server.url]).found_in(server.log.encode())
    assert SEALED in during["relay"], "the search does not find a frame that the relay has passed on"
    for found in (*during.values(), *after.values()):
        assert found & {CLEAR, *search.secret} == set()
    assert files == set()
    assert log == {server.url}
    assert complaints == []
