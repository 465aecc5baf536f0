"""Core images of a running server: all that its processes have in memory at one moment."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

PARTS = ("web", "relay")
WITHIN = 60.0

# Everything: what the kernel would leave out of a core file of its own, too.
_ORDERS = (
    "set debuginfod enabled off",
    "set auto-solib-add off",
    "set use-coredump-filter off",
    "set dump-excluded-mappings on",
)


def debugger() -> str:
    """Where gdb is. Raises `FileNotFoundError` with what to install."""
    path = shutil.which("gdb")
    if path is None:
        raise FileNotFoundError("the test of the server's memory needs gdb: sudo apt install gdb")
    return path


def children(supervisor: int) -> dict[str, int]:
    """Those processes of a server that its supervisor has started and that run now, by their part."""
    found: dict[str, int] = {}
    for child in Path(f"/proc/{supervisor}/task/{supervisor}/children").read_text().split():
        words = Path(f"/proc/{child}/cmdline").read_bytes().decode().split("\0")
        found |= {part: int(child) for part in PARTS if part in words}
    return found


def processes(supervisor: int) -> dict[str, int]:
    """The server's processes by their part: the supervisor, which was started, and its children."""
    found = {"supervisor": supervisor, **children(supervisor)}
    assert set(found) == {"supervisor", *PARTS}
    return found


async def write_core(pid: int, path: Path) -> None:
    """Write what a process has in memory; meanwhile it stands still.

    Raises `AssertionError` with what gdb said.
    """
    orders = [word for order in _ORDERS for word in ("-iex", order)]
    gdb = await asyncio.create_subprocess_exec(
        debugger(), "-nx", "-batch", *orders, "-p", str(pid), "-ex", f"gcore {path}",
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    said, _ = await asyncio.wait_for(gdb.communicate(), WITHIN)
    ptrace = "If it was not allowed to attach: run the tests as root, or set kernel.yama.ptrace_scope to 0."
    assert b"Saved corefile" in said, f"gdb wrote no core image of process {pid}. {ptrace}\n{said.decode()}"


@asynccontextmanager
async def core_images(supervisor: int) -> AsyncIterator[dict[str, Path]]:
    """A file for each part, while the block lasts: they are large."""
    with tempfile.TemporaryDirectory() as folder:
        images = {part: Path(folder) / f"{part}.core" for part in ("supervisor", *PARTS)}
        for part, pid in processes(supervisor).items():
            await write_core(pid, images[part])
        yield images
