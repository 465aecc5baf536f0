// Entry of /join/<invitation>: joins link, devices, visit and screens.

import { Devices } from "./devices.js";
import { Legs } from "./legs.js";
import { deriveAdmission, invitationOf, readLink } from "./link.js";
import { hostIsHere, inSession } from "./room.js";
import { Screens } from "./screens.js";
import { Seat } from "./seat.js";
import { fillSite, onReturn, place, reload, socketUrl } from "./page.js";
import { shortcoming } from "./support.js";
import { tilePeople } from "./tile_people.js";
import { workerUrl } from "./trusted.js";
import { Visit } from "./visit.js";
import { WakeLock } from "./wake_lock.js";
import { CheckIn } from "./views/check_in.js";
import { BarButton } from "./views/device_bar.js";
import { Ended } from "./views/ended.js";
import { Notice, connectionText } from "./views/notice.js";
import { brokenLink, closed, failedStart, unsupported } from "./views/problem.js";
import { Stage } from "./views/stage.js";
import { Waiting } from "./views/waiting.js";

/** @import { Site } from "./api.js" */
/** @import { Room, Person } from "./room.js" */
/** @import { Proof, VisitScreen } from "./visit.js" */

const PARTS = Object.freeze(
  /** @type {const} */ ({
    loading: "arriving",
    check_in: "arriving",
    waiting: "waiting",
    held: "waiting",
    stage: "session",
    ended: "arriving",
    over: "none",
  }),
);

/** @type {ReadonlySet<VisitScreen>} */
const IN_PLACE = new Set(["waiting", "held", "stage"]);

class JoinPage {
  /**
   * @param {Site} site
   * @param {Proof|null} proof
   * @param {Seat} seat
   */
  constructor(site, proof, seat) {
    this.screens = new Screens(place("main"));
    /** @type {import("./screens.js").Screen|null} */
    this.over = null;
    /** The connection for sound and picture takes longer than it should. */
    this.late = false;
    this.notice = new Notice(place("notices"));
    this.wakeLock = new WakeLock();
    this.devices = new Devices();
    this.visit = new Visit({
      url: socketUrl(),
      proof,
      seat,
      devices: this.devices,
      legs: (visit) => newLegs(visit, (late) => this.#setLate(late)),
      draw: () => this.draw(),
    });
    const { visit, devices } = this;
    this.checkIn = new CheckIn({
      site,
      devices,
      ready: (card) => visit.checkIn(card),
    });
    this.waiting = new Waiting({ devices, leave: () => visit.leave() });
    this.ended = new Ended({ rejoin: () => void visit.rejoin() });
    this.leave = new BarButton(["leave"], () => visit.leave(), "leave");
    this.leave.update(true, "Leave");
    this.stage = new Stage({
      devices,
      actions: [this.leave.element],
      tryAgain: () => this.#tryAgain(),
      side: null,
    });
    setInterval(() => this.#tick(), 1000);
    onReturn(() => visit.signalling.returned());
  }

  draw() {
    if (this.visit === undefined) return;
    const screen = this.visit.screen();
    this.notice.show(connectionText(this.visit.status, this.#arrived() ? PARTS[screen] : "none"));
    // From here on the address bar holds nothing that lets anybody in, however the page came back to its place.
    if (IN_PLACE.has(screen) && location.hash !== "") history.replaceState(null, "", location.pathname);
    this.wakeLock.set(IN_PLACE.has(screen));
    this.#drawScreen(screen);
  }

  /** The first try of a page that has just been opened is no loss to speak of. */
  #arrived() {
    const { status, room } = this.visit;
    return room !== null || (status.state === "lost" && status.attempt > 0);
  }

  /** @param {VisitScreen} screen */
  #drawScreen(screen) {
    const { visit } = this;
    switch (screen) {
      case "loading":
        return;
      case "check_in":
        this.checkIn.update(visit);
        return this.screens.show("check-in", this.checkIn);
      case "waiting":
      case "held":
        this.waiting.update(visit);
        return this.screens.show("waiting", this.waiting);
      case "stage":
        this.#drawStage();
        return this.screens.show("stage", this.stage);
      case "ended":
        this.ended.update(visit);
        return this.screens.show("ended", this.ended);
      case "over":
        return this.#drawOver();
    }
  }

  #drawStage() {
    const { room, roster, streams } = this.visit;
    if (room === null) return;
    const known = (/** @type {Person} */ person) =>
      roster.find(({ participant }) => participant === person.id) ?? null;
    const name = (/** @type {Person} */ person) =>
      person.id === room.host ? room.clinician : known(person)?.name || "Guest";
    const people = tilePeople({
      people: othersIn(room),
      name,
      devices: (person) => known(person)?.devices ?? null,
      streams,
    });
    const alone = hostIsHere(room)
      ? ""
      : `The connection to ${room.clinician} was lost. Waiting for them to come back.`;
    this.stage.update({
      title: room.clinician,
      people,
      alone,
      seconds: this.#seconds(),
      blocked: this.late || this.visit.mediaBlocked,
    });
  }

  /** @param {boolean} late */
  #setLate(late) {
    this.late = late;
    this.draw();
  }

  #tryAgain() {
    this.late = false;
    this.visit.tryMediaAgain();
    this.draw();
  }

  #drawOver() {
    const { status } = this.visit;
    if (status.state !== "over" || this.over !== null) return;
    this.over = closed(status.verdict, status.text, reload);
    this.screens.show("over", this.over);
  }

  #tick() {
    const seconds = this.#seconds();
    if (seconds !== null && this.visit.screen() === "stage") this.stage.tick(seconds);
  }

  /** @returns {number|null} */
  #seconds() {
    const started = this.visit.seat.read()?.started;
    return started === undefined ? null : (Date.now() - started) / 1000;
  }
}

/**
 * The clinician's page that hosts, then the others.
 *
 * @param {Room} room
 * @returns {Person[]}
 */
function othersIn(room) {
  const host = room.host === null ? undefined : room.people[room.host];
  return [...(host === undefined ? [] : [host]), ...inSession(room)];
}

/**
 * @param {Visit} visit
 * @param {(late: boolean) => void} setLate
 */
function newLegs(visit, setLate) {
  return new Legs({
    send: (message) => visit.signalling.send(/** @type {any} */ (message)),
    stream: ({ participant, media }) => visit.setStream(participant, media),
    gone: ({ participant }) => visit.setStream(participant, null),
    problem: ({ reason }) => console.warn("A media connection is made anew:", reason),
    connected: () => setLate(false),
    late: () => setLate(true),
    worker: workerUrl(),
  });
}

async function start() {
  const screens = new Screens(place("main"));
  // A link pasted into the address bar of this very page changes the fragment only: nothing is loaded.
  window.addEventListener("hashchange", () => {
    if (readLink(location.pathname, location.hash) !== null) reload();
  });
  try {
    const [site, lacks] = await Promise.all([fillSite(), shortcoming()]);
    if (lacks !== null) return screens.show("problem", unsupported(lacks));
    const link = readLink(location.pathname, location.hash);
    const seat = new Seat(`join ${invitationOf(location.pathname) ?? ""}`);
    if (link === null && seat.read() === null) return screens.show("problem", brokenLink());
    const proof = link && { link, admission: await deriveAdmission(link.secret) };
    await new JoinPage(site, proof, seat).visit.start();
  } catch (error) {
    screens.show("problem", failedStart(error, reload));
  }
}

await start();
