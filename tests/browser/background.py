"""A tab that is not looked at, and what it does to be noticed all the same.

A headless browser takes every tab for one in front, and shows no notifications: the page gets stand-ins.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.browser.chromium import ChromiumPerson
from tests.browser.deadline import until

# The page's own code sees a tab that is behind another one, and a person who is asked once and says yes.
STAND_IN = """() => {
    window.isBehind = false;
    window.notes = 0;
    window.notified = [];
    const {hasFocus} = document;
    document.hasFocus = () => !window.isBehind && hasFocus.call(document);
    const answer = (name, behind, before) =>
        Object.defineProperty(document, name, {get: () => (window.isBehind ? behind : before)});
    answer('visibilityState', 'hidden', 'visible');
    answer('hidden', true, false);
    const {start} = AudioScheduledSourceNode.prototype;
    AudioScheduledSourceNode.prototype.start = function (...when) {
        window.notes += this.context.state === 'running';
        return start.apply(this, when);
    };
    window.Notification = class extends EventTarget {
        static permission = 'default';
        static async requestPermission() {
            return (this.permission = 'granted');
        }
        constructor(title, options = {}) {
            super();
            window.notified.push(JSON.stringify([title, options]));
        }
        close() {}
    };
}"""

_GO_BEHIND = """() => {
    window.isBehind = true;
    document.dispatchEvent(new Event('visibilitychange'));
    window.dispatchEvent(new Event('blur'));
}"""
_COME_TO_FRONT = """() => {
    window.isBehind = false;
    document.dispatchEvent(new Event('visibilitychange'));
    window.dispatchEvent(new Event('focus'));
}"""
_NOTICED = """() => ({
    notes: window.notes,
    notified: window.notified,
    title: document.title,
    icon: document.querySelector('link[rel="icon"]').href,
})"""


@dataclass(frozen=True)
class Noticed:
    """What somebody notices of a tab that they do not look at."""

    notes: int
    """Tones that were played since the page was opened."""
    notified: list[str]
    """Each notification with all its words."""
    title: str
    icon: str

    @property
    def words(self) -> str:
        """All of it that could name anybody."""
        return " ".join([*self.notified, self.title, self.icon])


async def go_behind(person: ChromiumPerson) -> None:
    """Another tab is in front from now on. `STAND_IN` has to have run before the page's own scripts."""
    await person.evaluate(_GO_BEHIND)


async def come_to_front(person: ChromiumPerson) -> None:
    """This tab is looked at again."""
    await person.evaluate(_COME_TO_FRONT)


async def noticed(person: ChromiumPerson) -> Noticed:
    """What there was to be noticed so far."""
    return Noticed(**await person.evaluate(_NOTICED))


async def notices_more(person: ChromiumPerson, before: Noticed) -> Noticed:
    """Wait for another chime and another notification."""

    async def more() -> Noticed | None:
        now = await noticed(person)
        rang = now.notes > before.notes and len(now.notified) > len(before.notified)
        return now if rang else None

    return await until(more, f"{person.appearance.name} is called", instead=lambda: before)
