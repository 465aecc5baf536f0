"""The headers of every response."""

from __future__ import annotations

from telehealth.security.headers import ALLOWED_FEATURES, DENIED_FEATURES, security_headers


def test_the_content_security_policy_is_the_strict_one() -> None:
    assert security_headers(secure=True)["Content-Security-Policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
        "media-src 'self' blob:; font-src 'self'; connect-src 'self'; worker-src 'self'; "
        "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; trusted-types app"
    )


def test_the_others_are_these_and_no_more() -> None:
    headers = security_headers(secure=False)
    del headers["Content-Security-Policy"], headers["Permissions-Policy"]
    assert headers == {
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }


def test_https_is_asked_for_again_only_on_https_and_for_this_name_alone() -> None:
    assert security_headers(secure=True)["Strict-Transport-Security"] == "max-age=31536000"
    assert "Strict-Transport-Security" not in security_headers(secure=False)


def test_pages_may_use_what_a_session_needs_and_nothing_else() -> None:
    policy = dict(part.split("=") for part in security_headers(secure=True)["Permissions-Policy"].split(", "))
    assert {name for name, who in policy.items() if who == "(self)"} == {
        "autoplay",
        "camera",
        "clipboard-write",
        "display-capture",
        "fullscreen",
        "microphone",
        "picture-in-picture",
        "publickey-credentials-create",
        "publickey-credentials-get",
        "screen-wake-lock",
        "speaker-selection",
        "web-share",
    }
    assert {who for name, who in policy.items() if name in DENIED_FEATURES} == {"()"}
    assert not set(ALLOWED_FEATURES) & set(DENIED_FEATURES)
