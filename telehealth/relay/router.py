"""Who receives whose packets, in one room. The rest of the relay carries out what this says.

A link (sender → receiver) means that the receiver's offer has sections for the sender's tracks; its
gate says whether packets pass. Two legs are a *pair* in one direction when the receiver receives
nobody else and the sender sends to nobody else: then packets and feedback pass unchanged, and
congestion control is between the two browsers. Everything else is a *group*.
"""

from __future__ import annotations


class Router:
    """Links between numbered legs."""

    def __init__(self) -> None:
        self._gates: dict[tuple[int, int], bool] = {}

    def link(self, sender: int, receiver: int, *, gate: bool) -> None:
        """Make a link, or move its gate."""
        self._gates[sender, receiver] = gate

    def unlink(self, sender: int, receiver: int) -> None:
        """Take a link away, whether it was there or not."""
        self._gates.pop((sender, receiver), None)

    def forget(self, leg: int) -> None:
        """Take away every link from and to a leg."""
        self._gates = {pair: gate for pair, gate in self._gates.items() if leg not in pair}

    @property
    def gates(self) -> dict[tuple[int, int], bool]:
        """Every link, from sender to receiver, and whether its gate is open."""
        return self._gates.copy()

    def offered_to(self, receiver: int) -> list[int]:
        """Senders whose tracks have sections in this leg's offer."""
        return [source for source, sink in self._gates if sink == receiver]

    def receivers(self, sender: int) -> list[int]:
        """Who gets this leg's packets now."""
        return [sink for (source, sink), gate in self._gates.items() if gate and source == sender]

    def senders(self, receiver: int) -> list[int]:
        """Whose packets this leg gets now."""
        return [source for (source, sink), gate in self._gates.items() if gate and sink == receiver]

    def is_pair(self, sender: int) -> bool:
        """Whether this leg has one receiver, who receives nobody else."""
        receivers = self.receivers(sender)
        return len(receivers) == 1 and self.senders(receivers[0]) == [sender]
