"""A link says whether it asks for a code word. Those that are kept from before ask for none."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the column."""
    op.add_column(
        "invitations", sa.Column("code_word", sa.Boolean, nullable=False, server_default=sa.false())
    )
