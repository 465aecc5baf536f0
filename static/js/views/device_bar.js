// Mute microphone, Stop camera: the same two buttons in the waiting room and in the session.

import { element, setAttribute, setText } from "../element.js";
import { icon } from "../icon.js";
import { DeviceTrouble } from "./device_trouble.js";

/** @import { Devices } from "../devices.js" */
/** @import { DeviceKind } from "../device_reason.js" */
/** @import { IconName } from "../icon.js" */

/** @type {readonly DeviceKind[]} */
const KINDS = ["microphone", "camera"];
/** The button that starts each device here, while the device is not on. */
const STARTS = Object.freeze({ microphone: "Unmute microphone", camera: "Start camera" });

export class DeviceBar {
  /** @param {Devices} devices */
  constructor(devices) {
    this.devices = devices;
    this.microphone = new BarButton(["microphone", "microphone_off"], () => void this.turnMicrophone());
    this.camera = new BarButton(["camera", "camera_off"], () => void this.turnCamera());
    this.trouble = new DeviceTrouble({
      devices,
      starts: STARTS,
      choose: (kind, id) => void this.#choose(kind, id),
      leave: (kind) => void devices.leave(kind),
    });
    /** What was pressed here. Who came without a camera is not told so all through the session. @type {Set<DeviceKind>} */
    this.pressed = new Set();
  }

  update() {
    const { microphone, camera } = this.devices;
    this.microphone.update(microphone.state === "on", "Mute microphone", STARTS.microphone, "Mute", "Unmute");
    this.camera.update(camera.state === "on", "Stop camera", STARTS.camera, "Stop", "Start");
    this.trouble.update(KINDS.filter((kind) => this.#isNews(kind)));
  }

  /** @param {DeviceKind} kind */
  #isNews(kind) {
    const { state, reason, sought, news } = this.devices[kind];
    if (sought || news !== "" || reason === "muted") return true;
    const wanted = this.pressed.has(kind) || this.devices.restored.has(kind);
    return state === "failed" && (reason === "lost" || wanted);
  }

  async turnMicrophone() {
    const { devices } = this;
    if (devices.microphone.state === "on") return devices.setMicrophone(false);
    devices.setMicrophone(true);
    if (devices.microphone.track === null) await this.#start("microphone");
  }

  async turnCamera() {
    if (this.devices.camera.state === "on") await this.devices.setCamera(false);
    else await this.#start("camera");
  }

  /**
   * @param {DeviceKind} kind
   * @param {string} id
   */
  async #choose(kind, id) {
    this.pressed.add(kind);
    await this.devices.choose(kind, id);
  }

  /** @param {DeviceKind} kind */
  async #start(kind) {
    const { id } = this.devices[kind];
    this.pressed.add(kind);
    if (id === "none") await this.devices.choose(kind, "");
    else await this.devices.use([kind]);
  }
}

/** A button of the bar: a drawing above one short word, and a full name for those who hear it. */
export class BarButton {
  /**
   * @param {readonly [IconName, IconName]|readonly [IconName]} icons  for on and off
   * @param {() => void} press
   * @param {string} [kind]  a class of its own
   */
  constructor(icons, press, kind = "") {
    this.icons = icons;
    this.word = element("span", { class: "bar-word", "aria-hidden": "true" });
    this.drawing = element("span", { class: "bar-icon" });
    this.element = element(
      "button",
      { type: "button", class: `bar-button ${kind}`.trim(), onclick: press },
      this.drawing,
      this.word,
    );
    this.drawn = "";
  }

  /**
   * @param {boolean} on
   * @param {string} whenOn    the name while it is on
   * @param {string} whenOff
   * @param {string} wordOn    what stands below the drawing
   * @param {string} wordOff
   */
  update(on, whenOn, whenOff = whenOn, wordOn = whenOn, wordOff = wordOn) {
    const name = this.icons[on ? 0 : this.icons.length - 1] ?? this.icons[0];
    if (this.drawn !== name) this.drawing.replaceChildren(icon(name));
    this.drawn = name;
    setText(this.word, on ? wordOn : wordOff);
    setAttribute(this.element, "aria-label", on ? whenOn : whenOff);
    setAttribute(this.element, "data-on", on ? "true" : "false");
  }
}
