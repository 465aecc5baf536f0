"""One link, one seat, and no lock-outs: second devices, lost ones, and somebody else with the same link."""

from __future__ import annotations

import pytest

from telehealth.core.effects import Audit
from telehealth.core.ids import ParticipantId
from telehealth.core.messages import Admit, CheckIn, Decline, End, Hold, Leave, Move, Preview, SendBack
from telehealth.core.participant import Standing
from telehealth.errors import NotAllowed, NotNow, ParticipantUnknown, SeatTaken
from tests.core.scene import ROOM, Scene, participant
from tests.core.test_identity import method

DR = participant("dr")


@pytest.fixture
def scene() -> Scene:
    opened = Scene()
    opened.clinician()
    return opened


def device(scene: Scene, name: str) -> ParticipantId:
    """One more device of Maya's link, which waits."""
    return scene.waiting(name, link="maya")


def elsewhere(scene: Scene, person: ParticipantId) -> bool:
    """Whether a page is told that it is not the one of its link that is in session; as the host is told."""
    told = scene.pages[person].people[person].other_device
    assert scene.pages[DR].people[person].other_device is told
    return told


# ── Nobody is in session ─────────────────────────────────────────────────────────────────────────


def test_of_two_devices_that_wait_the_host_takes_one_and_the_other_is_told(scene: Scene) -> None:
    phone, laptop = device(scene, "phone"), device(scene, "laptop")
    assert not elsewhere(scene, phone)
    scene.admit(laptop)
    assert scene.standing(laptop) is Standing.ADMITTED
    assert scene.standing(phone) is Standing.LEFT
    assert scene.endings(phone) == ["moved"]
    assert elsewhere(scene, phone)
    assert not elsewhere(scene, laptop)
    assert scene.audited() == ["session_started", "admitted"]


def test_a_device_that_is_still_checking_in_may_go_on(scene: Scene) -> None:
    tablet = scene.client("tablet", link="maya")
    scene.admit(device(scene, "phone"))
    assert scene.standing(tablet) is Standing.CHECKING
    assert elsewhere(scene, tablet)
    scene.do(tablet, CheckIn)
    assert scene.standing(tablet) is Standing.WAITING


def test_people_of_the_same_case_by_links_of_their_own_are_no_devices_of_each_other(scene: Scene) -> None:
    leo = scene.waiting("leo", of="couple")
    scene.admitted("ana", of="couple")
    assert scene.standing(leo) is Standing.WAITING
    assert not elsewhere(scene, leo)


# ── The first is in session ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("hold", [False, True])
def test_a_second_device_never_enters_by_itself_and_never_ends_the_first(scene: Scene, hold: bool) -> None:
    phone, laptop = scene.admitted("phone", link="maya"), device(scene, "laptop")
    if hold:
        scene.to(Hold, phone)
    with pytest.raises(SeatTaken):
        scene.admit(laptop)
    assert scene.standing(phone) is (Standing.HELD if hold else Standing.ADMITTED)
    assert scene.standing(laptop) is Standing.WAITING
    scene.do(phone, Leave)
    scene.admit(laptop)
    assert scene.standing(laptop) is Standing.ADMITTED


def test_who_is_admitted_sees_that_another_device_of_theirs_waits_and_nobody_else_does(scene: Scene) -> None:
    phone, leo = scene.admitted("phone", link="maya"), scene.admitted("leo", of="maya")
    laptop, ben = device(scene, "laptop"), scene.waiting("ben")
    assert scene.pages[phone].people.keys() == {phone, leo, laptop, DR}
    assert scene.pages[phone].people[laptop].standing is Standing.WAITING
    assert scene.pages[leo].people.keys() == {phone, leo, DR}
    assert scene.pages[laptop].people.keys() == {laptop, DR}
    assert scene.pages[ben].people.keys() == {ben, DR}
    scene.do(laptop, Leave)
    assert scene.pages[phone].people.keys() == {phone, leo, DR}


def test_who_is_held_sees_no_device_that_waits(scene: Scene) -> None:
    phone = scene.admitted("phone", link="maya")
    device(scene, "laptop")
    scene.to(Hold, phone)
    assert scene.pages[phone].people.keys() == {phone, DR}


def test_that_one_is_in_session_elsewhere_is_told_to_oneself_and_to_clinicians_alone(scene: Scene) -> None:
    phone = scene.admitted("phone", link="maya")
    laptop = device(scene, "laptop")
    assert elsewhere(scene, laptop)
    assert not scene.pages[phone].people[laptop].other_device
    scene.do(DR, End)
    assert not elsewhere(scene, laptop)


@pytest.mark.parametrize("hold", [False, True])
def test_a_person_goes_on_from_another_device_as_the_same_person(scene: Scene, hold: bool) -> None:
    phone = scene.admitted("phone", link="maya", method="photo_id")
    laptop = device(scene, "laptop")
    if hold:
        scene.to(Hold, phone)
    scene.act(DR, Move(ROOM, phone, laptop))
    assert scene.standing(laptop) is (Standing.HELD if hold else Standing.ADMITTED)
    assert method(scene, laptop) == "photo_id"
    assert (scene.standing(phone), method(scene, phone)) == (Standing.LEFT, None)
    assert (scene.endings(phone), scene.endings(laptop)) == (["moved"], [])
    assert elsewhere(scene, phone)
    assert scene.facts[-1] == Audit("moved")
    forwarded = set() if hold else {(laptop, DR, "session"), (DR, laptop, "session")}
    assert scene.relay.forwarded() == forwarded


def test_who_moved_may_move_back(scene: Scene) -> None:
    phone, laptop = scene.admitted("phone", link="maya"), device(scene, "laptop")
    scene.act(DR, Move(ROOM, phone, laptop))
    scene.do(phone, CheckIn)
    scene.act(DR, Move(ROOM, laptop, phone))
    assert (scene.standing(phone), scene.standing(laptop)) == (Standing.ADMITTED, Standing.LEFT)


def test_a_move_of_somebody_unconfirmed_confirms_nothing(scene: Scene) -> None:
    phone = scene.admitted("phone", link="maya", method="later")
    laptop = device(scene, "laptop")
    scene.act(DR, Move(ROOM, phone, laptop))
    assert method(scene, laptop) == "later"


def test_the_session_goes_on_while_its_only_client_moves(scene: Scene) -> None:
    phone = scene.admitted("phone", link="maya")
    scene.act(DR, Move(ROOM, phone, device(scene, "laptop")))
    assert scene.audited() == ["session_started", "admitted", "moved"]


def test_one_moves_to_a_device_of_ones_own_link_and_to_no_other(scene: Scene) -> None:
    phone = scene.admitted("phone", link="maya")
    leo, ben = scene.waiting("leo", of="maya"), scene.waiting("ben")
    for to, refusal in [
        (leo, NotAllowed),
        (ben, NotAllowed),
        (DR, NotAllowed),
        (phone, NotNow),
        (participant("nobody"), ParticipantUnknown),
    ]:
        with pytest.raises(refusal):
            scene.act(DR, Move(ROOM, phone, to))
    assert scene.standing(phone) is Standing.ADMITTED


@pytest.mark.parametrize("why", ["away", "checking", "left", "declined"])
def test_one_moves_to_a_device_that_waits(scene: Scene, why: str) -> None:
    phone = scene.admitted("phone", link="maya")
    laptop = scene.client("laptop", link="maya") if why == "checking" else device(scene, "laptop")
    match why:
        case "away":
            scene.go(laptop)
        case "left":
            scene.do(laptop, Leave)
        case "declined":
            scene.to(Decline, laptop)
        case _:
            pass
    with pytest.raises(NotNow):
        scene.act(DR, Move(ROOM, phone, laptop))
    assert scene.standing(phone) is Standing.ADMITTED


def test_a_preview_of_the_device_that_one_moves_to_ends(scene: Scene) -> None:
    phone, laptop = scene.admitted("phone", link="maya"), device(scene, "laptop")
    scene.act(DR, Preview(ROOM, laptop, on=True))
    scene.act(DR, Move(ROOM, phone, laptop))
    assert not scene.pages[laptop].people[laptop].previewed
    assert scene.leg(DR, "preview") == 0


# ── The first is lost ────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("hold", [False, True])
def test_a_new_device_takes_the_place_of_a_lost_one_and_is_confirmed_anew(scene: Scene, hold: bool) -> None:
    phone = scene.admitted("phone", link="maya", method="photo_id")
    if hold:
        scene.to(Hold, phone)
    scene.go(phone)
    laptop = device(scene, "laptop")
    scene.admit(laptop, "voice")
    assert (scene.standing(laptop), method(scene, laptop)) == (Standing.ADMITTED, "voice")
    assert scene.standing(phone) is Standing.LEFT
    assert scene.audited() == ["session_started", "admitted", "admitted"]
    scene.back(phone)
    assert scene.pages[phone].people[phone].standing is Standing.LEFT
    assert elsewhere(scene, phone)


def test_a_lost_device_is_nobody_when_its_new_one_is_to_be_confirmed_later(scene: Scene) -> None:
    phone = scene.admitted("phone", link="maya", method="later")
    scene.go(phone)
    laptop = device(scene, "laptop")
    scene.admit(laptop, "later")
    assert method(scene, laptop) == "later"


def test_a_device_that_is_back_in_time_keeps_its_place(scene: Scene) -> None:
    phone = scene.admitted("phone", link="maya")
    scene.go(phone)
    laptop = device(scene, "laptop")
    scene.back(phone)
    with pytest.raises(SeatTaken):
        scene.admit(laptop)


# ── Somebody else ────────────────────────────────────────────────────────────────────────────────


def test_somebody_else_who_shares_a_link_is_admitted_as_a_guest_with_a_seat_of_their_own(
    scene: Scene,
) -> None:
    maya, kim = scene.admitted("maya"), device(scene, "kim")
    scene.admit(kim, "vouched", guest=True)
    assert scene.standing(maya) is scene.standing(kim) is Standing.ADMITTED
    assert scene.pages[DR].people[kim].role == "guest"
    assert scene.pages[maya].people[kim].role == "guest"
    assert not elsewhere(scene, maya)


def test_a_guest_who_shares_a_link_comes_back_to_their_seat(scene: Scene) -> None:
    scene.admitted("maya")
    kim = device(scene, "kim")
    scene.admit(kim, guest=True)
    scene.go(kim)
    scene.back(kim)
    assert scene.standing(kim) is Standing.ADMITTED
    assert scene.pages[kim].people[kim].role == "guest"


def test_a_guest_takes_nobodys_place_and_is_in_nobodys_way(scene: Scene) -> None:
    kim, phone, laptop = (device(scene, name) for name in ("kim", "phone", "laptop"))
    scene.admit(kim, guest=True)
    assert scene.standing(phone) is scene.standing(laptop) is Standing.WAITING
    assert not elsewhere(scene, phone)
    scene.admit(phone)
    assert scene.standing(kim) is scene.standing(phone) is Standing.ADMITTED
    assert scene.standing(laptop) is Standing.LEFT


def test_a_guest_who_waits_again_is_still_no_device_of_the_client(scene: Scene) -> None:
    maya, kim = scene.admitted("maya"), device(scene, "kim")
    scene.admit(kim, guest=True)
    scene.to(SendBack, kim)
    assert not elsewhere(scene, kim)
    assert kim not in scene.pages[maya].people
    scene.to(Admit, kim)
    assert scene.standing(kim) is scene.standing(maya) is Standing.ADMITTED
    scene.do(maya, Leave)
    scene.to(SendBack, kim)
    scene.do(maya, CheckIn)
    scene.to(Admit, maya)
    assert scene.standing(kim) is Standing.WAITING


def test_a_guest_is_not_asked_whether_a_device_of_the_link_that_waits_is_theirs(scene: Scene) -> None:
    maya, kim = scene.admitted("maya"), device(scene, "kim")
    scene.admit(kim, guest=True)
    laptop = device(scene, "laptop")
    assert scene.pages[kim].people.keys() == {kim, maya, DR}
    assert scene.pages[maya].people.keys() == {kim, maya, laptop, DR}


def test_nobody_moves_from_a_guest_who_shares_the_link_nor_to_one(scene: Scene) -> None:
    maya, kim = scene.admitted("maya"), device(scene, "kim")
    scene.admit(kim, guest=True)
    laptop = device(scene, "laptop")
    with pytest.raises(NotAllowed):
        scene.act(DR, Move(ROOM, kim, laptop))
    scene.to(SendBack, kim)
    with pytest.raises(NotAllowed):
        scene.act(DR, Move(ROOM, maya, kim))
    assert scene.standing(maya) is Standing.ADMITTED
    assert scene.standing(kim) is scene.standing(laptop) is Standing.WAITING
