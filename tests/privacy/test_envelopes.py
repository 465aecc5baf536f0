"""Bodies of algorithm 1: each kind as its bytes, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.privacy import envelopes
from tests.privacy.envelopes import (
    Acknowledgement,
    Ask,
    Envelope,
    EnvelopeRefused,
    Message,
    Open,
    Opened,
    Resume,
    Unknown,
)

IDS = st.binary(min_size=16, max_size=16)
FIRST, SECOND = st.binary(min_size=80, max_size=80), st.binary(min_size=64, max_size=64)
NUMBERS = st.integers(0, 2**64 - 1)
EVERY = st.one_of(
    st.builds(Ask, IDS),
    st.builds(Open, IDS, FIRST),
    st.builds(Resume, IDS, FIRST),
    st.builds(Opened, IDS, SECOND),
    st.builds(Message, IDS, NUMBERS, st.binary(min_size=16, max_size=400)),
    st.builds(Acknowledgement, IDS, NUMBERS, IDS),
    st.builds(Unknown, IDS),
)


@given(EVERY)
def test_an_envelope_is_read_as_it_was_written(envelope: Envelope) -> None:
    assert envelopes.read(bytes(envelope)) == envelope


def test_every_kind_has_the_bytes_of_the_protocol() -> None:
    one, first, second = b"\xaa" * 16, b"\xbb" * 80, b"\xcc" * 64
    assert bytes(Ask(one)) == b"\1\0" + one
    assert bytes(Open(one, first)) == b"\1\1" + one + first
    assert bytes(Resume(one, first)) == b"\1\2" + one + first
    assert bytes(Opened(one, second)) == b"\1\3" + one + second
    assert bytes(Message(one, 258, second)) == b"\1\4" + one + bytes(6) + b"\1\2" + second
    assert bytes(Acknowledgement(one, 1, one)) == b"\1\5" + one + bytes(7) + b"\1" + one
    assert bytes(Unknown(one)) == b"\1\6" + one


@given(EVERY, st.integers(0, 60))
def test_what_is_cut_off_is_refused(envelope: Envelope, kept: int) -> None:
    body = bytes(envelope)
    if not isinstance(envelope, Message):
        kept = min(kept, len(body) - 1)
        with pytest.raises(EnvelopeRefused):
            envelopes.read(body[:kept])
        with pytest.raises(EnvelopeRefused):
            envelopes.read(body + b"\0")


@given(st.binary(max_size=120))
def test_whatever_comes_is_an_envelope_or_refused(body: bytes) -> None:
    try:
        assert bytes(envelopes.read(body)) == body
    except EnvelopeRefused:
        assert body == b"" or body[0] != 1 or body[1:2] > b"\6" or len(body) not in (18, 82, 98)


@pytest.mark.parametrize("algorithm", [0, 2, 3, 255])
def test_another_algorithm_is_refused(algorithm: int) -> None:
    with pytest.raises(EnvelopeRefused, match="algorithm"):
        envelopes.read(bytes([algorithm, 0]) + bytes(16))
