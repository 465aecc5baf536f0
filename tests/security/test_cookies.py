"""The cookies of a clinician's browser."""

from __future__ import annotations

from telehealth.security.cookies import known_browser_cookie, sign_in_cookie


def test_on_https_the_cookie_belongs_to_this_name_alone_and_no_script_reads_it() -> None:
    assert sign_in_cookie(secure=True).header("abc") == (
        "__Host-telehealth=abc; Max-Age=43200; Path=/; HttpOnly; SameSite=Strict; Secure"
    )


def test_on_localhost_it_has_the_plain_name_that_browsers_take_there() -> None:
    assert sign_in_cookie(secure=False).header("abc") == (
        "telehealth=abc; Max-Age=43200; Path=/; HttpOnly; SameSite=Strict"
    )


def test_signing_out_takes_it_away() -> None:
    assert sign_in_cookie(secure=True).removal().startswith("__Host-telehealth=; Max-Age=0; Path=/;")


def test_a_browser_is_known_for_a_year_by_a_cookie_of_its_own() -> None:
    assert known_browser_cookie(secure=True).header("abc") == (
        "__Host-telehealth-browser=abc; Max-Age=31536000; Path=/; HttpOnly; SameSite=Strict; Secure"
    )
