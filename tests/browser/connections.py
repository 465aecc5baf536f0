"""What a page's media connections have sent and received, counted by the browser."""

from __future__ import annotations

from dataclasses import dataclass

from tests.browser.person import Person

# Keeps the page's connections in sight; the page cannot tell the difference.
REMEMBER = """() => {
    window.connections = [];
    const Original = window.RTCPeerConnection;
    window.RTCPeerConnection = class extends Original {
        constructor(...settings) {
            super(...settings);
            window.connections.push(this);
        }
    };
}"""

_COUNT = """async () => {
    const total = {connections: 0, sent: 0, received: 0};
    for (const connection of window.connections) {
        total.connections += connection.connectionState === 'connected';
        for (const report of (await connection.getStats()).values()) {
            if (report.type === 'outbound-rtp') total.sent += report.packetsSent ?? 0;
            if (report.type === 'inbound-rtp') total.received += report.packetsReceived ?? 0;
        }
    }
    return total;
}"""


@dataclass(frozen=True)
class Traffic:
    """RTP packets since the page was opened."""

    connections: int
    """Media connections that are up now."""
    sent: int
    received: int


async def traffic(person: Person) -> Traffic:
    """Ask the browser. `REMEMBER` has to have run before the page's own scripts."""
    return Traffic(**await person.evaluate(_COUNT))
