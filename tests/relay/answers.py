"""Answers as a browser would write them, from an offer of the relay."""

from __future__ import annotations

import re
from collections.abc import Mapping

FINGERPRINT = ":".join(["AB"] * 32)


def mids(offer: str) -> list[str]:
    """Every section's mid, in order."""
    return re.findall(r"a=mid:(\S+)", offer)


def live_mids(offer: str) -> list[str]:
    """Mids of sections that are offered and not stopped."""
    (bundle,) = re.findall(r"a=group:BUNDLE ?(.*)", offer)
    return str(bundle).strip().split(" ")


def answer(
    offer: str,
    ssrcs: Mapping[str, tuple[int, int]] | None = None,
    fingerprint: str = FINGERPRINT,
    setup: str = "active",
) -> str:
    """Accept everything that is live; `ssrcs` is mid → (SSRC, RTX SSRC or 0) of what the page sends."""
    lines = ["v=0", "o=- 4611 2 IN IP4 127.0.0.1", "s=-", "t=0 0"]
    for block in offer.split("\r\nm=")[1:]:
        lines += _section(block, ssrcs or {}, fingerprint, setup)
    return "\r\n".join(lines) + "\r\n"


def _section(block: str, ssrcs: Mapping[str, tuple[int, int]], fingerprint: str, setup: str) -> list[str]:
    first, *rest = block.split("\r\n")
    kind, port, protocol, *payloads = first.split(" ")
    mid = next(line.removeprefix("a=mid:") for line in rest if line.startswith("a=mid:"))
    stopped = port == "0"
    direction = "sendonly" if mid in ssrcs else "recvonly" if "a=sendonly" in rest else "inactive"
    lines = [
        f"m={kind} {0 if stopped else 9} {protocol} {' '.join(payloads)}",
        "c=IN IP4 0.0.0.0",
        f"a=mid:{mid}",
        f"a=fingerprint:sha-256 {fingerprint}",
        f"a=setup:{setup}",
        f"a={'inactive' if stopped else direction}",
        "a=rtcp-mux",
    ]
    if mid in ssrcs and not stopped:
        ssrc, rtx = ssrcs[mid]
        lines += [f"a=ssrc-group:FID {ssrc} {rtx}"] if rtx else []
        lines += [f"a=ssrc:{number} cname:page" for number in (ssrc, rtx) if number]
    return lines
