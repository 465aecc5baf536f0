"""Pictures of pages on a phone and a desk, by day and by night; and what axe-core says of each.

`make gallery` takes all pictures. Elsewhere the page is only looked at, in each size and each scheme once.
"""

from __future__ import annotations

import os
from itertools import product
from pathlib import Path
from typing import Literal

from tests.browser.chromium import ChromiumPerson

ROOT = Path(__file__).parent.parent.parent
PICTURES = ROOT / "artefacts" / "pages"
Size = Literal["phone", "desktop"]
Scheme = Literal["light", "dark"]
SIZES: dict[Size, tuple[int, int]] = {"phone": (360, 740), "desktop": (1280, 800)}
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
NARROWEST = 320
WANTED = "GALLERY"
"""The environment variable that asks for pictures."""

_AXE = """async () => {
    const found = await axe.run(document, {resultTypes: ['violations']});
    return found.violations.flatMap(({id, nodes}) => nodes.map((node) => `${id}: ${node.target.join(' ')}`));
}"""
_TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


class Gallery:
    """Takes the pictures of people's pages, and collects what is wrong with them."""

    def __init__(self, axe: str, *, pictures: bool) -> None:
        self._axe = axe
        self._pictures = pictures
        self.faults: list[str] = []

    async def take(self, person: ChromiumPerson, title: str) -> None:
        """Look at the page in its sizes and schemes, and leave it as large as it was."""
        before = person.page.viewport_size
        assert before is not None
        if not await person.evaluate("() => 'axe' in window"):
            await person.page.evaluate(self._axe)
        for size, scheme in self._views():
            await person.look(*SIZES[size])
            await person.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            name = f"{title}-{size}-{scheme}"
            self.faults += [f"{name}: {fault}" for fault in await person.evaluate(_AXE)]
            if self._pictures:
                await person.page.screenshot(path=PICTURES / f"{name}.png", full_page=True)
        if await too_wide(person) > 0:
            self.faults.append(f"{title}: wider than {NARROWEST} pixels")
        await person.look(before["width"], before["height"])

    def _views(self) -> list[tuple[Size, Scheme]]:
        return list(product(SIZES, SCHEMES)) if self._pictures else [("phone", "light"), ("desktop", "dark")]


async def too_wide(person: ChromiumPerson) -> int:
    """By how many pixels the page is wider than the narrowest screen, which it then has."""
    await person.look(NARROWEST, 640)
    return int(await person.evaluate(_TOO_WIDE))


def opened() -> Gallery:
    """An empty one, with the axe-core of this checkout."""
    pictures = WANTED in os.environ
    if pictures:
        PICTURES.mkdir(parents=True, exist_ok=True)
    axe = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")
    return Gallery(axe, pictures=pictures)
