"""Who plays in a room: two clinicians' pages, and people of four cases, some with several devices."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.core.scene import participant

CLINICIANS = ["dr", "desk"]
PEOPLE = {
    "ana": ("ana", "couple"),
    "leo": ("leo", "couple"),
    "phone": ("maya", "maya"),
    "laptop": ("maya", "maya"),
    "tablet": ("maya", "maya"),
    "ben": ("ben", "ben"),
    "desktop": ("ben", "ben"),
} | {f"kin{number}": (f"kin{number}", "family") for number in range(8)}
"""By name: the link they came by, and the case it belongs to."""
CASES = ["couple", "maya", "maya", "ben", "family"]

anybody = st.sampled_from([*PEOPLE, *CLINICIANS]).map(participant)
people = st.sampled_from([*PEOPLE, *2 * ["phone", "laptop", "tablet", "ben", "desktop"]])
