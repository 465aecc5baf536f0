"""One browser's connection: its offers and answers, its handshake, its silence and its end."""

from __future__ import annotations

import asyncio

import pytest

from telehealth.relay import leg as module
from telehealth.relay.commands import Answer, CloseLeg, Connected, Lost, Offered
from telehealth.relay.counters import Drop
from telehealth.relay.leg import media_of
from tests.relay.answers import FINGERPRINT, answer, mids
from tests.relay.packets import number_of, rtp, sender_report
from tests.relay.stage import ROOM, Stage


async def reason(stage: Stage, leg: int = 1) -> str:
    return (await stage.heard(Lost, leg)).reason


async def test_a_leg_is_offered_answered_and_connected(stage: Stage) -> None:
    page = await stage.joined(1)
    assert mids(page.offer) == ["a1", "v1", "t1"]
    assert [type(event) for event in stage.events] == [Offered, Connected]
    assert stage.room._legs[1].is_connected


async def test_a_preview_leg_sends_nothing_and_connects(stage: Stage) -> None:
    page = await stage.joined(2, "preview")
    assert mids(page.offer) == ["a2"]
    assert stage.room._legs[2].tracks == ()


async def test_two_legs_never_share_credentials_or_certificates(stage: Stage) -> None:
    first, second = await stage.offered(1), await stage.offered(2)
    assert first.fragment != second.fragment
    assert first.password != second.password
    assert first.offer.split("a=fingerprint:")[1][:103] != second.offer.split("a=fingerprint:")[1][:103]


async def test_a_browser_may_begin_before_its_answer_has_come(stage: Stage) -> None:
    page = await stage.offered(1)
    await page.checked()
    shaking = asyncio.create_task(page.handshake())
    await stage.until(lambda: stage.counters.datagrams > 1)
    stage.rooms.do(Answer(ROOM, 1, page.answer()))
    await shaking
    await stage.heard(Connected, 1)


async def test_an_offer_without_an_answer_is_lost(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ANSWER_SECONDS", 0.01)
    await stage.offered(1)
    assert await reason(stage) == "answer_timeout"
    assert ROOM not in stage.rooms._rooms or stage.room.is_empty


async def test_an_answered_offer_waits_for_nothing(stage: Stage) -> None:
    page = await stage.offered(1)
    waiting = stage.room._legs[1]._answer_timer
    assert waiting is not None
    assert not waiting.cancelled()
    stage.rooms.do(Answer(ROOM, 1, page.answer()))
    assert waiting.cancelled()


async def test_a_handshake_that_nobody_begins_is_lost(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "HANDSHAKE_SECONDS", 0.01)
    page = await stage.offered(1)
    stage.rooms.do(Answer(ROOM, 1, page.answer()))
    assert await reason(stage) == "handshake_timeout"


async def test_a_handshake_with_another_certificate_is_lost(stage: Stage) -> None:
    page = await stage.offered(1)
    stage.rooms.do(Answer(ROOM, 1, answer(page.offer, fingerprint=FINGERPRINT)))
    await page.checked()
    await page.handshake()
    assert await reason(stage) == "dtls_failed"


async def test_a_browser_that_says_goodbye_is_lost(stage: Stage) -> None:
    page = await stage.joined(1)
    await page.dtls.stop()
    assert await reason(stage) == "dtls_closed"


async def test_a_connected_leg_of_which_nothing_is_heard_is_lost(stage: Stage) -> None:
    await stage.joined(1)
    now = asyncio.get_running_loop().time()
    stage.rooms.look(now + 14.5)
    assert stage.said(Lost) == []
    stage.rooms.look(now + 15.5)
    assert await reason(stage) == "silent"


async def test_a_closed_leg_says_goodbye_and_no_event_comes_of_it(stage: Stage) -> None:
    page = await stage.joined(1)
    task = page.dtls._task
    assert task is not None
    stage.rooms.do(CloseLeg(ROOM, 1))
    await asyncio.wait_for(asyncio.wait([task]), 5)
    assert page.dtls.state == "closed"
    assert stage.said(Lost) == []


async def test_a_leg_closed_in_the_middle_of_its_handshake_is_gone(stage: Stage) -> None:
    page = await stage.offered(1)
    stage.rooms.do(Answer(ROOM, 1, page.answer()))
    await asyncio.sleep(0)
    leg = stage.room._legs[1]
    stage.rooms.do(CloseLeg(ROOM, 1))
    await asyncio.wait_for(leg.gone(), 5)
    assert not leg.is_connected
    assert stage.said(Lost) == []


# ── Answers in the middle of a connection ────────────────────────────────────────────────────────


async def renegotiated(
    stage: Stage, ssrcs: dict[str, tuple[int, int]], fingerprint: str | None = None
) -> None:
    """A second person comes, leg 1 is offered their tracks and answers with these streams."""
    page = await stage.joined(1, ssrcs={"a1": (11, 0), "v1": (12, 13)})
    await stage.joined(2)
    stage.link(2, 1)
    offer = await stage.heard(Offered, 1, after=1)
    stage.rooms.do(Answer(ROOM, 1, answer(offer.sdp, ssrcs, fingerprint or page.fingerprint)))


async def test_the_other_end_of_a_connection_is_never_exchanged(stage: Stage) -> None:
    await renegotiated(stage, {"a1": (11, 0)}, FINGERPRINT)
    assert await reason(stage) == "bad_answer"


@pytest.mark.parametrize(
    "ssrcs",
    [{"a1": (21, 0)}, {"v1": (12, 23)}, {"v1": (13, 12)}, {"v1": (12, 0)}, {"t1": (11, 0)}, {"t1": (30, 13)}],
    ids=["other", "other repair", "exchanged", "repair gone", "sound as picture", "repair of another"],
)
async def test_a_stream_never_changes_its_ssrc(stage: Stage, ssrcs: dict[str, tuple[int, int]]) -> None:
    await renegotiated(stage, ssrcs)
    assert await reason(stage) == "bad_answer"


async def test_a_stream_may_pause_and_another_begin(stage: Stage) -> None:
    await renegotiated(stage, {"a1": (11, 0), "t1": (14, 15)})
    assert [track.mid for track in stage.room._legs[1].tracks] == ["a1", "t1"]
    assert stage.said(Lost) == []


# ── Packets ──────────────────────────────────────────────────────────────────────────────────────


async def test_nothing_is_sent_to_a_browser_that_was_silent_for_fifteen_seconds(stage: Stage) -> None:
    await stage.joined(1)
    leg = stage.room._legs[1]
    assert leg.send(rtp(5, 1), rtcp=False)
    leg.paths._heard -= 15.5
    assert not leg.send(rtp(5, 2), rtcp=False)
    assert stage.counters.dropped[Drop.RECEIVER_NOT_READY] == 1


async def test_nothing_is_sent_before_the_handshake(stage: Stage) -> None:
    await stage.offered(1)
    assert not stage.room._legs[1].send(rtp(5, 1), rtcp=False)
    assert stage.counters.dropped[Drop.RECEIVER_NOT_READY] == 1


async def test_a_packet_that_cannot_be_sealed_is_counted(stage: Stage) -> None:
    page = await stage.joined(1)
    leg = stage.room._legs[1]
    assert not leg.send(rtp(5, 1, bytes(1_490)), rtcp=False)
    assert stage.counters.dropped[Drop.MALFORMED] == 1
    assert leg.send(rtp(5, 2), rtcp=False)
    assert [number_of(packet) for packet in await page.until_received(1)] == [2]


async def test_received_packets_and_bytes_are_counted(stage: Stage) -> None:
    page = await stage.joined(1)
    ssrc = page.ssrcs["a1"][0]
    sealed = [page.dtls._tx_srtp.protect(rtp(ssrc, number)) for number in (1, 2)]
    for datagram in sealed:
        page.send(datagram)
    page.send_rtcp(sender_report(ssrc))
    await stage.until(lambda: stage.counted().received == {"1": 3})
    assert stage.counted().received_bytes["1"] > sum(map(len, sealed))


async def test_a_browser_signs_its_reports_with_so_many_ssrcs_and_no_more(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_REPORTERS", 3)
    page = await stage.joined(1)
    for ssrc in range(50, 60):
        page.send_rtcp(sender_report(ssrc))
    await stage.dropped(Drop.UNDECLARED_SSRC, 7)
    page.send_rtcp(sender_report(50))
    await stage.until(lambda: stage.counted().received == {"1": 4})


async def test_forged_reports_use_up_nobodys_ssrcs(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_REPORTERS", 3)
    page = await stage.joined(1)
    for ssrc in range(50, 60):
        page.send(sender_report(ssrc) + bytes(14))
    await stage.dropped(Drop.NOT_AUTHENTIC, 10)
    page.send_rtcp(sender_report(70))
    await stage.until(lambda: stage.counted().received == {"1": 1})


async def test_dtls_without_end_is_dropped(stage: Stage) -> None:
    page = await stage.offered(1)
    await page.checked()
    for _ in range(100):
        page.send(b"\x16" * 20)
    await stage.dropped(Drop.DTLS_BACKLOG, 60)


def test_a_mid_says_what_it_carries() -> None:
    assert [media_of(mid) for mid in ("a12", "v3", "t1")] == ["a", "v", "t"]


async def test_a_page_that_lost_only_its_signalling_keeps_its_media(stage: Stage) -> None:
    await stage.joined(1)
    await stage.joined(2)
    stage.link(2, 1)
    await stage.heard(Offered, 1, after=1)
    timer = stage.rooms._rooms[ROOM]._legs[1]._answer_timer
    assert timer is not None
    left = timer.when() - asyncio.get_running_loop().time()
    assert left == pytest.approx(module.ANSWER_SECONDS_WHEN_CONNECTED, abs=5)
