"""A client who means harm, against the clinician's page: whatever they send is text, and fits in.

It is written by a program, for the form would not let it through.
"""

from __future__ import annotations

import asyncio
import re
from typing import Any

from tests.browser.chromium import ChromiumPerson
from tests.browser.deadline import until
from tests.browser.gallery import SIZES, too_wide
from tests.browser.journey import admit, card_of, row_of, sit_down
from tests.browser.media import MAYA, RUIZ
from tests.browser.people import People
from tests.browser.server import DemoServer
from tests.browser.stranger import Content, Stranger
from tests.browser.stranger import card_of as honest_card
from tests.browser.watching import sees_face

MARKUP = '"><img src=x onerror="executed=1"><svg onload="executed=1"><script>executed=1</script>'
UNSEEN = "\u202e\u2066\u200b\u200f\ufeff\u2069\u2800\x07"
STACKED = "Z" + "\u0301" * 1_000
PICTURE = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='executed=1'/>"
LONG = "W" * 10_000
UNSEEN_ON_PAGE = re.compile("[\u200b\u200f\u202a-\u202e\u2066-\u2069\ufeff\x07]")
LATER_PLACE = "Third floor, behind the <b>library</b>"

CARD: Content = honest_card(MARKUP + UNSEEN) | {
    "part": MARKUP,
    "country": MARKUP,
    "place": LONG,
    "callback": "javascript:executed=1",
    "contact": {"name": UNSEEN + LONG, "phone": 'tel:1" onclick="executed=1', "relation": STACKED},
    "privacy": "not_alone",
    "company": UNSEEN + MARKUP + STACKED,
    "consent": {"version": MARKUP, "date": MARKUP, "child": UNSEEN + MARKUP},
    "codeWord": PICTURE,
    "device": MARKUP + UNSEEN,
}

NONSENSE: list[Any] = [
    None,
    [],
    LONG[:500],
    {"kind": ["card"]},
    {"kind": "__proto__", "constructor": {"prototype": {"executed": True}}},
    {"kind": "card", "name": {"toString": "executed"}, "consent": [], "devices": None},
    {"kind": "devices", "microphone": MARKUP, "camera": 1e308},
    {"kind": "not_me", "participant": MARKUP},
    {"kind": "move", "participant": "A" * 22},
    {"kind": "roster", "people": [{"name": MARKUP}] * 16},
    {"kind": "code_word", "word": "\ud800" + LONG[:500]},
    {"kind": "seat", "r": "A" * 43},
    {"kind": "epoch", "epoch": 2**32, "secret": "A" * 43, "sender": 0, "members": [None], "go": True},
    {"kind": "epoch", "epoch": 1, "secret": "A" * 43, "sender": 1, "members": [], "go": True},
    {"kind": "go", "epoch": 1},
    {"kind": "lease", "at": 0},
    {"kind": "epoch_held", "epoch": {"toString": MARKUP}},
    {"kind": "epoch_wanted", "epoch": MARKUP},
    {"kind": "beat", "at": -1},
    {"kind": "preview_key", "secret": MARKUP},
    {"kind": "place", "country": "constructor", "place": LATER_PLACE},
]
FIRST = 2
"""The card and the key of the preview, which go before."""
AT_ONCE = 7
"""Contents told together."""

UNSEALED = [
    b"\0" + b'{"kind":"message","channel":"AAAAAAAAAAAAAAAAAAAAAA"}',
    b"\1",
    *(bytes([1, kind]) + bytes(length) for kind in range(8) for length in (16, 96)),
    b"\2" + bytes(400),
    b"\xff" * 400,
]
"""Bodies that nobody has sealed."""

# What would be there if any of it had been taken for more than text; and what sticks out of the page.
_HARM = """() => {
    const active = 'img, iframe, object, embed, base, main script, [onload], [onerror], [onclick]';
    const links = [...document.querySelectorAll('a[href]')].map(({protocol}) => protocol);
    const harmless = ['http:', 'https:', 'mailto:', 'sms:', 'tel:'];
    return [
        ...('executed' in window ? ['a script of theirs ran'] : []),
        ...[...document.querySelectorAll(active)].map(({outerHTML}) => outerHTML.slice(0, 80)),
        ...links.filter((protocol) => !harmless.includes(protocol)),
    ];
}"""
_STICKING_OUT = """() => [...document.querySelectorAll('main *, dialog *')]
    .filter((one) => one.checkVisibility() && !one.closest('.visually-hidden'))
    .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
    .map(({tagName, className}) => `${tagName} ${className}`)"""


async def does_no_harm(ruiz: ChromiumPerson) -> None:
    """Whatever the page shows now is text, readable, and as wide as the narrowest screen."""
    assert await ruiz.evaluate(_HARM) == []
    assert UNSEEN_ON_PAGE.findall(await ruiz.page_text()) == []
    assert await too_wide(ruiz) <= 0
    assert await ruiz.evaluate(_STICKING_OUT) == []
    await ruiz.look(*SIZES["desktop"])


async def test_what_a_malicious_client_says_is_shown_as_text_and_the_page_stays_usable(
    server: DemoServer, people: People
) -> None:
    ruiz = await people.in_chromium(RUIZ)
    async with Stranger.joining(server.client, MAYA, CARD) as maya:
        await sit_down(ruiz, server)
        await ruiz.reads("says: ")
        await ruiz.reads("<img src=x")
        await does_no_harm(ruiz)
        for body in UNSEALED:
            await maya.send_body(body)
            # What comes faster is dropped unread.
            await asyncio.sleep(0.25)
        await tells_nonsense(maya)
        await does_no_harm(ruiz)
        await answers_by_message(ruiz, maya)
        await looks_at_the_emergency_card(ruiz)
        await ruiz.press("Refuse this link", within=card_of("Maya"))
        await does_no_harm(ruiz)
        await ruiz.press("Cancel")
        await admit(ruiz, "Maya")
        await sees_face(ruiz, MAYA)
        await ruiz.sees(*row_of("Maya"))
        await does_no_harm(ruiz)
        await ruiz.press("End session")
        await ruiz.sees("heading", "Today")
        await does_no_harm(ruiz)
        assert maya.refusals == []


async def tells_nonsense(maya: Stranger) -> None:
    """Several at once, and more when they were taken in: what has no answer is said again, all of it at once.

    On a slow machine that could otherwise be more than the server lets a page say.
    """
    for begun in range(0, len(NONSENSE), AT_ONCE):
        several = NONSENSE[begun : begun + AT_ONCE]
        for content in several:
            await maya.tell(content)
        told = FIRST + begun + len(several)

        async def taken(told: int = told) -> bool:
            return maya.taken >= told

        await until(taken, f"{told} contents have arrived", instead=lambda: maya.taken)


async def answers_by_message(ruiz: ChromiumPerson, maya: Stranger) -> None:
    """The dialog says nothing of theirs, and what is sent arrives."""
    await ruiz.press("Message", within=card_of("Maya"))
    await does_no_harm(ruiz)
    await ruiz.press("Five more minutes")

    async def told() -> bool:
        return {"kind": "note", "text": "Five more minutes"} in maya.told

    await until(told, "the message arrives", instead=lambda: maya.told)


async def looks_at_the_emergency_card(ruiz: ChromiumPerson) -> None:
    """Numbers that are none are read, and nothing dials them."""
    await ruiz.press("Emergency card", within=card_of("Maya"))
    await ruiz.reads(LATER_PLACE)
    panel = ruiz.page.get_by_role("region", name="Emergency card")
    dials = await panel.get_by_role("link").evaluate_all("(links) => links.map((link) => link.href)")
    assert all(re.fullmatch(r"tel:\+?\d+", address) for address in dials), dials
    await does_no_harm(ruiz)
    await ruiz.press("Hide card")
