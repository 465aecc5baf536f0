"""Identifiers, each a type of its own so that one is never taken for another."""

from __future__ import annotations

from typing import NewType

RoomId = NewType("RoomId", str)
"""22 characters of base64url (128 random bits), made when the room is made."""

InvitationId = NewType("InvitationId", str)
"""22 characters of base64url (128 random bits)."""

CaseId = NewType("CaseId", str)
"""22 characters of base64url (128 random bits): the people who may meet each other."""

ParticipantId = NewType("ParticipantId", str)
"""22 characters of base64url (128 random bits), chosen by the participant's page."""

ClinicianId = NewType("ClinicianId", str)
"""22 characters of base64url (128 random bits): an account."""

LegId = NewType("LegId", int)
"""A browser's media connection: a number unique in its room, and never used twice in it. 0 is none."""
