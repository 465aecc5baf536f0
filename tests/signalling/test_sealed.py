"""No module of the server can open a sealed message, nor tries to."""

from __future__ import annotations

import ast
import json
import secrets
from pathlib import Path

import msgspec
import pytest

from telehealth.core.messages import SealedIn, SealedOut
from telehealth.security.tokens import unpadded_text
from telehealth.signalling.codec import Codec
from tests.practice import ROOM, identifier
from tests.signalling.scene import Scene

PACKAGE = Path(__file__).parent.parent.parent / "telehealth"
MODULES = sorted(PACKAGE.rglob("*.py"))
SEALED = {"SealedOut", "SealedIn"}
PASSES_IT_ON = "core/sealed.py"
DECODERS = {"b64decode", "urlsafe_b64decode", "standard_b64decode", "a85decode", "unhexlify", "a2b_base64"}
DECODES_TOKENS = {"security/tokens.py"}
"""Base64url of tokens and of A; a sealed message never goes there, as its importers below show."""


def names(module: Path) -> set[str]:
    tree = ast.parse(module.read_text("utf-8"))
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} | {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom | ast.Import)
        for alias in node.names
    }


def relative(module: Path) -> str:
    return module.relative_to(PACKAGE).as_posix()


def calls(tree: ast.AST, name: str) -> list[ast.expr]:
    """The last argument of each call of this name."""
    return [
        node.args[-1]
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name
    ]


def test_one_module_touches_sealed_messages_and_it_counts_and_copies_the_body() -> None:
    users = {relative(module) for module in MODULES if names(module) & SEALED}
    assert users == {PASSES_IT_ON, "core/acts.py", "core/messages.py", "core/permissions.py"}
    module = ast.parse((PACKAGE / PASSES_IT_ON).read_text("utf-8"))
    bodies = [node for node in ast.walk(module) if isinstance(node, ast.Attribute) and node.attr == "body"]
    measured = [argument for argument in calls(module, "len") if argument in bodies]
    passed = calls(module, "SealedIn")
    assert set(bodies) == {*measured, *passed}
    assert (len(measured), len(passed)) == (1, 1)


@pytest.mark.parametrize(
    "module", [m for m in MODULES if relative(m).startswith(("core/", "signalling/"))], ids=relative
)
def test_where_sealed_messages_pass_nothing_decodes_anything(module: Path) -> None:
    tree = ast.parse(module.read_text("utf-8"))
    called = {
        node.attr if isinstance(node, ast.Attribute) else node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute | ast.Name)
    }
    assert not called & DECODERS
    assert not {"base64", "binascii", "cryptography"} & names(module)


def test_only_tokens_are_decoded_from_base64() -> None:
    assert {relative(m) for m in MODULES if names(m) & DECODERS} == DECODES_TOKENS


async def test_a_body_arrives_byte_for_byte(hub_scene: Scene) -> None:
    desk, maya = await hub_scene.call()
    body = unpadded_text(secrets.token_bytes(40_000))
    said = json.dumps({"type": "sealed", "room": ROOM, "to": identifier("desk"), "body": body})
    message = Codec().decode(said)
    assert isinstance(message, SealedOut)
    await hub_scene.act(maya, message)
    (heard,) = desk.all(SealedIn)
    assert heard.sender == identifier("maya")
    assert f'"body":"{body}"'.encode() in msgspec.json.encode(heard)
