"""Contents: padded so that a length says little, and epochs as they are handed out."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telehealth.security.tokens import random_id, unpadded_text
from tests.privacy.contents import (
    BLOCK,
    FIRST_BLOCK,
    RANDOM,
    ContentRefused,
    Epoch,
    Member,
    epoch_contents,
    pad,
    unpad,
)

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(), inner, max_size=5),
)


@given(ANYTHING)
def test_a_content_comes_out_as_it_went_in(content: object) -> None:
    assert unpad(pad(content)) == content
    assert len(pad(content)) % BLOCK == 0


@given(ANYTHING, st.binary(min_size=RANDOM, max_size=RANDOM))
def test_the_clients_first_one_has_n_before_it_and_whole_pages(content: object, random: bytes) -> None:
    first = pad(content, random)
    assert first.startswith(random)
    assert len(first) % FIRST_BLOCK == 0
    assert unpad(first, FIRST_BLOCK, RANDOM) == content


def test_short_contents_have_one_length() -> None:
    assert {len(pad({"kind": "go", "epoch": epoch})) for epoch in (1, 2**32 - 1)} == {BLOCK}
    assert {len(pad({"name": "M" * length}, bytes(RANDOM))) for length in (1, 3000)} == {FIRST_BLOCK}


def test_a_block_that_is_just_full_is_not_made_longer() -> None:
    content = "M" * (BLOCK - 4 - 2)
    assert pad(content) == (BLOCK - 4).to_bytes(4, "big") + json.dumps(content).encode()


@pytest.mark.parametrize(
    "plaintext",
    [
        b"",
        bytes(255),
        pad("x") + b"\0",
        b"\0\0\1\0" + b"1" * 252,
        b"\xff\xff\xff\xff" + b"1" * 252,
        pad("x")[:-1] + b"\1",
        b"\0\0\0\2{}"[:5] + b" " + bytes(250),
        b"\0\0\0\1\xff" + bytes(251),
    ],
    ids=range(8),
)
def test_what_is_not_padded_or_not_json_is_refused(plaintext: bytes) -> None:
    with pytest.raises(ContentRefused):
        unpad(plaintext)


def test_an_epoch_is_read_as_it_was_handed_out() -> None:
    host, maya, ben = (Member(random_id(), sender, bytes([sender]) * 16) for sender in range(3))
    epoch = Epoch(7, b"S" * 32, (host, maya, ben))
    contents = epoch_contents(epoch, go=True, host=host.participant)
    assert [participant for participant, _ in contents] == [maya.participant, ben.participant]
    for (_, content), member in zip(contents, (maya, ben), strict=True):
        assert content["sender"] == member.sender
        assert content["secret"] == unpadded_text(b"S" * 32)
        assert Epoch.read(json.loads(json.dumps(content))) == epoch
    assert epoch.by_sender(2) == ben
    assert epoch.by_sender(3) is None
