// The clinician's page between sessions.

import { element, nameOf, setText } from "../element.js";
import { DevicePanel } from "./device_panel.js";
import { Notes } from "./notes.js";
import { NotifyOffer } from "./notify_offer.js";

/** @import { Alert } from "../alert.js" */
/** @import { Devices } from "../devices.js" */
/** @import { Note } from "./notes.js" */
/** @import { People } from "./people.js" */
/** @import { Queue } from "./queue.js" */
/** @import { Receipts } from "./receipts.js" */

export class Today {
  /**
   * @param {object} page
   * @param {string} page.clinician
   * @param {Devices} page.devices
   * @param {Queue} page.queue
   * @param {People} page.people
   * @param {() => void} page.account  open "Your account"
   * @param {() => void} page.lock
   * @param {Pick<Alert, "state"|"ask">} page.alert
   * @param {Pick<Receipts, "element">} [page.receipts]
   */
  constructor({ clinician, devices, queue, people, account, lock, alert, receipts }) {
    this.queue = queue;
    this.panel = new DevicePanel(devices, false);
    this.heading = element("h1", { tabindex: "-1" }, "Today");
    this.message = element("p", { class: "message", role: "status" });
    this.notes = new Notes(this.heading);
    this.offer = new NotifyOffer(alert, this.heading);
    this.place = element("div", { class: "today-queue" }, this.offer.element);
    const accountArea = element(
      "div",
      { class: "account" },
      element("p", { class: "quiet" }, "Signed in as ", nameOf(clinician)),
      element("button", { type: "button", class: "link-button", onclick: account }, "Your account"),
      element("button", { type: "button", class: "link-button", onclick: lock }, "Lock now"),
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
      element("div", { class: "today-head" }, this.heading, accountArea),
      this.message,
      this.notes.element,
      receipts?.element,
      element("div", { class: "today-main" }, this.place, people.element),
      own,
    );
  }

  /**
   * @param {string} message
   * @param {readonly Note[]} notes
   */
  update(message, notes) {
    if (this.queue.element.parentElement !== this.place) {
      this.place.insertBefore(this.queue.element, this.offer.element);
    }
    setText(this.message, message);
    this.notes.update(notes);
    this.offer.update();
    this.panel.update();
  }
}
