"""A person in a browser, who knows the page only by the roles and names that it shows."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any, Literal

from tests.browser.media import Appearance

Role = Literal[
    "alert", "article", "button", "checkbox", "combobox", "dialog", "group", "heading", "img", "link", "list",
    "radio", "region", "status", "textbox",
]  # fmt: skip
Name = str | re.Pattern[str]
"""An accessible name: the whole of it, or a pattern found in it."""
Place = tuple[Role, Name]
"""Where in the page something is looked for: in everything shown that has this role and name."""

PATIENCE = 10.0
"""Seconds a person waits for something to appear."""

NAME_OF = """(node) => {
    const texts = (nodes) => nodes.map((one) => one?.textContent ?? '').join(' ').trim();
    const ids = (node.getAttribute('aria-labelledby') ?? '').split(' ').filter((id) => id !== '');
    const name = texts(ids.map((id) => document.getElementById(id))) || node.ariaLabel
        || texts([...(node.labels ?? [])]) || node.textContent;
    return name.replaceAll(/\\s+/g, ' ').trim();
}"""
"""An element's accessible name, as far as these pages need the rules (W3C accname 1.2, section 4.3.2)."""

_FOCUSED = f"""() => {{
    const here = document.activeElement;
    if (here === null || here === document.body) return {{name: '', ring: false}};
    return {{name: ({NAME_OF})(here), ring: getComputedStyle(here).outlineStyle !== 'none'}};
}}"""
_MOST_TABS = 100


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
    async def press(self, name: Name, role: Role = "button", within: Place | None = None) -> None:
        """Click what has this name, as soon as it can be clicked."""

    @abstractmethod
    async def fill(self, name: Name, text: str, within: Place | None = None) -> None:
        """Replace what stands in a text field."""

    @abstractmethod
    async def copy_of(self, name: Name) -> str:
        """What stands in a text field, as soon as it is there."""

    @abstractmethod
    async def tick(
        self, name: Name, role: Literal["checkbox", "radio"] = "checkbox", within: Place | None = None
    ) -> None:
        """Tick a box or choose a radio button."""

    @abstractmethod
    async def choose(self, name: Name, option: str) -> None:
        """Choose what a list of options shows under this text."""

    @abstractmethod
    async def key(self, key: str) -> None:
        """Strike a key, named as in `KeyboardEvent.key`, with the focus wherever it is."""

    @abstractmethod
    async def write(self, text: str) -> None:
        """Type key by key into what has the focus."""

    @abstractmethod
    async def sees(
        self, role: Role, name: Name | None = None, seconds: float = PATIENCE, within: Place | None = None
    ) -> str:
        """Wait for something visible, and return its text."""

    @abstractmethod
    async def sees_no(
        self, role: Role, name: Name | None = None, seconds: float = PATIENCE, within: Place | None = None
    ) -> None:
        """Wait until nothing visible has this role and name."""

    @abstractmethod
    async def reads(self, text: Name, seconds: float = PATIENCE) -> None:
        """Wait until the page shows this text."""

    @abstractmethod
    async def reads_no(self, text: Name, seconds: float = PATIENCE) -> None:
        """Wait until the page shows this text nowhere."""

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
    async def process(self) -> int:
        """The browser's own process: all others that it consists of have come of it."""

    @abstractmethod
    async def close(self) -> None:
        """Close the browser, as a person does who walks away."""

    async def page_text(self) -> str:
        """All that the page shows as text."""
        return str(await self.evaluate("() => document.body.innerText"))

    async def reach(self, name: Name) -> None:
        """Press Tab until the focus is on what has this name, and see that it shows.

        Raises `AssertionError` when it is never reached, or when the focus cannot be seen there.
        """
        seen: list[str] = []
        for _ in range(_MOST_TABS):
            focused = await self.evaluate(_FOCUSED)
            seen.append(focused["name"][:40])
            if is_named(focused["name"], name):
                assert focused["ring"], f"the focus on {name} is not seen"
                return
            await self.key("Tab")
        raise AssertionError(f"{name} cannot be reached by Tab; passed: {seen}")


def is_named(text: str, name: Name) -> bool:
    """Whether this is the name, or the pattern is found in it."""
    return text == name if isinstance(name, str) else name.search(text) is not None
