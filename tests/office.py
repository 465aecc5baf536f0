"""A clinician's account, people and links, set up over HTTP by a program instead of our pages.

It is written from docs/PROTOCOL.md and `tests/vault_format.py`: what it makes, the pages have to open.
"""

from __future__ import annotations

import json
import secrets
import ssl
import time
import urllib.error
import urllib.request
from http.cookies import SimpleCookie
from typing import Any

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from telehealth.security.tokens import random_id, unpadded_text
from tests import vault_format as formats
from tests.vault_format import AccountKeys, Place

PASSWORD = "orchard lantern pebble walnut ferry"


class Refused(Exception):
    """The server has refused something; `status` and `code` say what."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(f"{status} {code}")
        self.status = status
        self.code = code


class Office:
    """One clinician: what their browser would know."""

    def __init__(
        self,
        url: str,
        *,
        password: str = PASSWORD,
        public_name: str = "Dr Ruiz",
        uses_sheet: bool = False,
    ) -> None:
        self.url = url
        self.password = password
        self.public_name = public_name
        self.username = ""
        self.installation: str = ""
        self.code = formats.new_recovery_code()
        self.uses_sheet = uses_sheet
        """Whether a new device needs the recovery code beside the password."""
        self.data_key = bytes(32)
        self.room = random_id()
        self.room_key = X25519PrivateKey.generate()
        self.entries: dict[str, dict[str, Any]] = {}
        self.version = 0
        self.blob = ""
        self._cookies = ""
        # The demo's own certificate, which nobody knows.
        self._tls = ssl._create_unverified_context() if url.startswith("https:") else None  # noqa: S323

    @property
    def public_key(self) -> str:
        """The room's, as links carry it."""
        return unpadded_text(self.room_key.public_key().public_bytes_raw())

    @property
    def private_key(self) -> str:
        """The room's, as the vault keeps it."""
        data = self.room_key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        return unpadded_text(data)

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> Any:  # noqa: ANN401 (any JSON)
        """A request as our page makes it. Raises Refused."""
        ours = {
            "Origin": self.url,
            "Sec-Fetch-Site": "same-origin",
            "X-Telehealth": "1",
            "Cookie": self._cookies,
        }
        given = ours | {"Content-Type": "application/json"} | headers
        data = None if method == "GET" else json.dumps({} if body is None else body).encode()
        request = urllib.request.Request(f"{self.url}{path}", data, given, method=method)
        try:
            with urllib.request.urlopen(request, timeout=15, context=self._tls) as answer:
                self._keep_cookies(answer.headers.get_all("Set-Cookie") or [])
                text = answer.read()
        except urllib.error.HTTPError as error:
            with error:
                raise Refused(error.code, json.load(error)["error"]["code"]) from error
        return json.loads(text) if text else None

    def _keep_cookies(self, headers: list[str]) -> None:
        if headers:
            found = [next(iter(SimpleCookie(header).values())) for header in headers]
            self._cookies = "; ".join(f"{one.key}={one.value}" for one in found)

    # ── The account ──────────────────────────────────────────────────────────────────────────────

    def set_up(self, token: str) -> None:
        """Use an enrolment link up: password, recovery code, room and an empty list of people."""
        self.installation = self.ask("GET", "/api/site")["installation"]
        self.username = self.ask("POST", "/api/enrolment", {"token": token})["username"]
        self.data_key = secrets.token_bytes(32)
        self.entries[self.room] = {
            "kind": "room",
            "publicKey": self.public_key,
            "privateKey": self.private_key,
        }
        if self.uses_sheet:
            self.entries["recoverySheet"] = {"kind": "recoverySheet", "on": True}
        self.blob = formats.seal(self._place(1, formats.FIRST_PARENT), self._content())
        password, recovery = self.keys(), formats.recovery_keys(self.installation, self.username, self.code)
        credentials = {
            "key": password.authentication,
            "recovery_key": recovery.authentication,
            "password_wrap": formats.wrap(password.wrapping, self.data_key, "password", self.username),
            "recovery_wrap": formats.wrap(recovery.wrapping, self.data_key, "recovery", self.username),
        }
        room = {"id": self.room, "public_key": self.public_key}
        wanted = {"token": token, "public_name": self.public_name, "room": room, "credentials": credentials}
        self.ask("POST", "/api/enrol", wanted | {"blob": self.blob})
        self.version = 1

    def keys(self) -> AccountKeys:
        """What the password becomes."""
        whose = self.installation, self.username
        sheet = formats.recovery_sheet(*whose, self.code) if self.uses_sheet else None
        return formats.password_keys(*whose, self.password, sheet)

    def sign_in(self) -> None:
        """Sign in again."""
        self.ask("POST", "/api/sign-in", {"username": self.username, "key": self.keys().authentication})

    # ── People and links ─────────────────────────────────────────────────────────────────────────

    def invite(self, label: str, code_word: str = "") -> str:
        """A new person and their standing link."""
        person = random_id()
        self.entries[person] = {
            "kind": "person", "room": self.room, "label": label, "codeWord": code_word, "usual": None,
            "last": None, "made": time.time(),
        }  # fmt: skip
        return self._link(person, "client", "", code_word=code_word != "")

    def invite_guest(self, of: str, label: str = "Guest") -> str:
        """A guest's link, for the case of the person of this label."""
        person = next(case for case, entry in self.entries.items() if entry.get("label") == of)
        return self._link(person, "guest", label, code_word=False)

    def _link(self, person: str, role: str, label: str, *, code_word: bool) -> str:
        invitation, secret = random_id(), random_id()
        self.entries[invitation] = {
            "kind": "invitation", "person": person, "room": self.room, "secret": secret, "role": role,
            "label": label, "appointment": None, "made": time.time(), "pending": False, "replaces": None,
        }  # fmt: skip
        self.save()
        self.ask(
            "POST",
            "/api/invitations",
            {
                "id": invitation,
                "room": self.room,
                "case": person,
                "admission_hash": formats.admission_hash(secret),
                "role": role,
                "code_word": code_word,
            },
        )
        return formats.link(self.url, invitation, secret, self.public_key)

    def save(self) -> None:
        """Write the vault. Raises Refused (412) when a page was faster."""
        parent = formats.blob_hash(self.blob)
        self.blob = formats.seal(self._place(self.version + 1, parent), self._content())
        self.ask(
            "PUT", "/api/vault", {"parent": parent, "blob": self.blob}, **{"If-Match": f'"{self.version}"'}
        )
        self.version += 1

    def load(self) -> None:
        """Read the vault as a page would, from the password on."""
        kept = self.ask("GET", "/api/vault")
        wrapping = self.keys().wrapping
        self.data_key = formats.unwrap(wrapping, kept["password_wrap"], "password", self.username)
        self.version, self.blob = kept["version"], kept["blob"]
        self.entries = formats.open_vault(self._place(self.version, kept["parent"]), self.blob)["entries"]

    def _place(self, version: int, parent: str) -> Place:
        return Place(self.data_key, self.username, version, parent)

    def _content(self) -> dict[str, Any]:
        return {"format": 1, "entries": self.entries, "tombstones": {}}


def token_of(link: str) -> str:
    """The one-time token in an enrolment link."""
    return link.partition("#")[2]
