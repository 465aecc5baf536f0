"""The pages' formats and the second implementation agree: each opens what the other sealed."""

from __future__ import annotations

import functools
import hashlib
import json
import secrets
import subprocess
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given, settings
from hypothesis import strategies as st

from telehealth.security import tokens
from telehealth.security.tokens import unpadded_bytes, unpadded_text
from tests import vault_format
from tests.vault_format import FIRST_PARENT, Kind, Place

PAGES = Path(__file__).parent.parent / "static" / "js"
ACCOUNT = {"installation": "Zm9yLXRlc3RzLW9ubHktMQ", "username": "ana.ruiz"}
PASSWORD = "Grüße ﬁve lanterns ①"
CODE = vault_format.new_recovery_code()
DATA_KEY = bytes(range(32))
SECRET = "AAECAwQFBgcICQoLDA0ODw"
SOMEWHERE = Place(DATA_KEY, "ana.ruiz", 2**40 + 7, vault_format.blob_hash("AAAA"))
CONTENT: dict[str, Any] = {
    "format": 1,
    "entries": {
        "m" * 22: {
            "kind": "person",
            "room": "r" * 22,
            "label": 'Zoë "Z" \\ <b> 🌱\u2028\x7f',
            "codeWord": "",
            "usual": {"day": 1, "time": "14:00"},
            "last": {"at": 1750000000.25, "method": "code word matched"},
            "made": 1750000000,
        }
    },
    "tombstones": {"x" * 22: 1750000001.5},
}

SCRIPT = """
import { readFileSync } from "node:fs";
import { decodeBase64url as bytes, encodeBase64url as text } from "./base64url.js";
import { hkdf } from "./kdf.js";
import { deriveAdmission, readLink } from "./link.js";
import { passwordKeys, recoveryKeys, recoverySheet } from "./password.js";
import { formatRecoveryCode, newRecoveryCode, readRecoveryCode } from "./recovery_code.js";
import * as cipher from "./vault_cipher.js";

const given = JSON.parse(readFileSync(0, "utf-8"));
const { account, password, code, secret, kinds } = given;
const sheet = await recoverySheet({ ...account, code });
const keys = {
  password: await passwordKeys({ ...account, password }),
  recovery: await recoveryKeys({ ...account, code }),
};
const withSheet = await passwordKeys({ ...account, password }, sheet);
const wrapping = withSheet.wrapping;
const place = { ...given.place, dataKey: bytes(given.place.dataKey) };
const { username, dataKey } = place;
const made = await newRecoveryCode();
const blob = await cipher.sealVault(place, given.content);
const opened = {}, wraps = {};
for (const kind of kinds) {
  opened[kind] = text(await cipher.unwrapDataKey(keys[kind].wrapping, given.wraps[kind], kind, username));
  wraps[kind] = await cipher.wrapDataKey(keys[kind].wrapping, dataKey, kind, username);
}
const { pathname, hash } = new URL(given.link);
const link = readLink(pathname, hash);
console.log(JSON.stringify({
  hkdf: text(await hkdf(dataKey, "telehealth/1 test", bytes(secret), 77)),
  keys: { password: keys.password.authentication, recovery: keys.recovery.authentication },
  sheet: text(sheet),
  withSheet: withSheet.authentication,
  openedWithSheet: text(await cipher.unwrapDataKey(wrapping, given.sheetWrap, "password", username)),
  sheetWrap: await cipher.wrapDataKey(wrapping, dataKey, "password", username),
  opened, wraps, blob,
  hash: await cipher.blobHash(given.blob),
  content: await cipher.openVault(place, given.blob),
  firstParent: cipher.FIRST_PARENT,
  made, shown: formatRecoveryCode(made),
  read: await readRecoveryCode(given.typed),
  admission: await deriveAdmission(bytes(secret)),
  link: { ...link, secret: text(link.secret) },
}));
"""


@functools.cache
def _keys() -> dict[Kind, vault_format.AccountKeys]:
    return {
        "password": vault_format.password_keys(**ACCOUNT, password=PASSWORD, sheet=None),
        "recovery": vault_format.recovery_keys(**ACCOUNT, code=CODE),
    }


@functools.cache
def _keys_with_sheet() -> vault_format.AccountKeys:
    sheet = vault_format.recovery_sheet(**ACCOUNT, code=CODE)
    return vault_format.password_keys(**ACCOUNT, password=PASSWORD, sheet=sheet)


@functools.cache
def _wraps() -> dict[Kind, str]:
    keys = _keys().items()
    return {kind: vault_format.wrap(each.wrapping, DATA_KEY, kind, "ana.ruiz") for kind, each in keys}


@functools.cache
def _blob() -> str:
    return vault_format.seal(SOMEWHERE, CONTENT)


@pytest.fixture(scope="module")
def page() -> dict[str, Any]:
    """What the pages' modules make and open, given what the second implementation has made."""
    typed = vault_format.format_recovery_code(CODE).lower().replace("0", "o").replace("1", "l")
    given = {
        "account": ACCOUNT,
        "password": PASSWORD,
        "code": CODE,
        "typed": typed,
        "secret": SECRET,
        "kinds": ["password", "recovery"],
        "place": {
            "dataKey": unpadded_text(DATA_KEY),
            "username": SOMEWHERE.username,
            "version": SOMEWHERE.version,
            "parent": SOMEWHERE.parent,
        },
        "wraps": _wraps(),
        "sheetWrap": vault_format.wrap(_keys_with_sheet().wrapping, DATA_KEY, "password", "ana.ruiz"),
        "blob": _blob(),
        "content": CONTENT,
        "link": vault_format.link("https://practice.example", "i" * 21 + "Q", SECRET, "A" * 43),
    }
    run = subprocess.run(
        ["node", "--input-type=module", "--eval", SCRIPT],
        cwd=PAGES,
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=True,
    )
    made: dict[str, Any] = json.loads(run.stdout)
    return made


def test_both_derive_the_same_keys(page: dict[str, Any]) -> None:
    assert page["keys"] == {kind: keys.authentication for kind, keys in _keys().items()}
    expected = vault_format.hkdf(DATA_KEY, "telehealth/1 test", unpadded_bytes(SECRET), 77)
    assert page["hkdf"] == unpadded_text(expected)


def test_both_mix_the_recovery_sheet_into_both_keys(page: dict[str, Any]) -> None:
    keys, alone = _keys_with_sheet(), _keys()["password"]
    assert page["sheet"] == unpadded_text(vault_format.recovery_sheet(**ACCOUNT, code=CODE))
    assert len(unpadded_bytes(page["sheet"])) == 16
    assert page["withSheet"] == keys.authentication != alone.authentication
    assert page["openedWithSheet"] == unpadded_text(DATA_KEY)
    assert vault_format.unwrap(keys.wrapping, page["sheetWrap"], "password", "ana.ruiz") == DATA_KEY
    with pytest.raises(InvalidTag):
        vault_format.unwrap(alone.wrapping, page["sheetWrap"], "password", "ana.ruiz")


def test_the_page_opens_wraps_and_vault_of_the_second_implementation(page: dict[str, Any]) -> None:
    assert page["opened"] == dict.fromkeys(_keys(), unpadded_text(DATA_KEY))
    assert page["content"] == CONTENT
    assert page["hash"] == vault_format.blob_hash(_blob())
    assert page["firstParent"] == FIRST_PARENT


def test_the_second_implementation_opens_wraps_and_vault_of_the_page(page: dict[str, Any]) -> None:
    for kind, keys in _keys().items():
        assert vault_format.unwrap(keys.wrapping, page["wraps"][kind], kind, "ana.ruiz") == DATA_KEY
    assert vault_format.open_vault(SOMEWHERE, page["blob"]) == CONTENT


def test_with_the_same_nonce_both_seal_the_same_bytes(page: dict[str, Any]) -> None:
    nonce = unpadded_bytes(page["blob"])[: vault_format.NONCE]
    assert vault_format.seal(SOMEWHERE, CONTENT, nonce) == page["blob"]


def test_both_make_and_read_the_same_recovery_codes(page: dict[str, Any]) -> None:
    assert vault_format.read_recovery_code(page["shown"]) == page["made"]
    assert vault_format.format_recovery_code(page["made"]) == page["shown"]
    assert page["read"] == CODE


def test_both_read_the_same_of_a_link(page: dict[str, Any]) -> None:
    assert page["link"] == {"invitation": "i" * 21 + "Q", "secret": SECRET, "roomKey": "A" * 43}
    assert page["admission"] == vault_format.admission(SECRET)


def test_the_server_keeps_the_hash_that_the_second_implementation_makes() -> None:
    kept = tokens.admission_hash(vault_format.admission(SECRET))
    assert unpadded_text(kept) == vault_format.admission_hash(SECRET)


def test_key_derivation_gives_the_published_values() -> None:
    """RFC 5869, appendix A.1 for the salt and A.3 for none."""
    empty = vault_format.hkdf(bytes([0x0B] * 22), "", length=42).hex()
    assert empty == "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"
    rounds = hashlib.pbkdf2_hmac("sha256", b"password", b"salt", 4096)
    assert rounds.hex() == "c5e478d59288c841aa530db6845c4c8d962893a001ce4e11a4963873aa98134a"


@pytest.mark.parametrize(
    "place",
    [
        Place(bytes(32), "ana.ruiz", SOMEWHERE.version, SOMEWHERE.parent),
        Place(DATA_KEY, "okoro", SOMEWHERE.version, SOMEWHERE.parent),
        Place(DATA_KEY, "ana.ruiz", SOMEWHERE.version - 1, SOMEWHERE.parent),
        Place(DATA_KEY, "ana.ruiz", SOMEWHERE.version, FIRST_PARENT),
    ],
)
def test_a_blob_opens_in_its_own_place_alone(place: Place) -> None:
    with pytest.raises(InvalidTag):
        vault_format.open_vault(place, _blob())


@given(st.text(alphabet=vault_format.ALPHABET, min_size=26, max_size=26))
def test_a_code_is_read_as_it_was_made_whatever_a_person_makes_of_its_letters(letters: str) -> None:
    code = letters + vault_format.checksum(letters)
    shown = vault_format.format_recovery_code(code)
    for typed in (
        code,
        shown,
        shown.lower(),
        shown.replace("-", " "),
        shown.replace("0", "O").replace("1", "l"),
    ):
        assert vault_format.read_recovery_code(typed) == code


def test_what_is_no_code_is_read_as_none() -> None:
    for typed in ["", CODE[1:], CODE + "0", "U" + CODE[1:]]:
        assert vault_format.read_recovery_code(typed) is None
    assert len({vault_format.new_recovery_code() for _ in range(50)}) == 50


@given(st.integers(0, 9000))
@settings(max_examples=50)
def test_a_vault_fills_whole_blocks_and_comes_back(length: int) -> None:
    content = {"format": 1, "entries": {"a": {"kind": "x", "text": "é" * length}}, "tombstones": {}}
    place = Place(secrets.token_bytes(32), "ruiz", 1, FIRST_PARENT)
    blob = vault_format.seal(place, content)
    assert (len(unpadded_bytes(blob)) - 28) % vault_format.BLOCK == 0
    assert vault_format.open_vault(place, blob) == content
