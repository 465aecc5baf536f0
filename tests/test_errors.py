"""The error tree: codes for programs, sentences for people, and a drawing that is true."""

from __future__ import annotations

import inspect
import re

import pytest

from telehealth import errors
from telehealth.errors import TelehealthError


def everything() -> list[type[TelehealthError]]:
    """Every class of the tree, its root first."""
    found = [TelehealthError]
    for error in found:
        found.extend(error.__subclasses__())
    return [error for error in found if error.__module__ == errors.__name__]


def drawing() -> str:
    return inspect.getdoc(errors) or ""


def test_every_error_has_a_code_of_its_own() -> None:
    codes = [error.code for error in everything()]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch(r"[a-z_]+", code) for code in codes)


def test_every_error_is_drawn_in_the_tree() -> None:
    assert set(re.findall(r"── (\w+)", drawing())) | {"TelehealthError"} == {e.__name__ for e in everything()}


@pytest.mark.parametrize("error", everything(), ids=lambda error: error.__name__)
def test_the_drawing_shows_the_numbers_that_an_error_really_has(error: type[TelehealthError]) -> None:
    for name, status, close_code in re.findall(r"── (\w+) +(\d{3})(?: · (\d{4}))?", drawing()):
        if name == error.__name__:
            assert error.status == int(status)
            assert not close_code or error.close_code == int(close_code)


@pytest.mark.parametrize("error", everything(), ids=lambda error: error.__name__)
def test_close_codes_are_of_the_private_range(error: type[TelehealthError]) -> None:
    # RFC 6455, section 7.4.2.
    assert 4000 <= error.close_code <= 4999
    assert 400 <= error.status <= 599


@pytest.mark.parametrize("error", everything(), ids=lambda error: error.__name__)
def test_an_error_says_in_sentences_what_to_do(error: type[TelehealthError]) -> None:
    text = str(error())
    assert text == error.text()
    assert text.endswith(".")
    assert "!" not in text


def test_an_error_may_say_something_of_its_own() -> None:
    assert str(errors.InvitationEarly("This link opens at 13:45.")) == "This link opens at 13:45."
