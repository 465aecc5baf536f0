"""What a worker is started with."""

from __future__ import annotations

import msgspec
import pytest

from telehealth.relay.settings import WorkerSettings


def test_settings_survive_the_way_to_another_process() -> None:
    settings = WorkerSettings("worker.sock", ("192.0.2.7", "2001:db8::7"), 7000)
    assert msgspec.json.decode(msgspec.json.encode(settings), type=WorkerSettings) == settings


def test_settings_do_not_change_while_a_worker_runs() -> None:
    settings = WorkerSettings("worker.sock", ("192.0.2.7",), 0)
    with pytest.raises(AttributeError):
        settings.port = 1  # type: ignore[misc]
