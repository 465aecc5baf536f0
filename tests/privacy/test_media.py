"""Frames: what stays in clear, whose they are, and that no key and nonce is used twice."""

from __future__ import annotations

import random
import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.privacy.contents import Epoch, Member
from tests.privacy.derivation import base_key, key_id
from tests.privacy.media import (
    STREAMS,
    WINDOW,
    Keyring,
    Kind,
    Opener,
    Sealer,
    StreamsUsedUp,
    Window,
    clear_bytes,
)
from tests.privacy.sframe import FrameKey, FrameRefused, decode_header

RUIZ, MAYA, BEN = (
    Member(name, sender, bytes([sender]) * 16) for sender, name in enumerate(("ruiz", "maya", "ben"))
)
KEY_FRAME = bytes([0x10, 2, 0, 0x9D, 0x01, 0x2A, 0x80, 2, 0x68, 1]) + b"picture"
NEXT_FRAME = bytes([0x11, 2, 0]) + b"difference"


def epoch(number: int = 1, members: tuple[Member, ...] = (RUIZ, MAYA, BEN)) -> Epoch:
    return Epoch(number, secrets.token_bytes(32), members)


def page(of: Member, *epochs: Epoch) -> Keyring:
    """Somebody's keys, who sends under the last of these."""
    keyring = Keyring()
    for one in epochs:
        keyring.hold(one, of)
        keyring.send(one.number)
    return keyring


@pytest.mark.parametrize(
    ("kind", "frame", "clear"), [("video", KEY_FRAME, 10), ("video", NEXT_FRAME, 3), ("audio", b"sound", 0)]
)
def test_a_frame_is_sealed_but_for_what_a_relay_must_read(kind: Kind, frame: bytes, clear: int) -> None:
    now = epoch()
    ours, theirs = page(MAYA, now), page(RUIZ, now)
    sealed = Sealer(ours, kind).seal(frame)
    assert sealed[:clear] == frame[:clear]
    assert frame[clear:] not in sealed
    assert clear_bytes(kind, sealed) == clear
    opener = Opener(theirs, kind)
    assert opener.open(sealed) == frame
    assert opener.participant == "maya"
    assert theirs.counted.opened == 1


def test_the_header_names_epoch_sender_and_stream_and_counts_from_one() -> None:
    now = epoch(300)
    keyring = page(BEN, now)
    first, second = Sealer(keyring, "audio"), Sealer(keyring, "audio")
    headers = [decode_header(sealer.seal(b"sound"))[:2] for sealer in (first, first, second)]
    assert headers == [(44 << 16 | 2 << 8, 1), (44 << 16 | 2 << 8, 2), (44 << 16 | 2 << 8 | 1, 1)]


def test_a_frame_is_sframe_under_the_key_of_its_place() -> None:
    now = epoch(5)
    sealed = Sealer(page(MAYA, now), "video").seal(NEXT_FRAME)
    key = FrameKey.derive(base_key(now.secret, MAYA.load, "media", 5, 1, 0), key_id(5, 1, 0))
    assert key.decrypt(sealed[3:], sealed[:3]) == (1, NEXT_FRAME[3:])


@given(st.binary(min_size=11, max_size=80), st.data())
def test_a_frame_with_any_bit_turned_over_is_dropped(frame: bytes, data: st.DataObject) -> None:
    now = epoch()
    sealed = bytearray(Sealer(page(MAYA, now), "video").seal(frame))
    at = data.draw(st.integers(0, 8 * len(sealed) - 1))
    sealed[at // 8] ^= 1 << at % 8
    keyring = page(RUIZ, now)
    assert Opener(keyring, "video").open(bytes(sealed)) is None
    assert keyring.counted.failed == 1


def test_nothing_leaves_without_a_key() -> None:
    keyring = page(MAYA, epoch())
    sealer = Sealer(keyring, "video")
    keyring.send(None)
    assert sealer.seal(KEY_FRAME) == b""
    keyring.send(1)
    assert sealer.seal(KEY_FRAME)
    keyring.drop(1)
    assert sealer.seal(KEY_FRAME) == b""
    assert keyring.counted.unsealed == 2


def test_a_frame_of_nothing_but_clear_bytes_is_not_sent_and_an_empty_one_dropped_silently() -> None:
    keyring = page(MAYA, epoch())
    assert Sealer(keyring, "video").seal(KEY_FRAME[:10]) == b""
    assert Sealer(keyring, "audio").seal(b"") == b""
    assert Opener(keyring, "audio").open(b"") is None
    assert (keyring.counted.empty, keyring.counted.failed) == (1, 0)


def test_frames_of_another_epoch_of_oneself_and_of_strangers_are_not_opened() -> None:
    before, now = epoch(1), epoch(2)
    keyring = page(RUIZ, now)
    others = [page(MAYA, before), page(RUIZ, now), page(Member("eve", 9, bytes(16)), now)]
    for other in others:
        assert Opener(keyring, "audio").open(Sealer(other, "audio").seal(b"sound")) is None
    assert keyring.counted.unknown == len(others)


def test_a_secret_that_the_sender_had_with_another_load_opens_nothing() -> None:
    now = epoch()
    sealed = Sealer(page(Member("maya", 1, b"L" * 16), now), "audio").seal(b"sound")
    keyring = page(RUIZ, now)
    assert Opener(keyring, "audio").open(sealed) is None
    assert keyring.counted.refused == 1


def test_a_track_stays_with_whose_frames_it_opened_first() -> None:
    now = epoch()
    opener = Opener(page(RUIZ, now), "audio")
    assert opener.open(Sealer(page(MAYA, now), "audio").seal(b"sound")) == b"sound"
    assert opener.open(Sealer(page(BEN, now), "audio").seal(b"sound")) is None
    assert opener.participant == "maya"


def test_a_frame_is_opened_once() -> None:
    now = epoch()
    keyring = page(RUIZ, now)
    sealed = Sealer(page(MAYA, now), "audio").seal(b"sound")
    assert Opener(keyring, "audio").open(sealed) == b"sound"
    assert Opener(keyring, "audio").open(sealed) is None
    assert keyring.counted.repeated == 1


@given(st.lists(st.integers(0, 3 * WINDOW), max_size=60))
def test_a_window_takes_each_counter_once_and_none_that_is_too_old(counters: list[int]) -> None:
    window, taken = Window(), set[int]()
    for counter in counters:
        expected = counter not in taken and counter > max(taken, default=-1) - WINDOW
        assert window.take(counter) is expected
        if expected:
            taken.add(counter)


def test_two_epochs_are_open_at_once_until_the_old_one_is_dropped() -> None:
    before, now = epoch(1), epoch(2)
    late = Sealer(page(MAYA, before), "audio")
    keyring = page(RUIZ, before, now)
    opener = Opener(keyring, "audio")
    assert opener.open(late.seal(b"late")) == b"late"
    assert opener.open(Sealer(page(MAYA, now), "audio").seal(b"new")) == b"new"
    keyring.drop(1)
    assert opener.open(late.seal(b"late")) is None
    assert keyring.held == [2]


def test_a_preview_is_opened_with_the_clients_key_alone() -> None:
    secret, load = secrets.token_bytes(32), secrets.token_bytes(16)
    ours = Keyring()
    ours.preview(secret, load)
    sealed = Sealer(ours, "video").seal(KEY_FRAME)
    key = FrameKey.derive(base_key(secret, load, "media", 0, 1, 0), key_id(0, 1, 0))
    assert key.decrypt(sealed[10:], sealed[:10]) == (1, KEY_FRAME[10:])
    ours.clear()
    assert ours.sending is None


def test_stream_numbers_are_used_up_and_never_given_twice() -> None:
    keyring = page(MAYA, epoch())
    assert [Sealer(keyring, "audio").stream for _ in range(STREAMS)] == list(range(STREAMS))
    with pytest.raises(StreamsUsedUp):
        Sealer(keyring, "audio")


@given(st.integers(0, 2**32))
def test_no_key_and_nonce_is_used_twice_whatever_happens(seed: int) -> None:
    dice = random.Random(seed)
    keyring, sealers = page(MAYA, epoch(1)), list[Sealer]()
    for step in range(2, 40):
        match dice.randrange(5):
            case 0:
                keyring.hold(epoch(step), MAYA)
            case 1:
                keyring.send(dice.choice([None, *keyring.held]))
            case 2:
                keyring.drop(dice.choice([*keyring.held, step]))
            case 3:
                sealers.append(Sealer(keyring, "audio"))
        for sealer in sealers:
            sealer.seal(b"sound")
    # `note` has compared each with all before it.
    assert len(keyring.used) == keyring.counted.sealed


def test_a_key_and_nonce_used_twice_would_be_noticed() -> None:
    keyring = Keyring()
    key = FrameKey.derive(bytes(32), 1)
    keyring.note(key, 1)
    with pytest.raises(AssertionError, match="second time"):
        keyring.note(key, 1)


def test_what_is_no_frame_is_refused() -> None:
    with pytest.raises(FrameRefused):
        Keyring().open(b"")
    with pytest.raises(FrameRefused):
        page(RUIZ, epoch()).open(FrameKey.derive(bytes(32), 1 << 24).encrypt(1, b"sound"))
