"""What each page may know."""

from __future__ import annotations

import pytest

from telehealth.core.messages import (
    Act,
    Admit,
    Changed,
    CheckIn,
    End,
    Hold,
    Leave,
    Preview,
    Refuse,
    Remove,
    Resume,
    SendBack,
    TakeOver,
    Welcome,
)
from telehealth.core.participant import ParticipantView, Standing
from tests.core.scene import ROOM, Scene, case, invitation, participant

DR = participant("dr")


@pytest.fixture
def scene() -> Scene:
    opened = Scene()
    opened.clinician()
    return opened


def test_a_clinicians_pages_see_everybody(scene: Scene) -> None:
    desk = scene.clinician("desk")
    people = {
        DR,
        desk,
        scene.client("eve"),
        scene.waiting("ben"),
        scene.admitted("maya"),
        scene.held("leo", of="maya"),
    }
    assert set(scene.pages[DR].people) == set(scene.pages[desk].people) == people


@pytest.mark.parametrize("standing", [Standing.CHECKING, Standing.WAITING, Standing.HELD])
def test_who_is_not_admitted_sees_themselves_and_the_host(scene: Scene, standing: Standing) -> None:
    scene.clinician("desk")
    scene.waiting("ben")
    scene.admitted("ana", of="maya")
    maya = scene.client("maya")
    if standing is not Standing.CHECKING:
        scene.do(maya, CheckIn)
    if standing is Standing.HELD:
        scene.to(Admit, maya)
        scene.to(Hold, maya)
    assert scene.pages[maya].people.keys() == {maya, DR}


def test_who_is_admitted_sees_the_others_who_are(scene: Scene) -> None:
    ana, leo = scene.admitted("ana", of="couple"), scene.admitted("leo", of="couple")
    scene.waiting("ben")
    scene.clinician("desk")
    assert scene.pages[ana].people.keys() == scene.pages[leo].people.keys() == {ana, leo, DR}
    scene.to(Hold, leo)
    assert scene.pages[ana].people.keys() == {ana, DR}
    assert scene.pages[leo].people.keys() == {leo, DR}
    scene.to(Resume, leo)
    assert scene.pages[ana].people.keys() == scene.pages[leo].people.keys() == {ana, leo, DR}


def test_a_client_learns_no_link_no_case_and_no_waiting_time_not_even_their_own(scene: Scene) -> None:
    ana, _leo = scene.admitted("ana", of="couple"), scene.admitted("leo", of="couple")
    scene.wait(60)
    scene.back(ana)
    for person in scene.pages[ana].people.values():
        assert (person.case, person.invitation, person.waited, person.method) == (None, None, 0.0, None)


def test_a_clinician_is_told_how_long_somebody_has_been_waiting(scene: Scene) -> None:
    maya = scene.waiting("maya", link="weekly", of="couple")
    scene.wait(90)
    desk = scene.clinician("desk")
    assert scene.pages[desk].people[maya] == ParticipantView(
        id=maya,
        role="client",
        standing=Standing.WAITING,
        connected=True,
        previewed=False,
        case=case("couple"),
        invitation=invitation("weekly"),
        waited=90.0,
    )
    scene.to(Admit, maya)
    assert scene.pages[desk].people[maya].waited == 0.0


def test_that_time_passes_is_no_change(scene: Scene) -> None:
    maya = scene.waiting("maya")
    heard = len(scene.pages[DR].inbox)
    scene.wait(60)
    scene.act(DR, Preview(ROOM, maya, on=False))
    assert len(scene.pages[DR].inbox) == heard


def test_a_change_names_only_who_is_new_or_other(scene: Scene) -> None:
    maya, ben = scene.waiting("maya"), scene.waiting("ben")
    scene.to(Admit, maya)
    assert [person.id for person in scene.got(DR, Changed)[-1].people] == [maya]
    scene.to(Remove, ben)
    assert scene.got(DR, Changed)[-1].people == ()
    assert scene.got(DR, Changed)[-1].gone == (ben,)


def test_versions_count_what_one_page_was_told_and_nothing_else(scene: Scene) -> None:
    maya = scene.waiting("maya")
    version = scene.pages[maya].version
    for name in ("ben", "eve", "tom"):
        scene.waiting(name)
    scene.do(participant("ben"), Leave)
    scene.to(Refuse, participant("eve"))
    assert scene.pages[maya].version == version
    scene.to(Preview, maya)
    assert scene.pages[maya].version == version + 1


def test_nobody_who_waits_hears_anything_of_what_others_do(scene: Scene) -> None:
    maya = scene.waiting("maya")
    heard = len(scene.pages[maya].inbox)
    ana = scene.admitted("ana")
    acts: list[Act] = [Hold(ROOM, ana), Resume(ROOM, ana), SendBack(ROOM, ana), Preview(ROOM, ana, on=True)]
    for act in acts:
        scene.act(DR, act)
    scene.go(ana)
    scene.wait(120)
    scene.do(DR, End)
    assert len(scene.pages[maya].inbox) == heard


def test_people_are_told_when_the_host_goes_comes_and_changes(scene: Scene) -> None:
    maya = scene.waiting("maya")
    desk = scene.clinician("desk")
    scene.go(DR)
    assert not scene.pages[maya].people[DR].connected
    scene.back(DR)
    assert scene.pages[maya].people[DR].connected
    scene.do(desk, TakeOver)
    assert scene.pages[maya].host == desk
    assert scene.pages[maya].people.keys() == {maya, desk}
    scene.do(desk, Leave)
    assert scene.pages[maya].host is None
    assert scene.pages[maya].people.keys() == {maya}


def test_the_sum_of_all_changes_is_what_a_new_welcome_says(scene: Scene) -> None:
    maya = scene.waiting("maya")
    scene.client("eve")
    scene.to(Admit, maya)
    scene.wait(5)
    before = dict(scene.pages[DR].people)
    scene.back(DR, scene.leg(DR))
    assert scene.pages[DR].people == before
    assert len(scene.got(DR, Welcome)) == 2
