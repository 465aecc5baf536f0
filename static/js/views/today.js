// The clinician's page between sessions.

import { element, nameOf, setText } from "../element.js";
import { DevicePanel } from "./device_panel.js";

/** @import { Devices } from "../devices.js" */
/** @import { Queue } from "./queue.js" */

export class Today {
  /**
   * @param {object} page
   * @param {string} page.clinician
   * @param {Devices} page.devices
   * @param {Queue} page.queue
   * @param {() => void} page.signOut
   */
  constructor({ clinician, devices, queue, signOut }) {
    this.queue = queue;
    this.panel = new DevicePanel(devices, false);
    this.heading = element("h1", { tabindex: "-1" }, "Today");
    this.message = element("p", { class: "message", role: "status" });
    this.place = element("div", { class: "today-queue" });
    const account = element(
      "div",
      { class: "account" },
      element("p", { class: "quiet" }, "Signed in as ", nameOf(clinician)),
      element("button", { type: "button", class: "link-button", onclick: signOut }, "Sign out"),
    );
    const own = element(
      "section",
      { class: "own", "aria-labelledby": "own-title" },
      element("h2", { id: "own-title" }, "Your camera and microphone"),
      this.panel.element,
    );
    this.element = element(
      "div",
      { class: "today" },
      element("div", { class: "today-head" }, this.heading, account),
      this.message,
      this.place,
      own,
    );
  }

  /** @param {string} message */
  update(message) {
    if (this.queue.element.parentElement !== this.place) this.place.append(this.queue.element);
    setText(this.message, message);
    this.panel.update();
  }
}
