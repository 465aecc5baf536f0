import assert from "node:assert/strict";
import { test } from "node:test";

import { hkdf, hkdfBytes } from "../../static/js/kdf.js";

/** @param {string} hex */
function bytes(hex) {
  return new Uint8Array(Buffer.from(hex, "hex"));
}

/** @param {Uint8Array} data */
function hex(data) {
  return Buffer.from(data).toString("hex");
}

/** @param {number} first @param {number} last  every byte from one to the other */
function count(first, last) {
  return Uint8Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

test("the RFC's case 1 comes out, whose salt and info are bytes", async () => {
  const okm = await hkdfBytes(bytes("0b".repeat(22)), count(0xf0, 0xf9), count(0x00, 0x0c), 42);
  assert.equal(
    hex(okm),
    "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
  );
});

test("the RFC's case 2 comes out, longer than one block in every part", async () => {
  const okm = await hkdfBytes(count(0x00, 0x4f), count(0xb0, 0xff), count(0x60, 0xaf), 82);
  assert.equal(
    hex(okm),
    "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c" +
      "59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71" +
      "cc30c58179ec3e87c14c01d5c1f3434f1d87",
  );
});

test("the RFC's case 3, with empty salt and info, comes out", async () => {
  const okm = await hkdf(bytes("0b".repeat(22)), "", undefined, 42);
  assert.equal(
    hex(okm),
    "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
  );
});

test("an info that is a text is its bytes", async () => {
  const info = new TextEncoder().encode("telehealth/1 test");
  const [ikm, salt] = [count(0, 31), count(32, 63)];
  assert.equal(hex(await hkdf(ikm, "telehealth/1 test", salt)), hex(await hkdfBytes(ikm, info, salt)));
});
