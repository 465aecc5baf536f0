"""Official values come out in real browsers, from the modules that the server delivers."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.browser.loopback import prepared
from tests.browser.media import Recordings
from tests.browser.person import Person

pytestmark = pytest.mark.asyncio(loop_scope="module")

BROWSERS = pytest.mark.parametrize("browser", ["chromium", "firefox"])

FRAME = {
    "kid": 0x123,
    "counter": 0x4567,
    "baseKey": "000102030405060708090a0b0c0d0e0f",
    "metadata": "4945544620534672616d65205747",
    "plaintext": "64726166742d696574662d736672616d652d656e63",
}
SFRAME = {
    4: "9901234567b7412c2513a1b66dbb48841bbaf17f598751176ad847681a69c6d0b091c07018ce4adb34eb",
    5: "990123456794f509d36e9beacb0e261d99c7d1e972f1fed787d4049f17ca21353c1cc24d56ceabced279",
}
"""RFC 9605, appendix C.3, by suite."""
HEX = """
    const bytes = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (byte) => parseInt(byte, 16));
    const two = (byte) => byte.toString(16).padStart(2, '0');
    const hex = (bytes) => [...new Uint8Array(bytes)].map(two).join('');"""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pages(
    recordings: Recordings, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[dict[str, Person]]:
    async with prepared(recordings, tmp_path_factory.mktemp("vectors"), "chromium", "firefox") as found:
        yield found


@BROWSERS
@pytest.mark.parametrize("suite", [4, 5])
async def test_official_frames_are_sealed_and_opened(
    pages: dict[str, Person], browser: str, suite: int
) -> None:
    made = await pages[browser].evaluate(
        f"""async ({{suite, kid, counter, baseKey, metadata, plaintext}}) => {{
            {HEX}
            const sframe = await loopback.get('sframe.js');
            const used = Object.values(sframe).find(({{id}}) => id === suite);
            const key = await sframe.deriveKey(bytes(baseKey), BigInt(kid), used);
            const sealed = await sframe.encrypt(key, BigInt(counter), bytes(plaintext), bytes(metadata));
            const opened = await sframe.decrypt(() => key, sealed, bytes(metadata));
            return {{sealed: hex(sealed), opened: hex(opened.plaintext)}};
        }}""",
        {**FRAME, "suite": suite},
    )
    assert made == {"sealed": SFRAME[suite], "opened": FRAME["plaintext"]}


@BROWSERS
async def test_official_headers_are_written_and_read(pages: dict[str, Person], browser: str) -> None:
    largest = 2**64 - 1
    headers = {
        (0, 0): "00", (0, 255): "08ff", (0, 256): "090100", (255, 0): "80ff", (256, 256): "9901000100",
        (largest, largest): "ff" * 17,
    }  # fmt: skip
    made = await pages[browser].evaluate(
        f"""async (pairs) => {{
            {HEX}
            const {{encodeHeader, decodeHeader}} = await loopback.get('sframe.js');
            return pairs.map(([kid, counter]) => {{
                const header = encodeHeader(BigInt(kid), BigInt(counter));
                const read = decodeHeader(header);
                return [hex(header), String(read.kid), String(read.counter)];
            }});
        }}""",
        [[str(kid), str(counter)] for kid, counter in headers],
    )
    assert made == [[header, str(kid), str(counter)] for (kid, counter), header in headers.items()]


# RFC 7748, section 6.1 (Bob's private key, Alice's public one); RFC 5869, A.1; McGrew and Viega, GCM, 16.
BASICS = {
    "shared": "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742",
    "derived": "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
    "sealed": "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
    "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b",
}


@BROWSERS
async def test_what_all_keys_stand_on_gives_official_values(pages: dict[str, Person], browser: str) -> None:
    made = await pages[browser].evaluate(f"""async () => {{
        {HEX}
        const {{hkdfBytes}} = await loopback.get('kdf.js');
        const {{sharedSecret}} = await loopback.get('x25519.js');
        const bob = bytes('302e020100300506032b656e04220420'
            + '5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb');
        const alice = bytes('8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a');
        const private_ = await crypto.subtle.importKey('pkcs8', bob, 'X25519', false, ['deriveBits']);
        const aes = bytes('feffe9928665731c6d6a8f9467308308'.repeat(2));
        const key = await crypto.subtle.importKey('raw', aes, 'AES-GCM', false, ['encrypt']);
        const given = {{
            name: 'AES-GCM',
            iv: bytes('cafebabefacedbaddecaf888'),
            additionalData: bytes('feedfacedeadbeeffeedfacedeadbeefabaddad2'),
        }};
        const text = bytes('d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72'
            + '1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39');
        const [ikm, salt, info] = ['0b'.repeat(22), '000102030405060708090a0b0c', 'f0f1f2f3f4f5f6f7f8f9'];
        return {{
            shared: hex(await sharedSecret(private_, alice)),
            derived: hex(await hkdfBytes(bytes(ikm), bytes(info), bytes(salt), 42)),
            sealed: hex(await crypto.subtle.encrypt(given, key, text)),
        }};
    }}""")
    assert made == BASICS


# The official vector of our handshake: cacophony's, as snow carries it in tests/vectors/cacophony.txt.
NOISE = {
    "prologue": "4a6f686e2047616c74",
    "psk": "54686973206973206d7920417573747269616e20706572737065637469766521",
    "initiator": "893e28b9dc6ca8d611ab664754b8ceb7bac5117349a4439a6b0569da977c464a",
    "room": "4a3acbfdb163dec651dfa3194dece676d437029c62a408b4c5ea9114246e4893",
    "responder": "bbdb4cdbd309f1a1f2e1456967fe288cadd6f712d65dc7b7793d5e63da6b375b",
    "payloads": [
        "4c756477696720766f6e204d69736573",
        "4d757272617920526f746862617264",
        "462e20412e20486179656b",
        "4361726c204d656e676572",
    ],
}
SHAKEN = {
    "hash": "c9855b6c52aeba6b7d07097d260e058ea90e85fa810c0c3e2ec3869f3f4319c9",
    "messages": [
        (
            "ca35def5ae56cec33dc2036731ab14896bc4c75dbb07a61f879f8e3afa4c7944"
            "052cffc8d5cdfaed3f9ca0a86c406cf58d24cfc3cec1af5060fd25c4e8a5ac04"
        ),
        (
            "95ebc60d2b1fa672c1f46a8aa265ef51bfe38e7ccb39ec5be34069f144808843"
            "afd57077a1747b71254c19bd798c87ac61a2d4808a30a1372f81b2cb4d85f6"
        ),
        "0ed5fabce6ef0ded315c4f213c51ea1e89be89f86c5dc98e50d15d",
        "ba3cbc8800e6eb1b585269dca0f00fdc21f830eb1a497589215f7f",
    ],
}


@BROWSERS
async def test_the_official_handshake_comes_out_on_both_sides(pages: dict[str, Person], browser: str) -> None:
    made = await pages[browser].evaluate(
        f"""async ({{prologue, psk, initiator, room, responder, payloads}}) => {{
            {HEX}
            const {{initiate, respond}} = await loopback.get('noise.js');
            const {{sharedSecret}} = await loopback.get('x25519.js');
            const pair = async (secret) => {{
                const pkcs8 = bytes('302e020100300506032b656e04220420' + secret);
                const privateKey =
                    await crypto.subtle.importKey('pkcs8', pkcs8, 'X25519', false, ['deriveBits']);
                const publicKey = await sharedSecret(privateKey, bytes('09' + '00'.repeat(31)));
                return {{privateKey, publicKey}};
            }};
            const shared = {{psk: bytes(psk), prologue: bytes(prologue)}};
            const [own, roomKey, other] = await Promise.all([initiator, room, responder].map(pair));
            const [first, second, third, fourth] = payloads.map(bytes);
            const client = await initiate(
                {{...shared, roomKey: roomKey.publicKey, payload: first, ephemeral: own}});
            const host = await respond({{...shared, room: roomKey, message: client.message}});
            const answered = await host.answer(second, other);
            const finished = await client.finish(answered.message);
            const heard = [host.payload, finished.payload];
            const said = [await finished.send.seal(0n, third), await answered.send.seal(0n, fourth)];
            heard.push(await answered.receive.open(0n, said[0]), await finished.receive.open(0n, said[1]));
            return {{
                hashes: [hex(finished.hash), hex(answered.hash)],
                messages: [client.message, answered.message, ...said].map(hex),
                heard: heard.map(hex),
            }};
        }}""",
        NOISE,
    )
    assert made["messages"] == SHAKEN["messages"]
    assert made["hashes"] == [SHAKEN["hash"]] * 2
    assert made["heard"] == NOISE["payloads"]
