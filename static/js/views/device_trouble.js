// What is wrong with one's own camera or microphone during a session, and one click to each way out.

import { othersThan } from "../device_choice.js";
import { troubleText } from "../device_trouble.js";
import { element, setText, show } from "../element.js";
import { button } from "./modal.js";

/** @import { Devices } from "../devices.js" */
/** @import { DeviceKind } from "../device_reason.js" */

/** @typedef {{name: string, press: () => void}} Cure */

export class DeviceTrouble {
  /**
   * @param {object} page
   * @param {Devices} page.devices
   * @param {Readonly<Record<DeviceKind, string>>} page.starts  the button that starts each
   * @param {(kind: DeviceKind, id: string) => void} page.choose
   * @param {(kind: DeviceKind) => void} page.leave  it is not to come back by itself
   */
  constructor({ devices, starts, choose, leave }) {
    this.devices = devices;
    this.starts = starts;
    this.choose = choose;
    this.leave = leave;
    // Always in the tree, and empty while nothing is wrong: what appears together with its text is not read out.
    this.text = element("p", { class: "bar-problem", role: "status" });
    this.cures = element("div", { class: "device-cures", hidden: true });
    this.element = element("div", { class: "device-trouble" }, this.text, this.cures);
    this.drawn = "";
  }

  /** @param {readonly DeviceKind[]} kinds  of which something is to be said */
  update(kinds) {
    const texts = kinds.flatMap((kind) => [this.devices[kind].news, this.#trouble(kind)]);
    setText(this.text, texts.filter((text) => text !== "").join(" "));
    this.#draw(kinds.flatMap((kind) => this.#curesOf(kind)));
  }

  /** @param {DeviceKind} kind */
  #trouble(kind) {
    return troubleText(kind, this.devices[kind], this.starts[kind]);
  }

  /**
   * @param {DeviceKind} kind
   * @returns {Cure[]}
   */
  #curesOf(kind) {
    const { id, track, sought } = this.devices[kind];
    if (this.#trouble(kind) === "") return [];
    const others = othersThan(this.devices.choices[kind], id).map((other) => ({
      name: `Use ${other.label} instead`,
      press: () => this.choose(kind, other.id),
    }));
    // What is there can be switched off by its own button.
    if (track !== null || !sought) return others;
    return [...others, { name: `Leave ${kind} off`, press: () => this.leave(kind) }];
  }

  /** The same buttons stay, and with them the focus. @param {readonly Cure[]} cures */
  #draw(cures) {
    const drawn = JSON.stringify(cures.map(({ name }) => name));
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    this.cures.replaceChildren(...cures.map(({ name, press }) => button(name, press, "button small")));
    show(this.cures, cures.length > 0);
  }
}
