// The clinician's desk: all their rooms over one connection, the session that is on, and the devices it needs.

import { Admissions } from "./admissions.js";
import { CLOCK } from "./clock.js";
import { Declines } from "./declines.js";
import { DeskRooms } from "./desk_rooms.js";
import { Endings } from "./endings.js";
import { Outcomes } from "./outcomes.js";
import { SessionCourse } from "./session_course.js";
import { newsText } from "./session_news.js";
import { NOT_SENT, Signalling } from "./signalling.js";

/** @import { Clock } from "./clock.js" */
/** @import { DeskPage } from "./desk_rooms.js" */
/** @import { HostedRoom, News } from "./hosted_room.js" */
/** @import { FromBrowser, LegKind, Refusal, Refuse, ToBrowser } from "./messages.js" */
/** @import { Seat } from "./seat.js" */
/** @import { Status } from "./signalling.js" */

/** What mends itself, or is drawn where it belongs. */
const NO_NEWS = new Set(["sealed", "answer", "renew", "offer"]);

export class Desk {
  /**
   * @param {DeskPage} page
   * @param {Clock} [clock]
   */
  constructor(page, clock = CLOCK) {
    const { rooms, devices, legs } = page;
    this.page = page;
    this.clock = clock;
    this.devices = devices;
    this.draw = page.draw;
    /** @type {Status} */
    this.status = { state: "lost", attempt: 0, stopping: false, text: "" };
    /** What the server refused last, or what has just happened, in words. */
    this.message = "";
    this.isStarted = false;
    this.legs = legs(this);
    this.signalling = this.#connect();
    this.own = this.#newRooms();
    this.rooms = this.own.all;
    const say = (/** @type {string} */ text) => void (this.message = text);
    this.course = new SessionCourse({ ...page, rooms: this.rooms, legs: this.legs, say });
    this.endings = new Endings(clock);
    this.admissions = this.#newAdmissions();
    this.declines = new Declines(
      {
        decline: ({ id: room }, participant) => this.decide({ type: "decline", room, participant }),
        draw: this.draw,
      },
      clock,
    );
    this.outcomes = new Outcomes(page);
    for (const room of rooms) this.add(room);
    devices.onChange(() => this.#devicesChanged());
  }

  /** @returns {DeskRooms} */
  #newRooms() {
    const { clinician, devices, keepings } = this.page;
    return new DeskRooms(
      {
        clinician,
        devices,
        keepings,
        send: (message) => this.signalling.send(message),
        leg: (room) => this.legs.leg(room),
        news: (room, news) => this.#news(room, news),
        changed: () => this.#changed(),
      },
      this.clock,
    );
  }

  #newAdmissions() {
    return new Admissions({
      devices: this.devices,
      isKnown: this.page.isKnown,
      consentVersion: this.page.consentVersion,
      draw: this.draw,
      mayAdmit: (room) => this.#mayAdmit(room),
      sent: (sent) => this.said(sent),
      say: (text) => void (this.message = text),
      unsay: (text) => {
        if (this.message === text) this.message = "";
      },
    });
  }

  /** @returns {Signalling} */
  #connect() {
    return new Signalling({
      url: this.page.url,
      openings: () => [...this.rooms.values()].map((room) => room.opening()),
      message: (message) => this.#received(message),
      status: (status) => this.#connection(status),
      isUrgent: () => this.session() !== null,
    });
  }

  /**
   * One more room to watch, from now on.
   *
   * @param {{id: string, seat: Seat}} room
   */
  add({ id, seat }) {
    const room = this.own.add({ id, seat });
    // A connection that is open has had its first messages; one that is not begins with this one's, too.
    if (!this.signalling.send(room.opening()) && this.isStarted) this.signalling.open();
  }

  /** Something was said or opened, and not by a message that all is followed after anyway. */
  #changed() {
    this.#followSession();
    this.draw();
  }

  async start() {
    this.isStarted = true;
    // Without any room there is nothing to ask of the server, and it would close the connection.
    if (this.rooms.size > 0) this.signalling.open();
    const before = [...this.rooms.values()]
      .map(({ seat }) => seat.read()?.inUse)
      .find((inUse) => inUse !== undefined);
    if (before !== undefined) await this.devices.restore(before);
  }

  /** The person or the network is back; or the sign-in, which may have been made anew in another tab. */
  returned() {
    const { status } = this;
    if (status.state !== "over") return this.signalling.returned();
    if (status.verdict !== "sign_in" || this.session() === null) return;
    this.status = { state: "lost", attempt: 0, stopping: false, text: "" };
    this.signalling = this.#connect();
    this.signalling.open();
  }

  /** The room whose session is on. @returns {HostedRoom|null} */
  session() {
    return this.own.session();
  }

  /** @param {HostedRoom} room */
  #mayAdmit(room) {
    const isBusy = (/** @type {HostedRoom} */ { secrets }) => secrets.keys.standings.letting.size > 0;
    const other = this.session() ?? [...this.rooms.values()].find((each) => each !== room && isBusy(each)) ?? null;
    if (other !== null && other !== room) {
      this.message = "A session is going on in another room. End it first.";
      return false;
    }
    return this.said(this.signalling.isOpen());
  }

  /** A decision about somebody, now or not at all. @param {FromBrowser} message */
  decide(message) {
    this.said(this.own.send(message));
    this.draw();
  }

  /** A link ends, for everybody who came by it or for all but those in session. @param {Refuse} message */
  refuse(message) {
    const { room, participant } = message;
    const invitation = this.rooms.get(room)?.person(participant)?.invitation;
    if (this.signalling.isOpen()) this.outcomes.refuses(participant, invitation);
    this.decide(message);
  }

  /** @param {HostedRoom} room */
  bringTogether(room) {
    this.said(room.letting.bringTogether());
    this.draw();
  }

  /** Say so when something could not be sent. @param {boolean} sent */
  said(sent) {
    this.message = sent ? "" : NOT_SENT;
    return sent;
  }

  /** Camera and microphone go off at once, and it is over here, whatever the server knows. @param {HostedRoom} room */
  end(room) {
    room.end();
    this.#followSession();
    this.endings.ended(room);
    this.draw();
  }

  /** For ten minutes after an end: whoever was in the session may be told that it is open again. */
  canReopen() {
    return this.endings.canReopen();
  }

  reopen() {
    const text = this.endings.reopen();
    this.message = text === "" ? NOT_SENT : text;
    this.draw();
  }

  /** Whether a connection for sound and picture is tried no more until the clinician asks for it. */
  get mediaBlocked() {
    return this.session()?.media.blocked ?? false;
  }

  tryMediaAgain() {
    const media = this.session()?.media;
    if (media !== undefined) this.decide(media.tryAgain());
  }

  /**
   * @param {{room: string, kind: LegKind, participant: string}} place
   * @param {MediaStream|null} media
   */
  setStream({ room, kind, participant }, media) {
    this.rooms.get(room)?.setStream(kind, participant, media);
    this.draw();
  }

  /** Seconds since the session began. @returns {number|null} */
  seconds() {
    const started = this.session()?.seat.read()?.started;
    return started === undefined ? null : (Date.now() - started) / 1000;
  }

  /** @param {Status} status */
  #connection(status) {
    this.status = status;
    if (status.state !== "open") this.#lost();
    else if (this.message === NOT_SENT) this.message = "";
    if (status.state === "over") this.#stop();
    this.draw();
  }

  #lost() {
    for (const room of this.rooms.values()) room.lost();
    if (this.admissions.lost()) this.message = NOT_SENT;
  }

  /** A sign-in that is over cuts no session: sound and picture need none. */
  #stop() {
    if (this.status.state !== "over") return;
    if (this.status.verdict === "sign_in" && this.session() !== null) return;
    if (this.status.verdict === "gone") {
      for (const { seat } of this.rooms.values()) seat.forget();
    }
    for (const { secrets } of this.rooms.values()) void secrets.over();
    this.legs.close();
    this.devices.release();
  }

  /** @param {ToBrowser} message */
  #received(message) {
    const room = "room" in message && message.room ? this.rooms.get(message.room) : undefined;
    const before = room?.room?.people ?? {};
    if (message.type === "error") this.#refused(message);
    this.own.heard();
    room?.received(message);
    if (room?.room?.gap) return this.signalling.reconnect();
    if (message.type === "welcome") this.legs.welcome(message.room, message.leg);
    if (message.type === "offer" || message.type === "demand" || message.type === "closed")
      this.legs.handle(message);
    if (room !== undefined) this.outcomes.follow(room, before, message);
    this.admissions.follow([...this.rooms.values()]);
    this.#followSession();
    this.draw();
  }

  /** Of another case the page asks. @param {Refusal} refusal */
  #refused({ code, about = "", text }) {
    if (about === "admit") this.admissions.refused();
    if (code !== "other_case" && !NO_NEWS.has(about)) this.message = text;
  }

  /**
   * @param {HostedRoom} room
   * @param {News} news
   */
  #news(room, { kind, participant }) {
    const person = room.person(participant);
    const name = (person && this.page.nameOf(room, person)) || "Your client";
    this.message = newsText(kind, name);
  }

  #followSession() {
    const now = this.session();
    if (!this.course.follow(now)) return;
    if (now === null) this.#stop();
    else this.endings.forget();
  }

  #devicesChanged() {
    // What is switched off because this page is over was in use, and is again in the window that goes on.
    const isOver = this.status.state === "over";
    if (!isOver) for (const { seat } of this.rooms.values()) seat.keep({ inUse: this.devices.inUse() });
    this.course.giveTracks();
    for (const room of this.rooms.values()) room.tellRoster();
    this.draw();
  }
}
