import assert from "node:assert/strict";
import { test } from "node:test";

import { decodeBase64url, encodeBase64url } from "../../static/js/base64url.js";
import {
  USERNAME,
  cleanUsername,
  passwordKeys,
  recoveryKeys,
  recoverySheet,
} from "../../static/js/password.js";

const INSTALLATION = "I".repeat(22);
const ACCOUNT = { installation: INSTALLATION, username: "ruiz", password: "corréct ｈorse ﬁve words" };
/** By tests/vault_format.py. */
const WRAPPING = "74erR0RzTW6zT0vwXlLCqc-dtu17lHkO-z6l46RpkUE";
const CODE = "0123456789ABCDEFGHJKMNPQRSYQ";
const RECOVERY_WRAPPING = "wO2-RnPSILMT2IKjF8ljJnW5ZTgMap6nAd6Gr5kAvY4";

/**
 * Whether both are the same key, of which one cannot be extracted.
 *
 * @param {CryptoKey} key
 * @param {string} known
 */
async function isKey(key, known) {
  const raw = decodeBase64url(known);
  const other = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt"]);
  const parameters = { name: "AES-GCM", iv: new Uint8Array(12) };
  const [ours, theirs] = await Promise.all(
    [key, other].map((each) => crypto.subtle.encrypt(parameters, each, new Uint8Array(32))),
  );
  assert.deepEqual(ours, theirs);
}

test("a password becomes the keys that another implementation makes of it", async () => {
  const { authentication, wrapping } = await passwordKeys(ACCOUNT);
  assert.equal(authentication, "M5vC5x-0pOExfWnUFRgZCiK4sNTJ1eLaobI5QcxU7BA");
  await isKey(wrapping, WRAPPING);
});

test("the same password typed on another keyboard is the same password", async () => {
  const decomposed = "corre\u0301ct horse five words";
  const { authentication } = await passwordKeys({ ...ACCOUNT, password: decomposed });
  assert.equal(authentication, "M5vC5x-0pOExfWnUFRgZCiK4sNTJ1eLaobI5QcxU7BA");
});

test("another account or another installation makes other keys of the same password", async () => {
  const keys = new Set();
  for (const change of [{}, { username: "okoro" }, { installation: "J".repeat(22) }])
    keys.add((await recoveryKeys({ ...ACCOUNT, code: CODE, ...change })).authentication);
  keys.add((await passwordKeys({ ...ACCOUNT, username: "okoro" })).authentication);
  assert.equal(keys.size, 4);
});

test("a recovery code becomes the keys that another implementation makes of it", async () => {
  const { authentication, wrapping } = await recoveryKeys({ ...ACCOUNT, code: CODE });
  assert.equal(authentication, "44mrbg2vSkt1We0B20qzqttSqCGkA-ZBBtmehtQ3GPE");
  await isKey(wrapping, RECOVERY_WRAPPING);
});

test("with the recovery sheet both keys are others, and those that another implementation makes", async () => {
  const sheet = await recoverySheet({ ...ACCOUNT, code: CODE });
  assert.equal(encodeBase64url(sheet), "XL3lbKIARRcnbJllTY_agw");
  const { authentication, wrapping } = await passwordKeys(ACCOUNT, sheet);
  assert.equal(authentication, "ttFzxpNqxIBQZHs63mygxfKySKUzChivgWgs-ZN13jY");
  await isKey(wrapping, "viwR6Jkej7YRRp-dnTtNiudIhkgJELKg0Tn0-udhhhQ");
});

test("every bit of the recovery sheet counts, and each account has a sheet of its own", async () => {
  const sheet = await recoverySheet({ ...ACCOUNT, code: CODE });
  const other = Uint8Array.from(sheet, (byte, at) => (at === 15 ? byte ^ 1 : byte));
  const keys = await Promise.all([sheet, other].map((each) => passwordKeys(ACCOUNT, each)));
  assert.notEqual(keys[0]?.authentication, keys[1]?.authentication);
  assert.notDeepEqual(await recoverySheet({ ...ACCOUNT, username: "okoro", code: CODE }), sheet);
  assert.notDeepEqual(await recoverySheet({ ...ACCOUNT, installation: "J".repeat(22), code: CODE }), sheet);
});

test("the wrapping key never leaves WebCrypto", async () => {
  const { wrapping } = await recoveryKeys({ ...ACCOUNT, code: CODE });
  assert.equal(wrapping.extractable, false);
  await assert.rejects(crypto.subtle.exportKey("raw", wrapping), DOMException);
});

test("PBKDF2-HMAC-SHA-256 of this platform gives a published value", async () => {
  const salt = new TextEncoder().encode("salt");
  const parameters = { name: "PBKDF2", hash: "SHA-256", salt, iterations: 4096 };
  const typed = new TextEncoder().encode("password");
  const key = await crypto.subtle.importKey("raw", typed, "PBKDF2", false, ["deriveBits"]);
  const bits = Buffer.from(await crypto.subtle.deriveBits(parameters, key, 256));
  assert.equal(bits.toString("hex"), "c5e478d59288c841aa530db6845c4c8d962893a001ce4e11a4963873aa98134a");
});

test("a username is cleaned of what keyboards add, and is short and plain", () => {
  assert.equal(cleanUsername("  Ana.Ruiz "), "ana.ruiz");
  for (const name of ["a", "ana.ruiz", "r2-d2_x", "9".repeat(40)]) assert.match(name, USERNAME);
  for (const name of ["", ".ana", "-a", "a b", "Ana", "añá", "a\n", "9".repeat(41)])
    assert.doesNotMatch(name, USERNAME);
});
