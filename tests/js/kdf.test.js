import assert from "node:assert/strict";
import { test } from "node:test";

import { hkdf } from "../../static/js/kdf.js";

/** @param {string} hex */
function bytes(hex) {
  return new Uint8Array(Buffer.from(hex, "hex"));
}

/** @param {Uint8Array} data */
function hex(data) {
  return Buffer.from(data).toString("hex");
}

test("the RFC's case 3, with empty salt and info, comes out", async () => {
  const okm = await hkdf(bytes("0b".repeat(22)), "", undefined, 42);
  assert.equal(
    hex(okm),
    "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
  );
});

test("salt and info go where RFC 5869 puts them, as its case 1 does", async () => {
  const [salt, ikm] = [bytes("000102030405060708090a0b0c"), bytes("0b".repeat(22))];
  const prk = await hmac(salt, ikm);
  assert.equal(hex(prk), "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5");
  const first = await hmac(prk, bytes("f0f1f2f3f4f5f6f7f8f901"));
  assert.equal(hex(first), "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf");
  // The RFC's info is no text, and ours always is.
  const expected = await hmac(prk, new Uint8Array([...new TextEncoder().encode("telehealth/1 test"), 1]));
  assert.equal(hex(await hkdf(ikm, "telehealth/1 test", salt)), hex(expected));
});

/**
 * @param {Uint8Array<ArrayBuffer>} secret
 * @param {Uint8Array<ArrayBuffer>} data
 */
async function hmac(secret, data) {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", secret, algorithm, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", key, data));
}
