"""Who may do what to whom, drawn a second time and tried out on a room, row by row.

The grids below are read from no table of the program. Whatever they allow must work, whatever they do not
must be refused, and neither a row too few nor a row too many in the program's tables goes unnoticed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias, get_args

import pytest
from msgspec import convert
from msgspec.structs import replace

from telehealth.core.ids import ParticipantId
from telehealth.core.messages import (
    Act,
    Admit,
    Answer,
    BringTogether,
    Confirm,
    Hold,
    Move,
    Preview,
    Renew,
    Resume,
    SealedIn,
    SealedOut,
    SendBack,
)
from telehealth.core.participant import Method, Standing
from telehealth.core.permissions import PERMISSIONS, Permissions, Targeted
from telehealth.errors import NotAllowed, NotNow, ParticipantUnknown, TelehealthError
from tests.core.scene import ROOM, Scene, case, participant
from tests.core.test_session import bring

SENDERS = """
                 host watching checking waiting admitted held left declined ended
    CheckIn       .      .        x        .       .      .    x      x       x
    SealedOut     x      .        .        x       x      x    .      .       .
    Answer        x      x        .        x       x      x    x      x       x
    Renew         x      x        .        x       x      x    x      x       x
    Preview       x      .        .        .       .      .    .      .       .
    Admit         x      .        .        .       .      .    .      .       .
    Confirm       x      .        .        .       .      .    .      .       .
    Move          x      .        .        .       .      .    .      .       .
    Decline       x      .        .        .       .      .    .      .       .
    Refuse        x      .        .        .       .      .    .      .       .
    Hold          x      .        .        .       .      .    .      .       .
    Resume        x      .        .        .       .      .    .      .       .
    SendBack      x      .        .        .       .      .    .      .       .
    BringTogether x      .        .        .       .      .    .      .       .
    Remove        x      .        .        .       .      .    .      .       .
    Leave         x      x        x        x       x      x    .      x       x
    End           x      .        .        .       .      .    .      .       .
    Reopen        x      .        .        .       .      .    .      .       .
    TakeOver      .      x        .        .       .      .    .      .       .
"""
TARGETS = """
                 host watching checking waiting admitted held left declined ended
    Preview       .      .        .        x       .      .    .      .       .
    Admit         .      .        .        x       .      .    .      .       .
    Confirm       .      .        .        .       x      x    .      .       .
    Move          .      .        .        .       x      x    .      .       .
    Decline       .      .        x        x       .      .    .      .       .
    Refuse        .      .        x        x       x      x    x      x       x
    Hold          .      .        .        .       x      .    .      .       .
    Resume        .      .        .        .       .      x    .      .       .
    SendBack      .      .        .        .       x      x    .      .       .
    Remove        .      .        x        x       x      x    x      x       x
"""
SEALED = """
                 host watching checking waiting admitted held left declined ended
    host          .      .        .        x       x      x    .      .       .
    watching      .      .        .        .       .      .    .      .       .
    checking      .      .        .        .       .      .    .      .       .
    waiting       x      .        .        .       .      .    .      .       .
    admitted      x      .        .        .       x      .    .      .       .
    held          x      .        .        .       .      .    .      .       .
    left          .      .        .        .       .      .    .      .       .
    declined      .      .        .        .       .      .    .      .       .
    ended         .      .        .        .       .      .    .      .       .
"""

Refusal: TypeAlias = type[TelehealthError] | None
ACTS: dict[str, type[Act]] = {act.__name__: act for act in get_args(Act)}
TARGETED: dict[str, type[Targeted]] = {act.__name__: act for act in get_args(Targeted)}
FITTING: dict[type[Act], Standing] = {
    Confirm: Standing.ADMITTED,
    Move: Standing.ADMITTED,
    Hold: Standing.ADMITTED,
    SendBack: Standing.ADMITTED,
    Resume: Standing.HELD,
}


def grid(text: str) -> dict[tuple[str, Standing], bool]:
    """What a grid allows: by the word before the line and the word above the column."""
    heading, *lines = text.strip().splitlines()
    columns = [Standing(word) for word in heading.split()]
    cells = {}
    for word, *marks in (line.split() for line in lines):
        cells.update({(word, column): mark == "x" for column, mark in zip(columns, marks, strict=True)})
    return cells


# ── Trying one thing out ─────────────────────────────────────────────────────────────────────────


def opened(permissions: Permissions) -> Scene:
    scene = Scene(permissions)
    scene.clinician("dr")
    scene.clinician("desk")
    return scene


def somebody(scene: Scene, name: str, standing: Standing, method: Method = "recognised") -> ParticipantId:
    """A participant of this standing; all clients here are of one case."""
    if standing is Standing.HOST:
        return participant("dr")
    if standing is Standing.WATCHING:
        return participant("desk")
    return bring(scene, name, standing, of="family", method=method)


def attempt(scene: Scene, sender: ParticipantId, act: Act) -> Refusal:
    try:
        scene.act(sender, act)
    except TelehealthError as refusal:
        return type(refusal)
    return None


def try_sender(permissions: Permissions, kind: type[Act], standing: Standing) -> Refusal:
    """Somebody of this standing does this to whomever it fits."""
    scene = opened(permissions)
    sender = somebody(scene, "maya", standing)
    target = somebody(scene, "leo", FITTING.get(kind, Standing.WAITING))
    return attempt(scene, sender, an_act(scene, kind, sender, target))


def an_act(scene: Scene, kind: type[Act], sender: ParticipantId, target: ParticipantId) -> Act:
    if kind is SealedOut:
        return SealedOut(ROOM, target if sender == participant("dr") else participant("dr"), "c2VhbGVk")
    if kind is Answer:
        return Answer(ROOM, scene.leg(sender), "v=0")
    if kind is Renew:
        return Renew(ROOM, scene.leg(sender))
    if kind is Preview:
        return Preview(ROOM, target, on=True)
    if kind is BringTogether:
        somebody(scene, "ana", Standing.ADMITTED)
        return BringTogether(ROOM, case("family"))
    return convert({"type": kind.__struct_config__.tag, "room": ROOM} | _about(scene, kind, target), kind)


def _about(scene: Scene, kind: type[Act], target: ParticipantId) -> dict[str, str]:
    fields: dict[str, str] = {"participant": target} if kind in TARGETED.values() else {}
    if kind in {Admit, Confirm}:
        fields["method"] = "voice"
    if kind is Move:
        fields["to"] = scene.waiting("leo2", link="leo", of="family")
    return fields


def try_target(permissions: Permissions, kind: type[Targeted], standing: Standing) -> Refusal:
    """The host does this to somebody of this standing."""
    scene = opened(permissions)
    target = somebody(scene, "leo", standing, "later" if kind is Confirm else "recognised")
    return attempt(scene, participant("dr"), an_act(scene, kind, participant("dr"), target))


def try_sealed(permissions: Permissions, sender: Standing, recipient: Standing) -> Refusal:
    """A sealed message from one standing to another; what is not refused is delivered, word for word."""
    scene = opened(permissions)
    # The end of a session is the end for everybody in it: whoever is to be `ended` comes first.
    later_first = recipient is Standing.ENDED
    first, second = (recipient, sender) if later_first else (sender, recipient)
    people = somebody(scene, "maya", first), somebody(scene, "leo", second)
    source, destination = reversed(people) if later_first else people
    refusal = attempt(scene, source, SealedOut(ROOM, destination, "c2VhbGVk"))
    delivered = scene.got(destination, SealedIn)
    assert delivered == ([] if refusal else [SealedIn(ROOM, source, "c2VhbGVk")])
    return refusal


# ── What the grids say ───────────────────────────────────────────────────────────────────────────


def test_the_grids_name_every_act_and_every_standing() -> None:
    assert {word for word, _ in grid(SENDERS)} == set(ACTS)
    assert {word for word, _ in grid(TARGETS)} == set(TARGETED)
    assert {word for word, _ in grid(SEALED)} == {standing.value for standing in Standing}
    for text in (SENDERS, TARGETS, SEALED):
        assert {standing for _, standing in grid(text)} == set(Standing)


@pytest.mark.parametrize(("act", "standing", "allowed"), [(*cell, x) for cell, x in grid(SENDERS).items()])
def test_a_page_may_do_what_its_standing_allows_and_nothing_else(
    act: str, standing: Standing, allowed: bool
) -> None:
    assert (try_sender(PERMISSIONS, ACTS[act], standing) is not NotAllowed) is allowed


@pytest.mark.parametrize(("act", "standing", "allowed"), [(*cell, x) for cell, x in grid(TARGETS).items()])
def test_the_host_may_do_to_others_what_their_standing_allows(
    act: str, standing: Standing, allowed: bool
) -> None:
    assert try_target(PERMISSIONS, TARGETED[act], standing) is (None if allowed else NotNow)


@pytest.mark.parametrize(("sender", "recipient", "allowed"), [(*cell, x) for cell, x in grid(SEALED).items()])
def test_sealed_messages_pass_only_where_they_may(sender: str, recipient: Standing, allowed: bool) -> None:
    refusal = try_sealed(PERMISSIONS, Standing(sender), recipient)
    assert refusal is None if allowed else refusal in {NotAllowed, NotNow, ParticipantUnknown}


def test_whom_one_may_not_know_of_is_answered_like_nobody() -> None:
    for sender, recipient in [(Standing.WAITING, Standing.WAITING), (Standing.HELD, Standing.ADMITTED)]:
        assert try_sealed(PERMISSIONS, sender, recipient) is ParticipantUnknown


# ── A row too few, a row too many ────────────────────────────────────────────────────────────────


def everything_allowed(permissions: Permissions) -> None:
    """One run through all that the grids allow. Raises where anything of it is refused."""
    for (act, standing), allowed in grid(SENDERS).items():
        assert not allowed or try_sender(permissions, ACTS[act], standing) is not NotAllowed
    for (act, standing), allowed in grid(TARGETS).items():
        assert not allowed or try_target(permissions, TARGETED[act], standing) is None
    for (sender, recipient), allowed in grid(SEALED).items():
        assert not allowed or try_sealed(permissions, Standing(sender), recipient) is None


def without_each_row() -> Iterator[Permissions]:
    for sender in PERMISSIONS.senders:
        yield replace(PERMISSIONS, senders=PERMISSIONS.senders - {sender})
    for target in PERMISSIONS.targets:
        yield replace(PERMISSIONS, targets=PERMISSIONS.targets - {target})
    for pair in PERMISSIONS.sealed:
        yield replace(PERMISSIONS, sealed=PERMISSIONS.sealed - {pair})


def test_all_that_is_allowed_works() -> None:
    everything_allowed(PERMISSIONS)


def test_a_row_that_is_deleted_is_missed() -> None:
    rows = 0
    for permissions in without_each_row():
        with pytest.raises((AssertionError, NotAllowed, NotNow)):
            everything_allowed(permissions)
        rows += 1
    assert rows == len(PERMISSIONS.senders) + len(PERMISSIONS.targets) + len(PERMISSIONS.sealed) > 60


@pytest.mark.parametrize(
    ("act", "standing"), [cell for cell, allowed in grid(SENDERS).items() if not allowed]
)
def test_a_senders_row_that_is_added_is_noticed(act: str, standing: Standing) -> None:
    added = replace(PERMISSIONS, senders=PERMISSIONS.senders | {(standing, ACTS[act])})
    assert added != PERMISSIONS
    assert try_sender(added, ACTS[act], standing) is not NotAllowed


@pytest.mark.parametrize(
    ("act", "standing"),
    [cell for cell, allowed in grid(TARGETS).items() if not (allowed or cell[0] == Confirm.__name__)],
)
def test_a_targets_row_that_is_added_is_noticed(act: str, standing: Standing) -> None:
    added = replace(PERMISSIONS, targets=PERMISSIONS.targets | {(TARGETED[act], standing)})
    assert added != PERMISSIONS
    assert try_target(added, TARGETED[act], standing) is not NotNow


def test_the_table_of_targets_has_the_rows_of_its_grid_and_no_other() -> None:
    """Identities of people who are not in session are open to nobody, whatever a row says."""
    allowed = {(TARGETED[act], standing) for (act, standing), x in grid(TARGETS).items() if x}
    assert allowed == PERMISSIONS.targets


def test_the_table_of_sealed_messages_has_the_rows_of_its_grid_and_no_other() -> None:
    """Most rows too many would change nothing: whom one does not see, one cannot write to either."""
    allowed = {(Standing(sender), recipient) for (sender, recipient), x in grid(SEALED).items() if x}
    assert allowed == PERMISSIONS.sealed
