"""Which modules a module needs."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from telehealth.web.assets import Assets, FilesRefused, Folders
from telehealth.web.modules import Loading, load_order, needs, specifiers

ROOT = Path(__file__).parents[2]
EVERY_STATIC_IMPORT = """
    import fs from "node:fs";
    import vm from "node:vm";
    const found = {};
    for (const file of JSON.parse(fs.readFileSync(0, "utf8"))) {
        const module = new vm.SourceTextModule(fs.readFileSync(file, "utf8"));
        found[file] = module.moduleRequests?.map((one) => one.specifier) ?? module.dependencySpecifiers;
    }
    console.log(JSON.stringify(found));
"""


def assets(root: Path, **sources: str) -> Assets:
    """Modules named like `views__room`."""
    for name, source in sources.items():
        file = root / "js" / f"{name.replace('__', '/')}.js"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(source)
    return Assets(root)


def test_every_way_of_importing_and_exporting_again_is_read() -> None:
    source = """// A module.
import "./bare.js";
import { one } from "./one.js";
import {
  first,
  second as other,
} from "../lines.js";
import * as api from "./all.js";
import start, { more } from "./default.js";
export { again } from "./again.js";
export * from "./everything.js";
"""
    assert specifiers(source) == [
        "./bare.js", "./one.js", "../lines.js", "./all.js", "./default.js", "./again.js", "./everything.js",
    ]  # fmt: skip


def test_what_only_looks_like_an_import_is_none() -> None:
    source = """/** @import { Site } from "./types.js" */
/** @typedef {import("./types.js").Screen} Screen */
// import { old } from "./old.js";
export const from = "./text.js";
export function later() {
  return import("./later.js");
}
const text = `
import one abandon from
`;
export { text };
const other = "./other.js";
"""
    assert specifiers(source) == []


def test_in_our_own_modules_it_finds_what_the_engine_of_chromium_finds() -> None:
    files = sorted(map(str, (ROOT / "static").rglob("*.js")))
    run = subprocess.run(
        ["node", "--experimental-vm-modules", "--input-type=module", "--eval", EVERY_STATIC_IMPORT],
        input=json.dumps(files),
        capture_output=True,
        text=True,
        check=True,
    )
    theirs = {file: set(found) for file, found in json.loads(run.stdout).items()}
    assert {file: set(specifiers(Path(file).read_text())) for file in files} == theirs
    assert sum(map(len, theirs.values())) > len(files)


def test_everything_is_found_at_any_depth_and_the_nearest_first(tmp_path: Path) -> None:
    known = assets(
        tmp_path,
        join='import { a } from "./a.js";\nimport { room } from "./views/room.js";\n',
        a='import { deep } from "./deep.js";\n',
        views__room='import { a } from "../a.js";\nimport "../join.js";\n',
        deep="export {};\n",
        unused="export {};\n",
    )
    assert needs(known, "js/join.js") == ("js/a.js", "js/views/room.js", "js/deep.js")


def test_a_module_that_two_entries_need_is_named_before_the_first(tmp_path: Path) -> None:
    known = assets(
        tmp_path,
        exit='import "./shared.js";\n',
        join='import "./exit.js";\nimport "./shared.js";\nimport "./own.js";\n',
        shared="export {};\n",
        own="export {};\n",
    )
    assert load_order(known, ["js/exit.js", "js/join.js"]) == [
        Loading("js/exit.js", ("js/shared.js",)),
        Loading("js/join.js", ("js/own.js",)),
    ]


@pytest.mark.parametrize(
    "specifier",
    ["./missing.js", "../../outside.js", "package", "/js/a.js", "https://example.org/a.js", "a.js"],
)
def test_an_import_that_leads_nowhere_keeps_the_server_from_starting(tmp_path: Path, specifier: str) -> None:
    known = assets(tmp_path, join=f'import "{specifier}";\n', a="export {};\n")
    with pytest.raises(FilesRefused, match=r"static/js/join\.js imports .* missing"):
        needs(known, "js/join.js")


def test_no_worker_of_ours_imports_what_is_missing() -> None:
    own = Assets(Folders.find().static)
    for name in own.names:
        if name.endswith(".js"):
            assert set(needs(own, name)) <= set(own.names)
