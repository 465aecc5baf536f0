// The list of keys, and the way to turn them off.

import { element } from "../element.js";
import { Field } from "./field.js";
import { actions, button } from "./modal.js";

/** @import { Shortcuts } from "../shortcuts.js" */
/** @import { Modal } from "./modal.js" */

const HELP = "They never act while you type. Turn them off if you use speech input. This browser remembers it.";
const QUICK_EXIT_HELP =
  "It works also when these keys are off; the browser's history still lists the address.";

/**
 * @param {Modal} modal
 * @param {Shortcuts} shortcuts
 * @param {boolean} hasQuickExit  whether the page is left by Shift three times
 */
export function showShortcuts(modal, shortcuts, hasQuickExit) {
  const box = element("input", {
    type: "checkbox",
    checked: shortcuts.on,
    onchange: () => shortcuts.set(box.checked),
  });
  const use = new Field("use-shortcuts", "Use single-key shortcuts", box, { help: HELP });
  const rows = shortcuts.list.map(({ key, text }) =>
    element("div", {}, element("dt", {}, element("kbd", {}, key.toUpperCase())), element("dd", {}, text)),
  );
  modal.show(element("span", {}, "Keyboard shortcuts"), [
    element("dl", { class: "shortcuts" }, ...rows),
    use.element,
    ...(hasQuickExit ? [quickExit()] : []),
    actions(button("Done", () => modal.close(), "button primary")),
  ]);
}

/** No single key, and never turned off: it stands apart from those that are. */
function quickExit() {
  return element(
    "div",
    { class: "field" },
    element("p", {}, element("kbd", {}, "Shift"), " three times: Quick exit"),
    element("p", { class: "field-help" }, QUICK_EXIT_HELP),
  );
}
