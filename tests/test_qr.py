"""The pages' QR encoder, read by a decoder that shares nothing with it."""

from __future__ import annotations

import json
import random
import string
import subprocess
from pathlib import Path
from typing import TypeAlias, cast

import numpy as np
import numpy.typing as npt
import pytest
import zxingcpp

SCRIPTS = Path(__file__).parent.parent / "static" / "js"

Picture: TypeAlias = npt.NDArray[np.uint8]
"""Grey values: rows from the top, in each the columns from the left; 255 is white."""

LEVELS = "LMQH"
# ISO/IEC 18004:2024, Table 7: the most bytes that versions 1 to 40 hold.
CAPACITY = {
    level: [int(number) for number in numbers.split()]
    for level, numbers in {
        "L": """17 32 53 78 106 134 154 192 230 271 321 367 425 458 520 586 644 718 792 858
                929 1003 1091 1171 1273 1367 1465 1528 1628 1732 1840 1952 2068 2188 2303 2431 2563 2699 2809
                2953""",
        "M": """14 26 42 62 84 106 122 152 180 213 251 287 331 362 412 450 504 560 624 666
                711 779 857 911 997 1059 1125 1190 1264 1370 1452 1538 1628 1722 1809 1911 1989 2099 2213
                2331""",
        "Q": """11 20 32 46 60 74 86 108 130 151 177 203 241 258 292 322 364 394 442 482
                509 565 611 661 715 751 805 868 908 982 1030 1112 1168 1228 1283 1351 1423 1499 1579
                1663""",
        "H": """7 14 24 34 44 58 64 84 98 119 137 155 177 194 220 250 280 310 338 382
                403 439 461 511 535 593 625 658 698 742 790 842 898 958 983 1051 1093 1139 1219
                1273""",
    }.items()
}

LINK = f"https://sessions.example.org/join/{'aZ09_-' * 3}abcQ#1.{'bY18-_' * 3}bcdg.{'cX27_-' * 7}A"

ENCODE = """
import { readFileSync } from "node:fs";
import { encodeQr } from "./qr.js";

const cases = JSON.parse(readFileSync(0, "utf8"));
const drawn = (row) => row.map(Number).join("");
console.log(JSON.stringify(cases.map(([text, level]) => encodeQr(text, level).map(drawn))));
"""


def _encode(cases: list[tuple[str, str]]) -> list[Picture]:
    """Pictures of texts at their levels, a pixel for each module, with a quiet zone. One process for all."""
    run = subprocess.run(
        ["node", "--input-type=module", "--eval", ENCODE],
        cwd=SCRIPTS,
        input=json.dumps(cases),
        capture_output=True,
        text=True,
        check=True,
    )
    return [_picture(rows) for rows in json.loads(run.stdout)]


def _picture(rows: list[str]) -> Picture:
    dark = np.frombuffer("".join(rows).encode(), dtype=np.uint8).reshape(len(rows), -1) == ord("1")
    return np.pad(np.where(dark, 0, 255).astype(np.uint8), 4, constant_values=255)


def _read(
    picture: Picture, *, is_pure: bool = True, text_mode: zxingcpp.TextMode = zxingcpp.TextMode.Plain
) -> zxingcpp.Barcode:
    formats = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    code = zxingcpp.read_barcode(picture, formats=formats, is_pure=is_pure, text_mode=text_mode)
    assert code is not None
    return code


def _facts(code: zxingcpp.Barcode) -> dict[str, object]:
    return cast("dict[str, object]", code.extra)


def _check(cases: list[tuple[str, str]]) -> list[int]:
    """Every text comes back, at its level and with nothing to correct; the versions that were taken."""
    versions = []
    for (text, level), picture in zip(cases, _encode(cases), strict=True):
        code = _read(picture)
        facts = _facts(code)
        assert (code.text, code.ec_level, facts["UEC"]) == (text, level, 1.0)
        versions.append(int(str(facts["Version"])))
    return versions


def _ascii(length: int, chance: random.Random) -> str:
    return "".join(chance.choices(string.ascii_letters + string.digits + string.punctuation + " ", k=length))


@pytest.mark.parametrize("level", LEVELS)
def test_every_version_is_read_when_it_is_full(level: str) -> None:
    chance = random.Random(level)
    versions = _check([(_ascii(capacity, chance), level) for capacity in CAPACITY[level]])
    assert versions == list(range(1, 41))


def test_a_version_is_read_one_byte_before_it_is_full_and_the_next_one_byte_after() -> None:
    chance = random.Random(1)
    capacities = CAPACITY["M"]
    assert _check([(_ascii(capacity - 1, chance), "M") for capacity in capacities]) == list(range(1, 41))
    assert _check([(_ascii(capacity + 1, chance), "M") for capacity in capacities[:-1]]) == list(range(2, 41))


def test_texts_in_any_script_come_back() -> None:
    chance = random.Random(2)
    alphabets = ["äöüßéñ", "αβγδ", "привет", "שלום", "日本語", "🙂👍🏽", string.printable]
    letters = [chance.choice(alphabets) + "a1" for _ in range(60)]
    texts = ["".join(chance.choices(some, k=chance.randint(1, 80))) for some in letters]
    _check([(text, chance.choice(LEVELS)) for text in texts])


def test_random_texts_come_back() -> None:
    chance = random.Random(3)
    _check([(_ascii(chance.randint(1, 400), chance), chance.choice(LEVELS)) for _ in range(60)])


def test_a_link_is_read_as_a_camera_sees_it() -> None:
    [picture] = _encode([(LINK, "M")])
    large: Picture = np.kron(picture, np.ones((6, 6), dtype=np.uint8))
    grey: Picture = (large // 2 + 40).astype(np.uint8)
    room = np.full((800, 900), 180, dtype=np.uint8)
    room[150 : 150 + grey.shape[0], 300 : 300 + grey.shape[1]] = grey
    for turns in range(4):
        code = _read(np.ascontiguousarray(np.rot90(room, turns)), is_pure=False)
        assert code.text == LINK
        assert code.symbology_identifier == "]Q1"


def test_a_link_is_read_with_a_stain_on_it() -> None:
    [picture] = _encode([(LINK, "M")])
    large: Picture = np.kron(picture, np.ones((6, 6), dtype=np.uint8))
    large[150:200, 180:230] = 255
    code = _read(large, is_pure=False)
    assert code.text == LINK
    assert 0 < cast("float", _facts(code)["UEC"]) < 1


def test_bytes_are_utf_8_and_said_to_be() -> None:
    pictures = _encode([("é", "M"), ("e", "M")])
    assert [_read(picture).bytes for picture in pictures] == ["é".encode(), b"e"]
    marked = [_read(picture, text_mode=zxingcpp.TextMode.HexECI).text for picture in pictures]
    # 26 is UTF-8 among the extended channel interpretations.
    assert [bytes.fromhex(text) for text in marked] == [b"]Q2\\000026" + "é".encode(), b"]Q1e"]
