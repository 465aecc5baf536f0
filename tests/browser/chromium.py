"""A person in Chromium: one process each, because a fake camera's film is a process's own."""

from __future__ import annotations

import asyncio
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from playwright.async_api import Browser, BrowserContext, Error, Locator, Page, Playwright, Request, expect

from tests.browser.media import Appearance, Recordings
from tests.browser.person import PATIENCE, Name, Person, Place, Role

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A page that could not be loaded is loaded again by whoever tests it, and not by Chromium beside them.
    "--disable-auto-reload",
    # The tests listen with an AudioContext of their own, for which nobody clicks.
    "--autoplay-policy=no-user-gesture-required",
)


@dataclass(frozen=True)
class Setting:
    """What kind of device the person holds, and what it is asked to allow."""

    width: int = 1280
    height: int = 800
    scheme: Literal["light", "dark"] = "light"
    asks: bool = False
    """Whether the browser asks before it opens camera and microphone; with nobody to answer, that is a no."""
    camera: bool = True
    """Whether there is a camera at all. Chromium's fake microphones are always there."""
    user_agent: str | None = None
    """What the browser says it is; None for what is true."""

    @property
    def permissions(self) -> list[str]:
        """What was answered to the browser's questions before it asked them."""
        # What is not named is refused; copying needs no question in a browser of everyday life.
        return ["clipboard-write", *([] if self.asks else ["camera", "microphone"])]


def executable() -> str:
    """Where Chromium is. Raises `FileNotFoundError` with what to install."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        raise FileNotFoundError("the browser tests need Chromium: sudo apt install chromium")
    return path


def _arguments(appearance: Appearance, recordings: Recordings, setting: Setting) -> list[str]:
    if not setting.camera:
        return [*ARGUMENTS, "--use-fake-device-for-media-stream=device-count=0"]
    return [
        *ARGUMENTS,
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={recordings.picture(appearance)}",
        f"--use-file-for-fake-audio-capture={recordings.tone(appearance)}",
    ]


class ChromiumPerson(Person):
    """Playwright does the work; roles and names are Chromium's own accessibility tree's."""

    def __init__(self, appearance: Appearance, browser: Browser, context: BrowserContext, page: Page) -> None:
        super().__init__(appearance)
        self._browser = browser
        self.context = context
        self.requests: list[str] = []
        """The address of every request of the page."""
        self._sit_before(page)

    def _sit_before(self, page: Page) -> None:
        self.page = page
        page.on("request", self._requested)
        page.on("console", lambda m: self.complaints.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _requested(self, request: Request) -> None:
        self.requests.append(request.url)

    def _find(self, role: Role, name: Name | None, within: Place | None = None) -> Locator:
        return self._all(role, name, self.page if within is None else self._all(*within, self.page)).first

    def _all(self, role: Role, name: Name | None, place: Page | Locator) -> Locator:
        return place.get_by_role(role, name=name, exact=isinstance(name, str)).filter(visible=True)

    async def prepare_pages(self, function: str) -> None:
        await self.context.add_init_script(f"({function})()")

    async def open(self, url: str) -> None:
        await self.page.goto(url)

    async def reload(self) -> None:
        await self.page.reload()

    async def press(self, name: Name, role: Role = "button", within: Place | None = None) -> None:
        await self._find(role, name, within).click(timeout=PATIENCE * 1000)

    async def fill(self, name: Name, text: str, within: Place | None = None) -> None:
        await self._find("textbox", name, within).fill(text, timeout=PATIENCE * 1000)

    async def copy_of(self, name: Name) -> str:
        return await self._find("textbox", name).input_value(timeout=PATIENCE * 1000)

    async def tick(
        self, name: Name, role: Literal["checkbox", "radio"] = "checkbox", within: Place | None = None
    ) -> None:
        await self._find(role, name, within).check(timeout=PATIENCE * 1000)

    async def choose(self, name: Name, option: str) -> None:
        await self._find("combobox", name).select_option(label=option, timeout=PATIENCE * 1000)

    async def key(self, key: str) -> None:
        await self.page.keyboard.press(key)

    async def write(self, text: str) -> None:
        await self.page.keyboard.type(text)

    async def sees(
        self, role: Role, name: Name | None = None, seconds: float = PATIENCE, within: Place | None = None
    ) -> str:
        found = self._find(role, name, within)
        await expect(found).to_be_visible(timeout=seconds * 1000)
        return str(await found.evaluate("(node) => node.innerText ?? ''"))

    async def sees_no(
        self, role: Role, name: Name | None = None, seconds: float = PATIENCE, within: Place | None = None
    ) -> None:
        await expect(self._find(role, name, within)).to_have_count(0, timeout=seconds * 1000)

    async def reads(self, text: Name, seconds: float = PATIENCE) -> None:
        found = self.page.get_by_text(text).filter(visible=True).first
        await expect(found).to_be_visible(timeout=seconds * 1000)

    async def reads_no(self, text: Name, seconds: float = PATIENCE) -> None:
        found = self.page.get_by_text(text).filter(visible=True)
        await expect(found).to_have_count(0, timeout=seconds * 1000)

    async def evaluate(self, function: str, argument: object = None) -> Any:  # noqa: ANN401 - as the page likes
        return await self.page.evaluate(function, argument)

    async def look(self, width: int, height: int) -> None:
        await self.page.set_viewport_size({"width": width, "height": height})

    async def screenshot(self, path: Path) -> None:
        await self.page.screenshot(path=path)

    async def tab(self) -> ChromiumPerson:
        """Another tab of the same browser."""
        return self._beside(self.context, await self.context.new_page())

    async def device(self, setting: Setting | None = None) -> ChromiumPerson:
        """Another device of the same person: it shares nothing with this one but the face and the voice."""
        context = await self._browser.new_context(**_context(setting or Setting()))
        return self._beside(context, await context.new_page())

    def _beside(self, context: BrowserContext, page: Page) -> ChromiumPerson:
        other = ChromiumPerson(self.appearance, self._browser, context, page)
        other.complaints = self.complaints
        return other

    async def lose_tab(self) -> None:
        """The tab is killed, as by a system that is short of memory: no script of the page's hears of it.

        The person has another, empty one in its place, of the same browser.
        """
        session = await self.context.new_cdp_session(self.page)
        async with self.page.expect_event("crash"):
            crashing = asyncio.create_task(session.send("Page.crash"))
        await self._take_new_tab()
        # A page that is gone answers no order: this one is over with the tab.
        with suppress(Error):
            await crashing

    async def close_tab(self) -> None:
        """The person closes the tab, and has another, empty one of the same browser."""
        await self._take_new_tab()

    async def _take_new_tab(self) -> None:
        before = self.page
        self._sit_before(await self.context.new_page())
        await before.close()

    async def has_network(self, *, yes: bool) -> None:
        """What the browser tells its pages of its network."""
        await self.context.set_offline(not yes)

    async def process(self) -> int:
        session = await self._browser.new_browser_cdp_session()
        found = await session.send("SystemInfo.getProcessInfo")
        await session.detach()
        return next(int(one["id"]) for one in found["processInfo"] if one["type"] == "browser")

    async def go_dark(self) -> None:
        """This device is gone at once, as when its battery is empty."""
        await self.context.close()

    async def close(self) -> None:
        await self._browser.close()


async def start(
    playwright: Playwright, appearance: Appearance, recordings: Recordings, setting: Setting | None = None
) -> ChromiumPerson:
    """Start a Chromium process with an empty profile and one tab."""
    setting = setting or Setting()
    browser = await playwright.chromium.launch(
        executable_path=executable(), args=_arguments(appearance, recordings, setting)
    )
    context = await browser.new_context(**_context(setting))
    return ChromiumPerson(appearance, browser, context, await context.new_page())


def _context(setting: Setting) -> dict[str, Any]:
    return {
        "viewport": {"width": setting.width, "height": setting.height},
        "color_scheme": setting.scheme,
        "reduced_motion": "reduce",
        "ignore_https_errors": True,
        "locale": "en",
        "permissions": setting.permissions,
        "user_agent": setting.user_agent,
    }
