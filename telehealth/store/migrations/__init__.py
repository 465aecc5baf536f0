"""The way from each version of the tables to the next (Alembic). `schema.py` goes it, never a person."""
