"""What stands in the way of something an operator asked for."""

from __future__ import annotations


class Refused(Exception):
    """It cannot be done. The text says why, and what to do: it is all that the operator reads."""
