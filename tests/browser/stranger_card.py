"""What a client by somebody else says of themselves."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.privacy.contents import Content


def card_of(name: str) -> Content:
    """What a client says of themselves at check-in, every field of it."""
    return {
        "kind": "card",
        "name": name,
        "part": "",
        "country": "ES",
        "place": "Calle del Sol 12, Sevilla",
        "callback": "+34 600 123 456",
        "contact": {"name": "Rosa Quintana", "phone": "+34 600 654 321", "relation": "Sister"},
        "privacy": "alone",
        "company": "",
        "consent": {"version": "1", "date": datetime.now(UTC).date().isoformat(), "child": ""},
        "codeWord": "",
        "device": "A program",
        "devices": {"microphone": "on", "camera": "on"},
    }
