// The clinician's page: the desk (rooms and sessions), the door (people and links), what guards them, and one screen.

import { ApiError } from "./api.js";
import { ClinicianNotice } from "./clinician_notice.js";
import { ClinicianViews } from "./clinician_views.js";
import { endPreviews } from "./decisions.js";
import { Desk } from "./desk.js";
import { Door } from "./door.js";
import { EmergencyCards } from "./emergency_cards.js";
import { EmergencyWatch } from "./emergency_watch.js";
import { Guard } from "./guard.js";
import { Idle } from "./idle.js";
import { Keepings } from "./keepings.js";
import { SessionRecords } from "./session_records.js";
import { WaitingRoom } from "./waiting_room.js";

/** @import { Rooms, Site } from "./api.js" */
/** @import { DeskPage } from "./desk_rooms.js" */
/** @import { AccountSheet, Ground } from "./ground.js" */
/** @import { HostedRoom } from "./hosted_room.js" */
/** @import { VaultSync } from "./vault_sync.js" */

export class ClinicianPage {
  /**
   * @param {Site} site
   * @param {Rooms} account
   * @param {Ground} ground
   */
  constructor(site, { clinician }, ground) {
    this.ground = ground;
    /** @type {AccountSheet|null} */
    this.account = null;
    /** The connection for sound and picture takes longer than it should. */
    this.late = false;
    this.wasInSession = false;
    /** While it is open. @type {VaultSync|null} */
    this.vault = null;
    const exhausted = () => this.desk.session()?.secrets.keys.epochs.renew();
    this.keepings = new Keepings(ground, { vault: () => this.vault, exhausted });
    this.door = this.#newDoor(site, clinician.closing);
    this.desk = this.#newDesk(clinician.name, site.consent.version);
    this.guard = this.#newGuard(clinician.username);
    this.idle = this.#newIdle();
    this.waiting = this.#newWaitingRoom();
    this.emergencies = this.#newEmergencies();
    this.records = this.#newRecords();
    this.notice = new ClinicianNotice({
      notice: ground.notice,
      desk: this.desk,
      guard: this.guard,
      isSaid: () => this.views.session.saysWhy(),
      isBack: () => this.guard.isOpen() && void this.door.practice.ledger.reconcile(),
    });
    this.views = new ClinicianViews({
      ...ground,
      clinician,
      desk: this.desk,
      door: this.door,
      guard: this.guard,
      waiting: this.waiting,
      emergencies: this.emergencies,
      records: this.records,
      site,
      alert: ground.arrivals.alert,
      acts: {
        signOut: () => void this.#signOut(),
        openAccount: () => this.account?.open(),
        tryAgain: () => this.#tryAgain(),
        inSession: (act) => this.#inSession(act),
      },
    });
    this.draw();
  }

  #newRecords() {
    const { waiting, ground } = this;
    return new SessionRecords({
      changed: () => this.draw(),
      labelOf: ({ invitation, role }) => waiting.recognise(invitation, role).label,
      shelf: ground.receiptShelf,
      ...(ground.clock && { clock: ground.clock }),
    });
  }

  /** @param {string} clinician @param {string} consentVersion */
  #newDesk(clinician, consentVersion) {
    const { ground } = this;
    const { practice } = this.door;
    /** @type {DeskPage} */
    const page = {
      ...ground,
      clinician,
      consentVersion,
      keepings: this.keepings,
      legs: (desk) => ground.legs(desk, (late) => this.#setLate(late)),
      isKnown: (invitation) => this.waiting.isKnown(invitation),
      nameOf: (room, person) => this.waiting.nameOf(room, person),
      admitted: (invitation, method) => void practice.admitted(invitation, method),
      confirmed: (invitation, method) => void practice.confirmed(invitation, method),
      refused: (invitation) => void practice.refused(invitation),
      linkEnded: () => void practice.ledger.reconcile(),
      draw: () => this.draw(),
    };
    return new Desk(page, ground.clock);
  }

  /** @param {Site} site @param {number|null} closing */
  #newDoor({ opens_before: opens, closes_after: closes }, closing) {
    return new Door({
      ...this.ground,
      window: { opens, closes },
      closing,
      trouble: (error) => this.guard.troubled(error),
      draw: () => this.draw(),
    });
  }

  /** @param {string} username */
  #newGuard(username) {
    const { ground } = this;
    const draw = () => this.draw();
    return new Guard({
      ...ground.vault({ changed: draw, failed: (error) => this.guard.troubled(error) }),
      username,
      tabs: ground.tabs,
      inSession: () => this.desk.session() !== null,
      opened: (sync) => void this.#opened(sync),
      closed: () => this.#closed(),
      draw,
    });
  }

  #newIdle() {
    const { tabs, lastTouch, clock } = this.ground;
    // Whoever reads out an emergency card does not touch the page for long.
    const inSession = () => this.desk.session() !== null || this.emergencies.shown !== null;
    return new Idle({ tabs, inSession, lock: () => void this.guard.lock(), lastTouch }, clock);
  }

  #newWaitingRoom() {
    const page = {
      desk: this.desk,
      ledger: this.door.practice.ledger,
      isOpen: () => this.guard.isOpen(),
      draw: () => this.draw(),
    };
    return new WaitingRoom(page, this.ground.clock);
  }

  #newEmergencies() {
    const { desk, waiting, ground } = this;
    const cards = new EmergencyCards({
      changed: () => this.draw(),
      shelf: ground.emergencyShelf,
      ...(ground.clock && { clock: ground.clock }),
    });
    return new EmergencyWatch({ desk, cards, nameOf: waiting.nameOf.bind(waiting) });
  }

  async start() {
    await Promise.all([this.desk.start(), this.guard.open()]);
  }

  /** The person or the network is back. */
  returned() {
    this.idle.check();
    this.desk.returned();
    void this.guard.returned();
    if (this.guard.isOpen()) void this.door.practice.ledger.reconcile();
  }

  draw() {
    // What is made first may draw before all is.
    if (this.views === undefined) return;
    if (this.keepings.isOtherKey()) this.desk.own.followVault();
    this.records.follow(this.desk.rooms.values());
    const { desk, guard, ground, views, late } = this;
    const session = desk.session();
    this.#followSession(session !== null);
    if (desk.status.state === "over") {
      // Whoever signs in next in this browser may be somebody else.
      guard.end();
      if (session === null || desk.status.verdict !== "sign_in") return this.#drawOver();
    }
    this.notice.draw(session !== null);
    ground.wakeLock.set(session !== null);
    const waiters = this.#waiters();
    if (session !== null) return views.drawSession(session, { waiters, late });
    if (guard.state === "over") return void ground.leave("/sign-in");
    if (guard.state !== "opening") views.drawBetween(waiters);
  }

  /** Whoever waits in any of the rooms: what they said is compared and kept, and their arrival is told. */
  #waiters() {
    const { waiting, emergencies, desk, ground } = this;
    if (this.guard.isOpen()) {
      waiting.follow();
      emergencies.follow();
    }
    const waiters = waiting.waiters();
    const rooms = [...desk.rooms.values()];
    ground.arrivals.setMuted(emergencies.cards.timersMuted);
    // Before all rooms are known nobody can be said to have come.
    if (rooms.every(({ room }) => room !== null)) {
      const inSession = rooms.flatMap((hosted) => hosted.inSession().map(({ id }) => id));
      ground.arrivals.update(waiters, inSession);
    }
    return waiters;
  }

  #drawOver() {
    const { status } = this.desk;
    if (status.state !== "over" || this.views.over !== null) return;
    this.views.drawOver(status.verdict, status);
    this.ground.arrivals.update([], []);
    this.ground.notice.show("");
    this.ground.wakeLock.set(false);
  }

  /** What waited for the end of a session happens now. @param {boolean} inSession */
  #followSession(inSession) {
    if (inSession === this.wasInSession) return;
    this.wasInSession = inSession;
    if (inSession) return;
    this.guard.sessionEnded();
    this.idle.check();
  }

  /** @param {VaultSync} sync */
  async #opened(sync) {
    this.idle.begin();
    this.vault = sync;
    this.account = this.ground.accountSheet({
      sync,
      bringBack: (content) => this.door.bringBack(content),
      signOut: () => this.#leaveAccount(),
    });
    await Promise.all([this.emergencies.cards.open(sync), this.records.open(sync), this.door.open(sync)]);
  }

  /** Labels and links leave memory and screen. */
  #closed() {
    endPreviews(this.desk, this.waiting.waiters());
    this.vault = null;
    this.account?.close();
    this.account?.element.remove();
    this.account = null;
    this.desk.message = "";
    this.emergencies.cards.lock();
    this.records.lock();
    this.views.close();
    this.waiting.close();
    this.door.close();
  }

  /** @param {boolean} late */
  #setLate(late) {
    this.late = late;
    this.draw();
  }

  #tryAgain() {
    this.late = false;
    this.desk.tryMediaAgain();
    this.draw();
  }

  /** @param {(room: HostedRoom) => void} act */
  #inSession(act) {
    const session = this.desk.session();
    if (session !== null) act(session);
    this.draw();
  }

  async #leaveAccount() {
    await this.ground.signOut();
    await this.records.forget();
    this.guard.signedOut();
    await this.ground.forgetSeats();
    return this.ground.leave("/sign-in");
  }

  async #signOut() {
    try {
      await this.#leaveAccount();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.desk.message = `You are still signed in. ${error.message}`;
      this.draw();
    }
  }

  /** Once a second. */
  tick() {
    const seconds = this.desk.seconds();
    if (seconds !== null) this.views.session.tick(seconds);
    if (new Date().getSeconds() % 10 === 0) this.draw();
  }
}
