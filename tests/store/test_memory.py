"""The store that forgets. What it does is in test_store_contract.py."""

from __future__ import annotations

from telehealth.core.ids import ClinicianId
from telehealth.store.memory import MemoryStore
from telehealth.store.records import Clinician
from telehealth.store.store import Store


async def test_two_stores_share_nothing() -> None:
    one: Store = MemoryStore()
    await one.add_clinician(Clinician(id=ClinicianId("ruiz"), username="ruiz", public_name="Dr Ruiz"))
    assert await MemoryStore().clinician(ClinicianId("ruiz")) is None
