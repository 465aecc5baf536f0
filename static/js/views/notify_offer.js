// The offer to be told of arrivals while another window is in front: the browser asks, once, and only after a click.

import { element, keepFocus, setText, show } from "../element.js";
import { button } from "./modal.js";

/** @import { Alert } from "../alert.js" */

const NAMELESS = "It says that somebody is waiting, and names nobody.";
const ON = "You are notified from now on. It names nobody.";
const DENIED =
  "This browser does not let the page notify you when somebody waits. " +
  "Allow notifications beside the page's address to change that.";

export class NotifyOffer {
  /**
   * @param {Pick<Alert, "state"|"ask">} alert
   * @param {HTMLElement} refuge  where the focus goes when there is nothing to press any more
   */
  constructor(alert, refuge) {
    this.alert = alert;
    this.refuge = refuge;
    /** It was this page's own click that has allowed it. */
    this.asked = false;
    this.button = button("Notify me when somebody waits", () => void this.#ask(), "button small");
    this.help = element("p", { class: "quiet" }, NAMELESS);
    this.offer = element("div", { class: "notify-offer" }, this.button, this.help);
    this.said = element("p", { class: "quiet", role: "status" });
    this.element = element("div", { class: "notify" }, this.offer, this.said);
  }

  /** The person may have allowed or forbidden it in the browser meanwhile. */
  update() {
    const { state } = this.alert;
    keepFocus(
      this.element,
      () => show(this.offer, state === "unasked"),
      () => this.refuge,
    );
    setText(this.said, state === "denied" ? DENIED : state === "granted" && this.asked ? ON : "");
  }

  async #ask() {
    await this.alert.ask();
    this.asked = true;
    this.update();
  }
}
