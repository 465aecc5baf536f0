"""A call straight between two pages: no server, no relay, no transforms. What our own is measured beside.

The program that calls this carries offer and answer.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from tests.browser.person import Person

_OPEN_DEVICES = """async () => {
    window.bareStream ??= await navigator.mediaDevices.getUserMedia(
        {audio: true, video: {width: {ideal: 1280}, height: {ideal: 720}}});
}"""

# Candidates go with the description: a machine knows its own at once.
_CALL = """async ({offer, answer, most}) => {
    const now = () => performance.timeOrigin + performance.now();
    const gathered = (connection) => connection.iceGatheringState === 'complete' ? null
        : new Promise((resolve) => connection.addEventListener('icegatheringstatechange', () =>
            connection.iceGatheringState === 'complete' && resolve()));
    const description = async (connection) => {
        await gathered(connection);
        return connection.localDescription.sdp;
    };
    if (answer) {
        await window.bare.connection.setRemoteDescription({type: 'answer', sdp: answer});
        return null;
    }
    const began = now();
    const connection = new RTCPeerConnection();
    const video = document.createElement('video');
    Object.assign(video, {autoplay: true, playsInline: true});
    const place = document.createElement('div');
    place.dataset.participant = 'bare';
    place.append(video);
    document.body.append(place);
    window.bare = {connection, place, shownAt: null};
    connection.addEventListener('track', ({track, streams: [stream]}) => {
        video.srcObject = stream;
        if (track.kind !== 'video') return;
        video.requestVideoFrameCallback(() => { window.bare.shownAt = now(); });
    });
    if (offer) await connection.setRemoteDescription({type: 'offer', sdp: offer});
    for (const track of window.bareStream.getTracks()) {
        const sender = connection.addTrack(track, window.bareStream);
        if (!most || track.kind !== 'video') continue;
        const parameters = sender.getParameters();
        for (const encoding of parameters.encodings) encoding.maxBitrate = most;
        await sender.setParameters(parameters);
    }
    await connection.setLocalDescription();
    return {began, sdp: await description(connection)};
}"""
SHOWN = "() => window.bare.shownAt"
"""When this page has shown the first frame, in ms since 1970; null before."""
_HANG_UP = """() => {
    window.bare.connection.close();
    window.bare.place.remove();
    for (const track of window.bareStream.getTracks()) track.stop();
    window.bareStream = undefined;
}"""


def as_it_is(sdp: str) -> str:
    """What a browser makes, without a change."""
    return sdp


async def call(
    caller: Person, other: Person, change: Callable[[str], str] = as_it_is, most: int = 0
) -> float:
    """Connect the two pages; return when this began, in ms since 1970: before createOffer, devices at hand.

    `change` is made to what either hears of the other; `most` are bits a second of a picture, 0 for no limit.
    """
    await asyncio.gather(caller.evaluate(_OPEN_DEVICES), other.evaluate(_OPEN_DEVICES))
    offer = await caller.evaluate(_CALL, {"most": most})
    answer = await other.evaluate(_CALL, {"offer": change(offer["sdp"]), "most": most})
    await caller.evaluate(_CALL, {"answer": change(answer["sdp"])})
    return float(offer["began"])


async def hang_up(*people: Person) -> None:
    """Nothing of the call stays in the pages."""
    await asyncio.gather(*(person.evaluate(_HANG_UP) for person in people))
