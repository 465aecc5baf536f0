// A look at somebody who waits: as large as there is room for, never mirrored, and without sound until it is asked for.

import { element, setAttribute, setText, show } from "../element.js";
import { PHOTO_ID } from "./message_dialog.js";
import { button } from "./modal.js";
import { Tile } from "./tile.js";

/** @import { DeviceStates } from "../card.js" */
/** @import { Waiter } from "./queue_card.js" */

export class QueuePreview {
  /**
   * @param {string} participant
   * @param {(on: boolean) => void} listen
   * @param {(text: string) => void} write  a message to whoever is looked at
   */
  constructor(participant, listen, write) {
    this.listen = listen;
    this.isLarge = false;
    this.hears = false;
    this.tile = new Tile(participant, (refused) => this.#played(refused), { silent: true });
    this.size = button("Enlarge", () => this.#resize());
    this.sound = button("Sound on", () => listen(!this.hears));
    this.photo = button(PHOTO_ID, () => write(PHOTO_ID));
    this.note = element("p", { class: "quiet" });
    this.element = element(
      "div",
      { class: "preview", hidden: true },
      this.tile.element,
      this.note,
      element("div", { class: "preview-row" }, this.size, this.sound, this.photo),
    );
  }

  /** @param {Waiter} waiter */
  update(waiter) {
    const { participant, name, previewed, sound, media, card, state } = waiter;
    const shown = previewed && state === "known";
    this.hears = shown && sound;
    if (!shown) this.#setLarge(false);
    show(this.element, shown);
    setText(this.note, `They are told that they are ${this.hears ? "seen and heard" : "seen"}.`);
    setText(this.sound, this.hears ? "Sound off" : "Sound on");
    this.tile.video.muted = !this.hears;
    setAttribute(this.tile.element, "data-participant", participant);
    this.tile.update({
      participant,
      name: name || "Somebody",
      word: pictureWord(media, card?.devices ?? null),
      lost: "",
      muted: false,
      media: shown ? media : null,
    });
  }

  /** Nobody is looked at by a card that is gone. */
  stop() {
    this.tile.video.srcObject = null;
  }

  /** A browser that plays no sound here shows the picture without it. @param {boolean} refused */
  #played(refused) {
    if (!refused || !this.hears) return;
    this.tile.video.muted = true;
    void this.tile.play();
    this.listen(false);
  }

  #resize() {
    this.#setLarge(!this.isLarge);
    this.element.scrollIntoView({ block: "nearest" });
  }

  /** @param {boolean} large */
  #setLarge(large) {
    this.isLarge = large;
    setAttribute(this.element, "data-large", large);
    setText(this.size, large ? "Make smaller" : "Enlarge");
  }
}

/**
 * @param {MediaStream|null} media
 * @param {DeviceStates|null} devices
 * @returns {string}
 */
function pictureWord(media, devices) {
  if (devices !== null && devices.camera !== "on") return "Their camera is off";
  return media === null ? "Connecting" : "";
}
