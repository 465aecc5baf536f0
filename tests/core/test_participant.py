"""Where a person can stand, and what a view of them tells by default."""

from __future__ import annotations

import msgspec
import pytest
from msgspec.structs import replace

from telehealth.core.participant import CLINICIANS, IN_SESSION, Participant, ParticipantView, Standing
from tests.core.scene import participant


def test_nobody_is_a_clinicians_page_and_in_session_as_a_client() -> None:
    assert not CLINICIANS & IN_SESSION


def test_only_admitted_and_held_people_are_in_session() -> None:
    assert {Standing.ADMITTED, Standing.HELD} == IN_SESSION


def test_a_new_participant_is_connected_and_has_neither_leg_nor_preview() -> None:
    maya = Participant(id=participant("maya"), role="client", standing=Standing.CHECKING, since=0.0)
    assert maya.connected
    assert not maya.previewed
    assert (maya.leg, maya.preview_leg) == (0, 0)


def test_a_view_says_nothing_of_link_case_and_waiting_time_unless_told_to() -> None:
    view = ParticipantView(
        id=participant("maya"), role="client", standing=Standing.WAITING, connected=True, previewed=False
    )
    assert (view.case, view.invitation, view.waited) == (None, None, 0.0)
    assert (view.method, view.other_device) == (None, False)


@pytest.mark.parametrize("standing", Standing)
def test_an_identity_is_open_only_of_somebody_in_session_who_is_to_be_confirmed_later(
    standing: Standing,
) -> None:
    maya = Participant(id=participant("maya"), role="client", standing=standing, since=0.0, method="later")
    assert maya.in_session is (standing in IN_SESSION)
    assert maya.unconfirmed is maya.in_session
    assert not replace(maya, method="voice").unconfirmed
    assert not replace(maya, method=None).unconfirmed


def test_a_standing_travels_as_the_word_that_the_page_knows() -> None:
    assert msgspec.json.encode(Standing.ADMITTED) == b'"admitted"'
