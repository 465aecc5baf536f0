"""Which release this is."""

from __future__ import annotations

import importlib.metadata

import pytest

from telehealth import release


def test_an_installed_package_knows_its_version(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(release, "version", lambda name: {"telehealth": "1.2.3"}[name])
    assert release.release() == "1.2.3"


def test_a_checkout_that_is_not_installed_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> str:
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(release, "version", missing)
    assert release.release() == release.FROM_A_CHECKOUT
