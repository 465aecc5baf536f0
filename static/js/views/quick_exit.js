// Quick exit at the top of the page, and in one line that can be opened what it does and what it cannot.

import { element } from "../element.js";

/** @param {() => void} leave */
export function quickExitButton(leave) {
  return element("button", { type: "button", class: "button small", onclick: leave }, "Quick exit");
}

/** @param {() => void} leave */
export function quickExitBar(leave) {
  return element(
    "section",
    { class: "quick-exit", "aria-label": "Quick exit" },
    element(
      "details",
      { class: "quick-exit-help" },
      element("summary", {}, "What does this do?"),
      element("div", { class: "quick-exit-text" }, ...TEXTS.map((text) => element("p", {}, text))),
    ),
    quickExitButton(leave),
  );
}

const TEXTS = Object.freeze([
  "Quick exit, or pressing Shift three times, shows an empty page at once. Camera and microphone go off, the session is left, and this tab forgets what you typed.",
  "It cannot empty the browser's history: the address of this page is still listed there. What you chose to have remembered on this device stays until you press Forget these details.",
]);
