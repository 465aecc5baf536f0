// The recovery sheet on new devices, through all that opens an account.

import assert from "node:assert/strict";
import { afterEach, mock, test } from "node:test";

import {
  SheetRefused,
  WrongPassword,
  changeCredentials,
  enrol,
  forgetBrowser,
  openRecovery,
  recover,
  sheetState,
  signIn,
  signOut,
  unlock,
} from "../../static/js/account.js";
import { ApiError } from "../../static/js/api.js";
import { passwordKeys } from "../../static/js/password.js";
import { newRecoveryCode } from "../../static/js/recovery_code.js";
import { usesSheet } from "../../static/js/recovery_sheet.js";
import { VaultRefused, unwrapDataKey } from "../../static/js/vault_cipher.js";
import { ACCOUNT, ENROLMENT, PASSWORD, enrolled, newBrowser, nextPage } from "./account_browser.js";
import { INSTALLATION } from "./fake_account_server.js";
import { person } from "./vault_page.js";

/** @import { VaultSync } from "../../static/js/vault_sync.js" */

afterEach(() => mock.restoreAll());

const CODE = await newRecoveryCode();
const NEXT_CODE = await newRecoveryCode();
const NEW_PASSWORD = "cobalt meadow ribbon thunder almond";
const BY_CODE = { ...ACCOUNT, code: CODE };

/** @param {string} code */
const refused = (code) => (/** @type {unknown} */ error) =>
  error instanceof ApiError && !(error instanceof SheetRefused) && error.code === code;

/** @param {ReturnType<typeof newBrowser>} browser @param {VaultSync} sync */
const stateIn = (browser, sync) => sheetState({ installation: INSTALLATION, sync }, browser);

/** An account with one person that wants the sheet on new devices, and the browser that has switched it on. */
async function switchedOn() {
  const { server, browser } = await enrolled();
  const sync = /** @type {VaultSync} */ (await nextPage(server, browser));
  await sync.change([person("maya")]);
  const before = { dataKey: sync.dataKey, credentials: server.credentials ?? assert.fail() };
  const change = { installation: INSTALLATION, sync, current: PASSWORD, password: PASSWORD };
  await changeCredentials({ ...change, code: CODE, usesSheet: true }, browser);
  return { server, browser, sync, before, change };
}

test("a new device needs the code beside the password, and after that the password alone", async () => {
  const { server } = await switchedOn();
  const device = newBrowser();
  await assert.rejects(signIn(ACCOUNT, device), refused("sign_in_refused"));
  assert.deepEqual([device.shelf.kept, device.kept.size], [undefined, 0]);
  await signIn(BY_CODE, device);
  assert.ok(Object.hasOwn((await nextPage(server, device))?.content.entries ?? {}, "maya"));
  await signOut(device);
  await signIn(ACCOUNT, device);
  assert.notEqual(await nextPage(server, device), null);
});

test("the browser that has switched it on is a known one", async () => {
  const { server, browser } = await switchedOn();
  await signOut(browser);
  await signIn(ACCOUNT, browser);
  assert.notEqual(await nextPage(server, browser), null);
});

test("a wrong code and a wrong password are refused alike, and neither is kept", async () => {
  await switchedOn();
  const device = newBrowser();
  const wrong = [{ code: NEXT_CODE }, { password: "wrong" }, { code: ENROLMENT.code }];
  for (const typed of wrong)
    await assert.rejects(signIn({ ...BY_CODE, ...typed }, device), refused("sign_in_refused"));
  assert.equal(device.kept.size, 0);
});

test("what is kept is not the code, and without the password it opens nothing", async () => {
  const { server, browser } = await switchedOn();
  const [sheet = new Uint8Array()] = browser.kept.values();
  assert.equal(sheet.length, 16);
  const { password_wrap: wrap } = server.credentials ?? assert.fail();
  const guessed = await passwordKeys({ ...ACCOUNT, password: "wrong" }, sheet);
  await assert.rejects(unwrapDataKey(guessed.wrapping, wrap, "password", "ruiz"), VaultRefused);
});

test("with the right password a stolen database opens nothing without the sheet", async () => {
  const { server, before } = await switchedOn();
  const { key, password_wrap: wrap } = server.credentials ?? assert.fail();
  const keys = await passwordKeys(ACCOUNT);
  assert.equal(keys.authentication, before.credentials.key);
  assert.notEqual(keys.authentication, key);
  await assert.rejects(unwrapDataKey(keys.wrapping, wrap, "password", "ruiz"), VaultRefused);
});

test("switching it on changes verifiers, wraps and data key in one request, as a new password does", async () => {
  const { server, sync, before } = await switchedOn();
  const after = server.credentials ?? assert.fail();
  for (const name of /** @type {(keyof typeof after)[]} */ (Object.keys(after)))
    assert.notEqual(after[name], before.credentials[name], name);
  assert.deepEqual(Object.keys(after), Object.keys(before.credentials));
  assert.notDeepEqual(sync.dataKey, before.dataKey);
  assert.equal(server.asked.filter((each) => each === "POST /api/credentials").length, 1);
  assert.equal(server.asked.filter((each) => each === "PUT /api/vault").length, 1, "only Maya");
});

test("the vault remembers that it is on, and the server never hears of it", async () => {
  const { server, sync, browser } = await switchedOn();
  assert.equal(usesSheet(sync.content), true);
  assert.deepEqual(await stateIn(browser, sync), { isWanted: true, isKept: true });
  assert.doesNotMatch(server.heard, /sheet/i);
  assert.ok(!server.heard.includes(CODE));
});

test("a forgotten browser asks for the code again, also to be unlocked", async () => {
  const { server, browser, sync } = await switchedOn();
  await forgetBrowser(ACCOUNT, browser);
  assert.deepEqual(await stateIn(browser, sync), { isWanted: true, isKept: false });
  await assert.rejects(unlock(ACCOUNT, browser), WrongPassword);
  await assert.rejects(unlock({ ...ACCOUNT, code: NEXT_CODE }, browser), WrongPassword);
  assert.equal(browser.kept.size, 0);
  assert.deepEqual(await unlock(BY_CODE, browser), sync.dataKey);
  await unlock(ACCOUNT, browser);
  assert.notEqual(await nextPage(server, browser), null);
});

test("a new password keeps the sheet under the new code, and voids the old one", async () => {
  const { server, browser, change } = await switchedOn();
  await changeCredentials({ ...change, password: NEW_PASSWORD, code: NEXT_CODE, usesSheet: true }, browser);
  const account = { ...ACCOUNT, password: NEW_PASSWORD };
  const device = newBrowser();
  await assert.rejects(signIn({ ...account, code: CODE }, device), refused("sign_in_refused"));
  await assert.rejects(signIn(account, device), refused("sign_in_refused"));
  await signIn({ ...account, code: NEXT_CODE }, device);
  assert.equal(usesSheet((await nextPage(server, device))?.content ?? assert.fail()), true);
  await signIn(account, browser);
});

test("a browser that does not keep the sheet changes the password with the code that is typed", async () => {
  const { browser, change } = await switchedOn();
  await forgetBrowser(ACCOUNT, browser);
  const next = { ...change, code: NEXT_CODE, usesSheet: true };
  await assert.rejects(changeCredentials(next, browser), WrongPassword);
  await changeCredentials({ ...next, currentCode: CODE }, browser);
  await signIn({ ...ACCOUNT, code: NEXT_CODE }, newBrowser());
});

test("switched off, the password alone signs in anywhere, and nothing of the sheet is left here", async () => {
  const { server, browser, change, sync } = await switchedOn();
  await changeCredentials({ ...change, code: NEXT_CODE, usesSheet: false }, browser);
  assert.deepEqual([browser.kept.size, usesSheet(sync.content)], [0, false]);
  const device = newBrowser();
  await signIn(ACCOUNT, device);
  assert.notEqual(await nextPage(server, device), null);
});

test("a browser whose sheet is out of date says so, and goes on as its person says", async () => {
  const { browser, change } = await switchedOn();
  const known = newBrowser();
  await signIn(BY_CODE, known);
  await changeCredentials({ ...change, code: NEXT_CODE, usesSheet: true }, browser);
  await assert.rejects(signIn(ACCOUNT, known), SheetRefused);
  await signIn({ ...ACCOUNT, code: NEXT_CODE }, known);
  await changeCredentials({ ...change, code: CODE, usesSheet: false }, browser);
  await assert.rejects(signIn(ACCOUNT, known), SheetRefused);
  assert.equal(known.kept.size, 1);
  await signIn({ ...ACCOUNT, code: null }, known);
  assert.equal(known.kept.size, 0);
});

test("who forgot the password comes back with the code, and the sheet stays wanted under the new one", async () => {
  const { server } = await switchedOn();
  const device = newBrowser();
  const opened = await openRecovery({ installation: INSTALLATION, username: "ruiz", code: CODE }, device);
  assert.equal(opened.usesSheet, true);
  await recover(opened, { password: NEW_PASSWORD, code: NEXT_CODE }, device);
  assert.equal(usesSheet((await nextPage(server, device))?.content ?? assert.fail()), true);
  const account = { ...ACCOUNT, password: NEW_PASSWORD };
  await signIn(account, device);
  await assert.rejects(signIn(account, newBrowser()), refused("sign_in_refused"));
  await signIn({ ...account, code: NEXT_CODE }, newBrowser());
});

test("coming back with the code may switch the sheet off", async () => {
  await switchedOn();
  const device = newBrowser();
  const opened = await openRecovery({ installation: INSTALLATION, username: "ruiz", code: CODE }, device);
  await recover(opened, { password: NEW_PASSWORD, code: NEXT_CODE, usesSheet: false }, device);
  await signIn({ ...ACCOUNT, password: NEW_PASSWORD }, newBrowser());
});

test("a change whose answer was lost holds for the code that goes with it", async () => {
  const { server, browser, change } = await switchedOn();
  server.loses.add("POST /api/credentials");
  const next = { ...change, password: NEW_PASSWORD, code: NEXT_CODE, usesSheet: true };
  await assert.rejects(changeCredentials(next, browser), refused("unreachable"));
  server.loses.clear();
  await signIn({ ...ACCOUNT, password: NEW_PASSWORD, code: NEXT_CODE }, browser);
  await signIn({ ...ACCOUNT, password: NEW_PASSWORD }, browser);
});

test("an account made anew under a name that was removed begins without a sheet", async () => {
  const { server, browser } = await switchedOn();
  server.credentials = null;
  await enrol(ENROLMENT, browser);
  assert.equal(browser.kept.size, 0);
  await signIn(ACCOUNT, browser);
});
