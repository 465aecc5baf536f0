import assert from "node:assert/strict";
import { test } from "node:test";

import { decodeBase64url, encodeBase64url, randomId } from "../../static/js/base64url.js";
import { deriveAdmission, invitationOf, readLink } from "../../static/js/link.js";

const PATH = `/join/${"i".repeat(21)}Q`;
const SECRET = "AAECAwQFBgcICQoLDA0ODw";
const KEY = "A".repeat(43);

test("a whole link gives the invitation, 16 bytes of secret and the room's key", () => {
  const link = readLink(PATH, `#1.${SECRET}.${KEY}`);
  assert.equal(link?.invitation, `${"i".repeat(21)}Q`);
  assert.deepEqual([...(link?.secret ?? [])], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
  assert.equal(link?.roomKey, KEY);
});

test("a link that was cut, or carries another version, is no link", () => {
  for (const fragment of [
    "",
    "#",
    `#1.${SECRET}`,
    `#1.${SECRET}.${KEY.slice(1)}`,
    `#2.${SECRET}.${KEY}`,
    `#1.${SECRET}.${KEY}x`,
  ]) {
    assert.equal(readLink(PATH, fragment), null, fragment);
  }
});

test("a link whose letters spell no canonical bytes is no link", () => {
  assert.equal(readLink(PATH, `#1.${SECRET.slice(0, -1)}x.${KEY}`), null);
});

test("only the join page's path names an invitation", () => {
  for (const path of ["/", "/join/", "/join/short", `${PATH}/more`, `/room/${"i".repeat(22)}`])
    assert.equal(invitationOf(path), null);
});

test("the admission proof agrees with another implementation of HKDF-SHA-256", async () => {
  const admission = await deriveAdmission(decodeBase64url(SECRET));
  assert.equal(admission, "m8e88diW7m-DyjA1PmKrIEHrejGNxMon2VJmhih9Pxk");
});

test("base64url comes back as the same bytes, whatever their number", () => {
  for (let length = 0; length < 20; length += 1) {
    const bytes = Uint8Array.from({ length }, (_, place) => 255 - place * 11);
    assert.deepEqual(decodeBase64url(encodeBase64url(bytes)), bytes);
  }
});

test("what is not base64url is refused", () => {
  for (const text of ["=", "ab+/", "a", "AB\n", "AB"])
    assert.throws(() => decodeBase64url(text), RangeError, text);
});

test("ids are 22 letters and never the same", () => {
  const ids = new Set(Array.from({ length: 50 }, randomId));
  assert.equal(ids.size, 50);
  for (const id of ids) assert.match(id, /^[A-Za-z0-9_-]{22}$/);
});
