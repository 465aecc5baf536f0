import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { encodeBase64url } from "../../static/js/base64url.js";
import { SealedRefused } from "../../static/js/sealed_refused.js";
import { importRoomKey, newPair, sharedSecret } from "../../static/js/x25519.js";

/** @param {string} hex */
const bytes = (hex) => new Uint8Array(Buffer.from(hex, "hex"));

/** Public keys of RFC 7748's curve whose every secret is zero: 0, 1, and the two points of order 8. */
const SMALL_ORDER = [
  "0000000000000000000000000000000000000000000000000000000000000000",
  "0100000000000000000000000000000000000000000000000000000000000000",
  "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
  "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
];

test("two pairs share one secret, and a third another", async () => {
  const [one, other, third] = [await newPair(), await newPair(), await newPair()];
  const secret = await sharedSecret(one.privateKey, other.publicKey);
  assert.deepEqual(await sharedSecret(other.privateKey, one.publicKey), secret);
  assert.notDeepEqual(await sharedSecret(third.privateKey, one.publicKey), secret);
});

test("a private half cannot be read out of a page", async () => {
  const { privateKey } = await newPair();
  await assert.rejects(crypto.subtle.exportKey("pkcs8", privateKey));
});

test("a room's pair comes out of the vault's entry", async () => {
  const made = await crypto.subtle.generateKey({ name: "X25519" }, true, ["deriveBits"]);
  const { publicKey, privateKey } = /** @type {CryptoKeyPair} */ (made);
  const raw = new Uint8Array(await crypto.subtle.exportKey("raw", publicKey));
  const room = await importRoomKey({
    publicKey: encodeBase64url(raw),
    privateKey: encodeBase64url(new Uint8Array(await crypto.subtle.exportKey("pkcs8", privateKey))),
  });
  const guest = await newPair();
  const secret = await sharedSecret(room.privateKey, guest.publicKey);
  assert.deepEqual(await sharedSecret(guest.privateKey, raw), secret);
  assert.equal(room.privateKey.extractable, false);
});

test("a public key that makes every secret zero is refused", async () => {
  const { privateKey } = await newPair();
  for (const key of SMALL_ORDER) await assert.rejects(sharedSecret(privateKey, bytes(key)), SealedRefused, key);
});

test("where a browser gives zeros instead of refusing, they are refused here", async () => {
  const { privateKey, publicKey } = await newPair();
  const zeros = mock.method(crypto.subtle, "deriveBits", async () => new ArrayBuffer(32));
  await assert.rejects(sharedSecret(privateKey, publicKey), /without a secret/);
  zeros.mock.restore();
});

test("a public key of another length is none", async () => {
  const { privateKey } = await newPair();
  for (const length of [0, 31, 33]) {
    await assert.rejects(sharedSecret(privateKey, new Uint8Array(length)), SealedRefused);
  }
});
