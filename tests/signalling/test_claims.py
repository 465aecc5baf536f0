"""What a page says of others after a restart, as far as the store lets it."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from telehealth.core.ids import CaseId, InvitationId, ParticipantId
from telehealth.core.invitation import Window
from telehealth.core.opening import Seated, TakeSeat
from telehealth.core.participant import Standing
from telehealth.core.restoring import Claimed
from telehealth.core.seat import Seat
from telehealth.errors import NotAllowed, SignInNeeded
from telehealth.signalling.openings import Openings
from telehealth.store.records import SeatRecord
from tests.practice import APPOINTMENT, OTHER_ROOM, ROOM, Practice, hello, identifier, watch
from tests.signalling.fakes import FakeClock
from tests.signalling.restarts import seated
from tests.signalling.scene import SIGNED_IN

MAYA = InvitationId(identifier("maya"))


@pytest.fixture
async def practice() -> Practice:
    return await Practice().open()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def openings(practice: Practice, clock: FakeClock) -> Openings:
    return Openings(practice.store, practice.sealer, clock, Window(opens_before=1800, closes_after=14_400))


async def claimed(openings: Openings, *people: Seated, hosts: bool = True) -> tuple[Claimed, ...] | None:
    token = (await openings.prove(watch(), SIGNED_IN)).greeting.token
    return (await openings.prove(TakeSeat(token, 0, hosts=hosts, people=people), SIGNED_IN)).people


async def test_each_person_is_given_the_seat_that_their_link_leads_to(openings: Openings) -> None:
    said = Seated(
        participant=identifier("phone"),
        invitation=MAYA,
        standing="held",
        method="photo_id",
        guest=True,
        waited=3.5,
    )
    assert await claimed(openings, said) == (
        Claimed(
            seat=Seat(
                room=ROOM,
                participant=ParticipantId(identifier("phone")),
                role="client",
                invitation=MAYA,
                case=CaseId(identifier("case-maya")),
            ),
            standing=Standing.HELD,
            method="photo_id",
            guest=True,
            waited=3.5,
        ),
    )


async def test_a_page_that_does_not_say_that_it_hosted_says_nothing_of_anybody(openings: Openings) -> None:
    assert await claimed(openings, seated("maya"), hosts=False) is None
    assert await claimed(openings) == ()


async def test_a_guests_link_gives_a_guests_seat(openings: Openings, practice: Practice) -> None:
    store = practice.store
    store.invitations[MAYA] = replace(store.invitations[MAYA], role="guest")
    found = await claimed(openings, seated("maya"))
    assert found is not None
    assert [each.seat.role for each in found] == ["guest"]


async def test_nobody_has_a_seat_by_a_link_that_is_unknown_ended_or_of_another_room(
    openings: Openings, practice: Practice
) -> None:
    await practice.link("zoe", OTHER_ROOM)
    await practice.store.end_invitation(MAYA, 1.0)
    found = await claimed(openings, seated("maya"), seated("zoe"), seated("nobody"), seated("ben"))
    assert found is not None
    assert [each.seat.participant for each in found] == [identifier("ben")]


async def test_a_link_whose_hours_are_over_ends_nobodys_session(openings: Openings, clock: FakeClock) -> None:
    clock.date = APPOINTMENT + 100_000
    found = await claimed(openings, seated("early"))
    assert found is not None
    assert len(found) == 1


async def test_a_dead_seat_and_one_that_came_by_another_link_are_nobodys(
    openings: Openings, practice: Practice
) -> None:
    await practice.store.end_seat(SeatRecord(id=ParticipantId(identifier("maya")), invitation=MAYA))
    await practice.store.add_seat(SeatRecord(id=ParticipantId(identifier("ben")), invitation=MAYA))
    assert await claimed(openings, seated("maya"), seated("ben")) == ()


async def test_a_seat_that_could_not_be_written_down_in_time_is_one_all_the_same(
    openings: Openings, practice: Practice
) -> None:
    assert practice.store.seats == {}
    found = await claimed(openings, seated("maya"))
    assert found is not None
    assert len(found) == 1


async def test_the_links_of_all_of_them_are_known_so_that_one_that_ends_meanwhile_is_noticed(
    openings: Openings,
) -> None:
    token = (await openings.prove(watch(), SIGNED_IN)).greeting.token
    said = TakeSeat(token, hosts=True, people=(seated("maya"), seated("ben"), seated("maya")))
    assert (await openings.prove(said, SIGNED_IN)).invitations == {MAYA, identifier("ben")}
    assert (await openings.prove(hello("maya"), None)).invitations == {MAYA}
    assert (await openings.prove(watch(), SIGNED_IN)).invitations == set()


@pytest.mark.parametrize("said", ["hosts", "people"])
async def test_a_clients_seat_says_nothing_of_anybody(openings: Openings, said: str) -> None:
    token = (await openings.prove(hello("maya"), None)).greeting.token
    people = (seated("ben"),) if said == "people" else ()
    with pytest.raises(NotAllowed):
        await openings.prove(TakeSeat(token, hosts=said == "hosts", people=people), SIGNED_IN)


async def test_without_the_sign_in_nothing_of_it_is_looked_at(openings: Openings) -> None:
    token = (await openings.prove(watch(), SIGNED_IN)).greeting.token
    with pytest.raises(SignInNeeded):
        await openings.prove(TakeSeat(token, hosts=True, people=(seated("maya"),)), None)
