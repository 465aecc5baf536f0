import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";

import { decodeBase64url } from "../../static/js/base64url.js";
import { admissionHash, linkText, newInvitation } from "../../static/js/invitation.js";
import { deriveAdmission, readLink } from "../../static/js/link.js";

const about = {
  person: "case",
  room: "room",
  role: /** @type {const} */ ("client"),
  label: "",
  appointment: null,
  replaces: null,
  made: 7,
};

test("a new invitation has an id and a secret of 128 random bits, and waits for the server", () => {
  const [one, other] = [newInvitation(about), newInvitation(about)];
  assert.match(one.id, /^[\w-]{22}$/);
  assert.match(one.fields.secret, /^[\w-]{22}$/);
  assert.equal(new Set([one.id, other.id, one.fields.secret, other.fields.secret]).size, 4);
  assert.deepEqual([one.fields.kind, one.fields.pending, one.fields.made], ["invitation", true, 7]);
});

test("the link's text is what the client's page reads", () => {
  const { id, fields } = newInvitation(about);
  const roomKey = "A".repeat(43);
  const url = new URL(linkText("https://practice.example", { id, ...fields }, roomKey));
  const link = readLink(url.pathname, url.hash);
  assert.deepEqual(link, { invitation: id, secret: decodeBase64url(fields.secret), roomKey });
});

test("the server is given SHA-256 of the admission that the client sends, and no more", async () => {
  const { secret } = newInvitation(about).fields;
  const admission = await deriveAdmission(decodeBase64url(secret));
  const expected = createHash("sha256").update(decodeBase64url(admission)).digest("base64url");
  assert.equal(await admissionHash(secret), expected);
});
