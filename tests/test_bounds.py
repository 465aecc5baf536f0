"""The document of bounds says what the code holds."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

from telehealth.settings import Config

ROOT = Path(__file__).parent.parent
DOCUMENT = (ROOT / "docs" / "BOUNDS.md").read_text(encoding="utf-8")
PYTHON = re.findall(r"`([\w/]+)\.py ([A-Z_]+) = (\d+)`", DOCUMENT)
SCRIPTS = re.findall(r"`(static/js/\w+\.js) ([A-Z_]+) = (\d+)`", DOCUMENT)
LIMITS = re.findall(r"`limits\.(\w+) = (\d+)`", DOCUMENT)


@pytest.mark.parametrize(("module", "name", "value"), PYTHON)
def test_a_bound_of_the_server_is_what_its_module_says(module: str, name: str, value: str) -> None:
    found = importlib.import_module(f"telehealth.{module.replace('/', '.')}")
    assert getattr(found, name) == int(value)


@pytest.mark.parametrize(("script", "name", "value"), SCRIPTS)
def test_a_bound_of_a_page_is_what_its_module_says(script: str, name: str, value: str) -> None:
    source = (ROOT / script).read_text(encoding="utf-8")
    (said,) = re.findall(rf"^(?:export )?const {name} = ([\d_]+);$", source, re.MULTILINE)
    assert int(said.replace("_", "")) == int(value)


def test_every_limit_that_can_be_set_stands_in_the_document_with_its_default() -> None:
    limits = Config().limits
    assert {name: int(value) for name, value in LIMITS} == {
        name: getattr(limits, name) for name in limits.__struct_fields__
    }


def test_the_document_names_bounds_of_all_three() -> None:
    assert min(len(PYTHON), len(SCRIPTS), len(LIMITS)) > 5
