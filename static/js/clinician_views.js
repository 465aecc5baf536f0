// The views of the clinician's page, and what each of them shows of desk, door and guard.

import { timeText } from "./day_time.js";
import { queueDecisions } from "./decisions.js";
import { reload } from "./page.js";
import { SessionViews } from "./session_views.js";
import { EmergencyPanel } from "./views/emergency_panel.js";
import { Lock } from "./views/lock.js";
import { closed } from "./views/problem.js";
import { Queue } from "./views/queue.js";
import { Receipts } from "./views/receipts.js";
import { Today } from "./views/today.js";
import { UnlockForm } from "./views/unlock_form.js";

/** @import { Alert } from "./alert.js" */
/** @import { Rooms, Site } from "./api.js" */
/** @import { Desk } from "./desk.js" */
/** @import { Devices } from "./devices.js" */
/** @import { Door } from "./door.js" */
/** @import { HiddenCard } from "./emergency_cards.js" */
/** @import { EmergencyWatch } from "./emergency_watch.js" */
/** @import { Guard } from "./guard.js" */
/** @import { HostedRoom } from "./hosted_room.js" */
/** @import { Screen, Screens } from "./screens.js" */
/** @import { Verdict } from "./signalling.js" */
/** @import { SessionRecords } from "./session_records.js" */
/** @import { SessionActs } from "./session_views.js" */
/** @import { WaitingRoom } from "./waiting_room.js" */
/** @import { Note } from "./views/notes.js" */
/** @import { Waiter } from "./views/queue_card.js" */

/**
 * @typedef {object} TodayActs
 * @property {() => void} signOut
 * @property {() => void} openAccount
 *
 * @typedef {TodayActs & SessionActs} ViewActs
 */

const REOPEN =
  "You can open the session again for ten minutes: whoever was in it is told, and waits when they come back.";
const LOOKING = "Looking who is waiting.";
const NO_ROOM =
  "This account has no room. Ask whoever runs this server to remove the account and add it anew.";

export class ClinicianViews {
  /**
   * @param {object} page
   * @param {Screens} page.screens
   * @param {Rooms["clinician"]} page.clinician
   * @param {Devices} page.devices
   * @param {Desk} page.desk
   * @param {Door} page.door
   * @param {Guard} page.guard
   * @param {WaitingRoom} page.waiting
   * @param {EmergencyWatch} page.emergencies
   * @param {SessionRecords} page.records
   * @param {Pick<Site, "name"|"emergency_line"|"call_back_after">} page.site
   * @param {Pick<Alert, "state"|"ask">} page.alert
   * @param {() => number} page.now        seconds
   * @param {ViewActs} page.acts
   */
  constructor(page) {
    const { screens, clinician, devices, desk, door, guard, acts } = page;
    this.screens = screens;
    this.desk = desk;
    this.door = door;
    this.guard = guard;
    this.waiting = page.waiting;
    this.emergencies = page.emergencies;
    /** @type {Screen|null} */
    this.over = null;
    const queue = this.#newQueue(page.now);
    this.queue = queue;
    this.card = this.#newCard(page);
    this.unlock = new UnlockForm({
      username: clinician.username,
      unlock: (password, code) => guard.unlock(password, code),
      signOut: acts.signOut,
    });
    this.lock = new Lock({
      queue,
      unlock: this.unlock,
      acceptOlder: () => void guard.acceptOlder(),
      tryAgain: () => void guard.open(),
      signOut: acts.signOut,
    });
    this.receipts = new Receipts({
      records: page.records,
      practice: page.site.name,
      reopen: { room: () => desk.endings.reopenable?.id ?? "", press: () => desk.reopen() },
      refuge: () => this.screens.shown?.heading ?? this.today.heading,
    });
    this.today = new Today({
      clinician: clinician.name,
      devices,
      queue,
      people: door.people,
      account: acts.openAccount,
      lock: () => void guard.lock(),
      alert: page.alert,
      receipts: this.receipts,
    });
    this.session = new SessionViews({ ...page, queue, card: this.card, callBackAfter: page.site.call_back_after });
  }

  /** @param {() => number} now */
  #newQueue(now) {
    const { desk, door, emergencies, waiting } = this;
    const decisions = queueDecisions({
      desk,
      isKnown: ({ state }) => state === "known",
      chosen: waiting.chosen,
      compared: waiting.compared,
      emergency: (hosted, participant) => emergencies.open(hosted, participant),
      replaceLink: (hosted, participant) => {
        const person = waiting.owner(hosted, participant);
        if (person !== null) door.dialogs.replace(person);
      },
    });
    return new Queue(decisions, now);
  }

  /** @param {{now: () => number, site: Pick<Site, "emergency_line">}} page */
  #newCard({ now, site }) {
    const { emergencies } = this;
    return new EmergencyPanel({
      acts: {
        ask: (participant) => emergencies.ask(participant),
        hide: () => emergencies.cards.hide(),
        close: (participant) => emergencies.cards.close(participant),
      },
      refuge: () => this.screens.shown?.heading ?? this.today.heading,
      now,
      line: site.emergency_line,
    });
  }

  /** @param {readonly Waiter[]} waiters */
  drawBetween(waiters) {
    const { guard, desk } = this;
    this.session.closeQuestions();
    this.#drawQueue(waiters, null);
    if (guard.isOpen()) return this.#drawToday(waiters);
    this.lock.update(guard, desk.message);
    const isNew = this.screens.shown !== this.lock;
    this.screens.show("locked", this.lock);
    // A page that begins like this has no focus yet.
    if (isNew && document.activeElement === document.body) this.lock.heading.focus();
  }

  /** @param {readonly Waiter[]} waiters */
  #drawToday(waiters) {
    const { desk, door, today, card } = this;
    door.draw();
    // First the card, which looks at what opened it: that may be a note, which is gone once the card is shown.
    card.update(this.emergencies.shown);
    this.receipts.update();
    today.update(desk.message, [...this.#emergencyNotes(waiters), ...this.#reopenNotes(), ...door.notes()]);
    if (card.element.parentElement !== today.element) today.element.insertBefore(card.element, today.message);
    this.screens.show("today", today);
    card.takeFocus();
  }

  /**
   * The emergency cards of those who have none in the queue.
   *
   * @param {readonly Waiter[]} waiters
   * @returns {Note[]}
   */
  #emergencyNotes(waiters) {
    const { cards } = this.emergencies;
    const offered = new Set(waiters.filter(({ card }) => card !== null).map(({ participant }) => participant));
    return cards
      .hidden()
      .filter(({ facts }) => !offered.has(facts.participant))
      .map((hidden) => ({
        text: keptText(hidden),
        action: `Emergency card: ${hidden.facts.label}`,
        press: () => cards.opened(hidden.facts),
      }));
  }

  /** @returns {Note[]} */
  #reopenNotes() {
    const { desk } = this;
    if (!desk.canReopen() || this.receipts.offersReopen) return [];
    return [{ text: REOPEN, action: "Reopen", press: () => desk.reopen() }];
  }

  /**
   * @param {HostedRoom} session
   * @param {{waiters: readonly Waiter[], late: boolean}} page
   */
  drawSession(session, page) {
    this.receipts.closeDialog();
    this.#drawQueue(page.waiters, this.guard.state === "locked" ? this.unlock.element : null);
    this.card.update(this.emergencies.shown);
    this.session.update(session, page);
    this.screens.show("stage", this.session.room);
    this.session.askTogether(session);
  }

  /**
   * @param {Verdict} verdict
   * @param {{code: string, text: string}} refusal
   */
  drawOver(verdict, refusal) {
    if (this.over !== null) return;
    this.over = closed(verdict, refusal, reload);
    this.session.closeQuestions();
    this.receipts.closeDialog();
    this.screens.show("over", this.over);
  }

  /** No name and nothing that was typed stays, not even in what is not shown; a session is left alone. */
  close() {
    this.unlock.clear();
    this.card.update(null);
    this.today.notes.update([]);
    this.receipts.close();
    this.session.closeQuestions();
    if (this.desk.session() !== null) return;
    this.queue.update([], { elsewhere: false, empty: "", locked: false, unlock: null });
    this.session.forget();
  }

  /**
   * @param {readonly Waiter[]} waiters
   * @param {HTMLElement|null} unlock  where the password is asked for beside a session
   */
  #drawQueue(waiters, unlock) {
    const rooms = [...this.desk.rooms.values()];
    const known = rooms.some(({ room }) => room !== null);
    const empty = rooms.length === 0 ? NO_ROOM : known ? this.door.emptyText() : LOOKING;
    const elsewhere = rooms.some((room) => room.hostIsElsewhere());
    this.queue.update(waiters, { elsewhere, empty, locked: !this.guard.isOpen(), unlock });
  }
}

/** @param {HiddenCard} hidden */
function keptText({ facts, left }) {
  if (left === null) return `The emergency card of ${facts.label} is kept here.`;
  return `${facts.label} was in session until ${timeText(left)}. The emergency card is kept here.`;
}
