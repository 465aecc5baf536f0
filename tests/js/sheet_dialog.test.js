// The recovery sheet on new devices, in the dialog "Your account".

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { ApiError } from "../../static/js/api.js";
import { WrongPassword } from "../../static/js/account.js";
import { newRecoveryCode } from "../../static/js/recovery_code.js";
import { Page } from "./account_dialog_page.js";
import { fake, fakeDocument, find, installDocument } from "./fake_document.js";
import { WORDS, alerts, field, send, type } from "./form_page.js";

beforeEach(() => {
  installDocument();
  Object.assign(globalThis, { location: { origin: "https://practice.example" } });
});

const CODE = await newRecoveryCode();
const CURRENT = "the one of before";
const ON = "Ask for the code on new devices";
const OFF = "Ask for the password alone";
const FORGET = "Forget this browser";

/** @param {Partial<Page["sheet"]>} sheet */
async function openPage(sheet = {}) {
  const page = new Page();
  Object.assign(page.sheet, sheet);
  return page.opens();
}

/** @param {Page} page */
const shown = (page) =>
  page.element
    .querySelectorAll("button")
    .filter((each) => each.closest("[hidden]") === null)
    .map(({ textContent }) => textContent)
    .filter((text) => [ON, OFF, FORGET].includes(text));

test("the dialog says whether new devices ask for the code, and whether this browser is known", async () => {
  assert.deepEqual(shown(await openPage()), [ON]);
  const known = await openPage({ isWanted: true, isKept: true });
  assert.deepEqual(shown(known), [OFF, FORGET]);
  assert.match(known.element.textContent, /This browser does not ask, because it is known\./);
  const unknown = await openPage({ isWanted: true });
  assert.deepEqual(shown(unknown), [OFF]);
  assert.match(unknown.element.textContent, /This browser asks for it as well\./);
});

test("it is switched on with the current password, and with the new code typed back", async () => {
  const page = await openPage();
  await page.press(ON);
  assert.equal(page.heading, ON);
  type(page.element, { "Current password": CURRENT });
  await send(page.element);
  assert.deepEqual(page.unlock.mock.calls[0]?.arguments, [
    { installation: "one", username: "ruiz", password: CURRENT },
  ]);
  assert.match(page.element.textContent, /new devices ask for this code beside your password/);
  assert.deepEqual(page.element.querySelectorAll("input").map((each) => each.getAttribute("type")), ["text"]);
  const code = page.code.replaceAll("-", "");
  page.sheet = { isWanted: true, isKept: true };
  await page.typesBack();
  const change = { installation: "one", sync: page.sync, current: CURRENT, password: CURRENT };
  assert.deepEqual(page.changeCredentials.mock.calls[0]?.arguments, [{ ...change, code, usesSheet: true }]);
  assert.equal(page.heading, "Your account");
  assert.match(page.element.textContent, /New devices ask for your new recovery code from now on/);
  assert.deepEqual(shown(page), [OFF, FORGET]);
});

test("it is switched off in the same way", async () => {
  const page = await openPage({ isWanted: true, isKept: true });
  await page.press(OFF);
  await send(page.element);
  assert.match(alerts(page.element).join(""), /Please write your current password\./);
  type(page.element, { "Current password": CURRENT });
  await send(page.element);
  await page.typesBack();
  assert.equal(page.changeCredentials.mock.calls[0]?.arguments[0].usesSheet, false);
  assert.match(page.element.textContent, /New devices ask for your password alone from now on/);
});

test("a wrong password switches nothing, and shows no code", async () => {
  const page = await openPage();
  page.unlock.mock.mockImplementation(() => Promise.reject(new WrongPassword("wrong")));
  await page.press(ON);
  type(page.element, { "Current password": "wrong" });
  await send(page.element);
  assert.deepEqual([page.heading, page.code], [ON, ""]);
  assert.deepEqual(alerts(page.element), ["This is not your current password."]);
});

test("a browser that is not known needs the present code for any change", async () => {
  const page = await openPage({ isWanted: true });
  await page.press(OFF);
  type(page.element, { "Current password": CURRENT });
  await send(page.element);
  assert.match(alerts(page.element).join(""), /Please type the recovery code/);
  type(page.element, { "Recovery code": CODE });
  await send(page.element);
  assert.equal(page.unlock.mock.calls[0]?.arguments[0].code, CODE);
  await page.typesBack();
  assert.equal(page.changeCredentials.mock.calls[0]?.arguments[0].currentCode, CODE);
});

test("a password is changed there with the present code as well", async () => {
  const page = await openPage({ isWanted: true });
  await page.press("Change password");
  type(page.element, { "Current password": CURRENT, "New password": WORDS, "Repeat new password": WORDS });
  await send(page.element);
  assert.match(alerts(page.element).join(""), /Please type the recovery code/);
  type(page.element, { "Recovery code": CODE });
  await send(page.element);
  await page.typesBack();
  const { currentCode, usesSheet } = page.changeCredentials.mock.calls[0]?.arguments[0];
  assert.deepEqual([currentCode, usesSheet], [CODE, true]);
});

test("with a new password the sheet stays as it is, or changes as the clinician says", async () => {
  for (const [isWanted, ticked] of /** @type {[boolean, boolean][]} */ ([[true, true], [true, false], [false, true]])) {
    const page = new Page();
    page.sheet = { isWanted, isKept: isWanted };
    await page.chooses();
    const box = field(page.element, "Ask for this code beside the password on new devices");
    assert.equal(/** @type {any} */ (box).checked, isWanted);
    Object.assign(box, { checked: ticked });
    await page.typesBack();
    assert.equal(page.changeCredentials.mock.calls[0]?.arguments[0].usesSheet, ticked);
    page.dialog.remove();
  }
});

test("what was chosen with a try whose answer is lost holds for the next, and is asked with its code", async () => {
  const page = new Page();
  page.sheet = { isWanted: true, isKept: true };
  await page.chooses();
  const away = new ApiError(0, "unreachable", "The server does not answer.");
  page.changeCredentials.mock.mockImplementationOnce(() => Promise.reject(away));
  const code = page.code.replaceAll("-", "");
  await page.typesBack();
  const box = field(page.element, "Ask for this code beside the password on new devices");
  assert.equal(/** @type {any} */ (box).disabled, true);
  page.changeCredentials.mock.mockImplementationOnce(() => Promise.reject(new WrongPassword("changed")));
  await page.typesBack();
  assert.deepEqual(page.signIn.mock.calls[0]?.arguments, [
    { installation: "one", username: "ruiz", password: WORDS, code },
  ]);
  assert.equal(page.reload.mock.callCount(), 1);
});

test("a forgotten browser says what that means, and the focus stays in the page", async () => {
  const page = await openPage({ isWanted: true, isKept: true });
  const forget = find(page.element, "button", FORGET);
  forget.focus();
  await page.press(FORGET);
  const [account] = page.forgetBrowser.mock.calls[0]?.arguments ?? [];
  assert.deepEqual([account.installation, account.username], ["one", "ruiz"]);
  assert.match(page.element.textContent, /This browser is forgotten\. From now on it asks for your recovery code/);
  assert.deepEqual(shown(page), [OFF]);
  assert.equal(fakeDocument.activeElement?.textContent, "Recovery sheet on new devices");
  assert.equal(fake(page.dialog.element).contains(fakeDocument.activeElement), true);
});
