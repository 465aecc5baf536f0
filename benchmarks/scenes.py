"""Bad networks on which a call is looked at, and what is seen of it there."""

from __future__ import annotations

from dataclasses import dataclass, fields

SETTLES = 20.0
"""Seconds in which Opus learns what the network takes: it hears of losses every five, and believes slowly."""
PAUSE = 0.2
"""Seconds without a new frame; a longer time is seen as a pause."""
LOOKED = 60.0
"""Seconds. At 5 % Opus sends what repairs a loss or not, by what it lost lately: a short look is luck."""


@dataclass(frozen=True)
class Scene:
    """What is between the two, end to end. Seconds, and a share."""

    name: str
    lasts: float
    loss: float = 0.0
    delay: float = 0.025
    jitter: float = 0.0
    cut: float = 0.0
    settles: float = 6.0
    """Before it is looked at."""

    @property
    def line(self) -> dict[str, float]:
        """Each of two lines: what one of them loses, the other cannot."""
        return {
            "loss": 1 - (1 - self.loss) ** 0.5,
            "delay": self.delay / 2,
            "jitter": self.jitter / 2,
        }


SCENES = (
    Scene("loss 5 %", LOOKED, loss=0.05, settles=SETTLES),
    Scene("loss 10 %", LOOKED, loss=0.10, settles=SETTLES),
    Scene("jitter 100 ms", 12, jitter=0.1),
    Scene("partition 5 s", 13, cut=5.0),
)


@dataclass(frozen=True)
class Seen:
    """One scene at both ends."""

    longest_gap: float
    """Seconds without a new frame, at the worse of the two."""
    pauses: float
    """The share of time in such that are longer than `PAUSE`, the mean of both."""
    silence: float
    """The share of time without sound that was sent, the mean of both."""
    packets: float
    """RTP packets a second that both have sent; 0 of a partition, in which connections change."""


FIGURES = tuple(field.name for field in fields(Seen))
