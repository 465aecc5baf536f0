"""Pages choose their ids, and everybody is told the host's: somebody else says hello with it."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from telehealth.core.draft import NO_LEG
from telehealth.core.effects import CloseLeg, EndSeat
from telehealth.core.ids import LegId
from telehealth.core.messages import Admit, CheckIn, Closed, Error, Remove, Welcome
from telehealth.core.orphans import KEPT_FOR, Carried
from telehealth.core.participant import Standing
from telehealth.errors import NotAllowed
from tests.core.restarts import LastingScene, carried
from tests.core.scene import ROOM, greeting, invitation, participant

DR, DESK, MAYA = (participant(name) for name in ("dr", "desk", "maya"))


@pytest.fixture
def scene() -> LastingScene:
    """Dr Ruiz and Maya, in session."""
    opened = LastingScene()
    opened.clinician("dr")
    opened.admitted("maya")
    return opened


def returns(scene: LastingScene, leg: LegId = NO_LEG) -> None:
    """The clinician's page is back, and says that Maya was in session."""
    page = scene.pages[DR] = type(scene.pages[DR])(scene.seat("dr", role="clinician"))
    page.connected = False
    scene.back(DR, leg, (scene.claim(MAYA),))


@pytest.mark.parametrize("connected", [True, False], ids=["connected", "not connected"])
def test_nobody_comes_by_a_link_under_an_id_whose_leg_the_relay_goes_on_with(
    scene: LastingScene, connected: bool
) -> None:
    scene.restart()
    had, leg = carried(scene.relay), scene.leg(DR)
    legs = tuple(replace(each, connected=connected, offer="v=0") for each in had.legs)
    scene.perform(scene.room.adopt(Carried(legs, had.links), scene.now + KEPT_FOR, scene.now))
    with pytest.raises(NotAllowed):
        scene.stranger(DR)
    if connected:
        returns(scene, leg)
        assert scene.leg(DR) == leg
        assert scene.standing(MAYA) is Standing.ADMITTED


def test_the_seat_of_a_client_is_theirs_before_it_is_written_down(scene: LastingScene) -> None:
    scene.restart()
    seat = scene.seat("maya", link="mallory")
    with pytest.raises(NotAllowed):
        scene.room.enter(seat, greeting(), scene.now)


def test_whoever_is_here_under_a_clinicians_id_goes_for_good_when_that_page_is_back(
    scene: LastingScene,
) -> None:
    scene.restart(media_goes_on=False)
    scene.clinician("desk")
    scene.stranger(DR)
    scene.do(DR, CheckIn)
    leg = scene.leg(DR)
    assert leg
    returns(scene)
    assert leg not in scene.relay.legs
    assert scene.pages[DESK].host == DR
    assert scene.standing(MAYA, seen_by="desk") is Standing.ADMITTED
    assert scene.got(DR, Welcome)[-1].leg == 0
    assert not scene.got(DR, Error), "the clinician is told nothing of it"
    assert not scene.got(DR, Closed)
    assert EndSeat(DR, invitation("mallory")) in scene.facts
    with pytest.raises(NotAllowed):
        scene.stranger(DR)


def test_it_is_so_in_a_session_too_and_for_a_page_that_opens_the_room_anew(scene: LastingScene) -> None:
    scene.restart(media_goes_on=False)
    scene.clinician("desk")
    scene.stranger(DR)
    scene.do(DR, CheckIn)
    scene.act(DESK, Admit(ROOM, DR, "voice"))
    leg = scene.leg(DR)
    page = scene.pages[DR] = type(scene.pages[DR])(scene.seat("dr", role="clinician"))
    page.connected = True
    done = scene.perform(scene.room.watch(page.seat, greeting(), scene.now))
    assert CloseLeg(leg) in done
    assert (page.people[DR].role, page.people[DR].standing) == ("clinician", Standing.WATCHING)
    assert scene.audited()[-1] == "session_ended"


def test_whoever_was_removed_under_a_clinicians_id_does_not_keep_that_page_out(scene: LastingScene) -> None:
    scene.restart(media_goes_on=False)
    scene.clinician("desk")
    scene.stranger(DR)
    scene.to(Remove, DR, by="desk")
    returns(scene)
    assert scene.pages[DESK].people[DR].role == "clinician"


def test_a_page_whose_id_was_taken_still_says_who_waited(scene: LastingScene) -> None:
    ana = scene.waiting("ana")
    scene.restart(media_goes_on=False)
    scene.clinician("desk")
    scene.stranger(DR)
    scene.pages[DR] = type(scene.pages[DR])(scene.seat("dr", role="clinician"))
    scene.back(DR, people=(scene.claim(ana, Standing.WAITING, None),))
    assert scene.standing(ana, seen_by="desk") is Standing.WAITING


def test_a_client_takes_no_clinicians_place_by_a_seat(scene: LastingScene) -> None:
    seat = replace(scene.seat("mallory"), participant=DR)
    with pytest.raises(NotAllowed):
        scene.room.come_back(seat, greeting(), scene.leg(DR), scene.now)
    assert scene.standing(DR) is Standing.HOST
