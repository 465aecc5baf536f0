"""Somebody has the whole data folder, server.key and the log, and knows every format."""

from __future__ import annotations

import base64
import hashlib
import math
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from argon2 import PasswordHasher
from cryptography.exceptions import InvalidTag

from telehealth.administration import opened_store
from telehealth.security.tokens import unpadded_text
from telehealth.store.records import Credentials, Vault
from tests import vault_format as formats
from tests.browser.traces import words_below, words_in
from tests.office import Office, token_of
from tests.vault_format import Place

ROOT = Path(__file__).parent.parent.parent

LABELS = ["Maya Quetzalcoatl", "Ben Nezahualcoyotl", "Interpreter Xochitl"]
CODE_WORD = "heron-of-tenochtitlan"


class Loot:
    """What was stolen, and the clinician whose data it is."""

    def __init__(self, folder: Path, log: bytes, office: Office, links: list[str]) -> None:
        self.folder = folder
        self.log = log
        self.office = office
        self.links = links

    @property
    def secrets(self) -> list[str]:
        """All that must not be in it, as text."""
        office = self.office
        keys, recovery = (
            office.keys(),
            formats.recovery_keys(office.installation, office.username, office.code),
        )
        raw = (office.data_key, keys.wrapping, recovery.wrapping, office.room_key.private_bytes_raw())
        links = [link.partition("#")[2].split(".")[1] for link in self.links]
        return [
            *LABELS, *(part for label in LABELS for part in label.split() if len(part) > 5), CODE_WORD,
            office.password, *office.password.split(), office.code, formats.format_recovery_code(office.code),
            office.private_key, keys.authentication, recovery.authentication, *links,
            *(formats.admission(secret) for secret in links),
            *(base64.urlsafe_b64encode(data).decode().rstrip("=") for data in raw),
        ]  # fmt: skip

    @property
    def keys(self) -> list[bytes]:
        """The same of what is bytes."""
        texts = [word for word in self.secrets if re.fullmatch(r"[\w-]{22}|[\w-]{43}", word)]
        return [base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)) for text in texts]


@pytest.fixture(scope="module")
def loot(tmp_path_factory: pytest.TempPathFactory) -> Loot:
    """A server that was used, and then lost power: nothing had time to be tidied up."""
    folder = tmp_path_factory.mktemp("stolen")
    arguments = ["serve", "--port", "0", "--media-port", "0", "--data", str(folder)]
    process = subprocess.Popen(
        [sys.executable, "-m", "telehealth", *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    office = Office(process.stdout.readline().decode().split()[-1])
    added = subprocess.run(
        [sys.executable, "-m", "telehealth", "clinician", "add", "ruiz", "--data", str(folder)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    office.set_up(token_of(added.stdout.splitlines()[-1]))
    links = [
        office.invite(LABELS[0], CODE_WORD),
        office.invite(LABELS[1]),
        office.invite_guest(LABELS[0], LABELS[2]),
    ]
    office.sign_in()
    for child in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split():
        os.kill(int(child), signal.SIGKILL)
    process.kill()
    said, log = process.communicate()
    return Loot(folder, said + log, office, links)


def test_no_label_secret_key_or_password_is_in_any_file_or_in_the_log(loot: Loot) -> None:
    files = {path.name for path in loot.folder.iterdir()}
    assert files >= {"telehealth.sqlite3", "telehealth.sqlite3-wal", "server.key"}
    assert words_below(loot.folder, loot.secrets) == []
    assert words_in(loot.log, loot.secrets) == []
    content = b"".join(path.read_bytes() for path in loot.folder.iterdir()) + loot.log
    assert [key for key in loot.keys if key in content] == []


def test_the_search_would_find_them(loot: Loot, tmp_path: Path) -> None:
    for number, secret in enumerate(loot.secrets):
        (tmp_path / str(number)).write_text(f"…{secret}…")
    assert len(words_below(tmp_path, loot.secrets)) >= len(loot.secrets)
    assert len(loot.keys) >= 8


class Opened(NamedTuple):
    """What the server's key opens."""

    credentials: Credentials
    vaults: list[Vault]
    halves: list[bytes]

    def everything(self) -> bytes:
        """All of it in one piece."""
        proofs = self.credentials
        texts = (proofs.verifier + proofs.recovery_verifier).encode()
        blobs = b"".join(vault.parent + vault.blob for vault in self.vaults)
        return texts + proofs.password_wrap + proofs.recovery_wrap + blobs + b"".join(self.halves)


async def opened(loot: Loot, folder: Path) -> Opened:
    """By the server's own code, on a copy of what was stolen."""
    copy = shutil.copytree(loot.folder, folder / "copy")
    async with opened_store(copy / "telehealth.sqlite3", copy / "server.key") as (store, _key):
        (ruiz,) = await store.clinicians()
        credentials, newest = await store.credentials(ruiz.id), await store.vault(ruiz.id)
        assert credentials is not None
        assert newest is not None
        older = [
            await store.earlier_vault(ruiz.id, one.version) for one in await store.earlier_vaults(ruiz.id)
        ]
        halves = [one.page_half for one in await store.sign_ins_of(ruiz.id, 0.0)]
    return Opened(credentials, [newest, *(one for one in older if one is not None)], halves)


async def test_with_the_servers_key_none_of_it_is_there_either(loot: Loot, tmp_path: Path) -> None:
    found = await opened(loot, tmp_path)
    assert len(found.vaults) == len(loot.links) + 1
    assert words_in(found.everything(), loot.secrets) == []
    assert [key for key in loot.keys if key in found.everything()] == []


async def test_nothing_that_was_stolen_is_a_key_of_the_vault(loot: Loot, tmp_path: Path) -> None:
    """Every 32 bytes anywhere in what the server's key opens are tried as data key and wrapping key."""
    found = await opened(loot, tmp_path)
    office, wrapped = loot.office, found.credentials.password_wrap
    small = found.credentials.password_wrap + found.credentials.recovery_wrap + b"".join(found.halves)
    kept = [vault.parent for vault in found.vaults]
    verifiers = (found.credentials.verifier, found.credentials.recovery_verifier)
    hashes = [base64.b64decode(verifier.split("$")[-1] + "==") for verifier in verifiers]
    tried = {*kept, *hashes, *(small[at : at + 32] for at in range(len(small) - 31)), bytes(32)}
    tried |= {hashlib.sha256(key).digest() for key in tried}
    for key in tried:
        with pytest.raises(InvalidTag):
            formats.unwrap(key, unpadded_text(wrapped), "password", office.username)
        with pytest.raises(InvalidTag):
            formats.open_vault(_place(loot, found.vaults[0], key), unpadded_text(found.vaults[0].blob))
    assert len(tried) > 200


async def test_the_right_password_opens_everything(loot: Loot, tmp_path: Path) -> None:
    """So what was not found was not merely overlooked; a guess costs what docs/THREATS.md computes."""
    found = await opened(loot, tmp_path)
    office, newest = loot.office, found.vaults[0]
    for kind, keys, wrapped in (
        ("password", office.keys(), found.credentials.password_wrap),
        (
            "recovery",
            formats.recovery_keys(office.installation, office.username, office.code),
            found.credentials.recovery_wrap,
        ),
    ):
        assert kind in {"password", "recovery"}
        data_key = formats.unwrap(keys.wrapping, unpadded_text(wrapped), kind, office.username)  # type: ignore[arg-type]
        content = formats.open_vault(_place(loot, newest, data_key), unpadded_text(newest.blob))
        assert set(LABELS) <= {entry.get("label") for entry in content["entries"].values()}
    PasswordHasher().verify(found.credentials.verifier, office.keys().authentication)


async def test_without_the_servers_key_not_even_a_password_can_be_tried(loot: Loot, tmp_path: Path) -> None:
    copy = shutil.copytree(loot.folder, tmp_path / "copy")
    (copy / "server.key").unlink()
    content = b"".join(path.read_bytes() for path in copy.iterdir())
    assert b"$argon2" not in content
    found = await opened(loot, tmp_path / "opened")
    for piece in (found.credentials.password_wrap, found.credentials.recovery_wrap, *found.halves):
        assert piece not in content
    assert [vault for vault in found.vaults if vault.blob in content] == []


def test_five_proposed_words_are_64_bits() -> None:
    """The arithmetic of docs/THREATS.md, with the list that the page draws from."""
    script = "import { WORDS } from './words.js'; console.log(new Set(WORDS).size);"
    run = subprocess.run(
        ["node", "--input-type=module", "--eval", script],
        cwd=ROOT / "static" / "js", capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert 5 * math.log2(int(run.stdout)) >= 64
    assert round(5 * math.log2(7132), 1) == 64.0
    assert "5 × log2(7132) = 5 × 12.80 = 64.0 bits" in (ROOT / "docs" / "THREATS.md").read_text("utf-8")


def _place(loot: Loot, vault: Vault, data_key: bytes) -> Place:
    return Place(data_key, loot.office.username, vault.version, unpadded_text(vault.parent))
