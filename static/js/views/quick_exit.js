// Quick exit at the top of the page, and in one line that can be opened what it does and what it cannot.

import { element, setAttribute } from "../element.js";

/** @param {() => void} leave */
export function quickExitButton(leave) {
  return element("button", { type: "button", class: "button small", onclick: leave }, "Quick exit");
}

/** Under "More", where the bar is not shown: with the line that says what else does it. @param {() => void} leave */
export function quickExitItem(leave) {
  const leaving = quickExitButton(leave);
  setAttribute(leaving, "aria-describedby", "quick-exit-line");
  return element("div", { class: "quick-exit-item" }, leaving, element("p", { id: "quick-exit-line" }, LINE));
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

const LINE =
  "Or press Shift three times, also when keyboard shortcuts are off; the browser's history still lists the address.";
const TEXTS = Object.freeze([
  "Quick exit, or pressing Shift three times, shows an empty page at once. Camera and microphone go off, the session is left, and this browser forgets what you typed and the way back into the session.",
  "It cannot empty the browser's history: the address of this page is still listed there. What you chose to have remembered on this device stays until you press Forget these details.",
]);
