from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import phonenumbers
import pytest
from phonenumbers import PhoneMetadata

ROOT = Path(__file__).parent.parent
SCRIPT = ROOT / "scripts" / "emergency-numbers"
MODULE = ROOT / "static" / "js" / "emergency_numbers.js"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    loader = SourceFileLoader("emergency_numbers", str(SCRIPT))
    spec = spec_from_loader(loader.name, loader)
    assert spec is not None
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def table() -> dict[str, list[str]]:
    """What a page reads out of the module."""
    text = """
        import { countries } from "./countries.js";
        import { emergencyNumbers } from "./emergency_numbers.js";
        console.log(JSON.stringify(countries().map(({ code }) => [code, emergencyNumbers(code)])));
    """
    run = subprocess.run(
        ["node", "--input-type=module", "--eval", text],
        cwd=MODULE.parent,
        capture_output=True,
        text=True,
        check=True,
    )
    return dict(json.loads(run.stdout))


def test_the_table_of_the_pages_is_what_its_script_makes_of_the_named_release() -> None:
    run = subprocess.run([sys.executable, SCRIPT], capture_output=True, text=True, check=True)
    assert run.stdout == MODULE.read_text(encoding="utf-8")
    assert f"libphonenumber {phonenumbers.__version__} " in run.stdout


@pytest.mark.parametrize(
    ("country", "numbers"),
    [
        ("US", ["911"]),
        ("GB", ["999", "112"]),
        ("ES", ["112"]),
        ("IE", ["112"]),
        ("AU", ["000", "112", "106"]),
        ("NZ", ["111"]),
        ("JP", ["110", "119"]),
        ("BR", ["911", "112", "128", "190", "192", "193"]),
        ("GA", ["1730", "18"]),
        ("AQ", []),
    ],
)
def test_well_known_numbers_are_there_and_the_foremost_comes_first(
    table: dict[str, list[str]], country: str, numbers: list[str]
) -> None:
    assert table[country] == numbers


def test_every_number_is_an_emergency_number_of_its_country(table: dict[str, list[str]]) -> None:
    for country, numbers in table.items():
        for number in numbers:
            assert phonenumbers.is_emergency_number(number, country), (country, number)


def test_no_country_is_lost_on_the_way_to_the_pages(script: ModuleType, table: dict[str, list[str]]) -> None:
    assert script.table() == {country: numbers for country, numbers in table.items() if numbers}


@pytest.mark.parametrize("country", ["PK", "ET", "UZ", "LT", "GE", "BW"])
def test_a_pattern_is_written_out_as_every_number_that_it_matches(script: ModuleType, country: str) -> None:
    metadata = PhoneMetadata.short_metadata_for_region(country)
    assert metadata is not None
    assert metadata.emergency is not None
    pattern = metadata.emergency.national_number_pattern
    assert pattern is not None
    every = [f"{number:0{length}}" for length in range(1, 5) for number in range(10**length)]
    assert sorted(script.numbers(pattern)) == sorted(n for n in every if re.fullmatch(pattern, n))


def test_ranges_are_left_out_and_a_pattern_of_another_kind_is_not_guessed_at(script: ModuleType) -> None:
    assert script.numbers(r"1(?:3\d\d|730|8)") == ["1730", "18"]
    with pytest.raises(ValueError, match=re.escape("1{2}")):
        script.numbers("1{2}")
