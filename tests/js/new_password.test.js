import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { NewPassword, usernameForManagers } from "../../static/js/views/new_password.js";
import { fake, fakeDocument, find, installDocument } from "./fake_document.js";
import { WORDS, field, propose, put, settled, type } from "./form_page.js";

beforeEach(() => void installDocument());
afterEach(() => mock.restoreAll());

/** @param {() => Promise<string>} [words] */
async function newPassword(words = propose) {
  const changed = mock.fn();
  const view = new NewPassword({
    label: "Password",
    repeatLabel: "Repeat password",
    changed,
    propose: words,
  });
  put(view);
  await settled();
  return { view, changed };
}

/** What is wrong. @param {NewPassword} view @param {string[]} [context] */
const faults = (view, context = []) => view.check(context).flatMap(([text]) => (text === "" ? [] : [text]));

test("the proposed words fill both fields and can be read", async () => {
  const { view, changed } = await newPassword();
  assert.equal(fake(view.words).textContent, WORDS);
  find(view.element, "button", "Use these words").click();
  assert.equal(view.value, WORDS);
  assert.deepEqual(faults(view), []);
  assert.equal(field(view.element, "Password").getAttribute("type"), "text");
  assert.equal(fakeDocument.activeElement, field(view.element, "Password"));
  assert.equal(changed.mock.callCount(), 1);
});

test("other words take the former ones out of the fields, but nothing that was typed", async () => {
  const words = ["one two three four five", "six seven eight nine ten", "a b c d e"];
  const { view } = await newPassword(async () => words.shift() ?? "");
  find(view.element, "button", "Use these words").click();
  find(view.element, "button", "Other words").click();
  await settled();
  assert.equal(fake(view.words).textContent, "six seven eight nine ten");
  assert.equal(view.value, "");
  type(view.element, { Password: "of my own" });
  find(view.element, "button", "Other words").click();
  await settled();
  assert.equal(view.value, "of my own");
});

test("without a list of words a password can be chosen all the same", async () => {
  mock.method(console, "warn", () => undefined);
  const { view } = await newPassword(() => Promise.reject(new TypeError("not loaded")));
  assert.equal(fake(view.proposal).hidden, true);
});

test("an empty, a weak and a differing password are told apart", async () => {
  const { view } = await newPassword();
  assert.deepEqual(faults(view), ["Please choose a password."]);
  type(view.element, { Password: "short" });
  assert.match(faults(view)[0] ?? "", /14/);
  type(view.element, { Password: WORDS });
  assert.deepEqual(faults(view), ["Please type the password again."]);
  type(view.element, { "Repeat password": `${WORDS}s` });
  assert.deepEqual(faults(view), ["The two passwords differ. Type the same again."]);
  type(view.element, { "Repeat password": WORDS });
  assert.deepEqual(faults(view), []);
});

test("a password made of what everybody knows of the account is refused", async () => {
  const { view } = await newPassword();
  type(view.element, { Password: "consuelo.ruiz-consuelo", "Repeat password": "consuelo.ruiz-consuelo" });
  assert.equal(faults(view, ["consuelo.ruiz", "Dr Consuelo Ruiz"]).length, 1);
});

test("a password is shown and hidden by a button that says which, and hidden when the form is sent", async () => {
  const { view } = await newPassword();
  const input = field(view.element, "Password");
  find(view.element, "button", "Show password").click();
  assert.equal(input.getAttribute("type"), "text");
  find(view.element, "button", "Hide password").click();
  assert.equal(input.getAttribute("type"), "password");
  find(view.element, "button", "Show repeated password").click();
  view.hide();
  assert.equal(field(view.element, "Repeat password").getAttribute("type"), "password");
});

test("password managers find the username and two new passwords", async () => {
  const { view } = await newPassword();
  const managers = fake(usernameForManagers("ruiz"));
  assert.deepEqual([managers.value, managers.getAttribute("autocomplete")], ["ruiz", "username"]);
  const kinds = ["Password", "Repeat password"].map((label) =>
    field(view.element, label).getAttribute("autocomplete"),
  );
  assert.deepEqual(kinds, ["new-password", "new-password"]);
});
