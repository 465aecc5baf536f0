// A dialog over the page: a title, what is asked, and nothing left of it in the page when it is closed.

import { element } from "../element.js";

export class Modal {
  /**
   * It puts itself into the page.
   *
   * @param {() => HTMLElement} refuge  where the focus goes when what opened the dialog is gone
   */
  constructor(refuge) {
    this.refuge = refuge;
    this.heading = element("h2", { tabindex: "-1" });
    this.body = element("div", { class: "pane" });
    this.element = element("dialog", { class: "sheet people-sheet" }, this.heading, this.body);
    this.element.addEventListener("close", () => this.#closed());
    document.body.append(this.element);
  }

  /** Whether this is what it shows now. @param {Node} part */
  holds(part) {
    return this.element.open && this.body.contains(part);
  }

  /**
   * Show something, in place of what the dialog shows now.
   *
   * @param {HTMLElement} title
   * @param {readonly Node[]} parts
   * @param {HTMLElement} [first]  what has the focus; the title when it is left out
   */
  show(title, parts, first = this.heading) {
    this.heading.replaceChildren(title);
    this.element.setAttribute("aria-label", title.textContent ?? "");
    this.body.replaceChildren(...parts);
    if (!this.element.open) this.element.showModal();
    first.focus();
  }

  close() {
    if (this.element.open) this.element.close();
  }

  #closed() {
    // The browser says it a moment later: something else may be shown by now.
    if (this.element.open) return;
    this.heading.replaceChildren();
    this.element.removeAttribute("aria-label");
    this.body.replaceChildren();
    const { activeElement, body } = document;
    if (activeElement === null || activeElement === body) this.refuge().focus();
  }
}

/**
 * @param {string} text
 * @param {() => void} press
 * @param {string} [kind]
 */
export function button(text, press, kind = "button") {
  return element("button", { type: "button", class: kind, onclick: press }, text);
}

/** @param {...(Node|false)} buttons */
export function actions(...buttons) {
  return element("div", { class: "dialog-actions" }, ...buttons);
}
