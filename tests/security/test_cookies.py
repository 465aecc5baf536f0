"""The sign-in cookie."""

from __future__ import annotations

from telehealth.security.cookies import SignInCookie


def test_on_https_the_cookie_belongs_to_this_name_alone_and_no_script_reads_it() -> None:
    assert SignInCookie(secure=True).header("abc") == (
        "__Host-telehealth=abc; Max-Age=43200; Path=/; HttpOnly; SameSite=Strict; Secure"
    )


def test_on_localhost_it_has_the_plain_name_that_browsers_take_there() -> None:
    assert SignInCookie(secure=False).header("abc") == (
        "telehealth=abc; Max-Age=43200; Path=/; HttpOnly; SameSite=Strict"
    )


def test_signing_out_takes_it_away() -> None:
    assert SignInCookie(secure=True).removal().startswith("__Host-telehealth=; Max-Age=0; Path=/;")
