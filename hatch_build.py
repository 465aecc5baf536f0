"""What building a wheel does besides copying: it writes down what the release serves (docs/adr/0016)."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ManifestHook(BuildHookInterface[Any]):
    """Puts `manifest.json` beside the pages and files it is about."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the manifest, unless this is an editable installation: its files may change any minute."""
        self._folder = TemporaryDirectory()
        if version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, self.root)
        from telehealth.web.assets import Folders  # noqa: PLC0415 -- found only now
        from telehealth.web.manifest import NAME, Manifest  # noqa: PLC0415

        folders = Folders(root / "static", root / "templates")
        file = Path(self._folder.name) / NAME
        file.write_bytes(Manifest.of(folders, self.metadata.version).encoded())
        build_data["force_include"][str(file)] = f"telehealth/_web/{NAME}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Remove what was written for the archive alone."""
        self._folder.cleanup()
