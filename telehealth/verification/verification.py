"""The whole: everything is asked for by everybody, and what differs is said, a line each."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec import Struct

from telehealth.verification.answers import AT_ONCE, CertificateRefused, Unanswered, ask, asking, shown
from telehealth.verification.comparison import Claim, Fault, claim, faults, is_the_same
from telehealth.verification.questions import ASKERS, about_files, about_pages

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import aiohttp

    from telehealth.verification.answers import Answer
    from telehealth.verification.questions import Asker, Question
    from telehealth.web.manifest import Manifest

WHOLE_SECONDS = 600.0
MOST_UNANSWERED = 8
MOST_LINES = 60
SAME, DIFFERENT, NOT_COMPARED = 0, 1, 2
CAVEAT = (
    "That is what this server sent to this asker now; a server that means harm to one person can send them "
    "something else."
)
BUSY = 429


class Report(Struct, frozen=True):
    """What is printed, the verdict last, and the exit status."""

    lines: list[str]
    status: int


class Verification:
    """One server and one release, compared once."""

    def __init__(self, url: str, manifest: Manifest) -> None:
        self._url = url
        self._manifest = manifest
        secure = url.startswith("https:")
        self._pages = about_pages(manifest, secure=secure)
        self._files = about_files(manifest, secure=secure)
        self._order = {one.name: place for place, one in enumerate([*self._pages, *self._files])}
        self._asked: list[str] = []
        self._found: dict[Fault, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        """By difference and by the name of what differs: who was answered so."""
        self._unanswered: dict[str, list[str]] = defaultdict(list)
        self._claims: set[Claim | None] = set()
        """What the pages say of themselves. None is a page that says nothing of the kind."""
        self._over = False
        self._slots = asyncio.Semaphore(AT_ONCE)

    async def run(self, askers: Sequence[Asker] = ASKERS) -> Report:
        """Compare, within bounds of size and time, and say what was found."""
        try:
            async with asyncio.timeout(WHOLE_SECONDS):
                for asker in askers:
                    await self._answered_to(asker)
                    if self._over or self._other_release():
                        break
        except TimeoutError:
            self._unanswered[f"not done within {WHOLE_SECONDS / 60:.0f} minutes"].append("the whole")
        return self._report()

    async def _answered_to(self, asker: Asker) -> None:
        self._asked.append(asker.name)
        async with asking(self._url) as session:
            for questions in (self._pages, self._files):
                if not self._other_release():
                    await asyncio.gather(*(self._compare(session, one, asker) for one in questions))

    async def _compare(self, session: aiohttp.ClientSession, question: Question, asker: Asker) -> None:
        # A request waits here, where it has no deadline yet.
        async with self._slots:
            if self._over:
                return
            try:
                answer = await ask(session, question, asker)
            except CertificateRefused as error:
                self._over = True
                fault = Fault(f"its certificate is not valid: {error}", "Do not use this server until it is.")
                self._found[fault][self._url] = [asker.name]
            except Unanswered as error:
                self._not_compared(question, str(error))
            else:
                self._look_at(question, answer, asker)

    def _look_at(self, question: Question, answer: Answer, asker: Asker) -> None:
        if answer.status >= 500 or answer.status == BUSY:
            self._not_compared(question, f"the answer was {answer.status}")
            return
        if question.destination == "document":
            own = Claim(self._manifest.version, self._manifest.release)
            self._claims.add(own if is_the_same(question, answer) else claim(answer))
        for fault in faults(question, answer):
            askers = self._found[fault][question.name]
            if asker.name not in askers:
                askers.append(asker.name)

    def _not_compared(self, question: Question, why: str) -> None:
        self._unanswered[why].append(question.name)
        self._over = self._over or sum(map(len, self._unanswered.values())) >= MOST_UNANSWERED

    def _other_release(self) -> str:
        """The version that every page says it is of, if that is another than ours."""
        versions = {one.version if one else "" for one in self._claims}
        return versions.pop() if len(versions) == 1 and self._manifest.version not in versions else ""

    def _report(self) -> Report:
        ours = self._manifest.version
        if other := self._other_release():
            verdict = f"Not compared: this server runs release {other}, this is {ours}. "
            return Report([f"{verdict}Install {other} to verify it."], NOT_COMPARED)
        lines = [*self._namesake_lines(), *self._fault_lines(), *self._unanswered_lines()]
        if len(lines) > MOST_LINES:
            lines[MOST_LINES:] = [f"… and {len(lines) - MOST_LINES} more differences."]
        if self._found:
            verdict = f"Different: this server does not send what release {ours} holds. {CAVEAT}"
            return Report([*lines, verdict], DIFFERENT)
        if self._unanswered:
            verdict = f"Not compared: nothing differed, but this server did not answer everything. {CAVEAT}"
            return Report([*lines, verdict], NOT_COMPARED)
        asked = f"{len(self._pages)} pages and {len(self._files)} files, asked for in {len(self._asked)} ways"
        verdict = f"The same: {asked}, are those of release {ours} ({self._manifest.release}). {CAVEAT}"
        return Report([verdict], SAME)

    def _namesake_lines(self) -> Iterator[str]:
        """Two makes of one version are a difference as any other, and may be an innocent one."""
        ours = self._manifest
        for one in self._claims:
            if one is not None and one.version == ours.version and one.release != ours.release:
                yield (
                    f"The server calls itself {ours.version} as this installation does, and is made of other "
                    f"files ({one.release}, not {ours.release}). Install exactly what it is meant to run, "
                    "and ask again."
                )

    def _fault_lines(self) -> Iterator[str]:
        for fault, places in self._found.items():
            by_askers: dict[tuple[str, ...], list[str]] = defaultdict(list)
            for name, askers in places.items():
                by_askers[tuple(askers)].append(name)
            for some, names in by_askers.items():
                whom = "" if len(some) == len(self._asked) else f" (as sent to {'; '.join(some)})"
                yield f"{self._together(names)}: {fault.what}{whom}. {fault.cure}"

    def _unanswered_lines(self) -> Iterator[str]:
        for why, names in self._unanswered.items():
            yield f"{self._together(names)}: {shown(why)}. Look whether the server runs, and ask again."

    def _together(self, names: list[str]) -> str:
        """Answers come in any order; the first name is always that of the first question."""
        first = min(names, key=lambda name: self._order.get(name, -1))
        others = len(set(names)) - 1
        return f"{first} and {others} more" if others else first
