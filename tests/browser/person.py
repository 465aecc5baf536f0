"""A person in a browser, who knows the page only by the roles and names that it shows."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any, Literal

from tests.browser.media import Appearance

Role = Literal[
    "alert", "article", "button", "checkbox", "combobox", "dialog", "heading", "link", "radio", "region",
    "status", "textbox",
]  # fmt: skip
Name = str | re.Pattern[str]
"""An accessible name: the whole of it, or a pattern found in it."""

PATIENCE = 10.0
"""Seconds a person waits for something to appear."""


class Person(ABC):
    """One browser process with one tab, one face and one voice."""

    def __init__(self, appearance: Appearance) -> None:
        self.appearance = appearance
        self.complaints: list[str] = []
        """What the browser wrote to its console as an error, such as a broken rule of the page's policy."""

    @abstractmethod
    async def prepare_pages(self, function: str) -> None:
        """Call a JavaScript function in each page from now on, before the page's own scripts."""

    @abstractmethod
    async def open(self, url: str) -> None:
        """Go to an address and wait until the page has loaded."""

    @abstractmethod
    async def reload(self) -> None:
        """Load the same page again, and wait until it has loaded."""

    @abstractmethod
    async def press(self, name: Name, role: Role = "button", within: tuple[Role, Name] | None = None) -> None:
        """Click what has this name, as soon as it can be clicked."""

    @abstractmethod
    async def fill(self, name: Name, text: str) -> None:
        """Replace what stands in a text field."""

    @abstractmethod
    async def copy_of(self, name: Name) -> str:
        """What stands in a text field, as soon as it is there."""

    @abstractmethod
    async def tick(self, name: Name, role: Literal["checkbox", "radio"] = "checkbox") -> None:
        """Tick a box or choose a radio button."""

    @abstractmethod
    async def choose(self, name: Name, option: str) -> None:
        """Choose what a list of options shows under this text."""

    @abstractmethod
    async def sees(self, role: Role, name: Name | None = None, seconds: float = PATIENCE) -> str:
        """Wait for something visible, and return its text."""

    @abstractmethod
    async def sees_no(self, role: Role, name: Name | None = None, seconds: float = PATIENCE) -> None:
        """Wait until nothing visible has this role and name."""

    @abstractmethod
    async def reads(self, text: Name, seconds: float = PATIENCE) -> None:
        """Wait until the page shows this text."""

    @abstractmethod
    async def evaluate(self, function: str, argument: object = None) -> Any:  # noqa: ANN401 - a page returns what it likes
        """Call a JavaScript function in the page with one JSON value, and return what it resolves to."""

    @abstractmethod
    async def look(self, width: int, height: int) -> None:
        """Give the page another size, in CSS pixels."""

    @abstractmethod
    async def screenshot(self, path: Path) -> None:
        """Write a picture of the page as it is seen, in PNG."""

    @abstractmethod
    async def close(self) -> None:
        """Close the browser, as a person does who walks away."""
