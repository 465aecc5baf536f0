// A few notes on a click: proof that this device can be heard, before anybody speaks.

import { element, setText } from "../element.js";

/** @import { Chime } from "../chime.js" */

const HEARD =
  "You should have heard three notes. If not, turn the sound of this device up, or look whether headphones are connected.";
const REFUSED = "This browser did not play the notes. Press the button again, or go on: you can be heard.";

export class SpeakerTest {
  /** @param {Chime} chime */
  constructor(chime) {
    this.chime = chime;
    this.said = element("p", { class: "quiet", role: "status" });
    this.button = element(
      "button",
      { type: "button", class: "button small", onclick: () => void this.#play() },
      "Play a test sound",
    );
    this.element = element("div", { class: "speaker-test" }, this.button, this.said);
  }

  async #play() {
    // Emptied first: the same words are said again.
    setText(this.said, "");
    setText(this.said, (await this.chime.ring("test")) ? HEARD : REFUSED);
  }
}
