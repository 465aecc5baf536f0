// No answer of the server's changes how a key is derived: that is for the page's constants and what was typed.

import assert from "node:assert/strict";
import { afterEach, mock, test } from "node:test";

import {
  WrongPassword,
  changeCredentials,
  openRecovery,
  recover,
  signIn,
  unlock,
} from "../../static/js/account.js";
import { newRecoveryCode } from "../../static/js/recovery_code.js";
import { ACCOUNT, CODE, PASSWORD, enrolled, newBrowser, nextPage } from "./account_browser.js";
import { INSTALLATION } from "./fake_account_server.js";

/** @import { VaultSync } from "../../static/js/vault_sync.js" */

afterEach(() => mock.restoreAll());

const NEXT_CODE = await newRecoveryCode();
const BY_CODE = { installation: INSTALLATION, username: "ruiz", code: CODE };
/** Whatever a server could name such a thing. */
const OFFERS = Object.freeze({
  rounds: 1,
  iterations: 1,
  salt: "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
  hash: "SHA-1",
  kdf: { name: "PBKDF2", rounds: 1, iterations: 1 },
  installation: "J".repeat(22),
  sheet: null,
  usesSheet: false,
  recovery_sheet: false,
  code: null,
});

/** From now on every answer, refusals too, offers other ways to make keys. */
function serverOffers() {
  const honest = globalThis.fetch;
  mock.method(globalThis, "fetch", async (/** @type {string} */ path, /** @type {any} */ options) => {
    const answer = await honest(path, options);
    if (answer.status === 204) return Response.json(OFFERS, { headers: { "X-Rounds": "1" } });
    const { error, ...said } = await answer.json();
    const refusal = error === undefined ? {} : { error: { ...OFFERS, ...error } };
    return Response.json({ ...OFFERS, ...said, ...refusal }, { status: answer.status });
  });
}

/** Everything that is derived from here on: the parameters, with bytes as text. */
function derivations() {
  /** @type {any[]} */
  const made = [];
  const derive = crypto.subtle.deriveBits.bind(crypto.subtle);
  const note = (/** @type {any} */ given, /** @type {any} */ key, /** @type {any} */ bits) => {
    const { salt, info = new Uint8Array(), ...plain } = given;
    const text = { salt: Buffer.from(salt).toString("hex"), info: Buffer.from(info).toString() };
    made.push({ ...plain, ...text, bits });
    return derive(given, key, bits);
  };
  mock.method(crypto.subtle, "deriveBits", note);
  return made;
}

const SALT = await crypto.subtle.digest(
  "SHA-256",
  new TextEncoder().encode(`telehealth/1 password${INSTALLATION}ruiz`),
);
const HEX = Buffer.from(SALT).toString("hex");
const KEYS = [
  { name: "PBKDF2", hash: "SHA-256", iterations: 600_000, salt: HEX, info: "", bits: 256 },
  ...["authentication", "wrapping"].map((use) => hkdf(`password ${use}`, "")),
];
const RECOVERY = [
  hkdf("recovery", HEX),
  ...["authentication", "wrapping"].map((use) => hkdf(`recovery ${use}`, "")),
];
const SHEET = hkdf("recovery sheet", HEX, 128);
const KEYS_WITH_SHEET = [KEYS[0], hkdf("password with sheet", ""), ...KEYS.slice(1)];

/** @param {string} use @param {string} salt */
function hkdf(use, salt, bits = 256) {
  return { name: "HKDF", hash: "SHA-256", salt, info: `telehealth/1 ${use}`, bits };
}

/** An account that wants the sheet, where it is kept, and the server that offers other ways from then on. */
async function switchedOn() {
  const { server, browser } = await enrolled();
  const sync = /** @type {VaultSync} */ (await nextPage(server, browser));
  const change = { installation: INSTALLATION, sync, current: PASSWORD, password: PASSWORD, code: CODE };
  await changeCredentials({ ...change, usesSheet: true }, browser);
  serverOffers();
  return { server, browser, change: { ...change, code: NEXT_CODE } };
}

test("signing in and unlocking derive by the page's constants, whatever the server offers", async () => {
  const { browser } = await enrolled();
  serverOffers();
  const made = derivations();
  await signIn(ACCOUNT, newBrowser());
  assert.deepEqual(made, KEYS);
  made.length = 0;
  await unlock(ACCOUNT, browser);
  assert.deepEqual(made, KEYS);
});

test("the sheet that is kept is used whatever the server offers", async () => {
  const { browser } = await switchedOn();
  const made = derivations();
  await signIn(ACCOUNT, browser);
  assert.deepEqual(made, KEYS_WITH_SHEET);
  made.length = 0;
  await unlock(ACCOUNT, browser);
  assert.deepEqual(made, KEYS_WITH_SHEET);
});

test("changing a password and coming back with the code derive by the page's constants too", async () => {
  const { browser, change } = await switchedOn();
  const made = derivations();
  await changeCredentials({ ...change, usesSheet: true }, browser);
  assert.deepEqual(made, [...KEYS_WITH_SHEET, SHEET, ...KEYS_WITH_SHEET, ...RECOVERY]);
  made.length = 0;
  const opened = await openRecovery({ ...BY_CODE, code: NEXT_CODE }, browser);
  await recover(opened, { password: PASSWORD, code: CODE, usesSheet: true }, browser);
  assert.deepEqual(made, [...RECOVERY, SHEET, ...KEYS_WITH_SHEET, ...RECOVERY]);
});

test("a refusal gets no second try by easier keys, and nothing else is sent", async () => {
  const { server, browser } = await switchedOn();
  server.credentials = { ...(server.credentials ?? assert.fail()), key: "another" };
  const made = derivations();
  const before = server.asked.length;
  await assert.rejects(signIn(ACCOUNT, browser), { code: "sign_in_refused" });
  assert.deepEqual(made, KEYS_WITH_SHEET);
  assert.deepEqual(server.asked.slice(before), ["POST /api/sign-in"]);
  assert.equal(browser.kept.size, 1, "what the browser keeps is not given up for it");
});

test("a wrap that opens nothing gets no second try either", async () => {
  const { server, browser } = await switchedOn();
  const credentials = server.credentials ?? assert.fail();
  credentials.password_wrap = credentials.recovery_wrap;
  const made = derivations();
  await assert.rejects(unlock(ACCOUNT, browser), WrongPassword);
  assert.deepEqual(made, KEYS_WITH_SHEET);
  assert.equal(browser.kept.size, 1);
});
