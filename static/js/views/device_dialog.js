// Camera and microphone in mid-session: the same choice as before it, in a dialog.

import { element } from "../element.js";
import { DevicePanel } from "./device_panel.js";
import { actions, button } from "./modal.js";

/** @import { Devices } from "../devices.js" */
/** @import { Modal } from "./modal.js" */

export class DeviceDialog {
  /**
   * @param {Modal} modal
   * @param {Devices} devices
   */
  constructor(modal, devices) {
    this.modal = modal;
    this.devices = devices;
    /** @type {DevicePanel|null} */
    this.panel = null;
  }

  open() {
    const { modal } = this;
    this.panel = new DevicePanel(this.devices, false);
    const done = button("Done", () => modal.close(), "button primary");
    modal.show(element("span", {}, "Camera and microphone"), [this.panel.element, actions(done)]);
    this.panel.update();
  }

  /** A device has changed. */
  update() {
    if (this.panel !== null && this.modal.holds(this.panel.element)) this.panel.update();
  }
}
