import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { formatRecoveryCode, newRecoveryCode } from "../../static/js/recovery_code.js";
import { SheetCode } from "../../static/js/views/sheet_code.js";
import { fake, fakeDocument, find, installDocument } from "./fake_document.js";
import { field, put } from "./form_page.js";

beforeEach(() => void installDocument());

const CODE = await newRecoveryCode();

function offered() {
  const code = new SheetCode("sign-in-code");
  put(code);
  return { code, press: () => find(code.element, "button", "I use a recovery sheet").click() };
}

/** @param {SheetCode} code */
const isShown = (code) => fake(code.field.element).closest("[hidden]") === null;

test("nobody is asked for a code before they say that they use one", async () => {
  const { code } = offered();
  assert.equal(isShown(code), false);
  assert.deepEqual(await code.read(), {});
  assert.equal((await code.check())[0], "");
});

test("who uses a sheet types its code, in any manner", async () => {
  const { code, press } = offered();
  press();
  assert.equal(isShown(code), true);
  const input = field(code.element, "Recovery code");
  assert.equal(fakeDocument.activeElement, input);
  assert.match((await code.check())[0], /^Please type the recovery code/);
  input.value = "0123";
  assert.match((await code.check())[0], /wrong or missing/);
  input.value = ` ${formatRecoveryCode(CODE).toLowerCase()} `;
  assert.equal((await code.check())[0], "");
  assert.deepEqual(await code.read(), { code: CODE });
});

test("the offer can be taken back, and what was typed goes with it", async () => {
  const { code, press } = offered();
  const offer = fake(code.offer);
  press();
  assert.equal(offer.getAttribute("aria-expanded"), "true");
  field(code.element, "Recovery code").value = CODE;
  press();
  assert.deepEqual([isShown(code), offer.getAttribute("aria-expanded")], [false, "false"]);
  assert.deepEqual(await code.read(), {});
  press();
  assert.equal(field(code.element, "Recovery code").value, "");
});

test("that the sheet is switched off can be said only where a kept one was refused", async () => {
  const { code, press } = offered();
  const off = fake(code.isOff.input);
  assert.notEqual(off.closest("[hidden]"), null);
  press();
  code.outdated();
  assert.equal(off.closest("[hidden]"), null);
  code.isOff.input.checked = true;
  off.dispatchEvent(new Event("change"));
  assert.equal(isShown(code), false);
  assert.equal((await code.check())[0], "");
  assert.deepEqual(await code.read(), { code: null });
  code.clear();
  assert.deepEqual(await code.read(), {});
});

test("where the code is known to be needed it is asked for at once", async () => {
  const code = new SheetCode("current-code", true);
  put(code);
  assert.equal(isShown(code), true);
  assert.notEqual(fake(code.offer).closest("[hidden]"), null);
  assert.match((await code.check())[0], /^Please type the recovery code/);
  field(code.element, "Recovery code").value = CODE;
  assert.deepEqual(await code.read(), { code: CODE });
});
