"""A seat is a value that survives the way to the page and back."""

from __future__ import annotations

import msgspec

from telehealth.core.seat import Seat
from tests.core.scene import Scene


def test_a_seat_comes_back_as_it_went() -> None:
    seat = Scene().seat("maya", link="weekly", of="couple")
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(seat), type=Seat) == seat


def test_seats_of_two_devices_differ_though_they_came_by_one_link() -> None:
    phone, laptop = Scene().seat("phone", link="maya"), Scene().seat("laptop", link="maya")
    assert phone != laptop
    assert phone.invitation == laptop.invitation
