// One person who waits: name, how long, how they are equipped, and what can be done.

import { waitedText } from "../duration.js";
import { element, nameOf, say, setAttribute, setText, show } from "../element.js";
import { Tile } from "./tile.js";

/** @import { DeviceStates } from "../card.js" */

/**
 * @typedef {object} Waiter
 * @property {string} room
 * @property {string} participant
 * @property {string} name          empty until their card has come
 * @property {boolean} waits        false while they still check in
 * @property {boolean} connected
 * @property {boolean} mayDecide    this page hosts the room
 * @property {number} seconds
 * @property {boolean} previewed
 * @property {MediaStream|null} media
 * @property {DeviceStates|null} devices
 * @property {boolean} [admitting]    Admit was clicked and is not decided yet
 *
 * @typedef {object} Decisions
 * @property {(waiter: Waiter) => void} admit
 * @property {(waiter: Waiter) => void} decline
 * @property {(waiter: Waiter, on: boolean) => void} preview
 */

const UNNAMED = "Somebody";

export class QueueCard {
  /**
   * @param {Waiter} waiter
   * @param {Decisions} decisions
   */
  constructor(waiter, { admit, decline, preview }) {
    this.waiter = waiter;
    const id = `waiter-${waiter.participant}`;
    this.name = element("h3", { id });
    this.waited = element("p", { class: "waited" });
    this.chips = element("ul", { class: "chips", "aria-label": "Devices" });
    this.tile = new Tile(waiter.participant, () => undefined, { silent: true });
    this.admit = this.#button("Admit", "button primary", () => admit(this.waiter));
    this.preview = this.#button("Preview", "button", () => preview(this.waiter, !this.waiter.previewed));
    this.decline = this.#button("Decline", "button", () => decline(this.waiter));
    this.note = element("p", { class: "quiet" }, "They are told that they are seen. Sound is off.");
    this.row = element("div", { class: "card-row" }, this.preview, this.decline);
    this.actions = element("div", { class: "card-actions" }, this.admit, this.row);
    this.element = element(
      "article",
      { class: "card", "aria-labelledby": id },
      this.name,
      this.waited,
      this.chips,
      this.tile.element,
      this.note,
      this.actions,
    );
  }

  /** @param {Waiter} waiter */
  update(waiter) {
    this.waiter = waiter;
    const { name, waits, previewed, media, mayDecide, connected, devices } = waiter;
    const title = name || (waits ? UNNAMED : `${UNNAMED} is checking in`);
    say(this.name, nameOf(title));
    setAttribute(this.element, "data-waits", waits);
    setText(this.waited, this.#waitedText());
    this.#drawChips(devices);
    show(this.tile.element, previewed);
    show(this.note, previewed);
    this.tile.update({
      participant: waiter.participant,
      name: name || UNNAMED,
      word: pictureWord(media, devices),
      lost: "",
      muted: false,
      media: previewed ? media : null,
    });
    show(this.actions, mayDecide && waits);
    setText(this.preview, previewed ? "Stop preview" : "Preview");
    setAttribute(this.admit, "aria-disabled", !connected || waiter.admitting === true);
    setAttribute(this.preview, "aria-disabled", !connected);
  }

  #waitedText() {
    const { waits, connected, seconds } = this.waiter;
    if (!connected) return "Their connection was lost a moment ago";
    return waits ? `Has waited ${waitedText(seconds)}` : "Not ready yet";
  }

  /** @param {DeviceStates|null} devices */
  #drawChips(devices) {
    const chips = [];
    if (devices?.microphone === "missing") chips.push("No microphone");
    if (devices?.camera === "missing") chips.push("No camera");
    show(this.chips, chips.length > 0);
    if (this.chips.childElementCount !== chips.length) {
      this.chips.replaceChildren(...chips.map((text) => element("li", {}, text)));
    }
  }

  /**
   * @param {string} text
   * @param {string} kind
   * @param {() => void} press
   */
  #button(text, kind, press) {
    const button = element(
      "button",
      {
        type: "button",
        class: kind,
        onclick: () => {
          if (button.getAttribute("aria-disabled") === null) press();
        },
      },
      text,
    );
    return button;
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
