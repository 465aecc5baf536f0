"""Ids cost nothing at run time: they are told apart by the type checker alone."""

from __future__ import annotations

import msgspec
import pytest

from telehealth.core import ids


@pytest.mark.parametrize("name", ["RoomId", "InvitationId", "CaseId", "ParticipantId", "ClinicianId"])
def test_an_id_travels_as_plain_text(name: str) -> None:
    assert msgspec.json.encode(getattr(ids, name)("a" * 22)) == b'"' + b"a" * 22 + b'"'


def test_a_leg_travels_as_a_plain_number() -> None:
    assert msgspec.json.encode(ids.LegId(7)) == b"7"
