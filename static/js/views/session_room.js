// The clinician's session: the stage, and beside it who is in session and who waits.

import { element, setAttribute } from "../element.js";
import { BarButton } from "./device_bar.js";
import { Stage } from "./stage.js";

/** @import { Devices } from "../devices.js" */
/** @import { Attendance, Attendee } from "./attendance.js" */
/** @import { Queue } from "./queue.js" */
/** @import { TilePerson } from "./tile.js" */

/** From here on the panel stands beside the pictures, as in stage_panel.css. */
const WIDE = "(min-width: 900px)";

export class SessionRoom {
  /**
   * @param {object} page
   * @param {Devices} page.devices
   * @param {Queue} page.queue
   * @param {Attendance} page.attendance
   * @param {() => void} page.end
   * @param {() => void} page.tryAgain
   */
  constructor({ devices, queue, attendance, end, tryAgain }) {
    this.queue = queue;
    this.attendance = attendance;
    this.panelButton = new BarButton(["people"], () => this.#turnPanel(), "panel-toggle");
    this.endButton = new BarButton(["leave"], end, "leave");
    this.endButton.update(true, "End session", "End session", "End");
    this.close = element(
      "button",
      { type: "button", class: "button panel-close", onclick: () => this.#turnPanel() },
      "Back to the session",
    );
    this.panel = element(
      "aside",
      { class: "panel", id: "session-panel", "aria-label": "People" },
      this.close,
      attendance.element,
    );
    this.stage = new Stage({
      devices,
      actions: [this.panelButton.element, this.endButton.element],
      tryAgain,
      side: this.panel,
    });
    this.wide = matchMedia(WIDE);
    this.wide.addEventListener("change", () => this.#setOpen(false));
    this.panel.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.#isModal()) this.#turnPanel();
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
   * @param {boolean} session.blocked
   * @param {string} session.message
   */
  update({ tiles, attendees, waiting, seconds, blocked, message }) {
    if (this.queue.element.parentElement !== this.panel) this.panel.append(this.queue.element);
    this.stage.update({
      title: attendees.map(({ name }) => name).join(", "),
      people: tiles,
      alone: "",
      seconds,
      blocked,
      message,
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
  }

  /** Between sessions no name of the last one stays here. */
  forget() {
    this.stage.told = [];
    this.stage.update({ title: "", people: [], alone: "", seconds: null, blocked: false });
    this.attendance.update([]);
  }

  #turnPanel() {
    const open = this.panel.dataset.open !== "true";
    this.#setOpen(open);
    (open ? this.close : this.panelButton.element).focus();
  }

  /** On a narrow screen the open panel covers everything else. */
  #isModal() {
    return this.panel.dataset.open === "true" && !this.wide.matches;
  }

  /** On a wide screen the panel always stands beside the pictures; this is for a narrow one. @param {boolean} open */
  #setOpen(open) {
    setAttribute(this.panel, "data-open", String(open));
    const { view, notes, controls } = this.stage;
    for (const covered of [view, notes, controls]) covered.inert = this.#isModal();
    setAttribute(this.panelButton.element, "aria-expanded", String(open));
  }
}
