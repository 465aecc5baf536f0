// One person who waits: who it is, how long, how they are equipped, and what can be done.

import { waitedText } from "../duration.js";
import { element, nameOf, say, setAttribute, setText, show } from "../element.js";
import { Tile } from "./tile.js";

/** @import { DeviceStates } from "../card.js" */
/** @import { Recognised } from "../recognition.js" */

/**
 * @typedef {object} Waiter
 * @property {string} room
 * @property {string} participant
 * @property {Recognised["state"]} state  whether the vault knows their link
 * @property {string} name          the clinician's own label; empty unless the link is known
 * @property {string} typed         the name on their card where it is another; empty until it has come
 * @property {string} codeWord      to be asked for, empty for none
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
 * @property {(waiter: Waiter) => void} refuse
 * @property {(waiter: Waiter, on: boolean) => void} preview
 */

const UNNAMED = "Somebody";
const STRANGERS = Object.freeze({
  known: "",
  locked: "",
  looking: "Looking up whose link this is.",
  unknown: "This link is not one of yours.",
});

export class QueueCard {
  /**
   * @param {Waiter} waiter
   * @param {Decisions} decisions
   */
  constructor(waiter, { admit, decline, refuse, preview }) {
    this.waiter = waiter;
    const id = `waiter-${waiter.participant}`;
    this.name = element("h3", { id });
    this.typed = element("p", { class: "quiet" });
    this.stranger = element("p", { class: "stranger" });
    this.codeWord = element("p", { class: "code-word" });
    this.waited = element("p", { class: "waited" });
    this.chips = element("ul", { class: "chips", "aria-label": "Devices" });
    this.tile = new Tile(waiter.participant, () => undefined, { silent: true });
    this.admit = this.#button("Admit", "button primary", () => admit(this.waiter));
    this.preview = this.#button("Preview", "button", () => preview(this.waiter, !this.waiter.previewed));
    this.decline = this.#button("Decline", "button", () => decline(this.waiter));
    this.refuse = this.#button("Refuse this link", "button", () => refuse(this.waiter));
    this.note = element("p", { class: "quiet" }, "They are told that they are seen. Sound is off.");
    this.row = element("div", { class: "card-row" }, this.preview, this.decline, this.refuse);
    this.actions = element("div", { class: "card-actions" }, this.admit, this.row);
    this.element = element("article", { class: "card", "aria-labelledby": id }, ...this.#parts());
  }

  #parts() {
    const { name, typed, stranger, waited, codeWord, chips, tile, note, actions } = this;
    return [name, typed, stranger, waited, codeWord, chips, tile.element, note, actions];
  }

  /** @param {Waiter} waiter */
  update(waiter) {
    this.waiter = waiter;
    const { name, state, waits, mayDecide, connected, devices } = waiter;
    const isKnown = state === "known";
    say(this.name, nameOf(name || (waits ? UNNAMED : `${UNNAMED} is checking in`)));
    setAttribute(this.element, "data-waits", waits);
    setText(this.waited, this.#waitedText());
    this.#drawWords();
    this.#drawChips(mayDecide && state !== "locked" ? devices : null);
    this.#drawPreview();
    show(this.actions, mayDecide && waits && state !== "locked");
    show(this.admit, isKnown);
    show(this.preview, isKnown);
    show(this.refuse, state === "unknown");
    setAttribute(this.admit, "aria-disabled", !connected || waiter.admitting === true);
    setAttribute(this.preview, "aria-disabled", !connected);
  }

  /** On a page that does not host there is the label, and how long they wait. */
  #drawWords() {
    const { typed, codeWord, state, mayDecide } = this.waiter;
    if (mayDecide && typed !== "") say(this.typed, "says: ", nameOf(typed));
    else setText(this.typed, "");
    show(this.typed, mayDecide && typed !== "");
    setText(this.stranger, STRANGERS[state]);
    show(this.stranger, STRANGERS[state] !== "");
    const asks = mayDecide && codeWord !== "";
    if (asks) say(this.codeWord, "Code word: ", nameOf(codeWord), ". Ask for it.");
    else setText(this.codeWord, "");
    show(this.codeWord, asks);
  }

  #drawPreview() {
    const { participant, name, previewed, media, devices, state } = this.waiter;
    const shown = previewed && state === "known";
    show(this.tile.element, shown);
    show(this.note, shown);
    this.tile.update({
      participant,
      name: name || UNNAMED,
      word: pictureWord(media, devices),
      lost: "",
      muted: false,
      media: shown ? media : null,
    });
    setText(this.preview, previewed ? "Stop preview" : "Preview");
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
