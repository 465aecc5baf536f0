// Entry of /join/<invitation>: joins link, devices, visit and screens.

import { Chime } from "./chime.js";
import { likelyCountry, showDanger } from "./danger.js";
import { Devices } from "./devices.js";
import { quickExit } from "./exit.js";
import { leaveOtherApp, newDanger, newLegs, newLosses } from "./join_ground.js";
import { ConsentRecord } from "./consent_record.js";
import { deriveAdmission, invitationOf, readLink } from "./link.js";
import { ComparedWords, wordsOf } from "./safety_words.js";
import { Screens } from "./screens.js";
import { SEAT_SHELF, Seat } from "./seat.js";
import { fillSite, onReturn, place, reload, socketUrl } from "./page.js";
import { shortcoming } from "./support.js";
import { Visit } from "./visit.js";
import { WakeLock } from "./wake_lock.js";
import { AskedPlace } from "./views/asked_place.js";
import { CheckIn } from "./views/check_in.js";
import { ClientSession } from "./views/client_session.js";
import { ConsentReceipt } from "./views/consent_receipt.js";
import { Ended } from "./views/ended.js";
import { Notice, connectionText } from "./views/notice.js";
import { restartText } from "./views/restart_notice.js";
import { Modal } from "./views/modal.js";
import { OtherDeviceScreen } from "./views/other_device.js";
import { brokenLink, closed, failedStart, unsupported } from "./views/problem.js";
import { Waiting } from "./views/waiting.js";

/** @import { Site } from "./api.js" */
/** @import { CheckInCard } from "./card.js" */
/** @import { Verdict, WordsWith } from "./safety_words.js" */
/** @import { Whereabouts } from "./place_asked.js" */
/** @import { Proof } from "./visit.js" */
/** @import { VisitScreen } from "./visit_screen.js" */

const PARTS = Object.freeze(
  /** @type {const} */ ({
    loading: "arriving",
    check_in: "arriving",
    waiting: "waiting",
    held: "waiting",
    stage: "session",
    other_device: "arriving",
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
    this.site = site;
    this.screens = new Screens(place("main"));
    /** @type {import("./screens.js").Screen|null} */
    this.over = null;
    /** Which screen was drawn last. @type {VisitScreen} */
    this.drawn = "loading";
    /** The connection for sound and picture takes longer than it should. */
    this.late = false;
    this.notice = new Notice(place("notices"));
    this.wakeLock = new WakeLock();
    this.chime = new Chime();
    this.danger = newDanger();
    this.modal = new Modal(() => this.screens.shown?.heading ?? place("main"));
    this.devices = new Devices();
    this.consent = new ConsentRecord();
    this.compared = new ComparedWords();
    this.visit = new Visit({
      url: socketUrl(),
      proof,
      seat,
      devices: this.devices,
      legs: (visit) => newLegs(visit, (late) => this.#setLate(late)),
      draw: () => this.draw(),
    });
    this.losses = newLosses(this.visit, {
      site,
      isBlocked: () => this.#isBlocked(),
      changed: () => this.draw(),
    });
    quickExit.farewell = () => {
      this.consent.forget();
      return this.visit.quit();
    };
    const { visit, devices } = this;
    const { correspondence } = visit;
    this.checkIn = new CheckIn({
      site,
      devices,
      chime: this.chime,
      modal: this.modal,
      ready: (card) => this.#checkIn(card),
    });
    const askedPlace = new AskedPlace({ send: (answer) => this.#tellPlace(answer) });
    this.waiting = new Waiting({
      devices,
      askedPlace,
      tryCodeWord: (word) => correspondence.tryCodeWord(word),
      compare: (participant, verdict) => this.#compare(participant, verdict),
      leave: () => visit.leave(),
    });
    this.otherDevice = new OtherDeviceScreen({ use: () => this.#rejoin() });
    const receipt = new ConsentReceipt({ record: this.consent, site });
    this.ended = new Ended({ rejoin: () => this.#rejoin(), receipt });
    this.session = new ClientSession({
      devices,
      askedPlace,
      answer: (participant, answer) => correspondence.tellOtherDevice(participant, answer),
      tryAgain: () => this.#tryAgain(),
      leave: () => visit.leave(),
      quickExit: () => quickExit.leave(),
      danger: this.danger,
    });
    this.session.stage.menu.addWords({
      side: "client",
      compare: (participant, verdict) => this.#compare(participant, verdict),
    });
    // The sound at admission is for who looks away by then: any click before lets it be heard.
    this.waiting.element.addEventListener("click", () => this.chime.unlock());
    setInterval(() => this.#tick(), 1000);
    onReturn(() => visit.signalling.returned());
    this.#showDanger();
  }

  draw() {
    if (this.losses === undefined) return;
    this.consent.follow(this.visit);
    const screen = this.visit.screen();
    if (screen !== this.drawn) this.#turns(this.drawn, screen);
    this.drawn = screen;
    this.losses.look();
    const part = this.#arrived() ? PARTS[screen] : "none";
    const notice = connectionText(this.visit.status, part) || restartText(this.visit.room?.stopsAt, part);
    // That nothing gets through, and why, the session says itself.
    this.notice.show(this.losses.cause === null ? notice : "");
    // From here on the address bar holds nothing that lets anybody in, however the page came back to its place.
    if (IN_PLACE.has(screen) && location.hash !== "") history.replaceState(null, "", location.pathname);
    this.wakeLock.set(IN_PLACE.has(screen));
    this.#drawScreen(screen);
  }

  /**
   * What belongs to one screen does not stand over another.
   *
   * @param {VisitScreen} before
   * @param {VisitScreen} now
   */
  #turns(before, now) {
    if (before === "waiting" && now === "stage") void this.chime.ring("admission");
    if (before === "check_in") this.modal.close();
    if (before === "stage") this.session.close();
    if (IN_PLACE.has(before) && !IN_PLACE.has(now)) this.checkIn.forget();
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
        this.waiting.update(visit, this.#words());
        return this.screens.show("waiting", this.waiting);
      case "stage":
        this.session.update(visit, { seconds: this.#seconds(), blocked: this.#isBlocked(), losses: this.losses });
        this.session.stage.menu.updateWords([this.#words()].filter((words) => words !== null));
        return this.screens.show("stage", this.session);
      case "other_device":
        this.otherDevice.update(visit);
        return this.screens.show("ended", this.otherDevice);
      case "ended":
        this.ended.update(visit);
        return this.screens.show("ended", this.ended);
      case "over":
        return this.#drawOver();
    }
  }

  /** What the clinician can read as well. @returns {WordsWith|null} */
  #words() {
    const { room, secrets } = this.visit;
    if (room === null || secrets.words === null) return null;
    const words = wordsOf(secrets.words);
    const participant = room.host ?? "";
    return { participant, name: room.clinician, words, compared: this.compared.of(participant, words) };
  }

  /**
   * @param {string} participant
   * @param {Verdict} verdict
   */
  #compare(participant, verdict) {
    const words = this.#words()?.words;
    if (words) this.compared.say(participant, words, verdict);
    this.draw();
  }

  /** @param {CheckInCard} card */
  #checkIn(card) {
    this.chime.unlock();
    this.visit.checkIn(card);
    this.#showDanger();
  }

  /** @param {Whereabouts} answer */
  #tellPlace(answer) {
    this.visit.correspondence.tellPlace(answer);
    this.#showDanger();
  }

  #rejoin() {
    this.chime.unlock();
    void this.visit.rejoin();
  }

  /** Help in danger is that of the place where the person is. */
  #showDanger() {
    const country = this.visit.correspondence.card?.country || likelyCountry(this.site);
    showDanger(this.site, country, document.querySelectorAll("[data-crisis]"));
    showDanger(this.site, country, this.danger.querySelectorAll("[data-crisis]"));
  }

  /** @param {boolean} late */
  #setLate(late) {
    this.late = late;
    this.draw();
  }

  #isBlocked() {
    return this.late || this.visit.mediaBlocked;
  }

  #tryAgain() {
    this.late = false;
    this.visit.tryMediaAgain();
    this.draw();
  }

  #drawOver() {
    const { status } = this.visit;
    if (status.state !== "over" || this.over !== null) return;
    this.over = closed(status.verdict, status, reload);
    this.screens.show("over", this.over);
  }

  #tick() {
    const seconds = this.#seconds();
    if (seconds !== null && this.visit.screen() === "stage") this.session.tick(seconds);
  }

  /** @returns {number|null} */
  #seconds() {
    const started = this.visit.seat.read()?.started;
    return started === undefined ? null : (Date.now() - started) / 1000;
  }
}

async function start() {
  const screens = new Screens(place("main"));
  // A link pasted into the address bar of this very page changes the fragment only: nothing is loaded.
  window.addEventListener("hashchange", () => {
    if (readLink(location.pathname, location.hash) !== null) reload();
  });
  try {
    const [site, lacks] = await Promise.all([fillSite(), shortcoming()]);
    const read = readLink(location.pathname, location.hash);
    const invitation = invitationOf(location.pathname) ?? "";
    const seat = new Seat(`join ${invitation}`, sessionStorage, SEAT_SHELF);
    await seat.load(read);
    const link = read ?? seat.link(invitation);
    if (link !== null && seat.read() === null) await leaveOtherApp(screens, lacks === null);
    if (lacks !== null) return screens.show("problem", unsupported(lacks));
    if (link === null && seat.read() === null) return screens.show("problem", brokenLink());
    const proof = link && { link, admission: await deriveAdmission(link.secret) };
    await new JoinPage(site, proof, seat).visit.start();
  } catch (error) {
    screens.show("problem", failedStart(error, reload));
  }
}

await start();
