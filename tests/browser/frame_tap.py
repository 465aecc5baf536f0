"""What one page's frame worker seals and opens, copied where it is in clear: at the browser's own AES-GCM."""

from __future__ import annotations

import asyncio
import base64

from playwright.async_api import Worker

from tests.browser.chromium import ChromiumPerson

WINDOW = 32
TELLING, AT_ITS_HEAD = 16, 6
"""Different bytes that a window must have, and among its first eight: a silence, or a plane surface, could
be anybody's."""

# Nothing of the page is altered but that both functions are looked at while they work.
_TAP = """([starts, length]) => {
    if (self.tapped) return;
    self.tapped = {sealed: [], clear: []};
    const note = (into, data) => {
        const bytes = new Uint8Array(data.buffer ?? data, data.byteOffset ?? 0, data.byteLength);
        for (const start of starts) {
            const window = bytes.subarray(start, start + length);
            if (window.length === length) into.push(btoa(String.fromCharCode(...window)));
        }
    };
    const {encrypt, decrypt} = SubtleCrypto.prototype;
    SubtleCrypto.prototype.encrypt = async function (algorithm, key, data) {
        note(self.tapped.clear, data);
        const sealed = await encrypt.call(this, algorithm, key, data);
        note(self.tapped.sealed, sealed);
        return sealed;
    };
    SubtleCrypto.prototype.decrypt = async function (algorithm, key, data) {
        const opened = await decrypt.call(this, algorithm, key, data);
        note(self.tapped.clear, opened);
        return opened;
    };
}"""
_STARTS = [0, 64, 400]
"""Where in a frame's sealed part a window begins: of large frames each lies in a packet of its own."""


class FrameTap:
    """Windows of 32 bytes, out of the frames of one Chromium page."""

    def __init__(self) -> None:
        self._workers: list[Worker] = []
        self._tapping: list[asyncio.Task[None]] = []

    @classmethod
    def of(cls, person: ChromiumPerson) -> FrameTap:
        """Tap each worker that this page starts from now on."""
        tap = cls()
        person.page.on("worker", tap._began)
        return tap

    def _began(self, worker: Worker) -> None:
        self._workers.append(worker)
        self._tapping.append(asyncio.create_task(worker.evaluate(_TAP, [_STARTS, WINDOW])))

    async def windows(self, kind: str) -> set[bytes]:
        """What was noted so far, `clear` or `sealed`, of the workers that are still there."""
        await asyncio.gather(*self._tapping)
        noted: list[str] = []
        for worker in self._workers:
            noted += await worker.evaluate("(kind) => self.tapped[kind]", kind)
        found = {base64.b64decode(text) for text in noted}
        return {window for window in found if _tells(window)}


def _tells(window: bytes) -> bool:
    return len(set(window)) >= TELLING and len(set(window[:8])) >= AT_ITS_HEAD
