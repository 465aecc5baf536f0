"""Rooms, and links into them: made, replaced, ended; said twice, done once."""

from __future__ import annotations

import asyncio

import pytest
from msgspec.structs import replace

from telehealth.core.ids import CaseId, ClinicianId, InvitationId, RoomId
from telehealth.errors import Unknown
from telehealth.store.records import InvitationRecord, RoomRecord
from telehealth.store.sql_store import SqlStore
from telehealth.store.store import AlreadyThere
from tests.store.facts import LINK, OKORO, OTHER_ROOM, ROOM, RUIZ, SEAT, enrol, row

NEW = replace(LINK, id=InvitationId("new"), admission_hash=b"n" * 32)
FOREIGN = replace(LINK, id=InvitationId("foreign"), room=OTHER_ROOM.id)


@pytest.fixture
async def enrolled(store: SqlStore) -> SqlStore:
    await enrol(store)
    await enrol(store, OKORO, OTHER_ROOM)
    return store


@pytest.fixture
async def linked(enrolled: SqlStore) -> SqlStore:
    await enrolled.add_invitation(LINK, None, 0.0, row("link_made"))
    await enrolled.add_invitation(FOREIGN, None, 0.0, row("link_made"))
    return enrolled


async def _ended(store: SqlStore, link: InvitationRecord) -> float | None:
    kept = await store.invitation(link.id)
    assert kept is not None
    return kept.ended


async def _rows(store: SqlStore) -> int:
    head = await store.audit_head()
    assert head is not None
    return head.number


async def test_a_clinician_has_the_rooms_they_own_in_order(enrolled: SqlStore) -> None:
    more = [
        RoomRecord(id=RoomId(name), owner=RUIZ, public_key=name.encode().ljust(32))
        for name in ("z", "a", "m")
    ]
    for room in more:
        await enrolled.add_room(room)
    assert await enrolled.rooms_of(RUIZ) == [ROOM, *more]
    assert await enrolled.rooms_of(OKORO) == [OTHER_ROOM]
    assert await enrolled.rooms_of(ClinicianId("nobody")) == []


async def test_a_room_has_an_owner_who_is_there(enrolled: SqlStore) -> None:
    with pytest.raises(Unknown):
        await enrolled.add_room(RoomRecord(id=RoomId("a"), owner=ClinicianId("nobody"), public_key=bytes(32)))


async def test_a_clinician_has_the_links_into_their_rooms(linked: SqlStore) -> None:
    assert await linked.add_invitation(NEW, None, 0.0, row("link_made"))
    assert await linked.invitations_of(RUIZ) == [LINK, NEW]
    assert await linked.invitations_of(OKORO) == [FOREIGN]


async def test_a_link_leads_into_a_room_that_is_there(enrolled: SqlStore) -> None:
    before = await _rows(enrolled)
    with pytest.raises(Unknown):
        await enrolled.add_invitation(replace(LINK, room=RoomId("nowhere")), None, 0.0, row("link_made"))
    assert await _rows(enrolled) == before


async def test_a_link_said_twice_is_made_once(linked: SqlStore) -> None:
    before = await _rows(linked)
    assert not await linked.add_invitation(LINK, None, 5.0, row("link_made"))
    assert await linked.invitation(LINK.id) == LINK
    assert await _rows(linked) == before


async def test_a_link_that_ended_stays_ended_when_it_is_said_again(linked: SqlStore) -> None:
    await linked.end_invitation(LINK.id, 7.0)
    assert not await linked.add_invitation(LINK, None, 9.0, row("link_made"))
    assert await _ended(linked, LINK) == 7.0


@pytest.mark.parametrize(
    "another",
    [
        replace(LINK, room=OTHER_ROOM.id),
        replace(LINK, case=CaseId("another")),
        replace(LINK, admission_hash=b"i" * 32),
        replace(LINK, role="guest"),
        replace(LINK, appointment=None),
        replace(LINK, appointment=501.0),
        replace(LINK, code_word=False),
    ],
)
async def test_another_link_of_the_same_id_is_refused_and_replaces_nothing(
    linked: SqlStore, another: InvitationRecord
) -> None:
    await linked.add_invitation(NEW, None, 0.0, row("link_made"))
    before = await _rows(linked)
    with pytest.raises(AlreadyThere):
        await linked.add_invitation(another, NEW.id, 5.0, row("link_replaced"))
    assert await linked.invitation(LINK.id) == LINK
    assert await _ended(linked, NEW) is None
    assert await _rows(linked) == before


async def test_a_replaced_link_ends_as_the_new_one_begins(linked: SqlStore) -> None:
    assert await linked.add_invitation(NEW, LINK.id, 5.0, row("link_replaced"))
    assert await _ended(linked, LINK) == 5.0
    assert await linked.invitation(NEW.id) == NEW


async def test_replacing_said_twice_is_done_once(linked: SqlStore) -> None:
    await linked.add_invitation(NEW, LINK.id, 5.0, row("link_replaced"))
    before = await _rows(linked)
    assert not await linked.add_invitation(NEW, LINK.id, 6.0, row("link_replaced"))
    assert await _ended(linked, LINK) == 5.0
    assert await _rows(linked) == before


async def test_a_link_of_another_clinician_is_not_replaced(linked: SqlStore) -> None:
    assert await linked.add_invitation(NEW, FOREIGN.id, 5.0, row("link_replaced"))
    assert await _ended(linked, FOREIGN) is None


async def test_a_link_into_another_room_of_the_same_clinician_is_replaced(linked: SqlStore) -> None:
    second = RoomRecord(id=RoomId("second"), owner=RUIZ, public_key=bytes(32))
    await linked.add_room(second)
    await linked.add_invitation(replace(NEW, room=second.id), LINK.id, 5.0, row("link_replaced"))
    assert await _ended(linked, LINK) == 5.0


async def test_replacing_a_link_that_is_gone_makes_the_new_one(enrolled: SqlStore) -> None:
    assert await enrolled.add_invitation(NEW, InvitationId("gone"), 5.0, row("link_replaced"))
    assert await enrolled.invitation(NEW.id) == NEW


async def test_of_many_who_say_the_same_link_at_once_one_makes_it(enrolled: SqlStore) -> None:
    before = await _rows(enrolled)
    answers = await asyncio.gather(
        *(enrolled.add_invitation(LINK, None, 0.0, row("link_made")) for _ in range(8))
    )
    assert sorted(answers) == [False] * 7 + [True]
    assert await _rows(enrolled) == before + 1


async def test_an_appointment_is_kept_to_the_last_bit(enrolled: SqlStore) -> None:
    exact = replace(LINK, appointment=1_796_083_200.123_456_7)
    await enrolled.add_invitation(exact, None, 0.0, row())
    assert await enrolled.invitation(LINK.id) == exact


async def test_a_seat_goes_when_its_link_goes(linked: SqlStore) -> None:
    await linked.add_seat(SEAT)
    await linked.remove_clinician(RUIZ, row())
    assert await linked.seat(SEAT.id) is None
    await linked.end_seat(SEAT)
    assert await linked.seat(SEAT.id) is None


async def test_a_link_is_revoked_with_one_row_however_often_that_is_said(linked: SqlStore) -> None:
    before = await _rows(linked)
    for now in (10.0, 20.0):
        await linked.revoke_invitation(LINK.id, now, row("link_ended"))
    await linked.revoke_invitation(InvitationId("none"), 30.0, row("link_ended"))
    assert await _ended(linked, LINK) == 10.0
    assert await _ended(linked, FOREIGN) is None
    assert await _rows(linked) == before + 1


async def test_a_link_asks_for_a_code_word_from_when_that_is_said_with_one_row(linked: SqlStore) -> None:
    before = await _rows(linked)
    for asked in (True, False, False):
        await linked.ask_for_code_word(LINK.id, asked, row("code_word_removed"))
    assert await linked.invitation(LINK.id) == replace(LINK, code_word=False)
    assert await linked.invitation(FOREIGN.id) == FOREIGN
    assert await _rows(linked) == before + 1
    await linked.ask_for_code_word(InvitationId("none"), True, row("code_word_set"))
    assert await _rows(linked) == before + 1
