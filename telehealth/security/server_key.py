"""The server's own key: 32 bytes in a file, which has to stay out of the database and out of backups.

By default it lies in the data folder; `data.key_file` puts it elsewhere, so that a backup
may take the whole folder.
"""

from __future__ import annotations

import os
import secrets
import stat
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from telehealth.refusal import Refused

if TYPE_CHECKING:
    from pathlib import Path

LENGTH = 32


class ServerKeyRefused(Refused):
    """The key file cannot be trusted; the text says what to do."""


class ServerKey:
    """Gives each purpose a key of its own (HKDF-SHA-256, RFC 5869); never its own bytes."""

    def __init__(self, secret: bytes) -> None:
        if len(secret) != LENGTH:
            raise ServerKeyRefused(f"A server key has {LENGTH} bytes, and this one has {len(secret)}.")
        self._secret = secret

    def __repr__(self) -> str:
        return "<ServerKey>"

    def derive(self, purpose: str) -> bytes:
        """32 bytes that only this server has, for one purpose."""
        return derived(self._secret, purpose)

    @classmethod
    def load_or_create(cls, path: Path, *, data_exists: bool = False) -> ServerKey:
        """The key in this file, made with its folder when there is none, unless data were made with another.

        Raises ServerKeyRefused.
        """
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            if data_exists:
                raise ServerKeyRefused(
                    f"{path} is missing, and the data here was made with it. Put your copy of it back: "
                    "without it no account and no vault opens. Another key would not do."
                )
            _create(path)
        return cls(_read(path))


def derived(secret: bytes, purpose: str) -> bytes:
    """HKDF-SHA-256(secret, "telehealth/1 <purpose>"), 32 bytes, as everything here is derived (RFC 5869)."""
    return HKDF(SHA256(), LENGTH, salt=None, info=f"telehealth/1 {purpose}".encode()).derive(secret)


def _create(path: Path) -> None:
    """Write a new key beside its name, then link it: a crash leaves no half key, and a rival's key stays."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(LENGTH))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            return
    finally:
        draft.unlink()


def _read(path: Path) -> bytes:
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError as error:
        raise ServerKeyRefused(
            f"{path} cannot be opened ({error.strerror}). It has to be a file of this user, and no link."
        ) from error
    with os.fdopen(handle, "rb") as file:
        facts = os.fstat(file.fileno())
        if stat.S_IMODE(facts.st_mode) & 0o077:
            raise ServerKeyRefused(
                f"Others may read {path}. Say `chmod 600 {path}`. If somebody has read it, a copy of the "
                "database protects passwords and vaults less well: let everybody change their password."
            )
        if facts.st_uid != os.geteuid():
            raise ServerKeyRefused(f"{path} belongs to another user. Say `chown` to the user of this server.")
        secret = file.read(LENGTH + 1)
    if len(secret) != LENGTH:
        raise ServerKeyRefused(
            f"{path} has not {LENGTH} bytes. Put your copy of it back: without it no account opens."
        )
    return secret
