"""The headers of every response, errors included."""

from __future__ import annotations

DIRECTIVES = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' blob:",
    "media-src 'self' blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    # `'none'` would break `new Worker`; the policy `app` allows the worker's own paths and nothing else.
    "trusted-types app",
)
CONTENT_SECURITY_POLICY = "; ".join(DIRECTIVES)

ALLOWED_FEATURES = (
    "autoplay", "camera", "clipboard-write", "display-capture", "fullscreen", "microphone",
    "picture-in-picture", "publickey-credentials-create", "publickey-credentials-get", "screen-wake-lock",
    "speaker-selection", "web-share",
)  # fmt: skip
DENIED_FEATURES = (
    "accelerometer", "bluetooth", "browsing-topics", "clipboard-read",
    "compute-pressure", "cross-origin-isolated", "encrypted-media", "gamepad", "geolocation", "gyroscope",
    "hid", "identity-credentials-get", "idle-detection", "keyboard-map", "local-fonts", "magnetometer",
    "midi", "otp-credentials", "payment", "serial", "storage-access", "sync-xhr", "usb", "window-management",
    "xr-spatial-tracking",
)  # fmt: skip
PERMISSIONS_POLICY = ", ".join(
    [f"{name}=(self)" for name in ALLOWED_FEATURES] + [f"{name}=()" for name in DENIED_FEATURES]
)

ONE_YEAR = 31_536_000
NO_STORE = "no-store"
IMMUTABLE = f"public, max-age={ONE_YEAR}, immutable"


def security_headers(*, secure: bool) -> dict[str, str]:
    """What every response carries. `secure` says whether the public address is https.

    No Cross-Origin-Embedder-Policy: it buys nothing here and blocks workers behind some proxies.
    """
    headers = {
        "Content-Security-Policy": CONTENT_SECURITY_POLICY,
        "Permissions-Policy": PERMISSIONS_POLICY,
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": NO_STORE,
    }
    if secure:
        headers["Strict-Transport-Security"] = f"max-age={ONE_YEAR}"
    return headers
