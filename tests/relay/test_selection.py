"""Main picture or thumbnail: by the receiver's estimate, in a stable order, without flapping."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from telehealth.relay.selection import LONGEST_WAIT, Picture, Selection, SenderRates


def people(names: str) -> list[SenderRates[str]]:
    return [SenderRates(name) for name in names]


def mains(chosen: dict[str, Picture]) -> str:
    return "".join(name for name, picture in chosen.items() if picture == "main")


def test_up_to_three_people_get_the_main_picture_while_nothing_is_known() -> None:
    assert Selection[str]().choose(None, people("ab"), 0.0) == {"a": "main", "b": "main"}


def test_in_a_larger_session_an_assumed_budget_goes_to_those_named_first() -> None:
    assert Selection[str]().choose(None, people("abc"), 0.0) == {
        "a": "main",
        "b": "thumbnail",
        "c": "thumbnail",
    }


def test_an_estimate_is_spent_in_the_order_given() -> None:
    assert mains(Selection[str]().choose(2_100_000, people("abcd"), 0.0)) == "ab"
    assert mains(Selection[str]().choose(2_100_000, people("dcba"), 0.0)) == "dc"
    assert mains(Selection[str]().choose(0, people("ab"), 0.0)) == ""


def test_an_overloaded_receiver_loses_the_last_main_picture_first() -> None:
    selection = Selection[str]()
    selection.choose(None, people("ab"), 0.0)
    assert mains(selection.choose(1_650_000, people("ab"), 1.0)) == "ab"
    assert mains(selection.choose(1_500_000, people("ab"), 2.0)) == "a"
    assert mains(selection.choose(300_000, people("ab"), 3.0)) == ""


def test_what_plainly_fits_is_given_one_picture_at_a_time_and_not_at_once() -> None:
    selection = Selection[str]()
    selection.choose(200_000, people("ab"), 0.0)
    seen = [mains(selection.choose(2_100_000, people("ab"), float(now))) for now in range(1, 10)]
    assert seen == ["", "", "", "a", "a", "a", "a", "ab", "ab"]


def test_an_estimate_held_down_by_a_small_load_is_tried_and_grows_into_the_larger_one() -> None:
    selection = Selection[str]()
    estimate = 370_000.0
    assert mains(selection.choose(200_000, people("ab"), 0.0)) == ""
    for now in range(5, 60):
        assert mains(selection.choose(int(estimate), people("ab"), float(now))) in ("a", "ab")
        estimate = min(estimate * 1.08, 1_300_000)


def test_an_estimate_that_stands_still_takes_the_tried_picture_back() -> None:
    selection = Selection[str]()
    selection.choose(200_000, people("ab"), 0.0)
    seen = [mains(selection.choose(360_000, people("ab"), float(now))) for now in range(5, 11)]
    assert seen == ["a", "a", "a", "a", "", ""]


def test_an_estimate_that_falls_takes_the_tried_picture_back_at_once() -> None:
    selection = Selection[str]()
    selection.choose(200_000, people("ab"), 0.0)
    assert mains(selection.choose(360_000, people("ab"), 5.0)) == "a"
    assert mains(selection.choose(330_000, people("ab"), 6.0)) == ""


def test_an_estimate_without_room_changes_nothing() -> None:
    selection = Selection[str]()
    selection.choose(1_100_000, people("ab"), 0.0)
    assert {mains(selection.choose(1_100_000, people("ab"), float(now))) for now in range(1, 100)} == {"a"}


def test_a_failed_trial_makes_the_next_one_wait_twice_as_long_and_so_on() -> None:
    selection = Selection[str]()
    selection.choose(130_000, people("a"), 0.0)
    tried = []
    for now in range(1, 1000):
        if mains(selection.choose(400_000, people("a"), float(now))):
            tried.append(now)
            assert mains(selection.choose(350_000, people("a"), now + 0.5)) == ""
    waits = [later - earlier for earlier, later in pairwise(tried)]
    assert waits[:4] == [9, 17, 33, 65]
    assert set(waits[4:]) == {LONGEST_WAIT + 1}


def test_a_trial_that_held_makes_the_next_one_quick_again() -> None:
    selection = Selection[str]()
    selection.choose(130_000, people("ab"), 0.0)
    assert mains(selection.choose(400_000, people("ab"), 4.0)) == "a"
    assert mains(selection.choose(300_000, people("ab"), 5.0)) == ""
    assert mains(selection.choose(400_000, people("ab"), 12.0)) == ""
    assert mains(selection.choose(400_000, people("ab"), 13.0)) == "a"
    assert mains(selection.choose(1_000_000, people("ab"), 16.0)) == "a"
    assert mains(selection.choose(1_300_000, people("ab"), 17.0)) == "ab"


def test_a_trial_ends_with_the_estimate_or_with_the_one_who_was_tried() -> None:
    for senders in ("ab", "b"):
        selection = Selection[str]()
        selection.choose(200_000, people("ab"), 0.0)
        assert mains(selection.choose(360_000, people("ab"), 5.0)) == "a"
        selection.choose(None, people(senders), 6.0)
        assert mains(selection.choose(100_000, people(senders), 6.5)) == ""


def test_a_newcomer_gets_what_is_left_and_takes_nothing_from_others() -> None:
    selection = Selection[str]()
    assert mains(selection.choose(1_200_000, people("a"), 0.0)) == "a"
    assert mains(selection.choose(1_200_000, people("ba"), 1.0)) == "a"
    assert selection.choose(1_200_000, people("b"), 2.0) == {"b": "thumbnail"}


def test_a_receiver_that_falls_silent_keeps_its_pictures() -> None:
    selection = Selection[str]()
    selection.choose(1_500_000, people("abc"), 0.0)
    assert mains(selection.choose(None, people("abc"), 1.0)) == "a"


@given(
    st.lists(
        st.tuples(
            st.none() | st.integers(0, 10_000_000), st.sets(st.sampled_from("abcdefg")), st.floats(0.0, 20.0)
        ),
        max_size=30,
    )
)
def test_every_sender_has_one_picture_and_an_overload_ends_at_once(
    steps: list[tuple[int | None, set[str], float]],
) -> None:
    selection = Selection[str]()
    now = 0.0
    for estimate, names, pause in steps:
        now += pause
        senders = people("".join(sorted(names)))
        chosen = selection.choose(estimate, senders, now)
        assert list(chosen) == sorted(names)
        load = sum(900_000 if picture == "main" else 120_000 for picture in chosen.values())
        least = 120_000 * len(names)
        if estimate is not None and estimate < least:
            assert load <= least
