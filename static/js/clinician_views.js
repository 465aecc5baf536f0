// The views of the clinician's page, and what each of them shows of desk, door and guard.

import { attendanceActs, queueDecisions } from "./decisions.js";
import { reload } from "./page.js";
import { sessionPeople } from "./session_people.js";
import { Attendance } from "./views/attendance.js";
import { Lock } from "./views/lock.js";
import { closed } from "./views/problem.js";
import { Queue } from "./views/queue.js";
import { SessionRoom } from "./views/session_room.js";
import { Today } from "./views/today.js";
import { Together } from "./views/together.js";
import { UnlockForm } from "./views/unlock_form.js";

/** @import { Rooms } from "./api.js" */
/** @import { Desk } from "./desk.js" */
/** @import { Devices } from "./devices.js" */
/** @import { Door } from "./door.js" */
/** @import { Guard } from "./guard.js" */
/** @import { HostedRoom } from "./hosted_room.js" */
/** @import { Person } from "./room.js" */
/** @import { Screen, Screens } from "./screens.js" */
/** @import { Verdict } from "./signalling.js" */
/** @import { Waiter } from "./views/queue_card.js" */

/**
 * @typedef {object} ViewActs
 * @property {() => void} signOut
 * @property {() => void} openAccount
 * @property {() => void} tryAgain       sound and picture
 * @property {(act: (session: HostedRoom) => void) => void} inSession
 */

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
   * @param {ViewActs} page.acts
   */
  constructor({ screens, clinician, devices, desk, door, guard, acts }) {
    this.screens = screens;
    this.desk = desk;
    this.door = door;
    this.guard = guard;
    /** @type {Screen|null} */
    this.over = null;
    const { signOut } = acts;
    const queue = new Queue(queueDecisions(desk, ({ state }) => state === "known"));
    this.queue = queue;
    this.unlock = new UnlockForm({
      username: clinician.username,
      unlock: (password) => guard.unlock(password),
      signOut,
    });
    this.lock = new Lock({
      queue,
      unlock: this.unlock,
      acceptOlder: () => void guard.acceptOlder(),
      tryAgain: () => void guard.open(),
      signOut,
    });
    this.today = new Today({
      clinician: clinician.name,
      devices,
      queue,
      people: door.people,
      account: acts.openAccount,
      lock: () => void guard.lock(),
    });
    this.room = new SessionRoom({
      devices,
      queue,
      attendance: new Attendance(attendanceActs(desk, acts.inSession)),
      end: () => acts.inSession((room) => desk.end(room)),
      tryAgain: acts.tryAgain,
    });
    this.together = new Together({
      keep: () => acts.inSession(keepApart),
      bring: () => acts.inSession((room) => desk.bringTogether(room)),
    });
  }

  /** @param {readonly Waiter[]} waiters */
  drawBetween(waiters) {
    const { guard, desk, door } = this;
    this.#drawQueue(waiters, null);
    if (guard.isOpen()) {
      door.draw();
      this.today.update(desk.message, door.notes());
      return this.screens.show("today", this.today);
    }
    this.lock.update(guard, desk.message);
    const isNew = this.screens.shown !== this.lock;
    this.screens.show("locked", this.lock);
    // A page that begins like this has no focus yet.
    if (isNew && document.activeElement === document.body) this.lock.heading.focus();
  }

  /**
   * @param {HostedRoom} session
   * @param {object} page
   * @param {readonly Waiter[]} page.waiters
   * @param {(person: Person) => string} page.name
   * @param {boolean} page.late  the connection for sound and picture takes longer than it should
   */
  drawSession(session, { waiters, name, late }) {
    const { desk, guard } = this;
    this.#drawQueue(waiters, guard.state === "locked" ? this.unlock.element : null);
    this.room.update({
      ...sessionPeople(session, (person) => name(person) || "Client"),
      waiting: waiters.filter(({ waits }) => waits).length,
      seconds: desk.seconds(),
      blocked: late || desk.mediaBlocked,
      message: desk.message,
    });
    this.screens.show("stage", this.room);
    this.#ask(session, name);
  }

  /**
   * @param {Verdict} verdict
   * @param {string} text
   */
  drawOver(verdict, text) {
    if (this.over !== null) return;
    this.over = closed(verdict, text, reload);
    this.together.close();
    this.screens.show("over", this.over);
  }

  /** No name and nothing that was typed stays, not even in what is not shown; a session is left alone. */
  close() {
    this.unlock.clear();
    if (this.desk.session() !== null) return;
    this.together.close();
    this.queue.update([], { elsewhere: false, empty: "", locked: false, unlock: null });
    this.room.forget();
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

  /**
   * @param {HostedRoom} session
   * @param {(person: Person) => string} name
   */
  #ask(session, name) {
    if (session.otherCase === "") return this.together.close();
    const others = session.inSession().map((person) => name(person) || "your client");
    const newcomer = session.room?.people[session.otherCase];
    this.together.ask((newcomer && name(newcomer)) || "Somebody", others.join(" and "));
  }
}

/** @param {HostedRoom} room */
function keepApart(room) {
  room.otherCase = "";
}
