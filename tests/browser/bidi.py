"""WebDriver BiDi (W3C): commands and events over one WebSocket, as Firefox speaks it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

import aiohttp

Event = dict[str, Any]

ANSWER_WITHIN = 30.0
"""Seconds a command may take: loading a page is one."""


class BidiError(Exception):
    """Firefox refused a command, or the page's script threw."""


class Bidi:
    """One connection."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.listeners: list[Callable[[Event], None]] = []
        """Called with every event that was subscribed to."""
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._number = 0

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession()
        self._socket = await self._session.ws_connect(self._url, max_msg_size=0)
        self._reading = asyncio.create_task(self._read())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._socket.close()
        await self._reading
        await self._session.close()

    async def _read(self) -> None:
        async for message in self._socket:
            content = json.loads(message.data)
            answer = self._answers.pop(content.get("id", 0), None)
            if content["type"] == "event":
                for listener in self.listeners:
                    listener(content)
            elif answer is not None and not answer.done():
                answer.set_result(content)
        for answer in self._answers.values():
            answer.cancel()

    async def command(self, method: str, **parameters: object) -> dict[str, Any]:
        """Send one command and return its result. Raises `BidiError` when it is refused."""
        self._number += 1
        number = self._number
        answer: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._answers[number] = answer
        await self._socket.send_json({"id": number, "method": method, "params": parameters})
        content = await asyncio.wait_for(answer, ANSWER_WITHIN)
        if content["type"] == "error":
            raise BidiError(f"{method}: {content['error']}: {content['message']}")
        result: dict[str, Any] = content["result"]
        return result

    async def call(self, tab: str, function: str, *arguments: object) -> dict[str, Any]:
        """Call a function in a tab, with BiDi values in and out. Raises `BidiError` if it throws."""
        result = await self.command(
            "script.callFunction",
            functionDeclaration=function,
            arguments=list(arguments),
            target={"context": tab},
            awaitPromise=True,
            userActivation=False,
        )
        if result["type"] != "success":
            raise BidiError(result["exceptionDetails"]["text"])
        value: dict[str, Any] = result["result"]
        return value
