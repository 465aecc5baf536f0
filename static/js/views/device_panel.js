// Camera and microphone before a session: asked for by a button, chosen, and what to do when one is not there.

import { WITHOUT } from "../devices.js";
import { bothDeniedText } from "../device_reason.js";
import { troubleText } from "../device_trouble.js";
import { element, keepFocus, setAttribute, setText, show } from "../element.js";
import { Level } from "./level.js";
import { SelfView } from "./self_view.js";

/** @import { Choice } from "../device_choice.js" */
/** @import { Devices } from "../devices.js" */
/** @import { DeviceKind } from "../device_reason.js" */

/** @type {readonly DeviceKind[]} */
const KINDS = ["camera", "microphone"];
const TITLES = Object.freeze({ camera: "Camera", microphone: "Microphone" });

const ASKED = "Your browser asks whether this page may use them: answer there. You can go on meanwhile.";

export class DevicePanel {
  /**
   * @param {Devices} devices
   * @param {boolean} mayGoWithout  whether the person is asked to decide before going on
   */
  constructor(devices, mayGoWithout) {
    this.devices = devices;
    this.selfView = new SelfView();
    this.level = new Level();
    this.button = element(
      "button",
      { type: "button", class: "button", onclick: () => devices.use() },
      "Use camera and microphone",
    );
    this.without = element(
      "button",
      { type: "button", class: "link-button", onclick: () => devices.goOnWithout() },
      "Go on without them",
    );
    this.asked = element("p", { class: "quiet", hidden: true }, ASKED);
    this.problem = element("p", { class: "field-error", id: "devices-error", hidden: true });
    this.ask = element("div", { class: "device-ask" }, this.button, mayGoWithout && this.without);
    this.pickers = { camera: new Picker("camera", devices), microphone: new Picker("microphone", devices) };
    this.pair = element(
      "div",
      { class: "device-pair", hidden: true },
      this.pickers.camera.element,
      this.pickers.microphone.element,
    );
    this.element = element(
      "section",
      { class: "device-panel", "aria-label": "Camera and microphone", tabindex: "-1" },
      this.selfView.element,
      this.ask,
      this.asked,
      this.problem,
      this.pair,
      this.level.element,
      this.pickers.camera.problem,
      this.pickers.microphone.problem,
    );
  }

  /** @param {string} error  that nothing was decided yet, or empty */
  update(error = "") {
    keepFocus(
      this.element,
      () => this.#draw(error),
      () => this.#refuge(),
    );
  }

  /** Where the focus goes when the button that was pressed is gone. */
  #refuge() {
    if (!this.pair.hidden) return this.pickers.camera.select;
    return this.ask.hidden ? this.element : this.button;
  }

  /** @param {string} error */
  #draw(error) {
    const { devices } = this;
    this.selfView.update(devices);
    this.level.follow(this.element.isConnected ? devices.microphone.track : null);
    const asking = devices.isAsking();
    const idle = KINDS.every((kind) => devices[kind].state === "none");
    show(this.ask, idle || (asking && !devices.settled));
    setAttribute(this.button, "aria-disabled", asking);
    setAttribute(this.button, "aria-describedby", error === "" ? null : "devices-error");
    show(this.asked, asking);
    show(this.without, !devices.settled && !asking);
    show(this.pair, devices.settled && !idle);
    const bothDenied = KINDS.every((kind) => devices[kind].reason === "denied");
    this.pickers.camera.update(bothDenied ? bothDeniedText() : "");
    this.pickers.microphone.update("", bothDenied);
    setText(this.problem, error);
    show(this.problem, error !== "");
  }
}

/** The choice of one device, with the reason when it does not work. */
class Picker {
  /**
   * @param {DeviceKind} kind
   * @param {Devices} devices
   */
  constructor(kind, devices) {
    this.kind = kind;
    this.devices = devices;
    this.drawn = "";
    this.common = false;
    this.select = element("select", {
      id: `choose-${kind}`,
      onchange: () => devices.choose(kind, this.select.value),
    });
    // Always in the tree, and empty while nothing is wrong: what appears together with its text is not read out.
    this.text = element("p", { id: `${kind}-problem`, role: "status" });
    this.again = element(
      "button",
      { type: "button", class: "button small", onclick: () => this.#tryAgain() },
      "Try again",
    );
    this.problem = element("div", { class: "device-problem" }, this.text, this.again);
    this.element = element(
      "div",
      { class: "field" },
      element("label", { for: `choose-${kind}` }, TITLES[kind]),
      this.select,
    );
  }

  /**
   * @param {string} common  one text for this and the other device, or empty
   * @param {boolean} told   the other device's text holds for this one too
   */
  update(common, told = false) {
    const device = this.devices[this.kind];
    const { state, reason, id } = device;
    const choices = this.devices.choices[this.kind];
    const drawn = JSON.stringify([choices, id, reason]);
    if (drawn !== this.drawn) this.select.replaceChildren(...this.#options(choices, id));
    this.drawn = drawn;
    const says = told ? "" : common || troubleText(this.kind, device, "Try again");
    setAttribute(this.select, "aria-describedby", says === "" ? null : `${this.kind}-problem`);
    setAttribute(this.problem, "data-problem", says === "" ? null : "true");
    setText(this.text, says);
    show(this.again, says !== "" && state === "failed");
    this.common = common !== "";
    setAttribute(this.again, "aria-label", this.common ? null : `Try again: ${this.kind}`);
  }

  async #tryAgain() {
    const { kind, devices } = this;
    if (this.common) await devices.use();
    else if (devices[kind].id === WITHOUT) await devices.choose(kind, "");
    else await devices.use([kind]);
  }

  /**
   * @param {readonly Choice[]} choices
   * @param {string} chosen
   * @returns {HTMLOptionElement[]}
   */
  #options(choices, chosen) {
    const all = [...choices, { id: WITHOUT, label: `No ${this.kind}` }];
    const known = all.some(({ id }) => id === chosen);
    if (!known)
      all.unshift({
        id: "",
        label: this.devices[this.kind].reason === "missing" ? "None found" : "Not in use",
      });
    const selected = known ? chosen : "";
    return all.map(({ id, label }) => element("option", { value: id, selected: id === selected }, label));
  }
}
