"""What a client by somebody else makes of epochs, `go` and leases, by a clock of the test's."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.stranger_keys import Membership
from tests.privacy.contents import Content, Epoch, Member
from tests.privacy.media import Opener, Sealer
from tests.privacy.test_media import page

RUIZ, MAYA = Member("r" * 22, 0, b"R" * 16), Member("m" * 22, 1, b"M" * 16)


class Session:
    """A member, a clock, and a host that answers each beat unless it keeps silent."""

    def __init__(self) -> None:
        self.now = 100.0
        self.told: list[Content] = []
        self.answers = True
        self.member = Membership(MAYA.participant, self.told.append, lambda: self.now)
        self.sealer = Sealer(self.member.keyring, "audio")

    def give(self, number: int, *, go: bool) -> Epoch:
        epoch = Epoch(number, bytes([number]) * 32, (RUIZ, MAYA))
        self.member.hear(epoch.content_for(MAYA.participant, go=go))
        self.answer()
        return epoch

    def answer(self) -> None:
        for content in [one for one in self.told if one["kind"] == "beat"] if self.answers else ():
            self.member.hear({"kind": "lease", "at": content["at"]})

    def wait(self, seconds: float) -> None:
        for _ in range(round(seconds * 4)):
            self.now += 0.25
            self.member.keep_time()
            self.answer()

    def reads(self, epoch: Epoch) -> bool:
        """Whether a frame that the host seals under an epoch can be read."""
        sealed = Sealer(page(RUIZ, epoch), "audio").seal(b"sound")
        return Opener(self.member.keyring, "audio").open(sealed) is not None


@pytest.fixture
def session() -> Session:
    return Session()


def _kinds(told: list[Content]) -> list[str]:
    return [content["kind"] for content in told]


def test_it_says_that_it_holds_an_epoch_and_beats(session: Session) -> None:
    session.give(1, go=True)
    assert session.told[0] == {"kind": "epoch_held", "epoch": 1}
    assert _kinds(session.told) == ["epoch_held", "beat"]
    session.wait(10)
    assert _kinds(session.told) == ["epoch_held", "beat", "beat", "beat"]


def test_it_sends_under_an_epoch_at_go_and_reads_it_before(session: Session) -> None:
    before = session.give(1, go=True)
    now = session.give(2, go=False)
    assert session.member.keyring.sending == 1
    assert session.reads(before)
    assert session.reads(now)
    session.member.hear({"kind": "go", "epoch": 1})
    assert session.member.keyring.sending == 1
    session.member.hear({"kind": "go", "epoch": 2})
    assert session.member.keyring.sending == 2


@pytest.mark.parametrize(("go", "seconds"), [(True, 1.0), (False, 5.0)])
def test_it_reads_the_epoch_before_for_a_while(session: Session, go: bool, seconds: float) -> None:
    before = session.give(1, go=True)
    session.give(2, go=go)
    session.member.hear({"kind": "go", "epoch": 2})
    session.wait(seconds - 0.25)
    assert session.reads(before)
    session.wait(0.25)
    assert not session.reads(before)


def test_it_falls_silent_when_the_lease_is_over_and_goes_on_when_it_is_renewed(session: Session) -> None:
    session.give(1, go=True)
    assert session.sealer.seal(b"sound")
    session.answers = False
    session.wait(15)
    assert session.sealer.seal(b"sound")
    session.wait(0.25)
    assert session.sealer.seal(b"sound") == b""
    session.answers = True
    session.answer()
    assert session.sealer.seal(b"sound")


def test_an_old_answer_renews_nothing(session: Session) -> None:
    session.give(1, go=True)
    first = next(content for content in session.told if content["kind"] == "beat")
    session.answers = False
    session.wait(20)
    session.member.hear({"kind": "lease", "at": first["at"]})
    assert session.sealer.seal(b"sound") == b""


@pytest.mark.parametrize("after", [Membership.over, lambda _member: None], ids=["over", "never admitted"])
def test_nothing_is_sent_without_an_epoch(session: Session, after: Callable[[Membership], None]) -> None:
    if after is Membership.over:
        session.give(1, go=True)
    after(session.member)
    session.wait(1)
    assert session.sealer.seal(b"sound") == b""


def test_the_preview_is_over_with_the_first_epoch(session: Session) -> None:
    content = session.member.preview(MAYA.load)
    assert content["kind"] == "preview_key"
    assert session.sealer.seal(b"sound")
    session.give(1, go=False)
    assert session.sealer.seal(b"sound") == b""
    assert session.member.keyring.held == [1]
