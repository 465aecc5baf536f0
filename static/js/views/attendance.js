// Who is in session, and what the clinician can do for each.

import { arrange, element, keepFocus, nameOf, say, setAttribute, setText, show } from "../element.js";
import { confirmation } from "./confirm.js";
import { Modal, button } from "./modal.js";

/**
 * @typedef {object} Attendee
 * @property {string} participant
 * @property {string} name
 * @property {boolean} held
 * @property {string} lost         that their connection was lost, as at their picture; empty while it is there
 * @property {boolean} unconfirmed  admitted with "I'll confirm once we talk", and not confirmed since
 * @property {boolean} mayInvite    the vault has their person, so that a guest can be given a link
 *
 * @typedef {object} AttendanceActs
 * @property {(participant: string) => void} hold
 * @property {(participant: string) => void} resume
 * @property {(participant: string) => void} sendBack
 * @property {(participant: string) => void} confirm    ask how their identity was confirmed
 * @property {(participant: string) => void} emergency  open their emergency card
 * @property {(participant: string) => void} invite     a guest link for somebody who joins them
 * @property {(participant: string) => void} remove     the clinician was asked and is sure
 */

export class Attendance {
  /**
   * @param {AttendanceActs} acts
   * @param {Modal} [modal]  for the question before somebody is removed
   */
  constructor(acts, modal) {
    this.acts = acts;
    /** @type {readonly Attendee[]} */
    this.attendees = [];
    /** @type {Map<string, Row>} */
    this.rows = new Map();
    this.heading = element("h2", { id: "attendance-title", tabindex: "-1" }, "In session");
    this.modal = modal ?? new Modal(() => this.heading);
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
    this.attendees = attendees;
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

  /** To the first of the buttons that open an emergency card. */
  focusEmergency() {
    const [first] = this.rows.values();
    first?.emergency.focus();
  }

  /**
   * @param {Attendee} attendee
   * @returns {Row}
   */
  #row(attendee) {
    const row = this.rows.get(attendee.participant) ?? this.#newRow(attendee);
    this.rows.set(attendee.participant, row);
    row.update(attendee);
    return row;
  }

  /** @param {Attendee} attendee */
  #newRow(attendee) {
    return new Row(attendee, { ...this.acts, remove: () => this.#askRemove(attendee.participant) });
  }

  /** @param {string} participant */
  #askRemove(participant) {
    const { name } = this.attendees.find((attendee) => attendee.participant === participant) ?? { name: "" };
    confirmation(this.modal, {
      title: element("span", {}, "Remove ", nameOf(name), "?"),
      texts: [`${name}'s place ends for good. Their link still works: with it they would wait again.`],
      action: "Remove",
      act: async () => this.acts.remove(participant),
    });
  }
}

class Row {
  /**
   * @param {Attendee} attendee
   * @param {AttendanceActs} acts
   */
  constructor(attendee, acts) {
    this.attendee = attendee;
    const { participant } = attendee;
    const press = (/** @type {string} */ text, /** @type {keyof AttendanceActs} */ act) =>
      button(text, () => acts[act](participant));
    this.name = element("h3", { class: "row-name" });
    this.state = element("p", { class: "quiet" });
    this.mark = element(
      "div",
      { class: "row-mark" },
      element("p", {}, "Identity not yet confirmed"),
      press("Confirm identity", "confirm"),
    );
    this.hold = button("Hold", () => acts[this.attendee.held ? "resume" : "hold"](participant));
    this.emergency = press("Emergency card", "emergency");
    this.invite = press("Guest link", "invite");
    this.element = element(
      "div",
      { class: "row", role: "group" },
      this.name,
      this.state,
      this.mark,
      element(
        "div",
        { class: "row-actions" },
        this.hold,
        press("Send to waiting room", "sendBack"),
        this.emergency,
        this.invite,
        press("Remove", "remove"),
      ),
    );
  }

  /** @param {Attendee} attendee */
  update(attendee) {
    this.attendee = attendee;
    const { name, held, unconfirmed, mayInvite } = attendee;
    say(this.name, nameOf(name));
    setAttribute(this.element, "aria-label", name);
    setText(this.state, stateText(attendee));
    setText(this.hold, held ? "Resume" : "Hold");
    show(this.mark, unconfirmed);
    show(this.invite, mayInvite);
  }
}

/** @param {Attendee} attendee */
function stateText({ held, lost }) {
  if (held) return `On hold: neither sees nor hears you.${lost && ` ${lost}.`}`;
  return lost ? `${lost}.` : "Here";
}
