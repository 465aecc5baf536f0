"""One leg's offers and answers: one offer outstanding, later changes coalesced into the next.

A departed person's section is stopped, and its place is taken by another person's once the stop has
been answered (RFC 8829, section 5.2.2: recycling).
"""

from __future__ import annotations

from collections.abc import Iterable

from telehealth.relay.answer import Accepted, Unfit, read_answer
from telehealth.relay.sdp import MOST_SECTIONS, UPLINK, Section, Stage, Track, Transport, offer

USUAL_PACKET_TIME = 20
GROUP_PACKET_TIME = 40
"""Milliseconds of sound in a packet when several people are received: half as many packets."""


class Negotiation:
    """What the page should receive, and what it has been offered so far."""

    def __init__(self, number: int, transport: Transport, *, sends: bool) -> None:
        self._transport = transport
        uplink = [Section(f"{media}{number}", media) for media in UPLINK]
        anchor = [Section(f"a{number}", "a", anchor=True)]
        self._sections = uplink if sends else anchor
        self._wanted: dict[str, Track] = {}
        self._version = 0
        self._due = True
        self.outstanding = False
        self._last = ""
        self.known: frozenset[Track] = frozenset()
        """Tracks for which the page has answered a section: before that, their packets are lost on it."""

    def want(self, tracks: Iterable[Track]) -> None:
        """Set all that this leg should have sections for."""
        wanted = {track.mid: track for track in tracks}
        if wanted != self._wanted:
            self._wanted = wanted
            self._due = True

    def next_offer(self) -> str | None:
        """The next offer if one is due and none is outstanding."""
        if self.outstanding or not self._due:
            return None
        self._stop_unwanted()
        self._due = not self._place_wanted()
        self._version += 1
        self.outstanding = True
        self._last = offer(self._sections, self._transport, self._version, self._packet_time())
        return self._last

    @property
    def unanswered(self) -> str:
        """The offer whose answer is still to come, or nothing."""
        return self._last if self.outstanding else ""

    def answered(self, text: str) -> Accepted:
        """Take the answer to the outstanding offer. Raises `Unfit`, also when none is outstanding."""
        if not self.outstanding:
            raise Unfit("no offer is outstanding")
        accepted = read_answer(text, self._sections)
        self.outstanding = False
        for section in self._sections:
            if section.stage is Stage.STOPPING:
                section.stage = Stage.FREE
        live = [section.track for section in self._sections if section.stage is Stage.LIVE]
        self.known = frozenset(track for track in live if track)
        return accepted

    def _stop_unwanted(self) -> None:
        for section in self._sections:
            if (
                section.track
                and section.stage is Stage.LIVE
                and self._wanted.get(section.mid) != section.track
            ):
                section.stage = Stage.STOPPING

    def _place_wanted(self) -> bool:
        """Give every wanted track a section. False when one must wait for a stop to be answered."""
        placed = {section.mid: section for section in self._sections if section.stage is not Stage.FREE}
        complete = True
        for mid, track in self._wanted.items():
            if mid not in placed:
                complete &= self._place(Section(mid, track.media, track))
            elif placed[mid].stage is Stage.STOPPING:
                complete = False
        stopping = any(section.stage is Stage.STOPPING for section in self._sections)
        # With nothing about to become free, another offer would bring the same.
        return complete or not stopping

    def _place(self, section: Section) -> bool:
        audio = section.media == "a"
        free = [
            index
            for index, old in enumerate(self._sections)
            if old.stage is Stage.FREE and (old.media == "a") == audio
        ]
        same = [index for index in free if self._sections[index].mid == section.mid]
        if free:
            self._sections[(same or free)[0]] = section
        elif len(self._sections) < MOST_SECTIONS:
            self._sections.append(section)
        else:
            return False
        return True

    def _packet_time(self) -> int:
        people = {
            section.track.leg for section in self._sections if section.track and section.stage is Stage.LIVE
        }
        return GROUP_PACKET_TIME if len(people) > 1 else USUAL_PACKET_TIME
