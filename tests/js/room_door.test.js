import assert from "node:assert/strict";
import { test } from "node:test";

import { encodeBase64url } from "../../static/js/base64url.js";
import { RoomDoor } from "../../static/js/room_door.js";
import { identifier } from "./sealed_end.js";

const [ROOM, OTHER_ROOM, LINK] = [identifier("room"), identifier("another room"), identifier("link")];
const SECRET = encodeBase64url(new Uint8Array(16).fill(3));

async function newRoom() {
  const pair = /** @type {CryptoKeyPair} */ (
    await crypto.subtle.generateKey({ name: "X25519" }, true, ["deriveBits"])
  );
  const bytes = async (/** @type {"raw"|"pkcs8"} */ format, /** @type {CryptoKey} */ key) =>
    encodeBase64url(new Uint8Array(/** @type {ArrayBuffer} */ (await crypto.subtle.exportKey(format, key))));
  return {
    kind: "room",
    publicKey: await bytes("raw", pair.publicKey),
    privateKey: await bytes("pkcs8", pair.privateKey),
  };
}

/** A vault with one person and their link. @param {object} [link] */
async function newVault(link = {}) {
  const person = { kind: "person", room: ROOM, label: "Maya", codeWord: "", usual: null, last: null };
  const invitation = {
    kind: "invitation", person: "maya", room: ROOM, secret: SECRET, role: "client", label: "",
    appointment: null, made: 1, pending: false, replaces: null, ...link,
  };
  const room = await newRoom();
  const entries = { [ROOM]: room, [OTHER_ROOM]: room, maya: person, [LINK]: invitation };
  return /** @type {any} */ ({ format: 1, entries, tombstones: {} });
}

test("a link that the vault knows opens its own room", async () => {
  const vault = await newVault();
  const opening = await new RoomDoor(() => vault).open(ROOM, LINK);
  assert.deepEqual(opening?.secret, new Uint8Array(16).fill(3));
  assert.equal(encodeBase64url(opening?.roomKey.publicKey ?? new Uint8Array()), vault.entries[ROOM].publicKey);
  assert.equal(opening?.isRefused, false);
});

test("an unknown link, another room and a locked vault open nothing", async () => {
  const vault = await newVault();
  const door = new RoomDoor(() => vault);
  assert.equal(await door.open(ROOM, identifier("invented")), null);
  assert.equal(await door.open(OTHER_ROOM, LINK), null);
  assert.equal(await new RoomDoor(() => null).open(ROOM, LINK), null);
});

test("a link that the clinician has ended is said to be so", async () => {
  const vault = await newVault({ refused: true });
  assert.equal((await new RoomDoor(() => vault).open(ROOM, LINK))?.isRefused, true);
});
