"""A vault that is replaced stays for a while: several versions a clinician, the newest not replaced."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Name vaults by clinician and version. What was kept is the newest version of each."""
    with op.batch_alter_table("vaults", recreate="auto") as vaults:
        vaults.add_column(sa.Column("replaced", sa.Double))
        vaults.drop_constraint("pk_vaults", type_="primary")
        vaults.create_primary_key("pk_vaults", ["clinician", "version"])
        vaults.create_index("ix_vaults_replaced", ["replaced"])
