// The clinician's session: the stage, and beside it who is in session and who waits, or an emergency card.

import { element, setAttribute, show } from "../element.js";
import { BarButton } from "./device_bar.js";
import { Stage } from "./stage.js";

/** @import { Chat } from "../chat.js" */
/** @import { Devices } from "../devices.js" */
/** @import { Plan } from "../fallback_words.js" */
/** @import { Attendance, Attendee } from "./attendance.js" */
/** @import { EmergencyPanel } from "./emergency_panel.js" */
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
   * @param {EmergencyPanel|null} [page.emergency]  the same as on Today
   */
  constructor({ devices, queue, attendance, end, tryAgain, emergency = null }) {
    this.queue = queue;
    this.attendance = attendance;
    this.emergency = emergency;
    /** The last opening of a card that was made room for. */
    this.opening = 0;
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
      shortcuts: [
        { key: "p", text: "People: who is in session and who waits", press: () => this.#turnPanel() },
        { key: "e", text: "Emergency card", press: () => this.#turnCard() },
      ],
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
   * An emergency card is drawn before this: see `EmergencyPanel.update`.
   *
   * @param {object} session
   * @param {TilePerson[]} session.tiles
   * @param {Attendee[]} session.attendees
   * @param {number} session.waiting
   * @param {number|null} session.seconds
   * @param {boolean} session.blocked
   * @param {string} [session.why]
   * @param {string} session.message
   * @param {string} [session.own]       why the clinician can be neither seen nor heard
   * @param {Plan|null} [session.plan]   for a connection that does not come back
   * @param {Chat|null} [session.chat]
   */
  update({ tiles, attendees, waiting, seconds, blocked, why = "", message, own = "", plan = null, chat = null }) {
    if (this.queue.element.parentElement !== this.panel) this.panel.append(this.queue.element);
    this.#makeRoom();
    this.stage.update({
      title: attendees.map(({ name }) => name).join(", "),
      people: tiles,
      alone: "",
      seconds,
      blocked,
      why,
      message,
      own,
      plan,
      timersMuted: this.#isCardShown(),
      chat,
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
    this.stage.menu.close();
    this.stage.menu.updateWords([]);
    this.stage.chat.close();
    this.stage.update({ title: "", people: [], alone: "", seconds: null, blocked: false });
    this.attendance.update([]);
  }

  #isCardShown() {
    return this.emergency?.isShown() ?? false;
  }

  /** The card takes the place of the panel on a wide screen, and part of the height on a narrow one. */
  #makeRoom() {
    const { emergency, stage } = this;
    if (emergency === null) return;
    if (emergency.element.parentElement !== stage.card) stage.card.append(emergency.element);
    const shown = emergency.isShown();
    show(stage.card, shown);
    setAttribute(stage.element, "data-card", shown ? "true" : null);
    if (emergency.opening !== this.opening) {
      this.#setOpen(false);
      stage.chat.close();
    }
    this.opening = emergency.opening;
    emergency.takeFocus();
  }

  #turnPanel() {
    if (this.wide.matches) return this.#toPeople();
    const open = this.panel.dataset.open !== "true";
    this.#setOpen(open);
    (open ? this.close : this.panelButton.element).focus();
  }

  /** On a wide screen the panel is there, unless the chat or a card is in its place. */
  #toPeople() {
    this.stage.chat.close();
    if (this.#isCardShown()) this.emergency?.hide();
    this.attendance.heading.focus();
  }

  /** Of several people the clinician picks the one who is in danger: no key guesses that. */
  #turnCard() {
    const { chat } = this.stage;
    if (this.#isCardShown() && chat.isOpen) return this.#backToCard();
    if (this.#isCardShown()) return this.emergency?.hide();
    const [only, ...others] = this.attendance.attendees;
    if (only === undefined) return undefined;
    if (others.length === 0) return this.attendance.acts.emergency(only.participant);
    chat.close();
    if (!this.wide.matches) this.#setOpen(true);
    return this.attendance.focusEmergency();
  }

  /** A card that is open stays so behind the chat, and is there again when the chat is closed. */
  #backToCard() {
    this.stage.chat.close();
    this.emergency?.heading.focus();
  }

  /** On a narrow screen the open panel covers everything else. */
  #isModal() {
    return this.panel.dataset.open === "true" && !this.wide.matches;
  }

  /** On a wide screen the panel always stands beside the pictures; this is for a narrow one. @param {boolean} open */
  #setOpen(open) {
    setAttribute(this.panel, "data-open", String(open));
    const { view, notes, card, chat, more, controls } = this.stage;
    for (const covered of [view, notes, card, chat.element, more.panel, controls])
      covered.inert = this.#isModal();
    setAttribute(this.panelButton.element, "aria-expanded", String(open));
  }
}
