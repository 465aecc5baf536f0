"""The line between one page and the server, which a test can cut, or let go dead without a word."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

from playwright.async_api import WebSocketRoute

from tests.browser.chromium import ChromiumPerson

SERVICE_RESTART = 1012
"""The close code after which a page tries again (RFC 6455, section 7.4.2 and IANA's list)."""
NORMAL = 1000
Act = Callable[[], Coroutine[Any, Any, None]]


class Line:
    """The WebSockets of one page: they pass everything on, until the line is cut or held."""

    def __init__(self) -> None:
        self._is_cut = False
        self._page: WebSocketRoute | None = None
        self._server: WebSocketRoute | None = None
        self._passes = asyncio.Event()
        self._passes.set()
        self._held: list[Act] = []
        self._left = 0
        self.refused, self.joined = 0, 0
        """How many connections of the page came to nothing because the line is cut, and how many through."""

    @classmethod
    async def of(cls, person: ChromiumPerson) -> Line:
        """The line of the pages that this tab opens from now on."""
        line = cls()
        await person.page.route_web_socket(re.compile(r"/ws$"), line._opened)
        return line

    async def _opened(self, page: WebSocketRoute) -> None:
        given_up = asyncio.Event()
        page.on_close(lambda *_: given_up.set())
        # While nothing passes, the page is still connecting.
        await self._passes.wait()
        if self._is_cut:
            self.refused += 1
            await page.close(code=SERVICE_RESTART)
        elif not given_up.is_set():
            server = page.connect_to_server()
            self.joined += 1
            carry = partial(self._pass, self.joined)
            _join(page, server, carry)
            _join(server, page, carry)
            self._page, self._server = page, server

    async def _pass(self, number: int, act: Act) -> None:
        if number <= self._left:
            return
        if self._passes.is_set():
            await act()
        else:
            self._held.append(act)

    async def cut(self) -> None:
        """Neither the page nor the server hears of the other any more, and both know it."""
        self._is_cut = True
        assert self._page is not None
        assert self._server is not None
        await self._page.close(code=SERVICE_RESTART)
        # That code is a server's to say.
        await self._server.close()

    def mend(self) -> None:
        """The next try of the page comes through."""
        self._is_cut = False

    def hold(self) -> None:
        """Nothing passes any more in either direction, and nobody is told: a network that is gone."""
        self._passes.clear()

    def leave(self) -> None:
        """What passed no more never will, and whatever the page opens from now on passes."""
        self._held.clear()
        self._left = self.joined
        self._passes.set()

    async def release(self) -> None:
        """All that was said meanwhile arrives, in its order, as TCP lets it; and the line is as before."""
        while self._held:
            await self._held.pop(0)()
        self._passes.set()


def _join(
    source: WebSocketRoute, sink: WebSocketRoute, carry: Callable[[Act], Coroutine[Any, Any, None]]
) -> None:
    async def send(message: str | bytes) -> None:
        sink.send(message)

    async def close(code: int | None, reason: str | None) -> None:
        await sink.close(code=code or NORMAL, reason=reason)

    source.on_message(lambda message: carry(partial(send, message)))
    source.on_close(lambda code, reason: carry(partial(close, code, reason)))
