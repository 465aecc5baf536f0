"""Accounts, rooms, links, seats, sign-ins, the audit log, and one vault a clinician."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

ID = sa.String(22)
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make everything."""
    _accounts()
    _tokens()
    _rooms()
    _audit()


def _clinician(table: str, name: str = "clinician") -> tuple[sa.Column[str], sa.ForeignKeyConstraint]:
    """The column, and that the row goes with its clinician."""
    key = sa.ForeignKeyConstraint([name], ["clinicians.id"], name=f"fk_{table}_{name}", ondelete="CASCADE")
    return sa.Column(name, ID, nullable=False), key


def _accounts() -> None:
    op.create_table(
        "installation",
        sa.Column("id", ID, nullable=False),
        sa.Column("key_check", sa.LargeBinary),
        sa.PrimaryKeyConstraint("id", name="pk_installation"),
    )
    op.create_table(
        "clinicians",
        sa.Column("id", ID, nullable=False),
        sa.Column("username", sa.String(40), nullable=False),
        sa.Column("public_name", sa.String(80), nullable=False),
        sa.Column("closing", sa.Double),
        sa.PrimaryKeyConstraint("id", name="pk_clinicians"),
        sa.UniqueConstraint("username", name="uq_clinicians_username"),
    )
    op.create_table(
        "credentials",
        *_clinician("credentials"),
        sa.Column("verifier", sa.LargeBinary, nullable=False),
        sa.Column("recovery_verifier", sa.LargeBinary, nullable=False),
        sa.Column("password_wrap", sa.LargeBinary, nullable=False),
        sa.Column("recovery_wrap", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("clinician", name="pk_credentials"),
    )
    op.create_table(
        "vaults",
        *_clinician("vaults"),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("parent", sa.LargeBinary, nullable=False),
        sa.Column("blob", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("clinician", name="pk_vaults"),
    )


def _tokens() -> None:
    op.create_table(
        "enrolments",
        sa.Column("token_hash", sa.LargeBinary, nullable=False),
        *_clinician("enrolments"),
        sa.Column("expires", sa.Double, nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name="pk_enrolments"),
    )
    op.create_index("ix_enrolments_clinician", "enrolments", ["clinician"])
    op.create_table(
        "sign_ins",
        sa.Column("token_hash", sa.LargeBinary, nullable=False),
        sa.Column("id", ID, nullable=False),
        *_clinician("sign_ins"),
        sa.Column("began", sa.Double, nullable=False),
        sa.Column("expires", sa.Double, nullable=False),
        sa.Column("page_half", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name="pk_sign_ins"),
        sa.UniqueConstraint("id", name="uq_sign_ins_id"),
    )
    op.create_index("ix_sign_ins_clinician", "sign_ins", ["clinician"])


def _rooms() -> None:
    op.create_table(
        "rooms",
        sa.Column("id", ID, nullable=False),
        *_clinician("rooms", "owner"),
        sa.Column("public_key", sa.LargeBinary, nullable=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_rooms"),
    )
    op.create_index("ix_rooms_owner", "rooms", ["owner"])
    op.create_table(
        "invitations",
        sa.Column("id", ID, nullable=False),
        sa.Column("room", ID, nullable=False),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("admission_hash", sa.LargeBinary, nullable=False),
        sa.Column("role", sa.String(8), nullable=False),
        sa.Column("appointment", sa.Double),
        sa.Column("ended", sa.Double),
        sa.PrimaryKeyConstraint("id", name="pk_invitations"),
        sa.ForeignKeyConstraint(["room"], ["rooms.id"], name="fk_invitations_room", ondelete="CASCADE"),
    )
    op.create_index("ix_invitations_room", "invitations", ["room"])
    op.create_table(
        "seats",
        sa.Column("id", ID, nullable=False),
        sa.Column("invitation", ID, nullable=False),
        sa.Column("dead", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_seats"),
        sa.ForeignKeyConstraint(
            ["invitation"], ["invitations.id"], name="fk_seats_invitation", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_seats_invitation", "seats", ["invitation"])


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("number", NUMBER, nullable=False, autoincrement=False),
        sa.Column("time", sa.Double, nullable=False),
        sa.Column("event", sa.String(40), nullable=False),
        sa.Column("staff", sa.String(22), nullable=False),
        sa.Column("room", sa.String(64), nullable=False),
        sa.Column("outcome", sa.String(80), nullable=False),
        sa.Column("method", sa.String(80), nullable=False),
        sa.Column("consent_version", sa.String(80), nullable=False),
        sa.Column("previous", sa.LargeBinary, nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_audit"),
    )
