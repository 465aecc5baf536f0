import assert from "node:assert/strict";
import { afterEach, mock, test } from "node:test";

import { InstallationChanged, openEarlier, openRecovery, recover, signIn } from "../../static/js/account.js";
import { ApiError } from "../../static/js/api.js";
import { newRecoveryCode } from "../../static/js/recovery_code.js";
import { VaultRefused } from "../../static/js/vault_cipher.js";
import { RolledBack } from "../../static/js/vault_sync.js";
import { ACCOUNT, CODE, enrolled, newBrowser, nextPage } from "./account_browser.js";
import { INSTALLATION } from "./fake_account_server.js";
import { person } from "./vault_page.js";

/** @import { VaultSync } from "../../static/js/vault_sync.js" */

afterEach(() => mock.restoreAll());

const BY = { installation: INSTALLATION, username: "ruiz", code: CODE };
const FRESH = { password: "cobalt meadow ribbon thunder almond", code: await newRecoveryCode() };

/** @param {string} code */
const refused = (code) => (/** @type {unknown} */ error) => error instanceof ApiError && error.code === code;

/** An account with one person, whose password is forgotten. */
async function forgotten() {
  const { server, browser } = await enrolled();
  const sync = /** @type {VaultSync} */ (await nextPage(server, browser));
  await sync.change([person("maya")]);
  server.half = "";
  return { server, browser, sync };
}

test("with the code the vault opens, and nothing is changed by looking", async () => {
  const { server } = await forgotten();
  const { credentials } = server;
  const opened = await openRecovery(BY, newBrowser());
  assert.ok(Object.hasOwn(opened.content.entries, "maya"));
  assert.equal(opened.version, 2);
  assert.equal(server.credentials, credentials);
  assert.equal(server.versions.length, 2);
});

test("then a new password and a new code hold, and the old ones do not", async () => {
  const { server, browser } = await forgotten();
  const device = newBrowser();
  await recover(await openRecovery(BY, device), FRESH, device);
  const sync = /** @type {VaultSync} */ (await nextPage(server, device));
  assert.ok(Object.hasOwn(sync.content.entries, "maya"));
  await openEarlier(2, sync);
  await assert.rejects(openRecovery(BY, device), refused("sign_in_refused"));
  await openRecovery({ ...BY, code: FRESH.code }, device);
  await assert.rejects(signIn(ACCOUNT, browser), refused("sign_in_refused"));
  await signIn({ ...ACCOUNT, password: FRESH.password }, browser);
  assert.notEqual(await nextPage(server, browser), null);
});

test("a wrong code is refused by the server", async () => {
  await forgotten();
  await assert.rejects(openRecovery({ ...BY, code: FRESH.code }, newBrowser()), refused("sign_in_refused"));
});

test("a right code whose wrap opens nothing is said for what it is", async () => {
  const { server } = await forgotten();
  const credentials = server.credentials ?? assert.fail();
  credentials.recovery_wrap = credentials.password_wrap;
  await assert.rejects(openRecovery(BY, newBrowser()), VaultRefused);
});

test("another installation is noticed before the code becomes keys", async () => {
  const { server, browser } = await forgotten();
  const asked = server.asked.length;
  await assert.rejects(openRecovery({ ...BY, installation: "J".repeat(22) }, browser), InstallationChanged);
  assert.equal(server.asked.length, asked);
});

test("an older vault is not taken for the newest by recovering either, unless the clinician accepts it", async () => {
  const { server, browser } = await forgotten();
  server.versions.length = 1;
  await assert.rejects(openRecovery(BY, browser), RolledBack);
  await recover(await openRecovery({ ...BY, acceptOlder: true }, browser), FRESH, browser);
  const sync = /** @type {VaultSync} */ (await nextPage(server, browser));
  assert.equal(sync.snapshot().version, 2);
  assert.ok(!Object.hasOwn(sync.content.entries, "maya"));
});

test("what another device saves meanwhile is taken along", async () => {
  const { server, sync } = await forgotten();
  const device = newBrowser();
  const opened = await openRecovery(BY, device);
  server.half = "h".repeat(42) + "A";
  await sync.change([person("ben")]);
  await recover(opened, FRESH, device);
  const recovered = /** @type {VaultSync} */ (await nextPage(server, device));
  assert.ok(["maya", "ben"].every((name) => Object.hasOwn(recovered.content.entries, name)));
});

test("a recovery whose answer was lost is finished by trying again", async () => {
  const { server } = await forgotten();
  const device = newBrowser();
  const opened = await openRecovery(BY, device);
  server.loses.add("PUT /api/recovery");
  await assert.rejects(recover(opened, FRESH, device), refused("unreachable"));
  server.loses.clear();
  await recover(opened, FRESH, device);
  assert.notEqual(await nextPage(server, device), null);
  assert.equal(server.versions.length, 3);
});

test("a code that became void in between is refused", async () => {
  const { browser } = await forgotten();
  const device = newBrowser();
  const opened = await openRecovery(BY, device);
  await recover(await openRecovery(BY, browser), { ...FRESH, password: "other words of the owner" }, browser);
  await assert.rejects(recover(opened, FRESH, device), refused("sign_in_refused"));
});

test("versions that nobody may ask for before the recovery are asked for by the next page", async () => {
  const { server, browser, sync } = await forgotten();
  const device = newBrowser();
  await signIn(ACCOUNT, device);
  const other = /** @type {VaultSync} */ (await nextPage(server, device));
  for (const name of ["ben", "cem"]) await other.change([person(name)]);
  await recover(await openRecovery(BY, browser), FRESH, browser);
  const recovered = /** @type {VaultSync} */ (await nextPage(server, browser));
  assert.equal(recovered.snapshot().version, sync.snapshot().version + 3);
});

test("another history that is several versions long is not taken by recovering either", async () => {
  const { server, browser } = await forgotten();
  server.versions.length = 1;
  const device = newBrowser();
  await signIn(ACCOUNT, device);
  const deceived = /** @type {VaultSync} */ (await nextPage(server, device));
  for (const name of ["ben", "cem", "dina"]) await deceived.change([person(name)]);
  await recover(await openRecovery(BY, browser), FRESH, browser);
  await assert.rejects(nextPage(server, browser), RolledBack);
});
