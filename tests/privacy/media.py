"""What one page holds to seal and open the frames of a session: epochs, streams, counters, windows."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Literal

from tests.privacy.contents import Epoch, Member
from tests.privacy.derivation import PREVIEW_EPOCH, PREVIEW_SENDER, Label, base_key, key_id, read_key_id
from tests.privacy.sframe import FrameKey, FrameRefused, decode_header

Kind = Literal["audio", "video"]

KEY_FRAME_CLEAR, FRAME_CLEAR = 10, 3
"""Bytes of a VP8 frame that stay in clear (RFC 6386, section 9.1): what a relay has to read."""
WINDOW = 1024
STREAMS = 256


class StreamsUsedUp(Exception):
    """No stream number is left: a new epoch is needed."""


class UnknownKey(FrameRefused):
    """A frame under a key that this page does not hold."""


class Repeated(FrameRefused):
    """A frame whose counter was there before, or is older than the window."""


def clear_bytes(kind: Kind, frame: bytes) -> int:
    """How many bytes at the beginning of an encoded frame, sealed or not, are in clear."""
    if kind == "audio" or not frame:
        return 0
    is_key_frame = frame[0] & 1 == 0
    return KEY_FRAME_CLEAR if is_key_frame else FRAME_CLEAR


class Window:
    """Which counters of one key were there, of the newest 1,024."""

    def __init__(self) -> None:
        self._highest = -1
        self._seen = 0

    def take(self, counter: int) -> bool:
        """Whether this counter is new; it is not from now on."""
        ahead = counter - self._highest
        if ahead > 0:
            kept = self._seen << min(ahead, WINDOW) & (1 << WINDOW) - 1
            self._highest, self._seen = counter, kept | 1
            return True
        if ahead <= -WINDOW or self._seen >> -ahead & 1:
            return False
        self._seen |= 1 << -ahead
        return True


@dataclass
class _Held:
    """An epoch that this page has: whose load and sender it uses itself, and who else is in it."""

    epoch: Epoch
    own: Member
    receiving: dict[tuple[Label, int], tuple[Member, FrameKey, Window]] = field(default_factory=dict)
    """By what it is for and key id, from the first frame on."""


@dataclass
class Counted:
    """Frames, by what became of them."""

    sealed: int = 0
    unsealed: int = 0
    """Not sent, for there was no key to seal them with."""
    opened: int = 0
    unknown: int = 0
    """Under a key that was not held, or of another than whom the track is bound to."""
    refused: int = 0
    """Under a key that was held, and not authentic."""
    repeated: int = 0
    empty: int = 0

    @property
    def failed(self) -> int:
        """Frames that came and could not be read."""
        return self.unknown + self.refused + self.repeated


class Keyring:
    """The keys of one page. Encoders and decoders use it from threads of their own."""

    def __init__(self) -> None:
        self.counted = Counted()
        self.used: set[tuple[bytes, bytes]] = set()
        """Every key and nonce that was ever sealed with."""
        self._held: dict[int, _Held] = {}
        self._sending: int | None = None
        self._streams = 0
        self._guard = threading.RLock()

    # ── Epochs ───────────────────────────────────────────────────────────────────────────────────

    @property
    def sending(self) -> int | None:
        """The epoch under which frames are sealed now."""
        return self._sending

    @property
    def held(self) -> list[int]:
        """The epochs whose frames can be opened."""
        return sorted(self._held)

    def hold(self, epoch: Epoch, own: Member) -> None:
        """Frames under this epoch are opened from now on."""
        with self._guard:
            self._held[epoch.number] = _Held(epoch, own)

    def preview(self, secret: bytes, load: bytes) -> None:
        """Seal under a key of this page's own, for the host to look at whoever waits."""
        own = Member("", PREVIEW_SENDER, load)
        self.hold(Epoch(PREVIEW_EPOCH, secret, (own,)), own)
        self.send(PREVIEW_EPOCH)

    def send(self, epoch: int | None) -> None:
        """Seal under this epoch from now on; None: send nothing."""
        with self._guard:
            self._sending = epoch

    def drop(self, epoch: int) -> None:
        """The keys of this epoch are gone."""
        with self._guard:
            self._held.pop(epoch, None)
            if self._sending == epoch:
                self._sending = None

    def clear(self) -> None:
        """All keys are gone."""
        with self._guard:
            self._held.clear()
            self._sending = None

    # ── Sending ──────────────────────────────────────────────────────────────────────────────────

    def stream(self) -> int:
        """The next stream number of this page, never the same one twice. Raises StreamsUsedUp."""
        with self._guard:
            if self._streams == STREAMS:
                raise StreamsUsedUp
            self._streams += 1
            return self._streams - 1

    def sending_key(self, stream: int, label: Label = "media") -> FrameKey | None:
        """The key under which one stream is sealed now."""
        with self._guard:
            held = self._held.get(self._sending) if self._sending is not None else None
            if held is None:
                return None
            epoch, own = held.epoch, held.own
            base = base_key(epoch.secret, own.load, label, epoch.number, own.sender, stream)
            return FrameKey.derive(base, key_id(epoch.number, own.sender, stream))

    def note(self, key: FrameKey, counter: int) -> None:
        """A key and a nonce are used. Raises AssertionError when they were before."""
        with self._guard:
            pair = key.key, key.nonce(counter)
            assert pair not in self.used, "a key and a nonce for a second time"
            self.used.add(pair)

    # ── Receiving ────────────────────────────────────────────────────────────────────────────────

    def open(self, data: bytes, metadata: bytes = b"", label: Label = "media") -> tuple[Member, bytes]:
        """Who sealed this, and what it was. Raises FrameRefused."""
        with self._guard:
            member, key, window = self._key_of(decode_header(data)[0], label)
            counter, plaintext = key.decrypt(data, metadata)
            if not window.take(counter):
                raise Repeated("a frame that was there before")
        return member, plaintext

    def _key_of(self, kid: int, label: Label) -> tuple[Member, FrameKey, Window]:
        named = read_key_id(kid)
        if named is None:
            raise UnknownKey("no key id of a room")
        byte, sender, stream = named
        held = next((one for number, one in self._held.items() if number % 256 == byte), None)
        member = None if held is None else held.epoch.by_sender(sender)
        if held is None or member is None or member.sender == held.own.sender:
            raise UnknownKey("a key that is not held, or one's own")
        if (label, kid) not in held.receiving:
            epoch = held.epoch
            base = base_key(epoch.secret, member.load, label, epoch.number, sender, stream)
            held.receiving[label, kid] = member, FrameKey.derive(base, kid), Window()
        return held.receiving[label, kid]


class Sealer:
    """One encrypting transform: a stream number of its own, and one counter a key."""

    def __init__(self, keyring: Keyring, kind: Kind) -> None:
        self.kind = kind
        self.stream = keyring.stream()
        self._keyring = keyring
        self._counters: dict[FrameKey, int] = {}

    def seal(self, frame: bytes) -> bytes:
        """The frame as it may travel; nothing where there is no key, or nothing to seal."""
        clear = clear_bytes(self.kind, frame)
        key = self._keyring.sending_key(self.stream)
        if key is None or len(frame) <= clear:
            self._keyring.counted.unsealed += 1
            return b""
        # An epoch that is sent under again goes on where it was.
        counter = self._counters[key] = self._counters.get(key, 0) + 1
        self._keyring.note(key, counter)
        self._keyring.counted.sealed += 1
        return frame[:clear] + key.encrypt(counter, frame[clear:], frame[:clear])


class Opener:
    """One decrypting transform, bound to whose frames it opened first: no face moves to another name."""

    def __init__(self, keyring: Keyring, kind: Kind) -> None:
        self.kind = kind
        self.participant = ""
        """Whose frames these are: as the keys say, not as the track is called."""
        self._keyring = keyring

    def open(self, frame: bytes) -> bytes | None:
        """The frame, or None for one that is to be dropped."""
        counted = self._keyring.counted
        if not frame:
            counted.empty += 1
            return None
        try:
            clear = clear_bytes(self.kind, frame)
            member, data = self._keyring.open(frame[clear:], frame[:clear])
        except UnknownKey:
            counted.unknown += 1
            return None
        except Repeated:
            counted.repeated += 1
            return None
        except FrameRefused:
            counted.refused += 1
            return None
        if self.participant not in ("", member.participant):
            counted.unknown += 1
            return None
        self.participant = member.participant
        counted.opened += 1
        return frame[:clear] + data
