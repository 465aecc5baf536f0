"""What a task costs a person: clicks and keystrokes, as the browser reports them."""

from __future__ import annotations

from tests.browser.chromium import ChromiumPerson
from tests.browser.person import Name

Cost = dict[str, int]

_COUNT = """() => {
    addEventListener('click', (event) => event.isTrusted && event.detail > 0 && counted('click'), true);
    addEventListener('keydown', (event) => event.isTrusted && counted('key'), true);
}"""


class Effort:
    """Counts one person's own clicks and keystrokes; what the page does to itself is none of them."""

    def __init__(self) -> None:
        self._clicks = 0
        self._keys = 0

    @classmethod
    async def of(cls, person: ChromiumPerson) -> Effort:
        """Count from now on, on every page and in every tab of this device."""
        effort = cls()
        await person.context.expose_function("counted", effort._count)
        await person.prepare_pages(_COUNT)
        return effort

    def _count(self, kind: str) -> None:
        if kind == "click":
            self._clicks += 1
        else:
            self._keys += 1

    def taken(self) -> Cost:
        """What was counted since the last time."""
        cost = {"clicks": self._clicks, "keystrokes": self._keys}
        self._clicks = self._keys = 0
        return cost


def together(*costs: Cost) -> Cost:
    """The sum of several."""
    return {kind: sum(cost[kind] for cost in costs) for kind in ("clicks", "keystrokes")}


async def type_into(person: ChromiumPerson, name: Name, text: str) -> None:
    """Key by key, as a person does who goes from field to field by Tab."""
    await person.reach(name)
    await person.write(text)
