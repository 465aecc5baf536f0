// What a person does with a form: finds fields by their labels, types, and sends.

import { fake, fakeDocument } from "./fake_document.js";

/** @import { FakeElement } from "./fake_document.js" */

/** Put a screen into the page, as if alone there. @param {{element: HTMLElement}} screen */
export function put(screen) {
  fakeDocument.body.replaceChildren(screen.element);
}

/** The control with this label. @param {unknown} within @param {string} label @returns {FakeElement} */
export function field(within, label) {
  const title = fake(within)
    .querySelectorAll("label")
    .find((each) => each.textContent === label);
  const id = title?.getAttribute("for");
  const control = fake(within)
    .querySelectorAll("input")
    .find((each) => /** @type {any} */ (each).id === id);
  if (id == null || control === undefined) throw new Error(`no field labelled ${label}`);
  return control;
}

/** @param {unknown} within @param {Record<string, string>} typed  by label */
export function type(within, typed) {
  for (const [label, text] of Object.entries(typed)) field(within, label).value = text;
}

/** Press the form's button. @param {unknown} within */
export function press(within) {
  const [form] = fake(within).querySelectorAll("form");
  if (form === undefined) throw new Error("no form");
  form.dispatchEvent(new Event("submit", { cancelable: true }));
  return form;
}

/** Press the form's button, and wait until the form has done what it does. @param {unknown} within */
export async function send(within) {
  const form = press(within);
  await until(() => !form.isConnected || !form.textContent.includes("One moment"));
  await settled();
}

/** As often as promises need that wait for nothing but each other. */
export async function settled() {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** Until something is true that waits for a hash, for example. @param {() => boolean} isTrue */
export async function until(isTrue) {
  const deadline = Date.now() + 10_000;
  while (!isTrue()) {
    if (Date.now() > deadline) throw new Error("it never became true");
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** What is said in alerts that can be seen. @param {unknown} within @returns {string[]} */
export function alerts(within) {
  return ["p", "div"].flatMap((tag) =>
    fake(within)
      .querySelectorAll(tag)
      .filter((each) => each.getAttribute("role") === "alert" && !each.hidden && each.textContent !== "")
      .map((each) => each.textContent),
  );
}

/** Five words as the page proposes them. */
export const WORDS = "walnut harbour pencil meadow kettle";
export const propose = async () => WORDS;
