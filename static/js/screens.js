// One screen at a time in the page's `main`: shows it, and brings the focus along when it had nowhere to stay.

/**
 * @typedef {{element: HTMLElement, heading: HTMLElement}} Screen
 */

export class Screens {
  /** @param {HTMLElement} main */
  constructor(main) {
    this.main = main;
    /** @type {Screen|null} */
    this.shown = null;
  }

  /**
   * @param {string} name  for the style sheets: `data-screen` of the body
   * @param {Screen} screen
   */
  show(name, screen) {
    document.body.dataset.screen = name;
    if (screen === this.shown) return;
    const isFirst = this.shown === null;
    const focus = document.activeElement;
    const homeless = focus === null || focus === document.body || this.main.contains(focus);
    this.shown = screen;
    this.main.replaceChildren(screen.element);
    window.scrollTo(0, 0);
    if (homeless && !isFirst) screen.heading.focus({ preventScroll: true });
  }
}
