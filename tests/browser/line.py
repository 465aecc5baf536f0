"""The line between one page and the server, which a test can cut."""

from __future__ import annotations

import re

from playwright.async_api import WebSocketRoute

from tests.browser.chromium import ChromiumPerson

SERVICE_RESTART = 1012
"""The close code after which a page tries again (RFC 6455, section 7.4.2 and IANA's list)."""


class Line:
    """The WebSockets of one page: they pass everything on, until the line is cut."""

    def __init__(self) -> None:
        self._is_cut = False
        self._page: WebSocketRoute | None = None
        self._server: WebSocketRoute | None = None

    @classmethod
    async def of(cls, person: ChromiumPerson) -> Line:
        """The line of the pages that this tab opens from now on."""
        line = cls()
        await person.page.route_web_socket(re.compile(r"/ws$"), line._opened)
        return line

    async def _opened(self, page: WebSocketRoute) -> None:
        if self._is_cut:
            await page.close(code=SERVICE_RESTART)
        else:
            self._page, self._server = page, page.connect_to_server()

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
