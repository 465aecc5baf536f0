"""The interface itself."""

from __future__ import annotations

import inspect

import pytest
from msgspec import Struct

from telehealth.store import records
from telehealth.store.sql_store import SqlStore
from telehealth.store.store import Store
from tests.store.memory import MemoryStore

METHODS = {name: method for name, method in vars(Store).items() if inspect.iscoroutinefunction(method)}


@pytest.mark.parametrize("name", METHODS)
def test_every_method_says_what_it_does(name: str) -> None:
    assert METHODS[name].__doc__


@pytest.mark.parametrize("kind", [SqlStore, MemoryStore])
@pytest.mark.parametrize("name", METHODS)
def test_a_store_asks_for_what_the_interface_says(name: str, kind: type) -> None:
    assert inspect.signature(getattr(kind, name)) == inspect.signature(METHODS[name])


def test_nothing_about_a_client_has_a_place_in_a_record() -> None:
    kept = {
        name: set(record.__struct_fields__)
        for name, record in vars(records).items()
        if inspect.isclass(record) and issubclass(record, Struct) and record is not Struct
    }
    assert kept == {
        "Clinician": {"id", "username", "public_name", "closing"},
        "Credentials": {"verifier", "recovery_verifier", "password_wrap", "recovery_wrap"},
        "Vault": {"version", "parent", "blob"},
        "EarlierVault": {"version", "parent", "replaced"},
        "Enrolment": {"token_hash", "clinician", "expires"},
        "SignIn": {"id", "token_hash", "clinician", "began", "expires", "page_half"},
        "RoomRecord": {"id", "owner", "public_key"},
        "InvitationRecord": {
            "id",
            "room",
            "case",
            "admission_hash",
            "role",
            "appointment",
            "code_word",
            "ended",
        },
        "SeatRecord": {"id", "invitation", "dead"},
        "AuditRow": {"time", "event", "staff", "room", "outcome", "method", "consent_version"},
        "AuditEntry": {"number", "row", "previous", "hash"},
    }
