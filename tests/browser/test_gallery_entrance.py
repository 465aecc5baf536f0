"""Enrolment, sign-in and recovery in every state: finished, accessible, on every screen."""

from __future__ import annotations

import re

import pytest

from tests.browser.gallery import Gallery
from tests.browser.media import RUIZ
from tests.browser.office_hours import shown_code
from tests.browser.people import People
from tests.browser.server import DemoServer

pytestmark = pytest.mark.gallery


async def test_the_pages_of_an_enrolment_are_finished_and_accessible(
    server: DemoServer, people: People, gallery: Gallery
) -> None:
    ruiz = await people.in_chromium(RUIZ)
    await ruiz.open(f"{server.url}/enrol")
    await ruiz.sees("heading")
    await gallery.take(ruiz, "enrol-incomplete-link")
    await ruiz.open(f"{server.url}/enrol#{'x' * 43}")
    await ruiz.reads("was used already")
    await gallery.take(ruiz, "enrol-over")
    await ruiz.open(server.enrolment)
    await ruiz.sees("button", "Use these words")
    await gallery.take(ruiz, "enrol")
    await ruiz.fill("Password", "short")
    await ruiz.press("Create account")
    await ruiz.sees("alert")
    await gallery.take(ruiz, "enrol-mistakes")
    await ruiz.fill("Your public name", "Dr Ruiz")
    await ruiz.press("Use these words")
    await ruiz.press("Create account")
    code = await shown_code(ruiz)
    await gallery.take(ruiz, "recovery-code")
    await ruiz.fill("Recovery code", code[:-1])
    await ruiz.press("Continue")
    await ruiz.sees("alert")
    await gallery.take(ruiz, "recovery-code-mistake")
    await ruiz.fill("Recovery code", code)
    await ruiz.press("Continue")
    await ruiz.sees("heading", "Today")
    await gallery.take(ruiz, "today-nobody-yet")
    ruiz.complaints[:] = [text for text in ruiz.complaints if "410" not in text]
    assert gallery.faults == []


async def test_the_pages_of_a_sign_in_are_finished_and_accessible(
    server: DemoServer, people: People, gallery: Gallery
) -> None:
    ruiz = await people.in_chromium(RUIZ)
    assert server.client
    await ruiz.open(f"{server.url}/sign-in")
    await ruiz.sees("button", "Sign in")
    await gallery.take(ruiz, "sign-in")
    await ruiz.fill("Username", "demo")
    await ruiz.fill("Password", "this is not the password")
    await ruiz.press("Sign in")
    await ruiz.sees("alert")
    await gallery.take(ruiz, "sign-in-refused")
    for _ in range(6):
        await ruiz.press("Sign in")
        await ruiz.sees("button", "Sign in")
    await ruiz.reads(re.compile("wait", re.IGNORECASE))
    await gallery.take(ruiz, "sign-in-waits")
    await ruiz.press("I forgot my password")
    await ruiz.sees("heading", "Use your recovery code")
    await gallery.take(ruiz, "recovery")
    await ruiz.press("Continue")
    await ruiz.sees("alert")
    await gallery.take(ruiz, "recovery-mistakes")
    await ruiz.open(f"{server.url}/kept")
    await ruiz.sees("heading", "What this server keeps")
    await gallery.take(ruiz, "kept")
    ruiz.complaints[:] = [text for text in ruiz.complaints if not re.search("401|429", text)]
    assert gallery.faults == []
