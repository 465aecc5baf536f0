import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { ApiError } from "../../static/js/api.js";
import { formatRecoveryCode, newRecoveryCode } from "../../static/js/recovery_code.js";
import { RecoveryCodeStep } from "../../static/js/views/recovery_code_step.js";
import { fake, find, installDocument } from "./fake_document.js";
import { alerts, field, put, send, settled, type } from "./form_page.js";

/** @type {string[]} */
const copied = [];
beforeEach(() => {
  installDocument();
  copied.length = 0;
  Object.assign(globalThis, { location: { origin: "https://practice.example" } });
});

/** @param {(text: string) => Promise<void>} writeText */
function clipboard(writeText) {
  Object.defineProperty(globalThis, "navigator", { configurable: true, value: { clipboard: { writeText } } });
}

/** @param {() => Promise<undefined>} [commit] @param {{usesSheet?: boolean}} [more] */
async function newStep(commit = async () => undefined, more = {}) {
  const code = await newRecoveryCode();
  /** @type {(usesSheet: boolean) => Promise<undefined>} */
  const committing = commit;
  const [done, back] = [mock.fn(committing), mock.fn()];
  const step = new RecoveryCodeStep({
    code,
    username: "ruiz",
    practice: "Practice",
    note: "",
    commit: done,
    back,
    ...more,
  });
  put(step);
  return { step, code, done, back };
}

test("the code is shown in seven groups, and goes on when it is typed back in any manner", async () => {
  const { step, code, done } = await newStep();
  const groups = fake(step.shown).querySelectorAll("span");
  assert.equal(groups.length, 7);
  assert.equal(fake(step.shown).textContent, formatRecoveryCode(code));
  type(step.element, { "Recovery code": ` ${formatRecoveryCode(code).toLowerCase().replaceAll("-", "  ")}` });
  await send(step.element);
  assert.deepEqual([alerts(step.element), done.mock.callCount()], [[], 1]);
});

test("an empty, a damaged and another code are told apart, and none of them goes on", async () => {
  const { step, code, done } = await newStep();
  const said = async (/** @type {string} */ text) => {
    type(step.element, { "Recovery code": text });
    await send(step.element);
    return fake(step.field.error).textContent;
  };
  assert.match(await said("  "), /^Please type/);
  assert.match(await said(code.slice(1)), /wrong or missing/);
  const damaged = `${code[0] === "7" ? "8" : "7"}${code.slice(1)}`;
  assert.match(await said(damaged), /wrong or missing/);
  assert.match(await said(await newRecoveryCode()), /not this one/);
  assert.equal(done.mock.callCount(), 0);
});

test("a server that is away loses nothing: the next try goes on with the same code", async () => {
  let away = true;
  const { step, code, done } = await newStep(async () => {
    if (away) throw new ApiError(0, "unreachable", "The server does not answer.");
  });
  type(step.element, { "Recovery code": code });
  await send(step.element);
  assert.deepEqual(alerts(step.element), ["The server does not answer."]);
  away = false;
  await send(step.element);
  assert.deepEqual([alerts(step.element), done.mock.callCount()], [[], 2]);
});

test("copying says so, and a browser that does not allow it is named with the cure", async () => {
  const { step, code } = await newStep();
  clipboard(async (text) => void copied.push(text));
  find(step.element, "button", "Copy code").click();
  await settled();
  assert.deepEqual(copied, [formatRecoveryCode(code)]);
  assert.match(fake(step.told).textContent, /^The code is copied/);
  clipboard(() => Promise.reject(new DOMException("no", "NotAllowedError")));
  find(step.element, "button", "Copy code").click();
  await settled();
  assert.match(fake(step.told).textContent, /copy it yourself/);
});

test("the way back leads where the step came from", async () => {
  const { step, back } = await newStep();
  find(step.element, "button", "Back").click();
  assert.equal(back.mock.callCount(), 1);
});

test("whether new devices ask for the code is chosen with it where that may be, and not changed by a second try", async () => {
  assert.deepEqual(fake((await newStep()).step.element).querySelectorAll("input").length, 1);
  const { step, code, done } = await newStep(undefined, { usesSheet: false });
  const box = /** @type {any} */ (field(step.element, "Ask for this code beside the password on new devices"));
  assert.equal(box.checked, false);
  box.checked = true;
  type(step.element, { "Recovery code": code });
  await send(step.element);
  assert.deepEqual(done.mock.calls[0]?.arguments, [true]);
  assert.equal(box.disabled, true);
});
