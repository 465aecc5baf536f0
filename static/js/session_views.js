// The views of a session on the clinician's page: the stage, who is in it, and what is asked about them.

import { attendanceActs } from "./decisions.js";
import { clinicianPlan } from "./fallback_words.js";
import { Losses } from "./losses.js";
import { ownLossText } from "./own_loss.js";
import { gatheringOf, sessionPeople, sessionWords } from "./session_people.js";
import { wordsOf } from "./safety_words.js";
import { Attendance } from "./views/attendance.js";
import { ConfirmIdentity } from "./views/confirm_identity.js";
import { Modal } from "./views/modal.js";
import { SessionRoom } from "./views/session_room.js";
import { Together } from "./views/together.js";

/** @import { Clock } from "./clock.js" */
/** @import { Desk } from "./desk.js" */
/** @import { Devices } from "./devices.js" */
/** @import { Door } from "./door.js" */
/** @import { EmergencyWatch } from "./emergency_watch.js" */
/** @import { Call, Plan } from "./fallback_words.js" */
/** @import { HostedRoom } from "./hosted_room.js" */
/** @import { Person } from "./room.js" */
/** @import { Verdict } from "./safety_words.js" */
/** @import { WaitingRoom } from "./waiting_room.js" */
/** @import { EmergencyPanel } from "./views/emergency_panel.js" */
/** @import { Queue } from "./views/queue.js" */
/** @import { Waiter } from "./views/queue_card.js" */

/**
 * @typedef {object} SessionActs
 * @property {() => void} tryAgain       sound and picture
 * @property {(act: (session: HostedRoom) => void) => void} inSession
 */

const CLIENT = "Client";

export class SessionViews {
  /**
   * @param {object} page
   * @param {Devices} page.devices
   * @param {Desk} page.desk
   * @param {Door} page.door
   * @param {WaitingRoom} page.waiting
   * @param {EmergencyWatch} page.emergencies
   * @param {Queue} page.queue
   * @param {EmergencyPanel} page.card
   * @param {SessionActs} page.acts
   * @param {number} page.callBackAfter  seconds
   * @param {Clock} [page.clock]
   */
  constructor({ devices, desk, door, waiting, emergencies, queue, card, acts, callBackAfter, clock }) {
    this.desk = desk;
    this.door = door;
    this.waiting = waiting;
    this.emergencies = emergencies;
    /** The connection for sound and picture takes longer than it should. */
    this.late = false;
    this.losses = new Losses(
      { legs: desk.legs, gathering: () => this.#gathering(), changed: () => desk.draw(), callBackAfter },
      clock,
    );
    this.attendance = this.#newAttendance(acts);
    this.identity = new ConfirmIdentity(this.attendance.modal);
    /** Whose identity is asked about. */
    this.asksAbout = "";
    this.room = new SessionRoom({
      devices,
      queue,
      attendance: this.attendance,
      end: () => acts.inSession((room) => desk.end(room)),
      tryAgain: acts.tryAgain,
      emergency: card,
    });
    this.room.stage.menu.addWords({
      side: "clinician",
      compare: (participant, verdict) => this.#compare(participant, verdict),
      replaceLink: (participant) => acts.inSession((room) => this.#replaceLink(room, participant)),
    });
    this.together = new Together({
      keep: () => acts.inSession(keepApart),
      bring: () => acts.inSession((room) => desk.bringTogether(room)),
    });
  }

  /** @param {SessionActs} acts @returns {Attendance} */
  #newAttendance({ inSession }) {
    const { desk, door, emergencies, waiting } = this;
    const acts = attendanceActs({
      desk,
      inSession,
      confirm: (hosted, participant) => this.#confirm(hosted, participant),
      emergency: (hosted, participant) => emergencies.open(hosted, participant),
      invite: (hosted, participant) => {
        const person = waiting.owner(hosted, participant);
        if (person !== null) door.dialogs.addGuest(person);
      },
    });
    return new Attendance(acts, new Modal(() => this.attendance.heading));
  }

  /**
   * @param {HostedRoom} session
   * @param {object} page
   * @param {readonly Waiter[]} page.waiters
   * @param {boolean} page.late  the connection for sound and picture takes longer than it should
   */
  update(session, { waiters, late }) {
    this.late = late;
    this.losses.look();
    const { desk, waiting, losses } = this;
    const name = (/** @type {Person} */ person) => waiting.nameOf(session, person) || CLIENT;
    this.room.update({
      ...sessionPeople(session, {
        name,
        mayInvite: ({ invitation }) => waiting.isKnown(invitation),
        losses,
      }),
      waiting: waiters.filter(({ waits }) => waits).length,
      seconds: desk.seconds(),
      blocked: late || desk.mediaBlocked,
      why: session.media.why,
      message: desk.message,
      own: ownLossText(losses.cause, { clinician: session.clinician, status: desk.status }),
      plan: this.#plan(session, name),
      chat: session.chat,
    });
    this.room.stage.menu.updateWords(sessionWords(session, name, waiting.compared));
    this.door.dialogs.update();
    const asked = session.inSession().find(({ id }) => id === this.asksAbout);
    if (asked?.method !== "later") this.identity.close();
  }

  /** Once a second. @param {number} seconds */
  tick(seconds) {
    this.room.stage.tick(seconds);
  }

  /** Whether the session says that nothing of the clinician gets through, and why. */
  saysWhy() {
    this.losses.look();
    return this.losses.cause !== null;
  }

  #gathering() {
    const session = this.desk.session();
    return session && gatheringOf(session, this.late || this.desk.mediaBlocked);
  }

  /**
   * @param {HostedRoom} session
   * @param {(person: Person) => string} name
   * @returns {Plan|null}
   */
  #plan(session, name) {
    const { losses, emergencies } = this;
    const isOwn = losses.cause !== null;
    const people = session
      .inSession()
      .filter(({ id, standing }) => (isOwn ? standing === "admitted" : losses.missing.includes(id)));
    const calls = people.map((person) => ({ name: name(person), number: this.#number(session, person) }));
    return clinicianPlan(losses.fallback, { isOwn, calls, timersMuted: emergencies.cards.timersMuted });
  }

  /**
   * As somebody's check-in says it, or as it was kept: whoever is lost says nothing to a page that was loaded again.
   *
   * @param {HostedRoom} session
   * @param {Person} person
   * @returns {Call["number"]}
   */
  #number({ cards }, { id }) {
    const card = cards.get(id) ?? this.emergencies.cards.facts(id)?.card;
    return card?.callback ?? null;
  }

  /** The question before two cases meet. @param {HostedRoom} session */
  askTogether(session) {
    if (session.letting.otherCase === "") return this.together.close();
    const { waiting } = this;
    const others = session.inSession().map((person) => waiting.nameOf(session, person) || "your client");
    const newcomer = session.person(session.letting.otherCase);
    const name = newcomer === null ? "" : waiting.nameOf(session, newcomer);
    this.together.ask(name || "Somebody", others.join(" and "));
  }

  /** No session is on: nothing is asked about it. */
  closeQuestions() {
    this.together.close();
    this.attendance.modal.close();
  }

  /** No name of the last session stays here. */
  forget() {
    this.closeQuestions();
    this.room.forget();
  }

  /**
   * @param {string} participant
   * @param {Verdict} verdict
   */
  #compare(participant, verdict) {
    const numbers = this.desk.session()?.secrets.keys.words(participant);
    if (numbers) this.waiting.compared.say(participant, wordsOf(numbers), verdict);
    this.desk.draw();
  }

  /**
   * @param {HostedRoom} hosted
   * @param {string} participant
   */
  #replaceLink(hosted, participant) {
    const person = this.waiting.owner(hosted, participant);
    if (person !== null) this.door.dialogs.replace(person);
  }

  /**
   * @param {HostedRoom} hosted
   * @param {string} participant
   */
  #confirm(hosted, participant) {
    const person = hosted.person(participant);
    if (person === null) return;
    const { codeWord } = this.waiting.recognise(person.invitation, person.role);
    this.asksAbout = participant;
    this.identity.ask({
      name: this.waiting.nameOf(hosted, person) || CLIENT,
      codeWord: person.role === "client" ? codeWord : "",
      later: false,
      action: "Confirm",
      confirmed: (method) => {
        if (method !== "later") this.desk.decide({ type: "confirm", room: hosted.id, participant, method });
      },
    });
  }
}

/** @param {HostedRoom} room */
function keepApart(room) {
  room.letting.otherCase = "";
}
