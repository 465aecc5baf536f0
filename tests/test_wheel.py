"""The wheel holds all that the server needs, pages included."""

from __future__ import annotations

import re
import subprocess
import sys
import urllib.request
import zipfile
from pathlib import Path

import pytest

from telehealth.release import NAME, release
from telehealth.web.assets import Folders
from telehealth.web.manifest import Manifest
from tests.browser.server import demo

ROOT = Path(__file__).parent.parent


MANIFEST = "telehealth/_web/manifest.json"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _built(tmp_path_factory.mktemp("dist"))


def _built(folder: Path) -> Path:
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)],
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_holds_every_page_asset_and_module(wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    pages = {
        f"telehealth/_web/{path.relative_to(ROOT)}"
        for folder in ("static", "templates")
        for path in (ROOT / folder).rglob("*")
        if path.is_file()
    }
    modules = {str(path.relative_to(ROOT)) for path in (ROOT / "telehealth").rglob("*.py")}
    assert (pages | modules | {"telehealth/py.typed"}) - held == set()
    assert [name for name in held if name.startswith("tests/")] == []


def test_the_wheel_says_what_it_serves(wheel: Path, tmp_path: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    archive.extractall(tmp_path)
    inside = tmp_path / "telehealth" / "_web"
    version = wheel.name.split("-")[1]
    held = archive.read(MANIFEST)
    # From the files that the wheel holds, which are those of the checkout.
    assert held == Manifest.of(Folders(inside / "static", inside / "templates"), version).encoded()
    assert held == Manifest.of(Folders.find(), version).encoded()
    assert (NAME, version) == ("telehealth", release())


def test_building_again_makes_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    assert _built(tmp_path).read_bytes() == wheel.read_bytes()


def test_what_the_wheel_holds_serves(wheel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Unpacked, and in front of the checkout on the path: the same as installed, without downloading again.
    unpacked, empty = tmp_path / "unpacked", tmp_path / "empty"
    zipfile.ZipFile(wheel).extractall(unpacked)
    empty.mkdir()
    monkeypatch.chdir(empty)
    monkeypatch.setenv("PYTHONPATH", str(unpacked))
    found = subprocess.run(
        [sys.executable, "-c", "import telehealth; print(telehealth.__file__)"],
        check=True,
        capture_output=True,
        text=True,
    )
    assert found.stdout.startswith(str(unpacked))
    with demo(empty) as running:
        page = _get(f"{running.url}/join/anything")
        script = re.search(r'src="(/static/[^"]+\.js)"', page)
        assert script is not None
        assert "import" in _get(running.url + script[1])
        # The installed command, on the installed server: its own manifest is looked at, too.
        verify = [sys.executable, "-m", "telehealth", "verify", running.url]
        said = subprocess.run(verify, capture_output=True, text=True, check=False)
        assert (said.returncode, said.stderr) == (0, "")
        changed = unpacked / "telehealth" / "_web" / "static" / "js" / "join.js"
        changed.write_text(changed.read_text() + "leak();\n")
        said = subprocess.run(verify, capture_output=True, text=True, check=False)
        assert (said.returncode, "Install the package again" in said.stdout) == (2, True)


def _get(url: str) -> str:
    with urllib.request.urlopen(url, timeout=10) as response:
        text: str = response.read().decode()
        return text
