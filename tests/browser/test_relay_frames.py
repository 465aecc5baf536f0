"""What the relay has of a whole session, packet by packet: nothing that a decoder could show or say.

And beside each proof its control: what an encoder makes and nobody seals is seen for what it is.
"""

from __future__ import annotations

import asyncio
import json
import struct
import sys
from collections import Counter
from fractions import Fraction

import pytest
from aiortc.codecs.opus import OpusEncoder
from aiortc.codecs.vpx import Vp8Encoder
from av import AudioFrame

from telehealth.relay.sdp import OPUS, VP8
from tests.browser.journey import admit, card_of, check_in, check_in_as_guest, has_ended, row_of, sit_down
from tests.browser.media import BEN, MAYA, RUIZ, Appearance
from tests.browser.office_hours import guest_link
from tests.browser.people import People
from tests.browser.person import Person
from tests.browser.relay_recorder import Recorded, read, recorded
from tests.browser.relayed_frames import (
    Frame,
    Payload,
    chi_square,
    frames,
    loudest,
    payloads,
    readings,
    shows,
    sound,
    strangers,
)
from tests.browser.server import DemoServer, demo
from tests.browser.stranger_media import Face, Voice
from tests.browser.watching import sees_and_hears, sees_face
from tests.privacy.derivation import read_key_id
from tests.privacy.media import clear_bytes
from tests.privacy.sframe import TAG, FrameRefused

EVERYBODY = (RUIZ, MAYA, BEN)
EPOCHS = 5
"""Two in session, a third, one held, back again, and gone."""
RANDOM = 255 + 6 * 22.6
"""What the chi-square of random bytes stays below, but for once in a thousand million times."""
HEARD = 0.5
"""Share of its tone in what an undisturbed voice says; noise has next to nothing at any one frequency."""
FEW = 300
"""Frames of a kind, in half a minute of a busy machine."""


async def whole_session(server: DemoServer, people: People) -> None:
    """Somebody waits and is looked at; two, then three are in session; one is held, back, and goes."""
    ruiz, maya, ben = await asyncio.gather(
        people.in_chromium(RUIZ), people.in_firefox(MAYA), people.in_chromium(BEN)
    )
    await asyncio.gather(sit_down(ruiz, server), check_in(maya, server.client))
    await ruiz.press("Preview", within=card_of("Maya"))
    await sees_face(ruiz, MAYA)
    await admit(ruiz, "Maya")
    await asyncio.gather(sees_and_hears(ruiz, MAYA), sees_and_hears(maya, RUIZ))
    await ruiz.press("Guest link", within=row_of("Maya"))
    await check_in_as_guest(ben, await guest_link(ruiz, "Ben"))
    await admit(ruiz, "Ben")
    everybody: list[Person] = [ruiz, maya, ben]
    pairs = [(one, other.appearance) for one in everybody for other in everybody if one is not other]
    await asyncio.gather(*(sees_and_hears(one, other, at_least=5) for one, other in pairs))
    await ruiz.press("Hold", within=row_of("Ben"))
    await ben.reads("has paused your session")
    await ruiz.press("Resume", within=row_of("Ben"))
    await asyncio.gather(sees_and_hears(ben, MAYA, at_least=5), sees_face(ruiz, BEN))
    await ben.press("Leave")
    await ben.sees("button", "Rejoin")
    await asyncio.gather(sees_and_hears(ruiz, MAYA), sees_and_hears(maya, RUIZ))
    await ruiz.press("End session")
    await has_ended(maya)


@pytest.fixture
async def seen(tmp_path_factory: pytest.TempPathFactory, people: People) -> tuple[list[Payload], list[Frame]]:
    folder = tmp_path_factory.mktemp("recorder")
    with recorded(folder) as recording:
        with demo(tmp_path_factory.mktemp("server")) as server:
            await whole_session(server, people)
            assert people.take_complaints() == []
            await people.go_home()
        found = payloads(read(recording))
    return found, list(frames(found))


async def test_no_frame_of_a_whole_session_is_a_picture_or_a_sound_to_the_relay(
    seen: tuple[list[Payload], list[Frame]],
) -> None:
    packets, whole = seen
    assert strangers(packets) == []
    pictures = [frame for frame in whole if frame.kind == "video"]
    sounds = [frame for frame in whole if frame.kind == "audio"]
    key_frames = [frame for frame in pictures if frame.is_key_frame]
    assert min(len(sounds), len(pictures)) > FEW
    assert len(key_frames) >= 2 * EPOCHS
    are_sealed(whole)
    for kind in (pictures, sounds):
        assert chi_square(b"".join(frame.ciphertext for frame in kind)) < RANDOM
    read_as = [data for frame in key_frames for data in readings(frame)]
    assert [len(data) for data in read_as if shows(data, *EVERYBODY)] == []
    share = max(loudest(sound(stream), *EVERYBODY) for stream in streams_of(sounds))
    assert share < HEARD / 5
    report = {"frames": dict(Counter(frame.kind for frame in whole)), "key frames": len(key_frames)}
    sys.stdout.write(f"\nat the relay: {json.dumps(report)}, a tone's share {share:.3f}\n")


def are_sealed(whole: list[Frame]) -> None:
    """Each frame is SFrame's beyond its clear bytes, of one sender a leg; no key and counter come twice."""
    used = Counter(name_of(frame) for frame in whole)
    assert [name for name, times in used.items() if times > 1] == []
    senders: dict[int, set[int]] = {}
    epochs = set()
    for frame in whole:
        assert len(frame.ciphertext) > TAG
        named = read_key_id(frame.named[0])
        assert named is not None
        epoch, sender, _stream = named
        epochs.add(epoch)
        senders.setdefault(frame.leg, set()).add(sender)
    # A preview has the epoch 0 and the sender 1, whoever it is of.
    assert all(len(found - {1}) <= 1 for found in senders.values()), senders
    assert len(epochs) >= EPOCHS + 1


def name_of(frame: Frame) -> tuple[int, int, int]:
    """What must be there once: key id and counter; with the leg for a preview, which has a key of its own."""
    key_id, counter = frame.named
    assert counter > 0
    return (frame.leg if key_id >> 8 == 1 else 0), key_id, counter


def streams_of(sounds: list[Frame]) -> list[list[bytes]]:
    """What a decoder could be given, by leg and way of reading."""
    legs = sorted({frame.leg for frame in sounds})
    ways = [[list(readings(frame)) for frame in sounds if frame.leg == leg][:FEW] for leg in legs]
    return [[reading[way] for reading in readings_of] for readings_of in ways for way in (0, 1)]


# ── Controls: the same proofs on what nobody has sealed ──────────────────────────────────────────────


async def spoken(appearance: Appearance, seconds: float) -> list[Recorded]:
    """Opus of a voice, as packets."""
    encoder, voice = OpusEncoder(), Voice(appearance)
    made: list[Recorded] = []
    for number in range(round(seconds * 50)):
        frame = await voice.recv()
        assert isinstance(frame, AudioFrame)
        data = encoder.encode(frame)[0]
        made += [Recorded(1, _packet(OPUS, number, number * 960, one, marker=False)) for one in data]
    return made


async def shown(appearance: Appearance, times: int) -> list[Recorded]:
    """Key frames of a face in VP8, as packets."""
    encoder, face = Vp8Encoder(), Face(appearance)
    made: list[Recorded] = []
    for number in range(times):
        frame = await face.recv()
        frame.time_base = Fraction(1, 90_000)
        data = encoder.encode(frame, force_keyframe=True)[0]
        for index, part in enumerate(data):
            packet = _packet(VP8, len(made), number * 3000, part, marker=index == len(data) - 1)
            made.append(Recorded(2, packet))
    return made


def _packet(kind: int, number: int, timestamp: int, data: bytes, *, marker: bool) -> bytes:
    return struct.pack("!BBHII", 0x80, kind | marker << 7, number, timestamp, kind) + data


async def test_what_nobody_has_sealed_is_told_at_once() -> None:
    made = [*await spoken(MAYA, 2.0), *await shown(MAYA, 10)]
    plain = list(frames(payloads(made)))
    pictures = [frame for frame in plain if frame.is_key_frame]
    sounds = [frame for frame in plain if frame.kind == "audio"]
    assert len(pictures) == 10
    assert all(shows(frame.data, *EVERYBODY) for frame in pictures)
    assert not any(shows(frame.data, RUIZ, BEN) for frame in pictures)
    assert loudest(sound(frame.data for frame in sounds), MAYA) > HEARD
    assert loudest(sound(frame.data for frame in sounds), RUIZ, BEN) < HEARD / 5
    for kind in (pictures, sounds):
        assert (
            chi_square(b"".join(frame.data[clear_bytes(frame.kind, frame.data) :] for frame in kind))
            > 2 * RANDOM
        )
    with pytest.raises((AssertionError, FrameRefused)):
        are_sealed(plain)


def test_what_is_no_repetition_is_told_too() -> None:
    original = Recorded(3, _packet(VP8, 7, 0, b"\x10picture", marker=True))
    again = Recorded(3, _packet(97, 0, 0, b"\x00\x07\x10picture", marker=True))
    other = Recorded(3, _packet(97, 1, 0, b"\x00\x08\x10something", marker=True))
    assert strangers(payloads([original, again])) == []
    assert [one.data for one in strangers(payloads([original, again, other]))] == [b"\x00\x08\x10something"]
