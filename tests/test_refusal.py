"""What stands in an operator's way is one kind of error, so that the command line need not know each."""

from __future__ import annotations

import pytest

from telehealth.addresses import NoMediaAddress
from telehealth.administration import AccountRefused
from telehealth.data_lock import DataInUse
from telehealth.refusal import Refused
from telehealth.security.server_key import ServerKeyRefused
from telehealth.store.backup import BackupRefused
from telehealth.store.database import DatabaseRefused
from telehealth.supervisor import CannotListen
from telehealth.web.assets import FilesRefused


@pytest.mark.parametrize(
    "kind",
    [
        AccountRefused, BackupRefused, CannotListen, DatabaseRefused, DataInUse, FilesRefused, NoMediaAddress,
        ServerKeyRefused,
    ],
)  # fmt: skip
def test_everything_that_stands_in_an_operators_way_is_refused_in_one_way(kind: type[Exception]) -> None:
    assert issubclass(kind, Refused)
