"""After a session nothing is left of what was said in it."""

from __future__ import annotations

from pathlib import Path

from tests.browser.conftest import People
from tests.browser.journey import admit, check_in, has_ended, sit_down
from tests.browser.media import MAYA, RUIZ
from tests.browser.server import DemoServer
from tests.browser.watching import sees_and_hears

NAME = "Maya Quetzalcoatl"


def _traces(folder: Path, words: list[str]) -> list[str]:
    """Every file below a folder that contains one of the words, and every word that is in a path."""
    found = []
    for path in folder.rglob("*"):
        content = str(path).encode()
        if path.is_file():
            content += path.read_bytes()
        found += [f"{path}: {word}" for word in words if word.encode() in content]
    return found


async def test_nothing_of_the_check_in_is_in_the_data_folder_or_the_log(
    server: DemoServer, people: People
) -> None:
    ruiz = await people.in_chromium(RUIZ)
    maya = await people.in_chromium(MAYA)
    await sit_down(ruiz, server)
    await check_in(maya, server.client, NAME)
    await admit(ruiz, NAME)
    await sees_and_hears(maya, RUIZ)
    secrets = [NAME, "Quetzalcoatl", server.client.partition("#")[2], "a=ice-ufrag", "a=candidate"]
    said_at_start = server.client
    assert _traces(server.data, secrets) == []
    await ruiz.press("End session")
    await has_ended(maya)
    assert _traces(server.data, secrets) == []
    assert server.stop() == 0
    log = server.log.replace(said_at_start, "")
    assert [word for word in secrets if word in log] == []
    assert list(server.data.iterdir()) == []
