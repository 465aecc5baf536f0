"""How much of what a page should have played of others did not come, and was made up or missing."""

from __future__ import annotations

from dataclasses import dataclass

from tests.browser.person import Person

RATE = 48.0
"""Samples a millisecond, of all sound in WebRTC."""

# Of connections that `connections.REMEMBER` keeps in sight, by their number. One that is closed says nothing.
_COUNT = """async () => {
    const genuine = {};
    for (const [number, connection] of window.connections.entries()) {
        if (connection.connectionState === 'closed') continue;
        for (const report of (await connection.getStats()).values()) {
            if (report.type !== 'inbound-rtp' || report.kind !== 'audio') continue;
            const samples = (report.totalSamplesReceived ?? 0) - (report.concealedSamples ?? 0);
            genuine[number] = (genuine[number] ?? 0) + samples;
        }
    }
    return {at: performance.now(), genuine};
}"""


@dataclass(frozen=True)
class Sound:
    """What a page has played so far of one other person, whose sound always comes."""

    at: float
    """When this was asked, in ms of the page's clock."""
    genuine: dict[str, int]
    """Samples that were sent and came in time, by connection."""

    def missing_since(self, before: Sound) -> float:
        """What part of the time since was filled by something else, or by nothing."""
        came = sum(samples - before.genuine.get(number, 0) for number, samples in self.genuine.items())
        return max(0.0, 1 - came / (RATE * (self.at - before.at)))


async def sound(person: Person) -> Sound:
    """Ask the browser. `connections.REMEMBER` has to have run before the page's own scripts."""
    return Sound(**await person.evaluate(_COUNT))
