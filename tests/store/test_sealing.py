"""What is closed under the server's key, each value for its own place."""

from __future__ import annotations

import pytest
from structlog.testing import capture_logs

from telehealth.errors import Unavailable
from telehealth.store.sealing import Sealing
from tests.store.facts import OTHER_WRAPPING, WRAPPING


class Places:
    """A wrapping that notes for which places it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def wrap(self, data: bytes, context: str) -> bytes:
        self.asked.append(context)
        return data

    def unwrap(self, data: bytes, context: str) -> bytes:
        self.asked.append(context)
        return data


def test_what_was_closed_opens_in_its_own_place() -> None:
    sealing = Sealing(WRAPPING)
    assert sealing.open(sealing.close(b"secret", "column", "ruiz", 7), "column", "ruiz", 7) == b"secret"


def test_a_place_is_named_by_column_clinician_and_row() -> None:
    places = Places()
    sealing = Sealing(places)
    sealing.close(b"", "credentials.verifier", "ruiz")
    sealing.open(b"", "vaults.blob", "ruiz", 7)
    sealing.fits(b"", "sign_ins.page_half", "ruiz", "id")
    assert places.asked == ["credentials.verifier/ruiz", "vaults.blob/ruiz/7", "sign_ins.page_half/ruiz/id"]


@pytest.mark.parametrize(
    ("column", "row"),
    [("column", ("ruiz", 8)), ("column", ("okoro", 7)), ("other", ("ruiz", 7)), ("column", ("ruiz",))],
)
def test_in_another_place_it_does_not_open_and_the_log_says_in_which_column(
    column: str, row: tuple[str | int, ...]
) -> None:
    sealing = Sealing(WRAPPING)
    closed = sealing.close(b"secret", "column", "ruiz", 7)
    with capture_logs() as logs, pytest.raises(Unavailable):
        sealing.open(closed, column, *row)
    assert [(line["log_level"], line["kind"]) for line in logs] == [("critical", column)]
    assert "ruiz" not in str(logs)


def test_a_key_fits_what_it_closed() -> None:
    closed = Sealing(WRAPPING).close(b"secret", "column", "ruiz")
    assert Sealing(WRAPPING).fits(closed, "column", "ruiz")
    assert not Sealing(OTHER_WRAPPING).fits(closed, "column", "ruiz")
