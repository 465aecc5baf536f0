"""What all tests share."""

from __future__ import annotations

from hypothesis import settings

# CI's machines are slow and shared: a slow example is no failure, and the same examples run every time.
settings.register_profile("repeatable", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("repeatable")
