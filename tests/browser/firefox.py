"""A person in Firefox, without a driver: the browser itself speaks WebDriver BiDi."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Literal

from tests.browser.bidi import Bidi, Event
from tests.browser.deadline import until
from tests.browser.firefox_aim import RESTS_IN_VIEW, USABLE
from tests.browser.firefox_media import stand_in
from tests.browser.media import Appearance
from tests.browser.person import NAME_OF, PATIENCE, Name, Person, Place, Role, is_named

PREFERENCES: dict[str, bool | int | str] = {
    "media.navigator.streams.fake": True,
    "media.navigator.permission.disabled": True,
    "media.autoplay.default": 0,
    "media.autoplay.blocking_policy": 0,
    # Without a sound card nothing that plays or makes sound would ever start.
    "media.cubeb.force_mock_context": True,
    "remote.active-protocols": 1,
    "ui.prefersReducedMotion": 1,
    # Nothing below has to do with the page: it keeps Firefox from calling home.
    "app.normandy.enabled": False,
    "app.update.auto": False,
    "app.update.disabledForTesting": True,
    "browser.aboutwelcome.enabled": False,
    "browser.newtabpage.enabled": False,
    "browser.safebrowsing.downloads.remote.enabled": False,
    "browser.safebrowsing.provider.mozilla.updateURL": "",
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.update.enabled": False,
    "media.gmp-manager.updateEnabled": False,
    "media.gmp-provider.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "http://127.0.0.1:9/none",
    "toolkit.telemetry.reportingpolicy.firstRun": False,
}

BLOCKED = 1
"""Of `media.autoplay.default`: what is heard begins only in a page where somebody has clicked."""

Node = dict[str, Any]
"""A BiDi reference to an element of the page."""

KEYS = {"Backspace": "\ue003", "Tab": "\ue004", "Enter": "\ue007", "Shift": "\ue008", "Escape": "\ue00c"}
"""Keys that write no letter, by WebDriver's own letters for them (section 17.4.2)."""


def executable() -> str:
    """Where Firefox is. Raises `FileNotFoundError` with what to install."""
    path = shutil.which("firefox-esr") or shutil.which("firefox")
    if path is None:
        raise FileNotFoundError("the browser tests need Firefox: sudo apt install firefox-esr")
    return path


class FirefoxPerson(Person):
    """Roles and names are those of Firefox's own accessibility tree; clicks and keys are trusted ones."""

    def __init__(self, appearance: Appearance, connection: Bidi, process: asyncio.subprocess.Process) -> None:
        super().__init__(appearance)
        self._bidi = connection
        self._process = process
        self._tab = ""

    async def prepare(self, width: int, height: int) -> None:
        """Open the tab, with this person's face and voice for camera and microphone."""
        await self._bidi.command("session.new", capabilities={"alwaysMatch": {"acceptInsecureCerts": True}})
        await self._bidi.command("session.subscribe", events=["log.entryAdded"])
        await self.prepare_pages(stand_in(self.appearance))
        self._tab = (await self._bidi.command("browsingContext.create", type="tab"))["context"]
        await self.look(width, height)

    def heard(self, event: Event) -> None:
        """Keep what the page complains of."""
        if event["method"] == "log.entryAdded" and event["params"]["level"] == "error":
            self.complaints.append(str(event["params"]["text"]))

    async def prepare_pages(self, function: str) -> None:
        await self._bidi.command("script.addPreloadScript", functionDeclaration=function)

    async def open(self, url: str) -> None:
        await self._bidi.command("browsingContext.navigate", context=self._tab, url=url, wait="complete")

    async def reload(self) -> None:
        await self._bidi.command("browsingContext.reload", context=self._tab, wait="complete")

    async def _nodes(self, role: Role, name: Name | None, within: list[Node] | None) -> list[Node]:
        value = {"role": role, "name": name} if isinstance(name, str) else {"role": role}
        locator = {"type": "accessibility", "value": value}
        start = {} if within is None else {"startNodes": within}
        locate = "browsingContext.locateNodes"
        found = await self._bidi.command(locate, context=self._tab, locator=locator, **start)
        if role != "textbox" or found["nodes"]:
            return list(found["nodes"])
        # Firefox has a role of its own for password fields, which WAI-ARIA does not know.
        secret = {"type": "css", "value": "input[type=password]"}
        found = await self._bidi.command(locate, context=self._tab, locator=secret, **start)
        named = [await self._bidi.call(self._tab, NAME_OF, node) for node in found["nodes"]]
        pairs = zip(found["nodes"], named, strict=True)
        return [node for node, label in pairs if name is None or is_named(label["value"], name)]

    async def _look_for(self, role: Role, name: Name | None, within: Place | None = None) -> Node | None:
        places = None if within is None else await self._usable(*within)
        if places == []:
            return None
        found = await self._usable(role, name, places)
        return found[0] if found else None

    async def _usable(self, role: Role, name: Name | None, within: list[Node] | None = None) -> list[Node]:
        nodes = await self._nodes(role, name, within)
        pattern = name.pattern if isinstance(name, re.Pattern) else ""
        found = await self._bidi.call(self._tab, USABLE, {"type": "string", "value": pattern}, *nodes)
        return [{"sharedId": node["sharedId"]} for node in found["value"]]

    async def _find(
        self,
        role: Role,
        name: Name | None,
        seconds: float = PATIENCE,
        within: Place | None = None,
    ) -> Node:
        return await until(lambda: self._look_for(role, name, within), f"{role} {name}", seconds)

    async def _click(self, node: Node) -> None:
        async def aimed() -> bool:
            return bool((await self._bidi.call(self._tab, RESTS_IN_VIEW, node))["value"])

        await until(aimed, "what is to be clicked stands still", PATIENCE)
        actions = [
            {"type": "pointerMove", "x": 0, "y": 0, "origin": {"type": "element", "element": node}},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        await self._bidi.command(
            "input.performActions",
            context=self._tab,
            actions=[{"type": "pointer", "id": "mouse", "actions": actions}],
        )

    async def press(self, name: Name, role: Role = "button", within: Place | None = None) -> None:
        await self._click(await self._find(role, name, within=within))

    async def fill(self, name: Name, text: str, within: Place | None = None) -> None:
        node = await self._find("textbox", name, within=within)
        write = """(node, text) => {
            node.focus();
            node.select();
            document.execCommand('insertText', false, text);
        }"""
        await self._bidi.call(self._tab, write, node, {"type": "string", "value": text})

    async def copy_of(self, name: Name) -> str:
        node = await self._find("textbox", name)
        return str((await self._bidi.call(self._tab, "(node) => node.value", node))["value"])

    async def tick(
        self, name: Name, role: Literal["checkbox", "radio"] = "checkbox", within: Place | None = None
    ) -> None:
        node = await self._find(role, name, within=within)
        if not (await self._bidi.call(self._tab, "(node) => node.checked", node))["value"]:
            await self._click(node)

    async def choose(self, name: Name, option: str) -> None:
        node = await self._find("combobox", name)
        choose = """(list, text) => {
            list.selectedIndex = [...list.options].findIndex((option) => option.label === text);
            list.dispatchEvent(new Event('input', {bubbles: true}));
            list.dispatchEvent(new Event('change', {bubbles: true}));
        }"""
        await self._bidi.call(self._tab, choose, node, {"type": "string", "value": option})

    async def key(self, key: str) -> None:
        await self._strike([KEYS.get(key, key)])

    async def write(self, text: str) -> None:
        await self._strike(list(text))

    async def _strike(self, keys: list[str]) -> None:
        actions = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        await self._bidi.command(
            "input.performActions",
            context=self._tab,
            actions=[{"type": "key", "id": "keyboard", "actions": actions}],
        )

    async def sees(
        self, role: Role, name: Name | None = None, seconds: float = PATIENCE, within: Place | None = None
    ) -> str:
        node = await self._find(role, name, seconds, within)
        return str((await self._bidi.call(self._tab, "(node) => node.innerText", node))["value"])

    async def sees_no(
        self, role: Role, name: Name | None = None, seconds: float = PATIENCE, within: Place | None = None
    ) -> None:
        async def gone() -> bool:
            return await self._look_for(role, name, within) is None

        await until(gone, f"no {role} {name}", seconds)

    async def _shows(self, text: Name) -> bool:
        pattern = text if isinstance(text, re.Pattern) else re.escape(text)
        return re.search(pattern, await self.page_text()) is not None

    async def reads(self, text: Name, seconds: float = PATIENCE) -> None:
        await until(lambda: self._shows(text), f"the text {text}", seconds)

    async def reads_no(self, text: Name, seconds: float = PATIENCE) -> None:
        async def gone() -> bool:
            return not await self._shows(text)

        await until(gone, f"no text {text}", seconds)

    async def evaluate(self, function: str, argument: object = None) -> Any:  # noqa: ANN401 - as the page likes
        whole = f"async (argument) => JSON.stringify(await ({function})(JSON.parse(argument))) ?? 'null'"
        value = await self._bidi.call(self._tab, whole, {"type": "string", "value": json.dumps(argument)})
        return json.loads(value["value"])

    async def look(self, width: int, height: int) -> None:
        viewport = {"width": width, "height": height}
        await self._bidi.command("browsingContext.setViewport", context=self._tab, viewport=viewport)

    async def screenshot(self, path: Path) -> None:
        picture = await self._bidi.command("browsingContext.captureScreenshot", context=self._tab)
        await asyncio.to_thread(path.write_bytes, base64.b64decode(picture["data"]))

    async def process(self) -> int:
        return self._process.pid

    async def close(self) -> None:
        await self._bidi.command("browser.close")
        await asyncio.wait_for(self._process.wait(), 10)


def _write_profile(folder: Path, preferences: dict[str, bool | int | str]) -> None:
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in preferences.items()]
    (folder / "user.js").write_text("".join(lines))


async def _address(process: asyncio.subprocess.Process) -> str:
    assert process.stderr is not None
    said = []
    while line := (await asyncio.wait_for(process.stderr.readline(), 30)).decode():
        said.append(line)
        if found := re.search(r"WebDriver BiDi listening on (ws://\S+)", line):
            return f"{found[1]}/session"
    raise AssertionError("Firefox ended at once: " + "".join(said))


async def _read_to_its_end(process: asyncio.subprocess.Process) -> None:
    # A pipe that nobody empties would stop Firefox when it is full.
    assert process.stderr is not None
    while await process.stderr.readline():
        pass


@asynccontextmanager
async def start(
    appearance: Appearance, folder: Path, *, plays: bool = True, width: int = 1280, height: int = 800
) -> AsyncIterator[FirefoxPerson]:
    """Start Firefox with an empty profile in `folder`, and end it with the block.

    Unless it `plays`, sound begins only when somebody has clicked in the page.
    """
    _write_profile(folder, PREFERENCES if plays else PREFERENCES | {"media.autoplay.default": BLOCKED})
    process = await asyncio.create_subprocess_exec(
        executable(), "--headless", "--no-remote", "--profile", str(folder), "--remote-debugging-port", "0",
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE, limit=2**20,
        env={**os.environ, "MOZ_HEADLESS": "1", "MOZ_CRASHREPORTER_DISABLE": "1", "HOME": str(folder)},
    )  # fmt: skip
    reading: asyncio.Task[None] | None = None
    try:
        address = await _address(process)
        reading = asyncio.create_task(_read_to_its_end(process))
        async with Bidi(address) as bidi:
            person = FirefoxPerson(appearance, bidi, process)
            bidi.listeners.append(person.heard)
            await person.prepare(width, height)
            yield person
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
        if reading is not None:
            await reading
