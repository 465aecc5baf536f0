import assert from "node:assert/strict";
import { test } from "node:test";

import { encodeBase64url } from "../../static/js/base64url.js";
import { readContent } from "../../static/js/card.js";

const SECRET = encodeBase64url(new Uint8Array(32).fill(1));
const id = (/** @type {number} */ byte) => encodeBase64url(new Uint8Array(16).fill(byte));
const MEMBERS = [
  { participant: id(1), sender: 0, load: id(2) },
  { participant: id(3), sender: 1, load: id(4) },
];
const EPOCH = { kind: "epoch", epoch: 7, secret: SECRET, sender: 1, members: MEMBERS, go: false };

test("what pages say of keys is read as it is", () => {
  const contents = [
    { kind: "seat", r: SECRET },
    EPOCH,
    { kind: "go", epoch: 7 },
    { kind: "epoch_held", epoch: 2 ** 32 - 1 },
    { kind: "epoch_wanted" },
    { kind: "beat", at: 0 },
    { kind: "lease", at: 12_345 },
    { kind: "preview_key", secret: SECRET },
  ];
  for (const content of contents) assert.deepEqual(readContent({ ...content, more: "than is asked" }), content);
});

const SPOILT = {
  "an epoch of no number": { ...EPOCH, epoch: 0 },
  "an epoch past the last": { ...EPOCH, epoch: 2 ** 32 },
  "a short secret": { ...EPOCH, secret: SECRET.slice(1) },
  "a secret in another spelling": { ...EPOCH, secret: `${SECRET.slice(0, -1)}B` },
  "a reader who is no member": { ...EPOCH, sender: 2 },
  "two members of one number": { ...EPOCH, members: [MEMBERS[0], { ...MEMBERS[1], sender: 0 }], sender: 0 },
  "a member twice": { ...EPOCH, members: [MEMBERS[0], { ...MEMBERS[0], sender: 1 }] },
  "a load that is none": { ...EPOCH, members: [{ ...MEMBERS[1], load: "x" }] },
  "no members": { ...EPOCH, members: null },
  "a go that is none": { ...EPOCH, go: "yes" },
  "a time that is none": { kind: "beat", at: Number.NaN },
  "a time in words": { kind: "lease", at: "1" },
  "no R": { kind: "seat" },
  "an R of millions": { kind: "seat", r: "A".repeat(1_000_000) },
};
for (const [name, content] of Object.entries(SPOILT)) {
  test(`${name} is not read`, () => assert.equal(readContent(content), null));
}
