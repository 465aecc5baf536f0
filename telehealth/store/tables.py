"""The tables. What is not here is not kept; `retention.py` says for how long each is.

Types are those that SQLite and PostgreSQL share. "Sealed" columns are closed under the server's key
(`sealing.py`) before they get here. Moments are seconds since 1970 (UTC).
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    false,
)

ID = String(22)
"""128 random bits in base64url."""
NUMBER = BigInteger().with_variant(Integer(), "sqlite")
"""64 bits. SQLite's own row number is an INTEGER, and rows lie in its order."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

installation = Table(
    "installation",
    metadata,
    Column("id", ID, primary_key=True),
    Column(
        "key_check", LargeBinary
    ),  # sealed: the id, which opens with the right key only; null before the first
)

clinicians = Table(
    "clinicians",
    metadata,
    Column("id", ID, primary_key=True),
    Column("username", String(40), nullable=False, unique=True),
    Column("public_name", String(80), nullable=False),
    Column("closing", Double),
)


def _clinician(*, primary_key: bool = False) -> Column[str]:
    """Goes with its clinician."""
    cascade = ForeignKey("clinicians.id", ondelete="CASCADE")
    return Column("clinician", ID, cascade, primary_key=primary_key, nullable=False)


credentials = Table(
    "credentials",
    metadata,
    _clinician(primary_key=True),
    Column("verifier", LargeBinary, nullable=False),  # sealed
    Column("recovery_verifier", LargeBinary, nullable=False),  # sealed
    Column("password_wrap", LargeBinary, nullable=False),  # sealed
    Column("recovery_wrap", LargeBinary, nullable=False),  # sealed
)

vaults = Table(
    "vaults",
    metadata,
    _clinician(primary_key=True),
    Column("version", BigInteger, primary_key=True, autoincrement=False),
    Column("parent", LargeBinary, nullable=False),
    Column("blob", LargeBinary, nullable=False),  # sealed
    Column("replaced", Double),  # null in the newest
    Index(None, "replaced"),
)

enrolments = Table(
    "enrolments",
    metadata,
    Column("token_hash", LargeBinary, primary_key=True),
    _clinician(),
    Column("expires", Double, nullable=False),
    Index(None, "clinician"),
)

sign_ins = Table(
    "sign_ins",
    metadata,
    Column("token_hash", LargeBinary, primary_key=True),
    Column("id", ID, nullable=False, unique=True),
    _clinician(),
    Column("began", Double, nullable=False),
    Column("expires", Double, nullable=False),
    Column("page_half", LargeBinary, nullable=False),  # sealed
    Index(None, "clinician"),
)

rooms = Table(
    "rooms",
    metadata,
    Column("id", ID, primary_key=True),
    Column("owner", ID, ForeignKey("clinicians.id", ondelete="CASCADE"), nullable=False),
    Column("public_key", LargeBinary, nullable=False),
    Column("position", BigInteger, nullable=False),  # among its owner's rooms, from 1
    Index(None, "owner"),
)

invitations = Table(
    "invitations",
    metadata,
    Column("id", ID, primary_key=True),
    Column("room", ID, ForeignKey("rooms.id", ondelete="CASCADE"), nullable=False),
    Column("case_id", ID, nullable=False),
    Column("admission_hash", LargeBinary, nullable=False),
    Column("role", String(8), nullable=False),
    Column("appointment", Double),
    Column("ended", Double),
    Column("code_word", Boolean, nullable=False, server_default=false()),
    Index(None, "room"),
)

seats = Table(
    "seats",
    metadata,
    Column("id", ID, primary_key=True),
    Column("invitation", ID, ForeignKey("invitations.id", ondelete="CASCADE"), nullable=False),
    Column("dead", Boolean, nullable=False),
    Index(None, "invitation"),
)

audit = Table(
    "audit",
    metadata,
    Column("number", NUMBER, primary_key=True, autoincrement=False),
    Column("time", Double, nullable=False),
    Column("event", String(40), nullable=False),
    Column("staff", String(22), nullable=False),
    Column("room", String(64), nullable=False),
    Column("outcome", String(80), nullable=False),
    Column("method", String(80), nullable=False),
    Column("consent_version", String(80), nullable=False),
    Column("previous", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
)
