"""A host and a holder of a link by anybody: the ends of tests/privacy, over a WebSocket to a real server.

Either may be what it seems, or hold a link, a room key or ids that are somebody else's.
"""

from __future__ import annotations

from tests.attacks.caller import Caller
from tests.browser.deadline import until
from tests.privacy.client_end import ClientEnd
from tests.privacy.contents import Content
from tests.privacy.host_end import HostEnd


class LinkHolder:
    """A client's end. What it says goes to the host it knocked at."""

    def __init__(self, caller: Caller, end: ClientEnd) -> None:
        self.end = end
        self.told: list[Content] = []
        """What it was told, in order."""
        self._caller = caller
        caller.sealed = self._take

    async def knock(self, host: str) -> None:
        """Begin a handshake."""
        self.end.knock(host)
        await self.flush()

    async def is_open(self) -> None:
        """Wait until a handshake has been answered."""

        async def answered() -> bool:
            return self.end.correspondence is not None

        await until(answered, "the host answers")

    async def tell(self, content: object) -> None:
        """Something for the host. The channel has to be open."""
        self.end.tell(content)
        await self.flush()

    async def flush(self) -> None:
        """Send what the end has to say."""
        while self.end.outgoing:
            await self._caller.seal(self.end.host, self.end.outgoing.pop(0))

    async def is_told(self, kind: str) -> Content:
        """Wait until something of this kind was told; return the latest."""

        async def told() -> list[Content]:
            return [content for content in self.told if content["kind"] == kind]

        return (await until(told, f"{kind} is told", instead=lambda: self.told))[-1]

    async def _take(self, sender: str, body: bytes) -> None:
        if sender == self.end.host:
            self.told += self.end.receive(body)
            await self.flush()


class Hosting:
    """A host's end, with everybody whom it expects."""

    def __init__(self, caller: Caller, end: HostEnd) -> None:
        self.end = end
        self._caller = caller
        caller.sealed = self._take

    async def tell(self, participant: str, content: object) -> None:
        """Something for somebody who is confirmed."""
        self.end.tell(participant, content)
        await self.flush()

    async def flush(self) -> None:
        """Send what the end has to say."""
        while self.end.outgoing:
            to, body = self.end.outgoing.pop(0)
            await self._caller.seal(to, body)

    async def is_told(self, by: str, kind: str) -> Content:
        """Wait until somebody has told something of this kind; return the latest."""

        async def told() -> list[Content]:
            client = self.end.clients.get(by)
            return [content for content in client.told if content["kind"] == kind] if client else []

        return (await until(told, f"{kind} is told"))[-1]

    async def _take(self, sender: str, body: bytes) -> None:
        self.end.receive(sender, body)
        await self.flush()
