// What the clinician wrote to somebody who waits, and when it came.

import { timeText } from "../day_time.js";
import { element, nameOf, say } from "../element.js";

/** @import { Letter as Words } from "../host_channel.js" */

export class Letter {
  constructor() {
    // Stands empty in the page, so that what comes is read out.
    this.element = element("p", { class: "letter", "aria-live": "polite", "aria-atomic": "true" });
  }

  /**
   * @param {string} clinician
   * @param {Words|null} letter
   */
  update(clinician, letter) {
    if (letter === null) return say(this.element);
    const { text, at } = letter;
    const from = element("span", { class: "letter-from" }, nameOf(clinician), `, ${timeText(at)}: `);
    say(this.element, from, element("bdi", { class: "letter-text" }, text));
  }
}
