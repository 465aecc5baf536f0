"""The pages' modules and the second implementation: whatever one makes, the other opens, both ways."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator

import pytest

from telehealth.security.tokens import random_id, unpadded_text
from tests.privacy.chat import Chat
from tests.privacy.contents import Epoch, Member
from tests.privacy.derivation import Label, base_key, hkdf, key_id
from tests.privacy.media import Keyring, Opener, Sealer
from tests.privacy.sframe import FrameKey, encode_header
from tests.privacy.twin import Refused, Twin

TIMES = 25
RUIZ, MAYA = Member(random_id(), 0, b"R" * 16), Member(random_id(), 1, b"M" * 16)


@pytest.fixture
async def twin() -> AsyncIterator[Twin]:
    async with Twin.started() as running:
        yield running


def _dice() -> random.Random:
    return random.Random(9605)


# ── What is derived ──────────────────────────────────────────────────────────────────────────────


async def test_hkdf_base_keys_and_key_ids_are_the_same(twin: Twin) -> None:
    dice = _dice()
    labels: list[Label] = ["media", "chat"]
    for _ in range(TIMES):
        ikm, info, salt = (dice.randbytes(dice.randint(1, 40)) for _ in range(3))
        length = dice.randint(1, 90)
        derived = await twin.bytes_of("hkdf", ikm=ikm, info=info, salt=salt, bytes=length)
        assert derived == hkdf(ikm, info, salt, length)
        secret, load, label = dice.randbytes(32), dice.randbytes(16), dice.choice(labels)
        epoch, sender, stream = dice.randrange(2**32), dice.randrange(256), dice.randrange(256)
        place = {"epoch": epoch, "sender": sender, "stream": stream}
        base = await twin.bytes_of("base", secret=secret, load=load, label=label, **place)
        assert base == base_key(secret, load, label, epoch, sender, stream)
        assert int(await twin.ask("kid", **place)) == key_id(epoch, sender, stream)


# ── SFrame ───────────────────────────────────────────────────────────────────────────────────────


async def test_headers_of_every_length_are_the_same(twin: Twin) -> None:
    dice = _dice()
    for bits in range(65):
        kid, counter = (1 << bits) - 1, dice.getrandbits(64 - bits) if bits < 64 else 0
        header = encode_header(kid, counter)
        assert await twin.bytes_of("header", kid=str(kid), counter=str(counter)) == header
        assert await twin.ask("numbers", data=header + b"rest") == [str(kid), str(counter), str(len(header))]


async def test_frames_open_both_ways_and_not_when_they_were_altered(twin: Twin) -> None:
    dice = _dice()
    for _ in range(TIMES):
        base, kid, counter = dice.randbytes(32), dice.getrandbits(24), dice.getrandbits(40)
        plaintext, metadata = dice.randbytes(dice.randrange(200)), dice.randbytes(dice.choice([0, 3, 10]))
        key = FrameKey.derive(base, kid)
        theirs = await twin.bytes_of(
            "encrypt", base=base, kid=str(kid), counter=str(counter), plaintext=plaintext, metadata=metadata
        )
        assert theirs == key.encrypt(counter, plaintext, metadata)
        opened = await twin.ask("decrypt", base=base, data=theirs, metadata=metadata)
        assert opened == [unpadded_text(plaintext), str(counter)]
        with pytest.raises(Refused):
            await twin.ask("decrypt", base=base, data=theirs[:-1] + b"\0\0", metadata=metadata)
        with pytest.raises(Refused):
            await twin.ask("decrypt", base=base, data=theirs, metadata=metadata + b"\0")


def _epoch(number: int) -> Epoch:
    return Epoch(number, _dice().randbytes(32), (RUIZ, MAYA))


async def _hold(twin: Twin, epoch: Epoch) -> None:
    """The page that hosts holds this epoch; its transform 7 sends by stream 3."""
    members = [
        {"participant": one.participant, "sender": one.sender, "load": one.load} for one in epoch.members
    ]
    own = {"sender": RUIZ.sender, "load": RUIZ.load}
    period = {"epoch": epoch.number, "secret": epoch.secret, "own": own, "members": members}
    await twin.ask("hold", period=period, streams=[[7, 3]])
    await twin.ask("send", epoch=epoch.number)


async def test_a_pages_worker_and_a_program_read_each_others_frames(twin: Twin) -> None:
    epoch = _epoch(70_000)
    await _hold(twin, epoch)
    keyring = Keyring()
    keyring.hold(epoch, MAYA)
    keyring.send(epoch.number)
    frame = bytes([0x10, 2, 0, 0x9D, 0x01, 0x2A, 0x80, 2, 0x68, 1]) + b"picture"
    sealer, opener = Sealer(keyring, "video"), Opener(keyring, "video")
    for _ in range(TIMES):
        sealed = sealer.seal(frame)
        given = {"participant": MAYA.participant, "data": sealed[10:], "clear": sealed[:10]}
        assert await twin.bytes_of("open", **given) == frame[10:]
        assert await twin.ask("open", **given) is None
        theirs = await twin.bytes_of("seal", transform=7, plaintext=frame[10:], clear=frame[:10])
        assert opener.open(frame[:10] + theirs) == frame
    assert opener.participant == RUIZ.participant
    again = sealer.seal(frame)
    with pytest.raises(Refused):
        # Said to be somebody else's.
        await twin.ask("open", participant=RUIZ.participant, data=again[10:], clear=again[:10])


# ── Chat ─────────────────────────────────────────────────────────────────────────────────────────


async def test_chat_is_read_both_ways(twin: Twin) -> None:
    epoch = _epoch(1)
    keyring = Keyring()
    keyring.hold(epoch, MAYA)
    keyring.send(1)
    chat = Chat(keyring)
    line = {"kind": "chat", "id": random_id(), "text": "Grüße, 您好 👋"}
    own, theirs = (base_key(epoch.secret, one.load, "chat", 1, one.sender, 0) for one in (MAYA, RUIZ))
    assert await twin.ask("read", base=own, body=chat.seal(line)) == line
    kid = str(key_id(1, RUIZ.sender, 0))
    body = await twin.bytes_of("chat", base=theirs, kid=kid, counter="1", content=line)
    assert len(chat.receive(RUIZ.participant, body)) == 1
    assert chat.lines == [(RUIZ.participant, line["text"])]
