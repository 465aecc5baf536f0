"""What a page's frame worker counts, read by a test as the page itself reads it."""

from __future__ import annotations

from dataclasses import dataclass

from tests.browser.person import Person

# Keeps the page's workers in sight and asks them twice a second, for they forget what is over.
PREPARE = """() => {
    if (!window.RTCRtpScriptTransform) return;
    const {Worker, RTCRtpScriptTransform} = window;
    const counted = new Map();
    const alive = new Set();
    const uses = new Map();
    let workers = 0;
    const note = (name, count) => {
        const use = uses.get(name);
        if (use === undefined) return;
        const before = counted.get(name);
        const early = before?.first ? before.early : count.failed;
        counted.set(name, {...count, ...use, early});
    };
    window.frameCounts = () => [...counted.values()];
    window.Worker = class extends Worker {
        constructor(...settings) {
            super(...settings);
            alive.add(this);
            this.name = `worker ${(workers += 1)}`;
            this.addEventListener('message', ({data}) => {
                // With the first frame that is opened it is asked at once how many were not, before.
                if (data.opened !== undefined) this.postMessage({count: 'for a test'});
                for (const count of data.counts ?? []) note(`${this.name} ${count.id}`, count);
            });
        }
        terminate() {
            alive.delete(this);
            super.terminate();
        }
    };
    window.RTCRtpScriptTransform = class extends RTCRtpScriptTransform {
        constructor(worker, options, ...others) {
            super(worker, options, ...others);
            uses.set(`${worker.name} ${options.id}`, {role: options.role, sort: options.sort});
        }
    };
    setInterval(() => {
        for (const worker of alive) worker.postMessage({count: 'for a test'});
    }, 500);
}"""


@dataclass(frozen=True)
class FrameCount:
    """Frames that a page has received since it was opened."""

    seen: int
    failed: int
    """Which could not be decrypted."""
    early: int
    """Of these, what came to a newcomer before the first frame that was meant for them, too."""
    duplicates: int

    def __add__(self, other: FrameCount) -> FrameCount:
        return FrameCount(
            self.seen + other.seen,
            self.failed + other.failed,
            self.early + other.early,
            self.duplicates + other.duplicates,
        )


async def received(person: Person) -> FrameCount:
    """Ask the page. `PREPARE` has to have run before the page's own scripts."""
    sums = """() => ['seen', 'failed', 'early', 'duplicates'].map((what) => window.frameCounts()
        .filter(({role}) => role === 'receive').reduce((sum, count) => sum + count[what], 0))"""
    return FrameCount(*await person.evaluate(sums))
