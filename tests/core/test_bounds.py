"""What a message may carry, and what it may not."""

from __future__ import annotations

import msgspec
import pytest

from telehealth.core.bounds import ConsentVersion

READ = msgspec.json.Decoder(ConsentVersion)


def read(version: str) -> str:
    return READ.decode(msgspec.json.encode(version))


@pytest.mark.parametrize("version", ["", "1", "2024-05", "v. 3 (français)", "x" * 40])
def test_a_version_of_the_consent_text_is_one_short_line(version: str) -> None:
    assert read(version) == version


@pytest.mark.parametrize("version", ["x" * 41, "1\n2", "1\x00", "\u202e1", "1\u200b", "\ufeff"])
def test_what_would_hide_or_move_other_text_in_the_audit_log_is_refused(version: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        read(version)
