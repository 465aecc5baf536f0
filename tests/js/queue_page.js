// The queue in a page of its own, with everything that the clinician decides in it noted down.

import assert from "node:assert/strict";

import { Queue } from "../../static/js/views/queue.js";
import { fake, fakeDocument } from "./fake_document.js";
import { newDecisions, newWaiter } from "./fake_waiter.js";

/** @import { Waiter } from "../../static/js/views/queue_card.js" */
/** @import { FakeElement } from "./fake_document.js" */

/** Seconds: the 25th of November 2026, at noon. */
const NOW = Date.UTC(2026, 10, 25, 12) / 1000;
const ABOUT = Object.freeze({ elsewhere: false, empty: "", locked: false, unlock: null });
export const settled = () => new Promise((resolve) => setTimeout(resolve, 1));

/** @param {Partial<Waiter>[]} changes */
export function openQueue(...changes) {
  /** @type {unknown[][]} */
  const done = [];
  const queue = new Queue(
    newDecisions((...act) => void done.push(act)),
    () => NOW,
  );
  document.body.append(queue.element);
  const page = {
    queue,
    done,
    dialog: fake(queue.dialogs.modal.element),
    /** @param {Partial<Waiter>[]} waiters @param {object} [about] */
    draw: (waiters, about = {}) => queue.update(waiters.map(newWaiter), { ...ABOUT, ...about }),
    cards: () => fake(queue.element).querySelectorAll("article"),
    card: () => {
      const [card] = page.cards();
      assert.ok(card);
      return card;
    },
    text: () => seen(page.card()),
    chips: () =>
      page
        .card()
        .querySelectorAll("li")
        .map(({ textContent }) => textContent),
  };
  page.draw(changes);
  return page;
}

/** What can be read. @param {any} node @returns {string} */
export function seen(node) {
  if (typeof node === "string") return node;
  if (node.hidden) return "";
  return node.childNodes.map(seen).join(["bdi", "p", "h3", "legend"].includes(node.tag) ? "" : " ");
}

/** What can be pressed. @param {FakeElement} within */
export function shownButtons(within) {
  return within
    .querySelectorAll("button")
    .filter((each) => each.closest("[hidden]") === null)
    .map(({ textContent }) => textContent);
}

/** Send the form in a dialog. @param {FakeElement} dialog */
export async function submit(dialog) {
  dialog.querySelectorAll("form")[0]?.dispatchEvent(new Event("submit", { cancelable: true }));
  await settled();
}

/** @param {FakeElement} within @param {string} value */
export function radio(within, value) {
  const found = within.querySelectorAll("input").find((each) => each.getAttribute("value") === value);
  assert.ok(found, `no radio ${value}`);
  return /** @type {FakeElement & {checked: boolean}} */ (found);
}

export const focused = () => fakeDocument.activeElement;
