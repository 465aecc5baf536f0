"""The interface itself."""

from __future__ import annotations

import inspect

import pytest
from msgspec import Struct

from telehealth.store import records
from telehealth.store.store import Store

METHODS = {name: method for name, method in vars(Store).items() if inspect.iscoroutinefunction(method)}


@pytest.mark.parametrize("name", METHODS)
def test_every_method_says_what_it_does(name: str) -> None:
    assert METHODS[name].__doc__


def test_nothing_about_a_client_has_a_place_in_a_record() -> None:
    kept = {
        name: set(record.__struct_fields__)
        for name, record in vars(records).items()
        if inspect.isclass(record) and issubclass(record, Struct) and record is not Struct
    }
    assert kept == {
        "Clinician": {"id", "username", "public_name"},
        "RoomRecord": {"id", "owner", "public_key"},
        "InvitationRecord": {"id", "room", "case", "admission_hash", "role", "appointment", "ended"},
        "SeatRecord": {"id", "invitation", "dead"},
        "SignIn": {"token_hash", "clinician", "expires"},
        "OneTimeToken": {"token_hash", "clinician", "purpose", "expires"},
        "AuditRow": {"time", "event", "staff", "room"},
    }
