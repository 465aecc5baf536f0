"""The clinician's vault: ciphertext that the server keeps in versions and cannot open."""

from __future__ import annotations

import hashlib
import time
from typing import TYPE_CHECKING

from aiohttp import hdrs, web
from msgspec import Struct

from telehealth.errors import SignInNeeded, Unknown, VaultChanged
from telehealth.security.tokens import unpadded_text
from telehealth.store.records import Vault
from telehealth.web import answers, requests
from telehealth.web.credentials import NewCredentials
from telehealth.web.fields import Blob, Body, Bytes32, Username, raw
from telehealth.web.keys import HUB, PASSWORDS, STORE, WRITES
from telehealth.web.proof import Proved, account, audit, new_sign_in, prove, signed_in, welcome
from telehealth.web.sign_ins import end_held

if TYPE_CHECKING:
    from telehealth.core.ids import ClinicianId

LONGEST_VERSION = 15


class WrittenVault(Body, frozen=True):
    """The body of `PUT /api/vault`: the version it replaces is in If-Match."""

    parent: Bytes32
    """SHA-256 of the blob that this one replaces."""
    blob: Blob

    def after(self, version: int) -> Vault:
        """The vault to keep in place of that version."""
        return Vault(version=version + 1, parent=raw(self.parent), blob=raw(self.blob))


class CredentialsRequest(WrittenVault, frozen=True):
    """The body of `POST /api/credentials`: `key` proves the password until now."""

    key: Bytes32
    credentials: NewCredentials


class RecoveryRequest(Body, frozen=True):
    """The body of `POST /api/recovery`: `key` is what the page has derived from the recovery code."""

    username: Username
    key: Bytes32


class RecoveredRequest(CredentialsRequest, frozen=True):
    """The body of `PUT /api/recovery`."""

    username: Username


class VaultFacts(Struct, frozen=True):
    """One version, as a page gets it."""

    version: int
    parent: str
    blob: str


class VaultAnswer(VaultFacts, frozen=True):
    """The answer of `GET /api/vault`."""

    password_wrap: str
    page_half: str


class RecoveryAnswer(VaultFacts, frozen=True):
    """The answer of `POST /api/recovery`."""

    recovery_wrap: str


class EarlierFacts(Struct, frozen=True):
    """A version that was replaced, and when."""

    version: int
    parent: str
    replaced: float


async def read(request: web.Request) -> web.Response:
    """The newest version, what opens it with the password, and this sign-in's half of the page key."""
    own = await signed_in(request)
    store = request.app[STORE]
    kept, credentials = await store.vault(own.clinician), await store.credentials(own.clinician)
    if kept is None or credentials is None:
        raise SignInNeeded
    facts = VaultAnswer(*_facts(kept), unpadded_text(credentials.password_wrap), unpadded_text(own.page_half))
    answer = answers.json(facts)
    answer.headers[hdrs.ETAG] = f'"{kept.version}"'
    return answer


async def write(request: web.Request) -> web.Response:
    """Replace the version that If-Match names. Raises VaultChanged if it is not the newest any more."""
    requests.check_mutation(request)
    version = requests.version(request)
    own = await signed_in(request)
    request.app[WRITES].take(own.clinician.encode())
    asked = await requests.body(request, WrittenVault, requests.LARGEST_VAULT_BODY)
    # A body may take its time, and the sign-in may have ended meanwhile.
    await signed_in(request)
    vault = asked.after(version)
    await _check_parent(request, own.clinician, version, vault)
    if not await request.app[STORE].write_vault(own.clinician, version, vault, time.time()):
        raise VaultChanged
    return answers.json({"version": vault.version})


async def earlier(request: web.Request) -> web.Response:
    """The versions that were replaced and are still kept."""
    own = await signed_in(request)
    kept = await request.app[STORE].earlier_vaults(own.clinician)
    facts = [EarlierFacts(one.version, unpadded_text(one.parent), one.replaced) for one in kept]
    return answers.json({"earlier": facts})


async def earlier_version(request: web.Request) -> web.Response:
    """One of them, whole."""
    own, text = await signed_in(request), request.match_info["version"]
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_VERSION):
        raise Unknown
    kept = await request.app[STORE].earlier_vault(own.clinician, int(text))
    if kept is None:
        raise Unknown
    return answers.json(VaultFacts(*_facts(kept)))


async def change_credentials(request: web.Request) -> web.Response:
    """Another password and recovery code: verifiers, wraps, vault and sign-ins change at once."""
    requests.check_mutation(request)
    requests.attempt(request)()
    version = requests.version(request)
    clinician = await account(request)
    asked = await requests.body(request, CredentialsRequest, requests.LARGEST_VAULT_BODY)
    proved = await prove(request, clinician.username, asked.key, "verifier", "password_changed")
    await signed_in(request)
    return await _replace(request, proved, version, asked, "password_changed")


async def open_recovery(request: web.Request) -> web.Response:
    """The vault for somebody who proves the recovery code, and what opens it with that."""
    requests.check_mutation(request)
    requests.attempt(request)()
    asked = await requests.body(request, RecoveryRequest)
    clinician, _ = await prove(request, asked.username, asked.key, "recovery_verifier", "recovery_opened")
    store = request.app[STORE]
    kept, credentials = await store.vault(clinician.id), await store.credentials(clinician.id)
    if kept is None or credentials is None:
        raise SignInNeeded
    await store.append_audit(audit("recovery_opened", clinician.id))
    return answers.json(RecoveryAnswer(*_facts(kept), unpadded_text(credentials.recovery_wrap)))


async def recover(request: web.Request) -> web.Response:
    """Another password and recovery code, for somebody who proves the recovery code until now."""
    requests.check_mutation(request)
    requests.attempt(request)()
    version = requests.version(request)
    asked = await requests.body(request, RecoveredRequest, requests.LARGEST_VAULT_BODY)
    proved = await prove(request, asked.username, asked.key, "recovery_verifier", "recovered")
    return await _replace(request, proved, version, asked, "recovered")


async def _replace(
    request: web.Request, proved: Proved, version: int, asked: CredentialsRequest, event: str
) -> web.Response:
    app, held, clinician = request.app, requests.sign_in(request) or b"", proved.clinician
    vault = asked.after(version)
    await _check_parent(request, clinician.id, version, vault)
    credentials = await asked.credentials.to_keep(app[PASSWORDS])
    token, kept = new_sign_in(clinician.id)
    ended = await app[STORE].replace_credentials(
        clinician.id,
        version,
        credentials=credentials,
        vault=vault,
        sign_in=kept,
        audit=audit(event, clinician.id),
        proved=proved.verifier,
    )
    if ended is None:
        raise VaultChanged
    if held in ended:
        app[HUB].signed_in_anew(held, kept.token_hash)
    else:
        # Somebody else's, or none: in this browser it ends here.
        await end_held(request)
    for other in ended:
        app[HUB].signed_out(other)
    return welcome(request, clinician.username, credentials.verifier, token)


async def _check_parent(request: web.Request, clinician: ClinicianId, version: int, vault: Vault) -> None:
    """Raise VaultChanged unless the page has seen the vault it replaces, and not another of the same number.

    A version never changes once it is there, so that this may come before the write.
    """
    newest = await request.app[STORE].vault(clinician)
    if newest is None or newest.version != version or hashlib.sha256(newest.blob).digest() != vault.parent:
        raise VaultChanged


def _facts(vault: Vault) -> tuple[int, str, str]:
    return vault.version, unpadded_text(vault.parent), unpadded_text(vault.blob)
