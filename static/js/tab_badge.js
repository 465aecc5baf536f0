// How many wait, on the browser's tab and on the page's place in the task bar: a number, and a lamp that is on.

/** Not in every browser. @typedef {Partial<Pick<Navigator, "setAppBadge"|"clearAppBadge">>} Badges */

const LAMP_IS_ON = new URL("../img/lamp_on.svg", import.meta.url).href;

export class TabBadge {
  /**
   * @param {object} page
   * @param {Document} page.document
   * @param {Badges} page.navigator
   */
  constructor({ document, navigator }) {
    this.document = document;
    this.navigator = navigator;
    this.title = document.title;
    this.icon = document.querySelector('link[rel="icon"]');
    this.lamp = this.icon?.getAttribute("href") ?? "";
    this.count = 0;
  }

  /** @param {number} count */
  show(count) {
    if (count === this.count) return;
    this.count = count;
    this.document.title = count === 0 ? this.title : `(${count}) ${this.title}`;
    this.icon?.setAttribute("href", count === 0 ? this.lamp : LAMP_IS_ON);
    void this.#showOutside(count);
  }

  /** @param {number} count */
  async #showOutside(count) {
    const { navigator } = this;
    try {
      await (count === 0 ? navigator.clearAppBadge?.() : navigator.setAppBadge?.(count));
    } catch (error) {
      // Only a page that was installed like a program has a place there, and not every system shows a number on it.
      if (!(error instanceof DOMException)) throw error;
    }
  }
}
