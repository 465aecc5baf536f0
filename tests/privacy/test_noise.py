"""The handshake: the published vector, another library, and whatever is altered on the way."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st
from noise.connection import Keypair, NoiseConnection  # type: ignore[import-untyped]

from tests.privacy.noise import NAME, Initiator, NoiseRefused, Responder, Transport, public

FIXED = {
    name: bytes.fromhex(value)
    for name, value in {
        "prologue": "4a6f686e2047616c74",
        "psk": "54686973206973206d7920417573747269616e20706572737065637469766521",
        "initiator": "893e28b9dc6ca8d611ab664754b8ceb7bac5117349a4439a6b0569da977c464a",
        "static": "4a3acbfdb163dec651dfa3194dece676d437029c62a408b4c5ea9114246e4893",
        "responder": "bbdb4cdbd309f1a1f2e1456967fe288cadd6f712d65dc7b7793d5e63da6b375b",
        "hash": "c9855b6c52aeba6b7d07097d260e058ea90e85fa810c0c3e2ec3869f3f4319c9",
    }.items()
}
"""Of Noise_NKpsk0_25519_AESGCM_SHA256 in the vectors that the Noise wiki links to (Cacophony's)."""
MESSAGES = [
    (bytes.fromhex(payload), bytes.fromhex(ciphertext))
    for payload, ciphertext in [
        (
            "4c756477696720766f6e204d69736573",
            (
                "ca35def5ae56cec33dc2036731ab14896bc4c75dbb07a61f879f8e3afa4c7944"
                "052cffc8d5cdfaed3f9ca0a86c406cf58d24cfc3cec1af5060fd25c4e8a5ac04"
            ),
        ),
        (
            "4d757272617920526f746862617264",
            (
                "95ebc60d2b1fa672c1f46a8aa265ef51bfe38e7ccb39ec5be34069f144808843"
                "afd57077a1747b71254c19bd798c87ac61a2d4808a30a1372f81b2cb4d85f6"
            ),
        ),
        ("462e20412e20486179656b", "0ed5fabce6ef0ded315c4f213c51ea1e89be89f86c5dc98e50d15d"),
        ("4361726c204d656e676572", "ba3cbc8800e6eb1b585269dca0f00fdc21f830eb1a497589215f7f"),
        (
            "4a65616e2d426170746973746520536179",
            "f1205cc05144bce5aad775bc12a7d569bfdd474337cdb03b09ae5478c0cd166eb4",
        ),
        (
            "457567656e2042f6686d20766f6e2042617765726b",
            "32b8e77e5be275d093618c2a1fef8b6c4c263b23a39d25cce751015d44a7b4003aa4f66512",
        ),
    ]
]


@dataclass
class Ends:
    """Both ends of a handshake that has not begun."""

    initiator: Initiator
    responder: Responder

    def shake(self, first: bytes = b"", second: bytes = b"") -> tuple[Transport, Transport]:
        """The initiator's transport and the responder's."""
        assert self.responder.read(self.initiator.first(first)) == first
        message, theirs = self.responder.answer(second)
        payload, ours = self.initiator.finish(message)
        assert payload == second
        return ours, theirs


def ends(psk: bytes = bytes(32), prologue: bytes = b"") -> Ends:
    static = X25519PrivateKey.generate()
    return Ends(Initiator(public(static), prologue, psk), Responder(static, prologue, psk))


def _key(name: str) -> X25519PrivateKey:
    return X25519PrivateKey.from_private_bytes(FIXED[name])


def test_both_ends_make_the_published_vector() -> None:
    static = _key("static")
    initiator = Initiator(public(static), FIXED["prologue"], FIXED["psk"], _key("initiator"))
    responder = Responder(static, FIXED["prologue"], FIXED["psk"], _key("responder"))
    (first, message_1), (second, message_2), *later = MESSAGES
    assert initiator.first(first) == message_1
    assert responder.read(message_1) == first
    answer, theirs = responder.answer(second)
    assert answer == message_2
    payload, ours = initiator.finish(message_2)
    assert payload == second
    assert ours.handshake == theirs.handshake == FIXED["hash"]
    for index, (text, ciphertext) in enumerate(later):
        sender, reader = (ours, theirs) if index % 2 == 0 else (theirs, ours)
        assert sender.sending.encrypt(index // 2, text) == ciphertext
        assert reader.receiving.decrypt(index // 2, ciphertext) == text


def _library(static: X25519PrivateKey, psk: bytes, prologue: bytes, *, initiates: bool) -> NoiseConnection:
    connection = NoiseConnection.from_name(NAME)
    connection.set_psks(psk=psk)
    connection.set_prologue(prologue)
    if initiates:
        connection.set_as_initiator()
        connection.set_keypair_from_public_bytes(Keypair.REMOTE_STATIC, public(static))
    else:
        connection.set_as_responder()
        connection.set_keypair_from_private_bytes(Keypair.STATIC, static.private_bytes_raw())
    connection.start_handshake()
    return connection


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=90), st.binary(max_size=70))
def test_it_speaks_with_another_library_that_begins(psk: bytes, prologue: bytes, payload: bytes) -> None:
    static = X25519PrivateKey.generate()
    theirs = _library(static, psk, prologue, initiates=True)
    ours = Responder(static, prologue, psk)
    assert ours.read(bytes(theirs.write_message(payload))) == payload
    message, transport = ours.answer(payload)
    assert bytes(theirs.read_message(message)) == payload
    assert theirs.get_handshake_hash() == transport.handshake
    assert theirs.decrypt(transport.sending.encrypt(0, payload)) == payload
    assert transport.receiving.decrypt(0, bytes(theirs.encrypt(payload))) == payload


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=90), st.binary(max_size=70))
def test_it_speaks_with_another_library_that_answers(psk: bytes, prologue: bytes, payload: bytes) -> None:
    static = X25519PrivateKey.generate()
    theirs = _library(static, psk, prologue, initiates=False)
    ours = Initiator(public(static), prologue, psk)
    assert bytes(theirs.read_message(ours.first(payload))) == payload
    answer, transport = ours.finish(bytes(theirs.write_message(payload)))
    assert answer == payload
    assert theirs.get_handshake_hash() == transport.handshake
    assert transport.receiving.decrypt(0, bytes(theirs.encrypt(payload))) == payload
    assert theirs.decrypt(transport.sending.encrypt(0, payload)) == payload


@pytest.mark.parametrize("which", ["psk", "prologue", "room key"])
def test_two_who_do_not_mean_the_same_get_nowhere(which: str) -> None:
    static, other = X25519PrivateKey.generate(), X25519PrivateKey.generate()
    initiator = Initiator(public(static), b"here", bytes(32))
    responder = Responder(
        other if which == "room key" else static,
        b"there" if which == "prologue" else b"here",
        b"\1" * 32 if which == "psk" else bytes(32),
    )
    message = initiator.first(b"commitment")
    with pytest.raises(NoiseRefused):
        responder.read(message)


@given(st.data())
def test_whatever_bit_of_a_message_is_turned_over_it_is_refused(data: st.DataObject) -> None:
    both = ends()
    first = both.initiator.first(bytes(32))
    with pytest.raises(NoiseRefused):
        ends().responder.read(first)
    with pytest.raises(NoiseRefused):
        # X25519 ignores the highest bit of a key, the transcript does not.
        Responder(both.responder._static, b"", bytes(32)).read(_turned(first, data))
    both.responder.read(first)
    answer, _ = both.responder.answer(bytes(16))
    with pytest.raises(NoiseRefused):
        both.initiator.finish(_turned(answer, data))


def _turned(message: bytes, data: st.DataObject) -> bytes:
    at = data.draw(st.integers(0, 8 * len(message) - 1))
    turned = bytearray(message)
    turned[at // 8] ^= 1 << at % 8
    return bytes(turned)


def test_a_false_answer_does_not_keep_the_true_one_out() -> None:
    both = ends()
    both.responder.read(both.initiator.first(b""))
    answer, theirs = both.responder.answer(b"page")
    with pytest.raises(NoiseRefused):
        both.initiator.finish(secrets.token_bytes(len(answer)))
    payload, ours = both.initiator.finish(answer)
    assert payload == b"page"
    assert ours.handshake == theirs.handshake


LOW_ORDER = [
    bytes(32),
    b"\1" + bytes(31),
    bytes.fromhex("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"),
    bytes.fromhex("5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157"),
    bytes.fromhex("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
]
"""Points whose shared secret is all zeros, whoever shares it (RFC 7748, section 6.1)."""


@pytest.mark.parametrize("point", LOW_ORDER, ids=lambda point: point.hex()[:8])
def test_a_key_that_everybody_shares_is_refused_at_both_ends(point: bytes) -> None:
    with pytest.raises(NoiseRefused, match="share"):
        Initiator(point, b"", bytes(32)).first(b"")
    both = ends()
    first = both.initiator.first(b"")
    with pytest.raises(NoiseRefused, match="share"):
        both.initiator.finish(point + bytes(32))
    with pytest.raises(NoiseRefused, match="share"):
        both.responder.read(point + first[32:])


def test_a_transport_key_is_of_one_direction() -> None:
    ours, theirs = ends().shake()
    message = ours.sending.encrypt(0, b"said")
    with pytest.raises(NoiseRefused):
        ours.receiving.decrypt(0, message)
    assert theirs.receiving.decrypt(0, message) == b"said"


def test_no_two_handshakes_have_one_hash() -> None:
    assert len({ends().shake()[0].handshake for _ in range(20)}) == 20
