"""RTCP taken apart and given to those it concerns.

     0                   1                   2                   3
     0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
    |V=2|P| count/FMT |   packet type |  length in words of 4, minus 1 |   RFC 3550, section 6.4
    |                 SSRC of who says it                              |
    |                 SSRC of the media it is about (205 and 206)      |   RFC 4585, section 6.1
    |                 …                                                |

`split` is total: a datagram in which any length does not fit holds no pieces at all.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from struct import Struct as Layout
from typing import Final, Generic, NamedTuple, TypeVar

from msgspec import Struct

from telehealth.relay.rtp import Readable

SENDER_REPORT: Final = 200
RECEIVER_REPORT: Final = 201
SOURCE_DESCRIPTION: Final = 202
GOODBYE: Final = 203
TRANSPORT_FEEDBACK: Final = 205
PAYLOAD_FEEDBACK: Final = 206

FIR: Final = (PAYLOAD_FEEDBACK, 4)
APPLICATION_FEEDBACK: Final = (PAYLOAD_FEEDBACK, 15)
"""REMB is one of these, told by the four letters after the two SSRCs."""

MOST_BLOCKS: Final = 31

_HEADER: Final = Layout("!BBH")
_BLOCK: Final = Layout("!IIIIII")
_LEAST: Final = {
    SENDER_REPORT: (28, 24),
    RECEIVER_REPORT: (8, 24),
    GOODBYE: (4, 4),
    TRANSPORT_FEEDBACK: (12, 0),
    PAYLOAD_FEEDBACK: (12, 0),
}
"""Bytes a packet of the type has at least, and more for each it counts."""

Owner = TypeVar("Owner", bound=Hashable)


class Piece(Struct, frozen=True, gc=False):
    """One RTCP packet of a compound."""

    packet_type: int
    count: int
    """Report blocks or sources it holds, or the format (FMT) of feedback."""
    data: bytes
    """The whole packet, header included."""
    padding: int

    @property
    def kind(self) -> tuple[int, int]:
        """Packet type and format: (205, 1) is a NACK."""
        return self.packet_type, self.count

    @property
    def sender(self) -> int:
        """SSRC of who says it; of an SDES or BYE the first it names, 0 when it names none."""
        return int.from_bytes(self.data[4:8], "big")

    @property
    def media(self) -> int:
        """SSRC of the media that feedback (205, 206) is about; 0 in FIR and REMB."""
        return int.from_bytes(self.data[8:12], "big")

    @property
    def control_information(self) -> bytes:
        """What follows the two SSRCs of feedback (FCI), without padding."""
        return self.data[12 : len(self.data) - self.padding]


class ReportBlock(NamedTuple):
    """What a receiver says of one stream (RFC 3550, section 6.4.1)."""

    ssrc: int
    fraction_lost: int
    """Of 256, since the last report."""
    packets_lost: int
    """Since the beginning, −2²³ … 2²³−1: negative when there are duplicates."""
    highest_sequence_number: int
    """Extended by the number of roll-overs: 32 bits."""
    jitter: int
    """In the stream's timestamp units."""
    last_report: int
    """Middle 32 bits of the last sender report's NTP time, 0 when there was none."""
    delay: int
    """Since that report arrived, in units of 1/65536 s."""

    def __bytes__(self) -> bytes:
        lost = self.fraction_lost << 24 | self.packets_lost & 0xFFFFFF
        return _BLOCK.pack(self.ssrc, lost, *self[3:])


class Parts(Struct, Generic[Owner], frozen=True):
    """A compound, by whom it concerns: each part is valid alone, as is `from_sender` + one of `to_owners`."""

    from_sender: bytes
    """For all who receive the sender: SR without blocks, SDES, BYE. Empty when there are none."""
    to_owners: dict[Owner, bytes]
    """For the owner of the media spoken of: RR with the blocks about it, and feedback."""


def split(data: Readable) -> list[Piece]:
    """The packets of a decrypted RTCP datagram in order; none when any of them is malformed."""
    pieces: list[Piece] = []
    offset, size = 0, len(data)
    while offset < size:
        if offset + 4 > size:
            return []
        first, packet_type, words = _HEADER.unpack_from(data, offset)
        end = offset + 4 + 4 * words
        if first >> 6 != 2 or end > size:
            return []
        padding = data[end - 1] if first & 0x20 else 0
        fixed, each = _LEAST.get(packet_type, (4, 0))
        count = first & 0x1F
        if end - offset - padding < fixed + each * count or (first & 0x20 and not padding):
            return []
        pieces.append(Piece(packet_type, count, bytes(data[offset:end]), padding))
        offset = end
    return pieces


def signer(compound: bytes) -> int:
    """SSRC of who says the first packet, under which SRTCP protects the whole."""
    return int.from_bytes(compound[4:8], "big")


def report_blocks(piece: Piece) -> list[ReportBlock]:
    """The blocks of an SR or RR; none of other packets."""
    if piece.packet_type not in (SENDER_REPORT, RECEIVER_REPORT):
        return []
    start, size = _LEAST[piece.packet_type]
    found = []
    for offset in range(start, start + size * piece.count, size):
        ssrc, lost, *others = _BLOCK.unpack_from(piece.data, offset)
        signed = (lost & 0xFFFFFF ^ 0x800000) - 0x800000
        found.append(ReportBlock(ssrc, lost >> 24, signed, *others))
    return found


def is_remb(piece: Piece) -> bool:
    """Whether this is a receiver's estimate, which is never forwarded."""
    return piece.kind == APPLICATION_FEEDBACK and piece.data[12:16] == b"REMB"


def receiver_report(sender: int, blocks: Sequence[ReportBlock] = ()) -> bytes:
    """An RR of `sender`. Raises `ValueError` for more than 31 blocks."""
    if len(blocks) > MOST_BLOCKS:
        raise ValueError("a report has at most 31 blocks")
    return _receiver_report(sender, [bytes(block) for block in blocks])


def _receiver_report(sender: int, blocks: list[bytes]) -> bytes:
    head = _HEADER.pack(0x80 | len(blocks), RECEIVER_REPORT, 1 + 6 * len(blocks))
    return head + sender.to_bytes(4, "big") + b"".join(blocks)


def shift_highest_numbers(data: Readable, offset_of: Callable[[int], int]) -> bytes:
    """Add `offset_of(ssrc)` to the extended highest sequence number of every report block, modulo 2³².

    Empty for what is no RTCP.
    """
    shifted = bytearray()
    for piece in split(data):
        start = len(shifted)
        shifted += piece.data
        if piece.packet_type in (SENDER_REPORT, RECEIVER_REPORT):
            fixed, each = _LEAST[piece.packet_type]
            for offset in range(start + fixed, start + fixed + each * piece.count, each):
                ssrc = int.from_bytes(shifted[offset : offset + 4], "big")
                highest = int.from_bytes(shifted[offset + 8 : offset + 12], "big") + offset_of(ssrc)
                shifted[offset + 8 : offset + 12] = (highest & 0xFFFFFFFF).to_bytes(4, "big")
    return bytes(shifted)


def split_by_owner(data: Readable, sender: Owner, owner_of: Callable[[int], Owner | None]) -> Parts[Owner]:
    """Divide what `sender` says among those whom it concerns; `owner_of` names whose an SSRC is.

    Only packet types 200–203, 205 and 206 pass, and REMB never. Nobody speaks under another's SSRC,
    and nobody gets an SR, SDES or BYE about an SSRC that is not the sender's.
    """
    pieces = [piece for piece in split(data) if owner_of(piece.sender) in (None, sender)]
    whole = bool(pieces) and pieces[0].packet_type in (SENDER_REPORT, RECEIVER_REPORT)
    to_owners: dict[Owner, bytearray] = {}
    for piece in pieces:
        for owner, part in _about_owners(piece, owner_of):
            if owner == sender:
                continue
            said = to_owners.setdefault(owner, bytearray())
            if whole and not said and part[1] != RECEIVER_REPORT:
                said += receiver_report(piece.sender)
            said += part
    return Parts(
        _about_sender(pieces, lambda ssrc: owner_of(ssrc) == sender),
        {owner: bytes(said) for owner, said in to_owners.items()},
    )


def _about_owners(piece: Piece, owner_of: Callable[[int], Owner | None]) -> Iterator[tuple[Owner, bytes]]:
    """Report blocks and feedback, each with the owner of the media it is about."""
    if piece.packet_type in (SENDER_REPORT, RECEIVER_REPORT):
        blocks: dict[Owner, list[bytes]] = {}
        for block in report_blocks(piece):
            owner = owner_of(block.ssrc)
            if owner is not None:
                blocks.setdefault(owner, []).append(bytes(block))
        for owner, theirs in blocks.items():
            yield owner, _receiver_report(piece.sender, theirs)
    elif piece.packet_type in (TRANSPORT_FEEDBACK, PAYLOAD_FEEDBACK) and not is_remb(piece):
        about = piece.media
        if piece.kind == FIR:  # names its media in its entries (RFC 5104, section 4.3.1.1)
            entry = piece.control_information
            about = int.from_bytes(entry[:4], "big") if len(entry) == 8 else 0
        owner = owner_of(about)
        if owner is not None:
            yield owner, piece.data


def _about_sender(pieces: list[Piece], is_own: Callable[[int], bool]) -> bytes:
    """What the sender says of its own streams: SRs without blocks, SDES, BYE."""
    reports, descriptions, goodbyes = bytearray(), bytearray(), bytearray()
    for piece in pieces:
        if piece.packet_type == SENDER_REPORT and is_own(piece.sender):
            reports += _HEADER.pack(0x80, SENDER_REPORT, 6) + piece.data[4:28]
        elif piece.packet_type == SOURCE_DESCRIPTION:
            described = _described(piece)
            if described and all(map(is_own, described)):
                descriptions += piece.data
        elif piece.packet_type == GOODBYE:
            gone = [piece.data[offset : offset + 4] for offset in range(4, 4 + 4 * piece.count, 4)]
            gone = [ssrc for ssrc in gone if is_own(int.from_bytes(ssrc, "big"))]
            if gone:
                goodbyes += _HEADER.pack(0x80 | len(gone), GOODBYE, len(gone)) + b"".join(gone)
    if not reports and goodbyes:
        reports += receiver_report(int.from_bytes(goodbyes[4:8], "big"))
    return bytes(reports + descriptions + goodbyes) if reports else b""


def _described(piece: Piece) -> list[int]:
    """SSRCs of an SDES (RFC 3550, section 6.5); none when a chunk does not end inside it."""
    data, end = piece.data, len(piece.data) - piece.padding
    found: list[int] = []
    offset = 4
    for _ in range(piece.count):
        found.append(int.from_bytes(data[offset : offset + 4], "big"))
        offset += 4
        while offset + 1 < end and data[offset]:
            offset += 2 + data[offset + 1]
        if offset >= end or data[offset]:
            return []
        offset = (offset // 4 + 1) * 4
    return found
