"""Which release this is."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

NAME = "telehealth"
FROM_A_CHECKOUT = "0+checkout"


def release() -> str:
    """The installed version, or a mark that the code runs from a checkout that is not installed."""
    try:
        return version(NAME)
    except PackageNotFoundError:
        return FROM_A_CHECKOUT
