import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { WrongPassword } from "../../static/js/account.js";
import { ApiError } from "../../static/js/api.js";
import { MONDAY, Page } from "./account_dialog_page.js";
import { fakeDocument, find, installDocument } from "./fake_document.js";
import { WORDS, alerts, press, settled, type, until } from "./form_page.js";

const AWAY = () => new ApiError(0, "unreachable", "The server does not answer.");

beforeEach(() => {
  installDocument();
  Object.assign(globalThis, { location: { origin: "https://practice.example" } });
});

test("the dialog says who is signed in and where, and which of the browsers this is", async () => {
  const page = await new Page().opens();
  assert.equal(page.element.open, true);
  assert.match(page.element.textContent, /signed in as Dr Ruiz, with the username ruiz\./);
  const other = "Since Monday 14:05 · ends by itself at 02:05End";
  assert.deepEqual(page.lines(), ["Since Monday 14:05 · this browser", other, other]);
});

test("an account that is closing says until when its links work", async () => {
  const page = await new Page(MONDAY).opens();
  assert.match(page.element.textContent, /links you have given work until 2 March, 14:05/);
});

test("another browser is signed out by its button, and the focus stays in the list", async () => {
  const page = await new Page().opens();
  const end = find(page.element, "button", "End");
  end.focus();
  end.click();
  await settled();
  assert.deepEqual(page.endSignIn.mock.calls[0]?.arguments, ["phone"]);
  assert.equal(page.lines().length, 2);
  assert.deepEqual(page.announced, ["That browser is signed out."]);
  assert.equal(fakeDocument.activeElement?.textContent, "Where you are signed in");
});

test("all other browsers are signed out at once, also when one of them has gone by itself", async () => {
  const page = await new Page().opens();
  page.endSignIn.mock.mockImplementationOnce(async () => {
    page.signIns = page.signIns.filter(({ id }) => id !== "phone");
    throw new ApiError(404, "unknown", "There is nothing here.");
  });
  await page.press("End all others");
  assert.deepEqual(page.announced, ["All other browsers are signed out."]);
  assert.deepEqual(page.lines(), ["Since Monday 14:05 · this browser"]);
  assert.equal(find(page.element, "button", "End all others").hidden, true);
});

test("a server that is away is told in the list, with a way to try again", async () => {
  const page = await new Page().opens();
  page.endSignIn.mock.mockImplementationOnce(() => Promise.reject(AWAY()));
  await page.press("End");
  assert.deepEqual(alerts(page.element), ["The server does not answer."]);
  await page.press("Try again");
  assert.deepEqual(alerts(page.element), []);
});

test("a new password needs the current one, and holds when the new code was typed back", async () => {
  const page = await new Page().chooses();
  assert.equal(page.unlock.mock.calls[0]?.arguments[0].password, "the one of before");
  assert.equal(page.heading, "Your recovery code");
  assert.equal(page.changeCredentials.mock.callCount(), 0);
  await page.typesBack();
  const { code, ...change } = page.changeCredentials.mock.calls[0]?.arguments[0];
  assert.match(code, /^[0-9A-Z]{28}$/);
  const before = { installation: "one", sync: page.sync, current: "the one of before" };
  assert.deepEqual(change, { ...before, password: WORDS, usesSheet: false });
  assert.equal(page.heading, "Your account");
  assert.match(page.element.textContent, /Your password is changed, and every other browser is signed out\./);
});

test("a wrong current password is told before anybody writes a code down", async () => {
  const page = new Page();
  page.unlock.mock.mockImplementation(() => Promise.reject(new WrongPassword("wrong")));
  await page.chooses();
  assert.equal(page.heading, "Change password");
  assert.deepEqual(alerts(page.element), ["This is not your current password."]);
});

test("the current password is no new one", async () => {
  const page = await new Page().chooses(WORDS);
  assert.equal(page.heading, "Change password");
  assert.match(alerts(page.element).join(""), /current password\. Please choose another/);
});

test("a change whose answer was lost is found out with the new password, and the page begins anew", async () => {
  const page = await new Page().chooses();
  page.changeCredentials.mock.mockImplementationOnce(() => Promise.reject(AWAY()));
  await page.typesBack();
  assert.deepEqual(alerts(page.element), ["The server does not answer."]);
  page.changeCredentials.mock.mockImplementationOnce(() => Promise.reject(new WrongPassword("wrong")));
  await page.typesBack();
  assert.equal(page.signIn.mock.calls[0]?.arguments[0].password, WORDS);
  assert.equal(page.reload.mock.callCount(), 1);
});

test("Escape does not hide what becomes of a new password that is on its way", async () => {
  const page = await new Page().chooses();
  let done = () => undefined;
  page.changeCredentials.mock.mockImplementation(
    () => new Promise((resolve) => (done = /** @type {any} */ (resolve))),
  );
  type(page.element, { "Recovery code": page.code });
  press(page.element);
  await until(() => page.changeCredentials.mock.callCount() === 1);
  const escape = () => {
    const event = new Event("cancel", { cancelable: true });
    page.element.dispatchEvent(event);
    return !event.defaultPrevented;
  };
  assert.equal(escape(), false);
  done();
  await until(() => page.heading === "Your account");
  assert.equal(escape(), true);
});

test("an earlier copy brings back who was removed since, and says how many", async () => {
  const page = await new Page().opens();
  await page.press("Show earlier copies");
  assert.equal(page.lines().length, 2);
  assert.match(page.lines()[0] ?? "", /14:07/);
  await page.press("Bring back");
  assert.deepEqual(page.bringBack.mock.calls[0]?.arguments, [{ version: 2 }]);
  assert.match(page.element.textContent, /One person is back\./);
});

test("many earlier copies are shown ten at a time, and none is said to be none", async () => {
  const page = await new Page().opens();
  page.earlier = Array.from({ length: 15 }, (_, version) => ({ version, parent: "", replaced: MONDAY }));
  await page.press("Show earlier copies");
  assert.equal(page.lines().length, 10);
  await page.press("Show older");
  assert.equal(page.lines().length, 15);
  assert.equal(
    fakeDocument.activeElement,
    page.element.querySelectorAll("li")[10]?.querySelectorAll("button")[0],
  );
  page.earlier = [];
  await page.press("Back");
  await page.press("Show earlier copies");
  assert.match(page.element.textContent, /There are no earlier copies yet\./);
});

test("signing out that fails is told, and the dialog stays", async () => {
  const page = await new Page().opens();
  page.signOut.mock.mockImplementation(() => Promise.reject(AWAY()));
  await page.press("Sign out");
  assert.deepEqual(alerts(page.element), ["You are still signed in. The server does not answer."]);
});

test("a lock that comes while the current password is proved shows no code", async () => {
  const page = await new Page().opens();
  page.unlock.mock.mockImplementation(async () => {
    page.dialog.close();
    return new Uint8Array(32);
  });
  await page.chooses();
  assert.equal(page.heading, "Your account");
});

test("a dialog that is removed leaves nothing in the page", async () => {
  const page = await new Page().opens();
  page.dialog.remove();
  assert.deepEqual(fakeDocument.body.querySelectorAll("dialog"), []);
});

test("what was typed goes with the dialog when it is closed", async () => {
  const page = await new Page().opens();
  await page.press("Change password");
  page.dialog.close();
  assert.equal(page.element.open, false);
  await page.opens();
  assert.equal(page.heading, "Your account");
});
