"""The table of all that is kept, and for how long."""

from __future__ import annotations

from collections import Counter

import pytest

from telehealth.security import cookies
from telehealth.settings import Config
from telehealth.store import retention
from telehealth.store.retention import RETENTION, Retained
from telehealth.store.tables import metadata


def test_every_table_is_covered_by_exactly_one_record() -> None:
    covered = Counter(table for kept in RETENTION for table in kept.tables)
    assert covered == Counter(metadata.tables.keys())


def test_no_kind_is_named_twice() -> None:
    assert len({kept.kind for kept in RETENTION}) == len(RETENTION)


@pytest.mark.parametrize("kept", RETENTION, ids=lambda kept: kept.kind)
def test_people_can_read_what_is_kept_and_for_how_long(kept: Retained) -> None:
    assert kept.what
    assert kept.kept
    assert not kept.what.endswith(".")


def test_the_words_and_the_durations_agree() -> None:
    words = {kept.kind: kept.kept for kept in RETENTION}
    assert (retention.ENROLMENT_SECONDS, "72 hours" in words["enrolment link"]) == (72 * 3600, True)
    assert (retention.SIGN_IN_SECONDS, "12 hours" in words["sign-in"]) == (12 * 3600, True)
    assert (retention.REPLACED_VAULT_SECONDS, "30 days" in words["vault"]) == (30 * 86_400, True)
    assert (retention.INVITATION_SECONDS, "24 hours" in words["link"]) == (24 * 3600, True)
    assert (retention.AUDIT_SECONDS, "6 years" in words["audit row"]) == (2192 * 86_400, True)
    assert (retention.AUDIT_PURGED_EVERY, "a day longer" in words["audit row"]) == (86_400, True)


def test_who_gives_something_for_a_time_and_who_forgets_it_mean_the_same_time() -> None:
    assert cookies.SIGN_IN_SECONDS == retention.SIGN_IN_SECONDS
    assert Config().audit.keep_days * retention.DAY == retention.AUDIT_SECONDS
