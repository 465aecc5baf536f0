// One person's picture and sound, their name, and what is true when there is no picture.

import { element, nameOf, say, setAttribute, setText, show } from "../element.js";

/**
 * @typedef {object} TilePerson
 * @property {string} participant
 * @property {string} name
 * @property {string} word            what stands in place of the picture, empty while there is one
 * @property {string} lost            that their connection was lost, which is their word then; empty while it is there
 * @property {boolean} muted          their microphone is off
 * @property {boolean} [interrupted]  and not by their own doing
 * @property {string} [mark]          what is still open about them, for the clinician; empty for nothing
 * @property {MediaStream|null} media
 */

export class Tile {
  /**
   * @param {string} participant
   * @param {(refused: boolean) => void} played  whether the browser refused to play without a click
   * @param {{silent: boolean}} [options]
   */
  constructor(participant, played, { silent } = { silent: false }) {
    this.played = played;
    this.video = element("video", { autoplay: true, playsinline: true, tabindex: "-1" });
    this.video.muted = silent;
    this.word = element("p", { class: "tile-word" });
    this.name = element("span", { class: "tile-name" });
    this.mute = element("span", { class: "tile-mute", hidden: true });
    this.mark = element("span", { class: "tile-mark", hidden: true });
    this.text = "";
    this.video.addEventListener("resize", () => this.#drawWord());
    this.element = element(
      "div",
      { class: "tile", "data-participant": participant },
      this.video,
      this.word,
      element("p", { class: "tile-plate" }, this.name, this.mark, this.mute),
    );
  }

  /** @param {TilePerson} person */
  update({ name, word, muted, interrupted = false, media, mark = "" }) {
    say(this.name, nameOf(name));
    setAttribute(this.video, "aria-label", `Picture of ${name}`);
    setAttribute(this.element, "data-picture", word === "" ? "shown" : "none");
    this.text = word || `Connecting with ${name}`;
    this.#drawWord();
    setText(this.mute, interrupted ? "Microphone interrupted" : "Microphone off");
    show(this.mute, muted);
    setText(this.mark, mark);
    show(this.mark, mark !== "");
    if (this.video.srcObject !== media) {
      this.video.srcObject = media;
      if (media !== null) void this.play();
    }
  }

  /** Until the first frame has come, the place of a picture is black: say why. */
  #drawWord() {
    const isPictured = this.element.dataset.picture === "shown" && this.video.videoWidth > 0;
    setText(this.word, this.text);
    show(this.word, !isPictured);
  }

  /** Sound without a click is refused by some browsers until the page was used. */
  async play() {
    try {
      await this.video.play();
      this.played(false);
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      // AbortError: another stream came in between, and its own play() counts.
      if (error.name === "NotAllowedError") this.played(true);
    }
  }
}
