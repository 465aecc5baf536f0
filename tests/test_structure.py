"""The house itself: every module has its twin, files and functions are short, documents are complete."""

from __future__ import annotations

import ast
import json
import subprocess
import typing
from pathlib import Path

import click
import msgspec
import pytest

from telehealth import cli
from telehealth.core import messages
from telehealth.store.retention import RETENTION
from tests.test_errors import everything

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "telehealth"
MODULES = sorted(path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py") if path.name != "__init__.py")
SOURCES = sorted(
    path.relative_to(ROOT)
    for folder, pattern in [(PACKAGE, "*.py"), (ROOT / "tests", "*.py"), (ROOT / "static", "**/*.js")]
    for path in folder.rglob(pattern)
)
LONGEST_FILE, LONGEST_FUNCTION = 300, 50

WITHOUT_A_TWIN = {
    "__main__.py": "one line, which every browser test runs",
    "store/records.py": "plain data, which the contract of the store keeps and gives back",
}


def _functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def _documents() -> str:
    paths = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    return "\n".join(path.read_text(encoding="utf-8") for path in paths)


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_a_module_has_a_test_file_of_the_same_place_and_name(module: Path) -> None:
    twin = ROOT / "tests" / module.parent / f"test_{module.name}"
    assert twin.exists() or str(module) in WITHOUT_A_TWIN


def test_exceptions_from_twins_are_needed() -> None:
    for name in WITHOUT_A_TWIN:
        module = Path(name)
        assert (PACKAGE / module).exists()
        assert not (ROOT / "tests" / module.parent / f"test_{module.name}").exists()


@pytest.mark.parametrize("source", SOURCES, ids=str)
def test_a_file_is_short_enough_to_be_read_at_once(source: Path) -> None:
    assert len((ROOT / source).read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


def test_a_function_fits_on_a_screen() -> None:
    long = [
        f"{path}:{node.lineno} {node.name}"
        for path in SOURCES
        if path.suffix == ".py"
        for node in _functions(ROOT / path)
        if (node.end_lineno or node.lineno) - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert long == []


@pytest.mark.parametrize("package", sorted(PACKAGE.rglob("__init__.py")), ids=lambda path: path.parent.name)
def test_a_package_says_what_it_does_and_nothing_more(package: Path) -> None:
    tree = ast.parse(package.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree)
    assert all(isinstance(node, ast.Expr | ast.Assign | ast.AnnAssign) for node in tree.body)


def _vocabulary(union: object) -> dict[str, list[str]]:
    return {
        str(message.__struct_config__.tag): sorted(message.__struct_fields__)
        for message in typing.get_args(union)
        if issubclass(message, msgspec.Struct)
    }


@pytest.mark.parametrize(
    ("name", "union"), [("FROM_BROWSER", messages.FromBrowser), ("TO_BROWSER", messages.ToBrowser)]
)
def test_page_and_server_have_one_vocabulary(name: str, union: object) -> None:
    script = f"import {{{name} as words}} from './messages.js'; console.log(JSON.stringify(words));"
    run = subprocess.run(
        ["node", "--input-type=module", "--eval", script],
        cwd=ROOT / "static" / "js",
        capture_output=True,
        text=True,
        check=True,
    )
    pages = {tag: sorted(fields) for tag, fields in json.loads(run.stdout).items()}
    assert pages == _vocabulary(union)


def test_every_error_code_stands_in_the_protocol_document() -> None:
    protocol = (ROOT / "docs" / "PROTOCOL.md").read_text(encoding="utf-8")
    assert [error.code for error in everything() if f"`{error.code}`" not in protocol] == []


def _documented(title: str) -> list[str]:
    """The rows of the tables in one section of the protocol document."""
    protocol = (ROOT / "docs" / "PROTOCOL.md").read_text(encoding="utf-8")
    section = protocol.partition(f"### {title}\n")[2].partition("\n##")[0]
    return [line for line in section.splitlines() if line.startswith("| `")]


@pytest.mark.parametrize(
    ("titles", "union"),
    [
        (("Opening: the first message about a room", "Browser → server"), messages.FromBrowser),
        (("Server → browser",), messages.ToBrowser),
    ],
)
def test_every_message_stands_in_the_protocol_document_with_its_fields(
    titles: tuple[str, ...], union: object
) -> None:
    rows = {row.split("`")[1]: row for title in titles for row in _documented(title)}
    vocabulary = _vocabulary(union)
    assert rows.keys() == vocabulary.keys()
    missing = [
        f"{tag}.{field}"
        for tag, fields in vocabulary.items()
        for field in fields
        if field != "room" and f"`{field}`" not in rows[tag]
    ]
    assert missing == []


def test_the_document_of_what_is_kept_is_the_table_that_the_server_forgets_by() -> None:
    document = (ROOT / "docs" / "KEPT.md").read_text(encoding="utf-8")
    rows = [line for line in document.splitlines() if line.startswith("| ")]
    assert rows[1:] == [f"| {one.kind} | {one.what} | {one.kept} |" for one in RETENTION]


def _options(command: click.Command, path: str = "telehealth") -> set[str]:
    options = {
        option
        for parameter in command.params
        if isinstance(parameter, click.Option) and not parameter.hidden
        for option in parameter.opts
        if option.startswith("--")
    }
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            child = command.get_command(context, name)
            assert child is not None
            if not child.hidden:
                options |= {f"{path} {name}"} | _options(child, f"{path} {name}")
    return options


def test_every_command_and_option_is_documented() -> None:
    documents = _documents()
    assert sorted(option for option in _options(cli.main) if option not in documents) == []
