"""Pictures of pages on a phone and a desk, by day and by night; and what axe-core says of each."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from tests.browser.chromium import ChromiumPerson

ROOT = Path(__file__).parent.parent.parent
PICTURES = ROOT / "artefacts" / "pages"
SIZES = {"phone": (360, 740), "desktop": (1280, 800)}
NARROWEST = 320
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")

_AXE = """async () => {
    const found = await axe.run(document, {resultTypes: ['violations']});
    return found.violations.flatMap(({id, nodes}) => nodes.map((node) => `${id}: ${node.target.join(' ')}`));
}"""
_TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


class Gallery:
    """Takes the pictures of one person's page, and collects what is wrong with it."""

    def __init__(self, axe: str) -> None:
        self._axe = axe
        self.faults: list[str] = []

    async def take(self, person: ChromiumPerson, title: str) -> None:
        """Look at the page in every size and scheme."""
        await person.page.evaluate(self._axe)
        for size, (width, height) in SIZES.items():
            await person.look(width, height)
            for scheme in SCHEMES:
                await person.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                name = f"{title}-{size}-{scheme}"
                self.faults += [f"{name}: {fault}" for fault in await person.page.evaluate(_AXE)]
                await person.page.screenshot(path=PICTURES / f"{name}.png", full_page=True)
        await person.look(NARROWEST, 640)
        if await person.page.evaluate(_TOO_WIDE) > 0:
            self.faults.append(f"{title}: wider than {NARROWEST} pixels")


def opened() -> Gallery:
    """An empty one, with the axe-core of this checkout."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    return Gallery((ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8"))
