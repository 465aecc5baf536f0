// Who is in session, and what the clinician can do for each.

import { arrange, element, keepFocus, nameOf, say, setAttribute, setText } from "../element.js";

/**
 * @typedef {{participant: string, name: string, held: boolean, connected: boolean}} Attendee
 *
 * @typedef {object} AttendanceActs
 * @property {(participant: string) => void} hold
 * @property {(participant: string) => void} resume
 * @property {(participant: string) => void} sendBack
 */

export class Attendance {
  /** @param {AttendanceActs} acts */
  constructor(acts) {
    this.acts = acts;
    /** @type {Map<string, Row>} */
    this.rows = new Map();
    this.heading = element("h2", { id: "attendance-title", tabindex: "-1" }, "In session");
    this.list = element("div", { class: "rows" });
    this.element = element(
      "section",
      { class: "attendance", "aria-labelledby": "attendance-title" },
      this.heading,
      this.list,
    );
  }

  /** @param {readonly Attendee[]} attendees */
  update(attendees) {
    for (const id of this.rows.keys()) {
      if (!attendees.some(({ participant }) => participant === id)) this.rows.delete(id);
    }
    keepFocus(
      this.element,
      () =>
        arrange(
          this.list,
          attendees.map((attendee) => this.#row(attendee).element),
        ),
      () => this.heading,
    );
  }

  /**
   * @param {Attendee} attendee
   * @returns {Row}
   */
  #row(attendee) {
    const row = this.rows.get(attendee.participant) ?? new Row(attendee, this.acts);
    this.rows.set(attendee.participant, row);
    row.update(attendee);
    return row;
  }
}

class Row {
  /**
   * @param {Attendee} attendee
   * @param {AttendanceActs} acts
   */
  constructor(attendee, { hold, resume, sendBack }) {
    this.attendee = attendee;
    const { participant } = attendee;
    this.name = element("p", { class: "row-name" });
    this.state = element("p", { class: "quiet" });
    this.hold = element("button", {
      type: "button",
      class: "button",
      onclick: () => (this.attendee.held ? resume : hold)(participant),
    });
    const back = element(
      "button",
      { type: "button", class: "button", onclick: () => sendBack(participant) },
      "Send to waiting room",
    );
    this.element = element(
      "div",
      { class: "row", role: "group" },
      this.name,
      this.state,
      element("div", { class: "row-actions" }, this.hold, back),
    );
  }

  /** @param {Attendee} attendee */
  update(attendee) {
    this.attendee = attendee;
    const { name, held, connected } = attendee;
    say(this.name, nameOf(name));
    setAttribute(this.element, "aria-label", name);
    setText(
      this.state,
      held ? "On hold: neither sees nor hears you" : connected ? "Here" : "Connection lost",
    );
    setText(this.hold, held ? "Resume" : "Hold");
  }
}
