// "More" of the session's bar: a button, and above the bar what it opens, in the flow, so that it covers nobody.

import { element, keepFocus, setAttribute, show } from "../element.js";
import { BarButton } from "./device_bar.js";

export class MoreMenu {
  /** What is opened within it, and closed with it. @type {() => void} */
  closing = () => undefined;

  constructor() {
    this.button = new BarButton(["more"], () => this.#turn());
    this.button.update(true, "More");
    this.panel = element("div", {
      class: "more",
      id: "session-more",
      role: "group",
      "aria-label": "More",
      tabindex: "-1",
      hidden: true,
    });
    setAttribute(this.button.element, "aria-controls", this.panel.id);
    this.panel.addEventListener("keydown", (event) => this.#pressed(event));
    this.button.element.addEventListener("keydown", (event) => this.#pressed(event));
    this.#setOpen(false);
  }

  /** @param {HTMLElement} item  a button, or whatever else is to be found here */
  add(item) {
    this.panel.append(item);
  }

  /** @param {HTMLElement} item  above all that is there */
  addAbove(item) {
    this.panel.insertBefore(item, this.panel.childNodes[0] ?? null);
  }

  isOpen() {
    return !this.panel.hidden;
  }

  /** The focus goes back to the button when it was in what closes. */
  close() {
    this.closing();
    keepFocus(
      this.panel,
      () => this.#setOpen(false),
      () => this.button.element,
    );
  }

  /** The panel stands before the button: without the focus in it, the next Tab would lead away from it. */
  #turn() {
    if (this.isOpen()) return this.close();
    this.#setOpen(true);
    this.panel.focus();
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    if (event.key !== "Escape" || !this.isOpen()) return;
    event.preventDefault();
    this.close();
  }

  /** @param {boolean} open */
  #setOpen(open) {
    show(this.panel, open);
    setAttribute(this.button.element, "aria-expanded", String(open));
  }
}
