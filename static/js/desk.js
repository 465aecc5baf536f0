// The clinician's desk: all their rooms over one connection, the session that is on, and the devices it needs.

import { CLOCK } from "./clock.js";
import { HostedRoom } from "./hosted_room.js";
import { NOT_SENT, Signalling } from "./signalling.js";

/** @import { Clock } from "./clock.js" */
/** @import { Devices } from "./devices.js" */
/** @import { Legs } from "./legs.js" */
/** @import { FromBrowser, LegKind, Refusal, ToBrowser } from "./messages.js" */
/** @import { Seat } from "./seat.js" */
/** @import { Status } from "./signalling.js" */

/** What mends itself, or is drawn where it belongs. */
const NO_NEWS = new Set(["sealed", "answer", "renew", "offer"]);
const ASKING =
  "Your browser asks whether this page may use your camera and microphone. Please answer it there.";

export class Desk {
  /**
   * @param {object} page
   * @param {string} page.url          of the WebSocket
   * @param {string} page.clinician    the public name
   * @param {readonly {id: string, seat: Seat}[]} page.rooms
   * @param {Devices} page.devices
   * @param {(desk: Desk) => Legs} page.legs
   * @param {(path: string) => void} page.address   show this address without loading a page
   * @param {(text: string) => void} page.announce
   * @param {(invitation: string|null|undefined) => boolean} [page.isKnown]  whose link it is, right now
   * @param {(invitation: string) => void} [page.admitted]  somebody who came by it was let in
   * @param {() => void} page.draw
   * @param {Clock} [clock]
   */
  constructor(page, clock = CLOCK) {
    const { url, clinician, rooms, devices, legs, address, announce, draw } = page;
    const { isKnown = () => true, admitted = () => undefined } = page;
    this.clock = clock;
    this.url = url;
    this.clinician = clinician;
    this.devices = devices;
    this.address = address;
    this.announce = announce;
    this.isKnown = isKnown;
    this.admitted = admitted;
    this.draw = draw;
    /** @type {Status} */
    this.status = { state: "lost", attempt: 0, stopping: false, text: "" };
    /** What the server refused last, or what has just happened, in words. */
    this.message = "";
    /** @type {string|null} */
    this.sessionRoom = null;
    this.isStarted = false;
    this.legs = legs(this);
    this.signalling = this.#connect();
    /** @type {Map<string, HostedRoom>} */
    this.rooms = new Map();
    /** Whose admission was clicked and is not yet decided. @type {Set<string>} */
    this.admitting = new Set();
    for (const room of rooms) this.add(room);
    devices.onChange(() => this.#devicesChanged());
  }

  #connect() {
    return new Signalling({
      url: this.url,
      openings: () => [...this.rooms.values()].map((room) => room.opening(this.legs.leg(room.id))),
      message: (message) => this.#received(message),
      status: (status) => this.#connection(status),
    });
  }

  /**
   * One more room to watch, from now on.
   *
   * @param {{id: string, seat: Seat}} room
   */
  add({ id, seat }) {
    const { clinician, devices } = this;
    const send = (/** @type {FromBrowser} */ message) => this.signalling.send(message);
    const states = () => devices.states();
    const room = new HostedRoom({ id, clinician, seat, send, devices: states }, this.clock);
    this.rooms.set(id, room);
    // A connection that is open has had its first messages; one that is not begins with this one's, too.
    if (!send(room.opening(0)) && this.isStarted) this.signalling.open();
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
    const rooms = [...this.rooms.values()];
    return rooms.find((room) => room.isHost() && room.inSession().length > 0) ?? null;
  }

  /**
   * Let somebody in, with the clinician's own picture and sound on first.
   *
   * @param {HostedRoom} room
   * @param {string} participant
   */
  async admit(room, participant) {
    if (this.admitting.has(participant) || !this.#mayAdmit(room)) return this.draw();
    this.admitting.add(participant);
    const devices = this.devices.resume();
    this.message = this.devices.isAsking() ? ASKING : "";
    this.draw();
    await devices;
    if (this.message === ASKING) this.message = "";
    // The question may have stood open for long: they may have left, Today may be locked, a session may be on.
    if (!this.admitting.has(participant)) return this.draw();
    const may = this.isKnown(room.room?.people[participant]?.invitation) && this.#mayAdmit(room);
    if (!may || !this.#said(room.admit(participant))) this.admitting.delete(participant);
    this.draw();
  }

  /** @param {HostedRoom} room */
  #mayAdmit(room) {
    const other = this.session();
    if (other !== null && other !== room) {
      this.message = "A session is going on in another room. End it first.";
      return false;
    }
    return this.#said(this.signalling.isOpen());
  }

  /** A decision about somebody, now or not at all. @param {FromBrowser} message */
  decide(message) {
    this.#said(this.signalling.send(message));
    this.draw();
  }

  /** @param {HostedRoom} room */
  bringTogether(room) {
    this.#said(room.bringTogether());
    this.draw();
  }

  /** @param {boolean} sent */
  #said(sent) {
    this.message = sent ? "" : NOT_SENT;
    return sent;
  }

  /** Camera and microphone go off at once, and the session is over here, whatever the server knows. @param {HostedRoom} room */
  end(room) {
    room.end();
    this.#followSession();
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
    const hosted = this.rooms.get(room);
    if (hosted === undefined) return;
    const streams = kind === "preview" ? hosted.previews : hosted.streams;
    if (media === null) streams.delete(participant);
    else streams.set(participant, media);
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
    if (this.admitting.size > 0) this.message = NOT_SENT;
    this.admitting.clear();
  }

  /** A sign-in that is over cuts no session: sound and picture need none. */
  #stop() {
    if (this.status.state !== "over") return;
    if (this.status.verdict === "sign_in" && this.session() !== null) return;
    if (this.status.verdict === "gone") {
      for (const { seat } of this.rooms.values()) seat.forget();
    }
    this.legs.close();
    this.devices.release();
  }

  /** @param {ToBrowser} message */
  #received(message) {
    const room = "room" in message && message.room ? this.rooms.get(message.room) : undefined;
    const before = message.type === "changed" ? (room?.room?.people ?? {}) : {};
    if (message.type === "error") this.#refused(message);
    room?.received(message);
    if (room?.room?.gap) return this.signalling.reconnect();
    if (message.type === "welcome") this.legs.welcome(message.room, message.leg);
    if (message.type === "offer" || message.type === "demand" || message.type === "closed")
      this.legs.handle(message);
    if (message.type === "arrived") this.announce("Somebody is waiting");
    for (const { id, invitation } of room?.isHost() ? room.inSession() : []) {
      if (invitation && before[id]?.standing === "waiting") this.admitted(invitation);
    }
    this.#followAdmissions();
    this.#followSession();
    this.draw();
  }

  /** Of another case the page asks. @param {Refusal} refusal */
  #refused({ code, about = "", text }) {
    if (about === "admit") this.admitting.clear();
    if (code !== "other_case" && !NO_NEWS.has(about)) this.message = text;
  }

  /** Whoever does not wait any more is admitted, or has gone. */
  #followAdmissions() {
    const rooms = [...this.rooms.values()];
    for (const id of this.admitting) {
      if (!rooms.some(({ room }) => room?.people[id]?.standing === "waiting")) this.admitting.delete(id);
    }
  }

  /** Address, clock and devices follow the beginning and the end of a session. */
  #followSession() {
    const now = this.session();
    if ((now?.id ?? null) === this.sessionRoom) return;
    if (now !== null) {
      this.message = "";
      this.address(`/room/${now.id}`);
      if (now.seat.read()?.started === undefined) now.seat.keep({ started: Date.now() });
    } else {
      const before = this.rooms.get(this.sessionRoom ?? "");
      if (before?.connected || before?.isOver) this.#sessionEnded();
    }
    this.sessionRoom = now?.id ?? null;
    this.#giveTracks();
    if (now === null) this.#stop();
  }

  #sessionEnded() {
    this.message = "The session is over.";
    this.address("/");
    for (const { seat, media } of this.rooms.values()) {
      seat.forgetCard();
      media.blocked = false;
    }
    this.devices.release();
    this.devices.forgetMuted();
  }

  #devicesChanged() {
    // What is switched off because this page is over was in use, and is again in the window that goes on.
    const isOver = this.status.state === "over";
    if (!isOver) for (const { seat } of this.rooms.values()) seat.keep({ inUse: this.devices.inUse() });
    this.#giveTracks();
    for (const room of this.rooms.values()) room.tellRoster();
    this.draw();
  }

  /** Nothing of the clinician leaves the browser but in a session. */
  #giveTracks() {
    const on = this.session() !== null;
    this.legs.setTrack("audio", on ? this.devices.microphone.track : null);
    this.legs.setTrack("video", on ? this.devices.camera.track : null);
  }
}
