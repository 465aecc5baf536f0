"""The page takes every offer that the relay writes: the two have written down the same form twice."""

from __future__ import annotations

import itertools
import json
import subprocess
from pathlib import Path

from telehealth.relay.sdp import MOST_SECTIONS, Section, Stage, Track, Transport, offer

SCRIPTS = Path(__file__).parent.parent / "static" / "js"
TRANSPORT = Transport(
    fragment="0123456789abcdef",
    password="0123456789abcdef0123456789abcdef",
    fingerprint=":".join(["AB"] * 32),
    addresses=("192.0.2.7", "2001:db8::7"),
    port=7000,
)


def refused(offers: list[str]) -> list[str]:
    """Those of the offers that the page would not apply."""
    script = """
        import { checkOffer } from './sdp.js';
        const refuses = (sdp) => { try { checkOffer(sdp); return false; } catch { return true; } };
        const offers = JSON.parse(await new Promise((resolve) => {
            let text = '';
            process.stdin.on('data', (chunk) => { text += chunk; }).on('end', () => resolve(text));
        }));
        console.log(JSON.stringify(offers.filter(refuses)));
    """
    run = subprocess.run(
        ["node", "--input-type=module", "--eval", script],
        cwd=SCRIPTS,
        input=json.dumps(offers),
        capture_output=True,
        text=True,
        check=True,
    )
    found: list[str] = json.loads(run.stdout)
    return found


def sections(number: int) -> list[Section]:
    """As many as that, of every kind and stage."""
    own = [Section("a1", "a"), Section("v1", "v"), Section("t1", "t")]
    others = [
        Section(track.mid, track.media, track, stage)
        for leg, stage in zip(range(2, number + 2), itertools.cycle(Stage), strict=False)
        for track in (
            Track(leg, "a", "FPp3_x-dAbCdEfGhIjKlMn", 302),
            Track(leg, "v", "FPp3_x-dAbCdEfGhIjKlMn", 300, 301),
            Track(leg, "t", "FPp3_x-dAbCdEfGhIjKlMn", 303),
        )
    ]
    return [*own, *others][:number]


def test_every_offer_of_the_relay_is_one_that_the_page_takes() -> None:
    offers = [offer(sections(number), TRANSPORT, number, 20) for number in (1, 3, 12, MOST_SECTIONS)]
    anchored = offer([Section("a9", "a", anchor=True)], TRANSPORT, 1, 60)
    assert refused([*offers, anchored]) == []


def test_the_page_does_refuse() -> None:
    told = offer(sections(3), TRANSPORT, 1, 20).replace("cbr=1", "cbr=0")
    assert refused([told]) == [told]
