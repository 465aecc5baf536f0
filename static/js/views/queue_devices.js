// Several devices that wait by one link: which of them is let in.

import { waitedText } from "../duration.js";
import { arrange, element, nameOf, say, setText } from "../element.js";

/** @import { DeviceStates } from "../card.js" */
/** @import { OtherDevice, Waiter } from "./queue_card.js" */

const REST = "The chosen one is let in. Any other is told: You are on your other device.";
const CAMERAS = Object.freeze({ on: "camera works", off: "camera off", missing: "no camera" });

export class QueueDevices {
  /**
   * @param {string} id  unique in the page
   * @param {(participant: string) => void} choose
   */
  constructor(id, choose) {
    this.id = id;
    this.choose = choose;
    /** How many lines were ever made. */
    this.made = 0;
    /** @type {Map<string, {radio: HTMLInputElement, label: HTMLElement, element: HTMLElement}>} */
    this.lines = new Map();
    this.title = element("legend");
    this.list = element("div", { class: "device-choices" });
    this.element = element(
      "fieldset",
      { class: "device-choice", hidden: true },
      this.title,
      this.list,
      element("p", { class: "quiet" }, REST),
    );
  }

  /** @param {Waiter} waiter */
  update(waiter) {
    const devices = devicesOf(waiter);
    this.element.hidden = devices.length < 2;
    const ids = devices.map(({ participant }) => participant);
    for (const id of this.lines.keys()) if (!ids.includes(id)) this.lines.delete(id);
    setText(this.title, `${devices.length} devices`);
    arrange(
      this.list,
      devices.map((device, place) => this.#line(device, { waiter, first: place === 0 })),
    );
  }

  /**
   * @param {OtherDevice} device
   * @param {{waiter: Waiter, first: boolean}} among
   */
  #line(device, { waiter, first }) {
    const line = this.lines.get(device.participant) ?? this.#newLine(device.participant);
    this.lines.set(device.participant, line);
    const { seconds, connected } = device;
    const said = [cameraText(device.devices), waitedText(seconds), !connected && "connection lost"];
    const words = said.filter((text) => text !== "" && text !== false).join(", ");
    say(line.label, nameOf(device.device || "A device"), `, ${words}${first ? " (waits longest)" : ""}`);
    line.radio.checked = device.participant === waiter.participant;
    return line.element;
  }

  /** @param {string} participant */
  #newLine(participant) {
    this.made += 1;
    const id = `${this.id}-device-${this.made}`;
    const radio = element("input", {
      type: "radio",
      name: `${this.id}-device`,
      id,
      onchange: () => this.choose(participant),
    });
    const label = element("label", { for: id });
    return { radio, label, element: element("div", { class: "choice" }, radio, label) };
  }
}

/**
 * The longest waiting first, whichever is chosen: what was just clicked stays where it is.
 *
 * @param {Waiter} waiter
 * @returns {OtherDevice[]}
 */
function devicesOf({ participant, card, seconds, connected, others }) {
  const { device = "", devices = null } = card ?? {};
  const chosen = { participant, device, devices, seconds, connected };
  return [chosen, ...others].sort(
    (one, other) => other.seconds - one.seconds || (one.participant < other.participant ? -1 : 1),
  );
}

/** @param {DeviceStates|null} devices */
function cameraText(devices) {
  if (devices?.interrupted?.includes("camera")) return "camera interrupted";
  return devices === null ? "" : CAMERAS[devices.camera];
}
