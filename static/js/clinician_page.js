// The clinician's page: the desk (rooms and sessions), the door (people and links), what guards them, and one screen.

import { ApiError } from "./api.js";
import { ClinicianViews } from "./clinician_views.js";
import { endPreviews } from "./decisions.js";
import { Desk } from "./desk.js";
import { Door } from "./door.js";
import { Guard } from "./guard.js";
import { Idle } from "./idle.js";
import { announce } from "./page.js";
import { Recognition } from "./recognition.js";
import { waitersOf } from "./waiters.js";
import { connectionText, signedOutText } from "./views/notice.js";

/** @import { Rooms, Site } from "./api.js" */
/** @import { Clock } from "./clock.js" */
/** @import { Devices } from "./devices.js" */
/** @import { HostedRoom } from "./hosted_room.js" */
/** @import { Tabs } from "./idle.js" */
/** @import { LastTouch } from "./last_touch.js" */
/** @import { Legs } from "./legs.js" */
/** @import { Person } from "./room.js" */
/** @import { Screens } from "./screens.js" */
/** @import { Seat } from "./seat.js" */
/** @import { VaultContent } from "./vault.js" */
/** @import { vaultMeans } from "./vault_means.js" */
/** @import { VaultSync } from "./vault_sync.js" */
/** @import { WakeLock } from "./wake_lock.js" */
/** @import { Outlets } from "./views/link_panel.js" */
/** @import { Notice } from "./views/notice.js" */

/**
 * What the page stands on; a test brings its own.
 *
 * @typedef {object} Ground
 * @property {Screens} screens
 * @property {Notice} notice
 * @property {Pick<WakeLock, "set">} wakeLock
 * @property {Devices} devices
 * @property {readonly {id: string, seat: Seat}[]} rooms
 * @property {string} url       of the WebSocket
 * @property {string} origin
 * @property {(desk: Desk, setLate: (late: boolean) => void) => Legs} legs
 * @property {(path: string) => void} address
 * @property {Tabs} tabs        the browser's other pages
 * @property {Pick<LastTouch, "record">} lastTouch
 * @property {(page: {changed: () => void, failed: (error: Error) => void}) => ReturnType<typeof vaultMeans>} vault
 * @property {ConstructorParameters<typeof Door>[0]["api"]} api
 * @property {Outlets} outlets
 * @property {() => number} now  seconds
 * @property {Clock} [clock]
 * @property {(vault: {sync: VaultSync, bringBack: (content: VaultContent) => Promise<number>,
 *   signOut: () => Promise<unknown>}) => AccountSheet} accountSheet
 * @property {() => Promise<unknown>} signOut      at the server, and here
 * @property {(path: string) => Promise<unknown>} leave
 *
 * @typedef {{open: () => void, close: () => void, element: HTMLElement}} AccountSheet
 */

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
    this.wasLost = false;
    this.desk = this.#newDesk(clinician.name);
    this.door = this.#newDoor(site, clinician.closing);
    this.guard = this.#newGuard(clinician.username);
    this.idle = this.#newIdle();
    this.recognition = this.#newRecognition();
    this.views = new ClinicianViews({
      ...ground,
      clinician,
      desk: this.desk,
      door: this.door,
      guard: this.guard,
      acts: {
        signOut: () => void this.#signOut(),
        openAccount: () => this.account?.open(),
        tryAgain: () => this.#tryAgain(),
        inSession: (act) => this.#inSession(act),
      },
    });
    this.draw();
  }

  /** @param {string} clinician */
  #newDesk(clinician) {
    const { ground } = this;
    const page = {
      ...ground,
      clinician,
      legs: (/** @type {Desk} */ desk) => ground.legs(desk, (late) => this.#setLate(late)),
      announce,
      isKnown: (/** @type {string|null|undefined} */ invitation) => this.#isKnown(invitation),
      admitted: (/** @type {string} */ invitation) => void this.door.practice.admitted(invitation),
      draw: () => this.draw(),
    };
    return new Desk(page, ground.clock);
  }

  /**
   * @param {Site} site
   * @param {number|null} closing
   */
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
    const inSession = () => this.desk.session() !== null;
    return new Idle({ tabs, inSession, lock: () => void this.guard.lock(), lastTouch }, clock);
  }

  #newRecognition() {
    const page = {
      isOpen: () => this.guard.isOpen(),
      people: () => this.door.practice.people,
      refresh: () => this.door.practice.reconcile(),
      draw: () => this.draw(),
    };
    return new Recognition(page, this.ground.clock);
  }

  async start() {
    await Promise.all([this.desk.start(), this.guard.open()]);
  }

  /** The person or the network is back. */
  returned() {
    this.idle.check();
    this.desk.returned();
    void this.guard.returned();
    if (this.guard.isOpen()) void this.door.practice.reconcile();
  }

  draw() {
    // What is made first may draw before all is.
    if (this.views === undefined) return;
    const { desk, guard, ground, views, late } = this;
    const session = desk.session();
    this.#followSession(session !== null);
    if (desk.status.state === "over") {
      // Whoever signs in next in this browser may be somebody else.
      guard.end();
      if (session === null || desk.status.verdict !== "sign_in") return this.#drawOver();
    }
    this.#drawNotice(session !== null);
    ground.wakeLock.set(session !== null);
    if (session !== null) {
      const name = (/** @type {Person} */ person) =>
        this.recognition.nameOf(person.invitation, session.name(person.id));
      return views.drawSession(session, { waiters: this.#waiters(), name, late });
    }
    views.together.close();
    if (guard.state === "over") void ground.leave("/sign-in");
    else if (guard.state !== "opening") views.drawBetween(this.#waiters());
  }

  /** @param {boolean} inSession */
  #drawNotice(inSession) {
    const { status, rooms } = this.desk;
    const known = [...rooms.values()].some(({ room }) => room !== null);
    const arrived = known || (status.state === "lost" && status.attempt > 0);
    const isOver = status.state === "over" || this.guard.state === "over";
    if (inSession && isOver) return this.ground.notice.show(signedOutText(), "/sign-in");
    this.ground.notice.show(connectionText(status, arrived ? (inSession ? "session" : "arriving") : "none"));
    if (status.state === "open" && this.wasLost && this.guard.isOpen()) void this.door.practice.reconcile();
    this.wasLost = known && status.state !== "open";
  }

  #drawOver() {
    const { status } = this.desk;
    if (status.state !== "over" || this.views.over !== null) return;
    this.views.drawOver(status.verdict, status.text);
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
    this.account = this.ground.accountSheet({
      sync,
      bringBack: (content) => this.door.bringBack(content),
      signOut: () => this.#leaveAccount(),
    });
    await this.door.open(sync);
  }

  /** Labels and links leave memory and screen. */
  #closed() {
    endPreviews(this.desk, this.#waiters());
    this.account?.close();
    this.account?.element.remove();
    this.account = null;
    this.views.close();
    this.recognition.forget();
    this.door.close();
  }

  /** @param {string|null|undefined} invitation @returns {boolean} */
  #isKnown(invitation) {
    return this.recognition.of(invitation).state === "known";
  }

  /** Whoever waits in any of the rooms. */
  #waiters() {
    const { desk, recognition } = this;
    const recognise = recognition.of.bind(recognition);
    return waitersOf(desk.rooms.values(), { recognise, admitting: desk.admitting }, Date.now());
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
    this.guard.signedOut();
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
    if (seconds !== null) this.views.room.stage.tick(seconds);
    if (new Date().getSeconds() % 10 === 0) this.draw();
  }
}
