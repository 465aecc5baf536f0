"""The first message about a room."""

from __future__ import annotations

import msgspec
import pytest

from telehealth.core.bounds import LONGEST_SEAT_TOKEN, MOST_SEATED
from telehealth.core.opening import Opening, Seated, TakeSeat
from telehealth.core.waiting_room import PEOPLE
from telehealth.signalling.codec import LARGEST, Codec

DECODER = msgspec.json.Decoder(Opening)
ID = "i" * 22


def somebody(**said: object) -> dict[str, object]:
    return {"participant": ID, "invitation": ID, "standing": "admitted", **said}


def take_seat(**said: object) -> str:
    return msgspec.json.encode({"type": "take_seat", "seat": "token", **said}).decode()


def test_a_page_that_comes_back_says_no_more_than_its_seat_and_its_leg() -> None:
    assert DECODER.decode(take_seat()) == TakeSeat("token", 0, hosts=False, people=())
    assert DECODER.decode(take_seat(leg=7)) == TakeSeat("token", 7)


def test_a_page_that_hosted_says_who_was_where() -> None:
    people = [somebody(method="voice", guest=True), somebody(standing="waiting", waited=12.5)]
    assert DECODER.decode(take_seat(leg=7, hosts=True, people=people)) == TakeSeat(
        "token",
        7,
        hosts=True,
        people=(
            Seated(participant=ID, invitation=ID, standing="admitted", method="voice", guest=True),
            Seated(participant=ID, invitation=ID, standing="waiting", waited=12.5),
        ),
    )


@pytest.mark.parametrize(
    "said",
    [
        {"people": [somebody(standing="left")]},
        {"people": [somebody(standing="host")]},
        {"people": [somebody(method="guessed")]},
        {"people": [somebody(waited=-0.1)]},
        {"people": [somebody(waited=86_400.1)]},
        {"people": [somebody(waited=1e308)]},
        {"people": [somebody(name="Maya")]},
        {"people": [somebody(participant="short")]},
        {"people": [{"participant": ID, "standing": "waiting"}]},
        {"people": (MOST_SEATED + 1) * [somebody()]},
        {"hosts": 1},
    ],
)
def test_what_is_not_exactly_that_is_refused(said: dict[str, object]) -> None:
    with pytest.raises(msgspec.ValidationError):
        DECODER.decode(take_seat(**said))


def test_as_many_people_as_a_room_holds_fit_into_one_message() -> None:
    assert MOST_SEATED == PEOPLE
    people = MOST_SEATED * [somebody(method="code_word", guest=False, waited=12_345.1234567890123)]
    text = msgspec.json.encode(
        {
            "type": "take_seat",
            "seat": "s" * LONGEST_SEAT_TOKEN,
            "leg": 2**53 - 1,
            "hosts": True,
            "people": people,
        }
    )
    assert len(text) < LARGEST / 4
    assert isinstance(Codec().decode(text.decode()), TakeSeat)
