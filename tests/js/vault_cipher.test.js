import assert from "node:assert/strict";
import { test } from "node:test";

import { decodeBase64url, encodeBase64url } from "../../static/js/base64url.js";
import { recoveryKeys } from "../../static/js/password.js";
import { apply, emptyVault } from "../../static/js/vault.js";
import {
  FIRST_PARENT,
  VaultRefused,
  blobHash,
  newDataKey,
  openVault,
  sealVault,
  unwrapDataKey,
  wrapDataKey,
} from "../../static/js/vault_cipher.js";

const dataKey = newDataKey();
const PLACE = { dataKey, username: "ruiz", version: 1, parent: FIRST_PARENT };
const AUDIT = { kind: /** @type {const} */ ("audit"), number: 7, hash: "Zoë 🌱" };
const CONTENT = apply(emptyVault(), [{ op: "put", id: "audit", fields: AUDIT }]);

/** @param {string} code */
async function wrappingKey(code) {
  return (await recoveryKeys({ installation: "I".repeat(22), username: "ruiz", code })).wrapping;
}

/** @param {string} text @param {number} at */
function flipped(text, at) {
  const bytes = decodeBase64url(text);
  bytes[at] = /** @type {number} */ (bytes[at]) ^ 1;
  return encodeBase64url(bytes);
}

test("a vault comes back as it was sealed, and is sealed differently each time", async () => {
  const [one, other] = [await sealVault(PLACE, CONTENT), await sealVault(PLACE, CONTENT)];
  assert.notEqual(one, other);
  assert.deepEqual(await openVault(PLACE, one), CONTENT);
  assert.deepEqual(await openVault(PLACE, other), CONTENT);
});

test("a blob's size tells only how many blocks of 4,096 bytes there are", async () => {
  const sizes = [];
  for (const length of [0, 10, 4000, 4040, 9000]) {
    const fields = { kind: /** @type {const} */ ("audit"), number: 1, hash: "x".repeat(length) };
    const content = apply(emptyVault(), [{ op: "put", id: "audit", fields }]);
    const blob = await sealVault(PLACE, content);
    assert.deepEqual(await openVault(PLACE, blob), content);
    sizes.push(decodeBase64url(blob).length - 28);
  }
  assert.deepEqual(sizes, [4096, 4096, 4096, 8192, 12_288]);
});

test("a blob opens in its place alone: key, username, version and parent", async () => {
  const blob = await sealVault(PLACE, CONTENT);
  for (const change of [
    { dataKey: newDataKey() },
    { username: "okoro" },
    { version: 2 },
    { version: 2 ** 32 + 1 },
    { parent: await blobHash(blob) },
    { parent: "short" },
    { parent: "?" },
  ])
    await assert.rejects(openVault({ ...PLACE, ...change }, blob), VaultRefused, JSON.stringify(change));
});

test("a changed, cut or invented blob is refused", async () => {
  const blob = await sealVault(PLACE, CONTENT);
  for (const at of [0, 11, 12, 15, 2000, 4100, 4123])
    await assert.rejects(openVault(PLACE, flipped(blob, at)), VaultRefused);
  for (const text of ["", "AAAA", "not base64url", blob.slice(0, 40), blob.slice(0, -4)])
    await assert.rejects(openVault(PLACE, text), VaultRefused);
});

test("what opens and is yet no vault is refused, and not repeated in words", async () => {
  for (const content of [null, { format: 9, secret: "canary" }, "canary"]) {
    const blob = await sealVault(PLACE, /** @type {any} */ (content));
    const quiet = (/** @type {unknown} */ error) => error instanceof VaultRefused && !/canary/.test(error.message);
    await assert.rejects(openVault(PLACE, blob), quiet);
  }
});

test("the data key comes back from its wrap, 80 letters long", async () => {
  const wrapping = await wrappingKey("CODE");
  const wrap = await wrapDataKey(wrapping, dataKey, "password", "ruiz");
  assert.match(wrap, /^[A-Za-z0-9_-]{80}$/);
  assert.deepEqual(await unwrapDataKey(wrapping, wrap, "password", "ruiz"), dataKey);
});

test("a wrap opens with its key, for its kind and its account alone", async () => {
  const wrapping = await wrappingKey("CODE");
  const wrap = await wrapDataKey(wrapping, dataKey, "password", "ruiz");
  const other = await wrappingKey("OTHER");
  await assert.rejects(unwrapDataKey(other, wrap, "password", "ruiz"), VaultRefused);
  await assert.rejects(unwrapDataKey(wrapping, wrap, "recovery", "ruiz"), VaultRefused);
  await assert.rejects(unwrapDataKey(wrapping, wrap, "password", "okoro"), VaultRefused);
  await assert.rejects(unwrapDataKey(wrapping, flipped(wrap, 20), "password", "ruiz"), VaultRefused);
  const short = await wrapDataKey(wrapping, dataKey.slice(1), "password", "ruiz");
  await assert.rejects(unwrapDataKey(wrapping, short, "password", "ruiz"), VaultRefused);
});

test("data keys are 256 random bits", () => {
  const keys = new Set(Array.from({ length: 50 }, () => encodeBase64url(newDataKey())));
  assert.equal(keys.size, 50);
  for (const key of keys) assert.equal(key.length, 43);
});

test("a blob's name is the SHA-256 of its bytes", async () => {
  assert.equal(await blobHash("YWJj"), "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0");
});
