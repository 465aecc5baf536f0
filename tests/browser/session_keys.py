"""Under which of a session's keys a page sends: seen where it tells its worker."""

from __future__ import annotations

from tests.browser.deadline import until
from tests.browser.person import Person

# The secrets are as good as random: it takes no more than their bytes to tell one from another.
PREPARE = """() => {
    const {postMessage} = Worker.prototype;
    const held = new Map();
    window.sentUnder = null;
    Worker.prototype.postMessage = function (told, ...others) {
        if (told?.order === 'hold') held.set(told.period.epoch, [...told.period.secret].join(' '));
        if (told?.order === 'send') window.sentUnder = held.get(told.epoch) ?? null;
        return postMessage.call(this, told, ...others);
    };
}"""


async def share_a_secret(one: Person, other: Person, unlike: str | None = None) -> str:
    """Wait until two pages send under the same secret, which is not the one of before; return it.

    `PREPARE` has to have run before the pages' own scripts.
    """
    found: list[str | None] = []

    async def share() -> str | None:
        found[:] = [await person.evaluate("() => window.sentUnder") for person in (one, other)]
        return found[0] if found[0] == found[1] != unlike else None

    return await until(share, "both send under a new secret", instead=lambda: found)
