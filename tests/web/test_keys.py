"""What the application keeps."""

from __future__ import annotations

from aiohttp import web

from telehealth.web import keys
from tests.web.running import Running


def test_every_key_has_a_name_of_its_own() -> None:
    names = [str(key) for key in vars(keys).values() if isinstance(key, web.AppKey)]
    assert len(names) == len(set(names))


async def test_a_running_application_has_something_under_every_key(server: Running) -> None:
    for key in vars(keys).values():
        if isinstance(key, web.AppKey):
            assert key in server.app
