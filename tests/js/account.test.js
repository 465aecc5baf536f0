import assert from "node:assert/strict";
import { afterEach, mock, test } from "node:test";

import {
  InstallationChanged,
  WrongPassword,
  checkInstallation,
  enrol,
  signIn,
  signOut,
  trustInstallation,
  unlock,
} from "../../static/js/account.js";
import { ApiError } from "../../static/js/api.js";
import { decodeBase64url } from "../../static/js/base64url.js";
import { VaultRefused } from "../../static/js/vault_cipher.js";
import { ACCOUNT, CODE, ENROLMENT, PASSWORD, enrolled, newBrowser, nextPage } from "./account_browser.js";
import { FakeAccountServer } from "./fake_account_server.js";
import { fakeStorage } from "./fake_storage.js";
import { person } from "./vault_page.js";

/** @import { RoomEntry } from "../../static/js/vault.js" */

afterEach(() => mock.restoreAll());

/** @param {string} code */
const refused = (code) => (/** @type {unknown} */ error) => error instanceof ApiError && error.code === code;

test("enrolment makes an account whose next page opens a vault with one room", async () => {
  const { server, browser } = await enrolled();
  const sync = await nextPage(server, browser);
  const [[id, entry] = [], ...others] = Object.entries(sync?.content.entries ?? {});
  const room = /** @type {RoomEntry} */ (entry);
  assert.deepEqual(others, []);
  assert.equal(room.kind, "room");
  assert.equal(server.enrolled.public_name, "Dr Ana Ruiz");
  assert.deepEqual(server.enrolled.room, { id, public_key: room.publicKey });
  const key = decodeBase64url(room.privateKey);
  const pair = await crypto.subtle.importKey("pkcs8", key, { name: "X25519" }, true, ["deriveBits"]);
  assert.equal((await crypto.subtle.exportKey("jwk", pair)).x, room.publicKey);
});

test("the server hears neither password nor code nor private key, and one request makes it all", async () => {
  const { server, browser } = await enrolled();
  assert.deepEqual(server.asked, ["POST /api/enrol", "GET /api/vault"]);
  const content = (await nextPage(server, browser))?.content.entries ?? {};
  const [room] = /** @type {RoomEntry[]} */ (Object.values(content));
  for (const secret of [PASSWORD, CODE, room?.privateKey ?? assert.fail()])
    assert.ok(!server.heard.includes(secret));
});

test("an enrolment whose answer was lost is finished by trying again", async () => {
  const [server, browser] = [new FakeAccountServer(), newBrowser()];
  server.loses.add("POST /api/enrol");
  await assert.rejects(enrol(ENROLMENT, browser), refused("unreachable"));
  server.loses.clear();
  await enrol(ENROLMENT, browser);
  assert.equal(Object.keys((await nextPage(server, browser))?.content.entries ?? {}).length, 1);
});

test("a link that somebody else has used stays used", async () => {
  const { server } = await enrolled();
  const password = "another five words of somebody";
  await assert.rejects(enrol({ ...ENROLMENT, password }, newBrowser()), refused("enrolment_over"));
  server.unreachable.add("POST /api/sign-in");
  await assert.rejects(enrol({ ...ENROLMENT, password }, newBrowser()), refused("unreachable"));
});

test("an account made anew under a name that was removed is no rollback", async () => {
  const { server, browser } = await enrolled();
  await (await nextPage(server, browser))?.change([person("maya")]);
  server.credentials = null;
  await enrol(ENROLMENT, browser);
  assert.equal((await nextPage(server, browser))?.snapshot().version, 1);
});

test("signing in with the right password leaves the data key for the next page", async () => {
  const { server } = await enrolled();
  const browser = newBrowser();
  assert.equal(await nextPage(server, browser), null);
  await signIn(ACCOUNT, browser);
  assert.equal((await nextPage(server, browser))?.snapshot().version, 1);
});

test("a wrong password is refused by the server, and keeps nothing", async () => {
  await enrolled();
  const browser = newBrowser();
  await assert.rejects(signIn({ ...ACCOUNT, password: "wrong" }, browser), refused("sign_in_refused"));
  assert.equal(browser.shelf.kept, undefined);
});

test("a right password whose wrap opens nothing is said for what it is", async () => {
  const { server } = await enrolled();
  const credentials = server.credentials ?? assert.fail();
  credentials.password_wrap = credentials.recovery_wrap;
  await assert.rejects(signIn(ACCOUNT, newBrowser()), VaultRefused);
});

test("another installation than before is noticed before any key is made or sent", async () => {
  const { server, browser } = await enrolled();
  const asked = server.asked.length;
  const elsewhere = { ...ACCOUNT, installation: "J".repeat(22) };
  await assert.rejects(signIn(elsewhere, browser), InstallationChanged);
  await assert.rejects(unlock(elsewhere, browser), InstallationChanged);
  assert.equal(server.asked.length, asked);
});

test("the first installation is remembered, and another one only when the clinician says so", () => {
  const storage = fakeStorage();
  checkInstallation("one", storage);
  checkInstallation("one", storage);
  assert.throws(() => checkInstallation("two", storage), InstallationChanged);
  trustInstallation("two", storage);
  checkInstallation("two", storage);
  assert.throws(() => checkInstallation("one", storage), InstallationChanged);
});

test("a locked page opens with the password, and with no other", async () => {
  const { server, browser } = await enrolled();
  const kept = (await nextPage(server, browser))?.dataKey;
  await browser.shelf.remove();
  await assert.rejects(unlock({ ...ACCOUNT, password: "wrong" }, browser), WrongPassword);
  assert.equal(browser.shelf.kept, undefined);
  assert.deepEqual(await unlock(ACCOUNT, browser), kept);
  assert.notEqual(await nextPage(server, browser), null);
});

test("a sign-in that is over is not mistaken for a wrong password", async () => {
  const { server, browser } = await enrolled();
  server.half = "";
  await assert.rejects(unlock(ACCOUNT, browser), refused("sign_in_needed"));
});

test("after signing out nothing is left here, even without an answer, or without a sign-in", async () => {
  const { server, browser } = await enrolled();
  server.unreachable.add("POST /api/sign-out");
  await assert.rejects(signOut(browser), refused("unreachable"));
  assert.equal(browser.shelf.kept, undefined);
  server.unreachable.clear();
  await signOut(browser);
  assert.equal(server.half, "");
  await signOut(browser);
});
