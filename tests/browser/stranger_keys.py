"""A stranger's part in a session's keys: what it holds, what it sends under, and when it falls silent."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable

from telehealth.security.tokens import unpadded_text
from tests.privacy.contents import Content, Epoch
from tests.privacy.media import Keyring

BEATS_EVERY, LEASE = 5.0, 15.0
SWITCHED, JOINED = 1.0, 5.0
"""Seconds for which the epoch before is still read: when senders switch by themselves, and at `go`."""


class Membership:
    """From the host's contents about keys to the keys of one page."""

    def __init__(
        self,
        participant: str,
        tell: Callable[[Content], None],
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.keyring = Keyring()
        self.epoch: Epoch | None = None
        """The newest that was given."""
        self._participant = participant
        self._tell = tell
        self._now = now
        self._current: int | None = None
        """What is sent under while the lease holds."""
        self._answered = self._beaten = float("-inf")
        self._dropped_at: dict[int, float] = {}

    @property
    def others(self) -> set[str]:
        """Everybody else in the newest epoch."""
        members = self.epoch.members if self.epoch else ()
        return {one.participant for one in members if one.participant != self._participant}

    def preview(self, load: bytes) -> Content:
        """Let the host look at whoever waits; what tells it the key."""
        secret = secrets.token_bytes(32)
        self.keyring.preview(secret, load)
        return {"kind": "preview_key", "secret": unpadded_text(secret)}

    def hear(self, content: Content) -> None:
        """Something the host has told."""
        match content["kind"]:
            case "epoch":
                self._given(content)
            case "go" if self.epoch is not None and content["epoch"] == self.epoch.number:
                self._switch(JOINED)
            case "lease":
                self._answered = max(self._answered, content["at"] / 1000)
                self.keep_time()

    def over(self) -> None:
        """Held, sent back, or gone: there are no keys any more."""
        self.keyring.clear()
        self.epoch = self._current = None
        self._answered = self._beaten = float("-inf")
        self._dropped_at.clear()

    def keep_time(self) -> None:
        """Beat when it is time, send no longer than the lease, and let old epochs go."""
        now = self._now()
        for epoch, at in list(self._dropped_at.items()):
            if now >= at:
                self.keyring.drop(epoch)
                del self._dropped_at[epoch]
        if self.epoch is None:
            return
        if now - self._beaten >= BEATS_EVERY:
            self._beaten = now
            self._tell({"kind": "beat", "at": int(now * 1000)})
        if self._current is not None:
            self.keyring.send(self._current if now - self._answered <= LEASE else None)

    def _given(self, content: Content) -> None:
        epoch = Epoch.read(content)
        own = epoch.of(self._participant)
        assert own.sender == content["sender"], "two numbers for one sender"
        if self.epoch is None:
            # The preview is over.
            self.keyring.clear()
        self.epoch = epoch
        self.keyring.hold(epoch, own)
        self._tell({"kind": "epoch_held", "epoch": epoch.number})
        if content["go"]:
            self._switch(SWITCHED)
        self.keep_time()

    def _switch(self, seconds: float) -> None:
        assert self.epoch is not None
        self._current = self.epoch.number
        for old in self.keyring.held:
            if old != self._current:
                self._dropped_at.setdefault(old, self._now() + seconds)
        self.keep_time()
