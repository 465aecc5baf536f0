import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { SheetRefused } from "../../static/js/account.js";
import { ApiError } from "../../static/js/api.js";
import { newRecoveryCode } from "../../static/js/recovery_code.js";
import { SignInForm } from "../../static/js/views/sign_in_form.js";
import { fake, fakeDocument, find, installDocument } from "./fake_document.js";
import { alerts, put, send, type } from "./form_page.js";

beforeEach(() => void installDocument());

const CODE = await newRecoveryCode();
const TYPED = { username: "ruiz", password: "a password of mine" };
const REFUSED = /** @type {const} */ ([401, "sign_in_refused", "Refused."]);

function newForm() {
  const signIn = mock.fn(async (/** @type {any} */ _typed) => undefined);
  const form = new SignInForm({ signIn, forgot: () => undefined, words: () => "Not so." });
  put(form);
  type(form.element, { Username: "Ruiz", Password: TYPED.password });
  const typed = () => signIn.mock.calls.at(-1)?.arguments[0];
  return { form, signIn, typed, press: () => find(form.element, "button", "I use a recovery sheet").click() };
}

test("without a sheet the password goes alone, so that what this browser keeps is used", async () => {
  const { form, typed } = newForm();
  await send(form.element);
  assert.deepEqual(typed(), TYPED);
});

test("the code of a sheet goes along with the password", async () => {
  const { form, typed, press } = newForm();
  press();
  type(form.element, { "Recovery code": CODE.toLowerCase() });
  await send(form.element);
  assert.deepEqual(typed(), { ...TYPED, code: CODE });
});

test("a code that cannot be one is told beside its field, and nothing is sent", async () => {
  const { form, signIn, press } = newForm();
  press();
  type(form.element, { "Recovery code": CODE.slice(1) });
  await send(form.element);
  assert.equal(signIn.mock.callCount(), 0);
  assert.match(fake(form.code.field.error).textContent, /wrong or missing/);
});

test("a wrong password and a wrong code get one answer, which names all three", async () => {
  const { form, signIn, press } = newForm();
  signIn.mock.mockImplementation(() => Promise.reject(new ApiError(...REFUSED)));
  await send(form.element);
  assert.deepEqual(alerts(fakeDocument.body), ["Not so."]);
  press();
  type(form.element, { "Recovery code": CODE });
  await send(form.element);
  assert.match(alerts(fakeDocument.body).join(""), /^Username, password and recovery code do not go together\./);
});

test("a known browser whose sheet is refused asks for what has changed, and does nothing by itself", async () => {
  const { form, signIn, typed } = newForm();
  signIn.mock.mockImplementation(() => Promise.reject(new SheetRefused(...REFUSED)));
  await send(form.element);
  assert.match(alerts(fakeDocument.body).join(""), /the recovery sheet that this browser keeps\. Check both\./);
  await send(form.element);
  assert.deepEqual(typed(), TYPED);
  form.code.isOff.input.checked = true;
  fake(form.code.isOff.input).dispatchEvent(new Event("change"));
  await send(form.element);
  assert.deepEqual(typed(), { ...TYPED, code: null });
});
