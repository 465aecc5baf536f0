"""The pages' own modules under node, to speak with what is here: tests/js/twin.js says the rest."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from telehealth.security.tokens import unpadded_bytes, unpadded_text

ROOT = Path(__file__).parents[2]
PATIENCE = 10.0


class Refused(Exception):
    """The pages' modules have refused something."""


class Twin:
    """One node process."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._answers: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._events: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._unclaimed: list[dict[str, Any]] = []

    @classmethod
    @asynccontextmanager
    async def started(cls) -> AsyncIterator[Twin]:
        """A process that is gone with the block. Raises AssertionError without node."""
        node = shutil.which("node")
        assert node, "node is not on the PATH: install Node 20 or newer (see CONTRIBUTING.md)"
        process = await asyncio.create_subprocess_exec(
            node,
            "--no-warnings",
            str(ROOT / "tests" / "js" / "twin.js"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        twin = cls(process)
        reading = asyncio.create_task(twin._read())
        try:
            yield twin
        finally:
            assert process.stdin is not None
            process.stdin.close()
            await reading
            await process.wait()

    async def _read(self) -> None:
        assert self._process.stdout is not None
        assert self._process.stderr is not None
        async for line in self._process.stdout:
            message = json.loads(line)
            (self._events if "event" in message else self._answers).put_nowait(message)
        complaint = (await self._process.stderr.read()).decode()
        self._answers.put_nowait({"refused": f"node has ended: {complaint}"})

    async def ask(self, request: str, /, **given: object) -> Any:  # noqa: ANN401 (any JSON)
        """What a request is answered with; bytes go as base64url. Raises Refused."""
        assert self._process.stdin is not None
        line = json.dumps({"request": request, **given}, default=unpadded_text) + "\n"
        self._process.stdin.write(line.encode())
        async with asyncio.timeout(PATIENCE):
            answer = await self._answers.get()
        if "refused" in answer:
            raise Refused(answer["refused"])
        return answer["answer"]

    async def bytes_of(self, request: str, /, **given: object) -> bytes:
        """As `ask`, for an answer of bytes."""
        return unpadded_bytes(await self.ask(request, **given))

    async def transmitted(self) -> bytes:
        """The next body that the page's end sends."""
        async with asyncio.timeout(PATIENCE):
            while (event := await self._events.get())["event"] != "transmit":
                self._unclaimed.append(event)
        return unpadded_bytes(event["body"])

    async def carry(
        self, receive: Callable[[bytes], object], outgoing: Callable[[], list[bytes]], until: str
    ) -> dict[str, Any]:
        """Pass on what both ends say, until the page's end has told of such an event; take that one."""
        async with asyncio.timeout(PATIENCE):
            while True:
                for event in self._unclaimed:
                    if event["event"] == until:
                        self._unclaimed.remove(event)
                        return event
                for body in outgoing():
                    await self.ask("receive", body=body)
                event = await self._events.get()
                if event["event"] == "transmit":
                    receive(unpadded_bytes(event["body"]))
                else:
                    self._unclaimed.append(event)


async def words_of(numbers: tuple[int, ...]) -> list[str]:
    """The safety words as the pages show them."""
    async with Twin.started() as twin:
        words: list[str] = await twin.ask("words", numbers=list(numbers))
        return words
