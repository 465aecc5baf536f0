"""What Alembic runs each time: the steps, on the connection it was given and in its transaction."""

from __future__ import annotations

from alembic import context

from telehealth.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite cannot change a table: it builds a new one and copies the rows.
    render_as_batch=True,
)
context.run_migrations()
