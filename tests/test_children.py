"""What the supervisor's children do."""

from __future__ import annotations

from datetime import UTC, datetime

from telehealth.children import DEMO_CLINICIAN, furnish
from telehealth.core.ids import ClinicianId, InvitationId, RoomId
from telehealth.demo import furnishing
from telehealth.store.memory import MemoryStore

NOW = datetime(2026, 1, 1, tzinfo=UTC)


async def test_the_demos_store_has_a_clinician_with_a_room_and_standing_links() -> None:
    facts, _links = furnishing(NOW, guest=True)
    store = MemoryStore()
    await furnish(store, facts)
    clinician = await store.clinician(ClinicianId(facts.clinician))
    assert clinician is not None
    assert clinician.public_name == DEMO_CLINICIAN
    assert [room.id for room in await store.rooms_of(clinician.id)] == [RoomId(facts.room)]
    kept = [await store.invitation(InvitationId(link.id)) for link in facts.invitations]
    assert [link.role for link in kept if link is not None] == ["client", "guest"]
    assert len({link.case for link in kept if link is not None}) == 1
    assert all(link is not None and link.appointment is None for link in kept)


async def test_the_demos_clinician_link_works_for_a_day_and_once() -> None:
    facts, _links = furnishing(NOW, guest=False)
    store = MemoryStore()
    await furnish(store, facts)
    a_day_later = NOW.timestamp() + 86_400
    assert await store.redeem(facts.token_hash, "sign_in", a_day_later) is None
    assert await store.redeem(facts.token_hash, "sign_in", a_day_later - 1) == facts.clinician
    assert await store.redeem(facts.token_hash, "sign_in", a_day_later - 1) is None
