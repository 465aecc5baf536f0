// The clinician's session: the stage, and beside it who is in session and who waits.

import { element, setAttribute, setText, show } from "../element.js";
import { BarButton } from "./device_bar.js";
import { Stage } from "./stage.js";

/** @import { Devices } from "../devices.js" */
/** @import { Attendance, Attendee } from "./attendance.js" */
/** @import { Queue } from "./queue.js" */
/** @import { TilePerson } from "./tile.js" */

export class SessionRoom {
  /**
   * @param {object} page
   * @param {Devices} page.devices
   * @param {Queue} page.queue
   * @param {Attendance} page.attendance
   * @param {() => void} page.end
   */
  constructor({ devices, queue, attendance, end }) {
    this.queue = queue;
    this.attendance = attendance;
    this.panelButton = new BarButton(["people"], () => this.#turnPanel(), "panel-toggle");
    this.endButton = new BarButton(["leave"], end, "leave");
    this.endButton.update(true, "End session", "End session", "End");
    this.message = element("p", { class: "message", role: "status", hidden: true });
    this.close = element(
      "button",
      { type: "button", class: "button panel-close", onclick: () => this.#turnPanel() },
      "Back to the session",
    );
    this.panel = element(
      "aside",
      { class: "panel", id: "session-panel", "aria-label": "People" },
      this.close,
      this.message,
      attendance.element,
    );
    this.stage = new Stage({
      devices,
      actions: [this.panelButton.element, this.endButton.element],
      side: this.panel,
    });
    this.element = this.stage.element;
    this.heading = this.stage.heading;
    setAttribute(this.panelButton.element, "aria-controls", this.panel.id);
    this.#setOpen(false);
  }

  /**
   * @param {object} session
   * @param {TilePerson[]} session.tiles
   * @param {Attendee[]} session.attendees
   * @param {number} session.waiting
   * @param {number|null} session.seconds
   * @param {string} session.message
   */
  update({ tiles, attendees, waiting, seconds, message }) {
    if (this.queue.element.parentElement !== this.panel) this.panel.append(this.queue.element);
    this.stage.update({
      title: attendees.map(({ name }) => name).join(", "),
      people: tiles,
      alone: "",
      seconds,
    });
    this.attendance.update(attendees);
    const count = waiting === 0 ? "" : `, ${waiting} waiting`;
    this.panelButton.update(
      true,
      `People${count}`,
      undefined,
      waiting === 0 ? "People" : `${waiting} waiting`,
    );
    setAttribute(this.panelButton.element, "data-lamp", waiting > 0 ? "true" : null);
    setText(this.message, message);
    show(this.message, message !== "");
  }

  #turnPanel() {
    const open = this.panel.dataset.open !== "true";
    this.#setOpen(open);
    (open ? this.close : this.panelButton.element).focus();
  }

  /** On a wide screen the panel always stands beside the pictures; this is for a narrow one. @param {boolean} open */
  #setOpen(open) {
    this.panel.dataset.open = String(open);
    setAttribute(this.panelButton.element, "aria-expanded", String(open));
  }
}
