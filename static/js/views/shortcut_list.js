// The list of keys, and the way to turn them off.

import { element } from "../element.js";
import { Field } from "./field.js";
import { actions, button } from "./modal.js";

/** @import { Shortcuts } from "../shortcuts.js" */
/** @import { Modal } from "./modal.js" */

const HELP = "They never act while you type. Turn them off if you use speech input. This browser remembers it.";

/**
 * @param {Modal} modal
 * @param {Shortcuts} shortcuts
 */
export function showShortcuts(modal, shortcuts) {
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
    actions(button("Done", () => modal.close(), "button primary")),
  ]);
}
