// A client's visit: one place in one room, from the link to the end. State in, messages out; `draw` shows it.

import { CLOCK } from "./clock.js";
import { Returning, present } from "./returning.js";
import { hostIsHere, ownStanding } from "./room.js";
import { NOT_SENT, Signalling } from "./signalling.js";
import { VisitMedia } from "./visit_media.js";
import { openings } from "./visit_opening.js";
import { screenOf } from "./visit_screen.js";
import { VisitSecrets } from "./visit_secrets.js";

/** @import { CheckInCard } from "./card.js" */
/** @import { Clock } from "./clock.js" */
/** @import { Devices } from "./devices.js" */
/** @import { Legs } from "./legs.js" */
/** @import { Link } from "./link.js" */
/** @import { Refusal, Standing, ToBrowser, Welcome } from "./messages.js" */
/** @import { Room } from "./room.js" */
/** @import { Seat } from "./seat.js" */
/** @import { Status } from "./signalling.js" */

/** @typedef {{link: Link, admission: string}} Proof  what a link gives; null once only the seat is left */

/** Where sound and picture may flow, or be asked for. */
const TAKING_PART = new Set(/** @type {Standing[]} */ (["waiting", "admitted", "held"]));
const IN_SESSION = new Set(/** @type {Standing[]} */ (["admitted", "held"]));

export class Visit {
  /**
   * @param {object} page
   * @param {string} page.url         of the WebSocket
   * @param {Proof|null} page.proof
   * @param {Seat} page.seat
   * @param {Devices} page.devices
   * @param {(visit: Visit) => Legs} page.legs
   * @param {() => void} page.draw
   * @param {Clock} [clock]
   */
  constructor({ url, proof, seat, devices, legs, draw }, clock = CLOCK) {
    this.url = url;
    this.proof = proof;
    this.seat = seat;
    this.devices = devices;
    this.draw = draw;
    /** @type {Room|null} */
    this.room = null;
    /** @type {Status} */
    this.status = { state: "lost", attempt: 0, stopping: false, text: "" };
    this.secrets = this.#newSecrets(clock);
    this.correspondence = this.secrets.correspondence;
    this.chat = this.secrets.chat;
    /** The form was sent and the server has not answered yet. */
    this.checkingIn = false;
    /** Back to the form: the name was forgotten with the end of the session. */
    this.asksAgain = false;
    /** The person has left on this page, whatever the server knows of it. */
    this.hasLeft = false;
    /** Why checking in came to nothing, in words. */
    this.refusal = "";
    this.returning = new Returning((stood) => this.#returnsNot(stood), clock);
    this.media = new VisitMedia(legs(this), devices);
    this.signalling = this.#newSignalling();
    devices.onChange(() => this.#devicesChanged());
  }

  async start() {
    const record = this.seat.read();
    this.signalling.open();
    if (record?.inUse !== undefined) await this.devices.restore(record.inUse);
  }

  screen() {
    return screenOf(this);
  }

  /** Where the person stands, or stood when the server was restarted. @returns {Standing|null} */
  get standing() {
    return this.room && this.returning.standing(this.room);
  }

  /** Whether a connection for sound and picture is tried no more until somebody asks for it. */
  get mediaBlocked() {
    return this.media.isBlocked;
  }

  tryMediaAgain() {
    this.media.tryAgain((request) => this.signalling.send(request));
    this.draw();
  }

  /** Whether this page's person waits or is in session, and has not left. */
  takesPart() {
    const { standing } = this;
    return standing !== null && !this.hasLeft && TAKING_PART.has(standing);
  }

  /** @param {CheckInCard} card */
  checkIn(card) {
    if (this.room === null || this.checkingIn) return;
    this.checkingIn = this.signalling.send({ type: "check_in", room: this.room.id });
    this.refusal = this.checkingIn ? "" : NOT_SENT;
    if (this.checkingIn) {
      this.hasLeft = false;
      this.correspondence.begin(card);
      this.seat.keep({ inUse: this.devices.inUse() });
    }
    this.draw();
  }

  /** Through the waiting room again, with what was said before, or through the form when that is forgotten. */
  async rejoin() {
    if (this.checkingIn) return;
    const { card } = this.correspondence;
    if (card === null || this.status.state === "over") {
      this.asksAgain = true;
      return this.draw();
    }
    this.checkIn(card);
    if (this.checkingIn && this.devices.settled) await this.devices.resume();
  }

  /** Camera and microphone go off at once; a server that cannot be reached is told when it can. */
  leave() {
    if (this.room === null) return;
    this.hasLeft = true;
    this.returning.end();
    this.signalling.send({ type: "leave", room: this.room.id });
    this.media.legs.welcome(this.room.id, 0);
    this.#stop();
    this.#showLeft();
    this.draw();
  }

  /** Nothing of the visit stays in this browser, and the server hears that the person has left. */
  async quit() {
    this.leave();
    this.devices.release();
    this.signalling.close();
    await this.seat.erase();
  }

  /**
   * @param {string} participant
   * @param {MediaStream|null} media
   */
  setStream(participant, media) {
    this.media.setStream(participant, media);
    this.draw();
  }

  /** @param {Clock} clock */
  #newSecrets(clock) {
    return new VisitSecrets(
      {
        seat: this.seat,
        devices: this.devices,
        link: () => this.proof?.link ?? null,
        room: () => this.room,
        isConnected: () => this.status.state === "open",
        send: (message) => this.signalling.send(message),
        draw: this.draw,
      },
      clock,
    );
  }

  /** @returns {Signalling} */
  #newSignalling() {
    return new Signalling({
      url: this.url,
      openings: () => openings(this),
      message: (message) => this.#received(message),
      status: (status) => this.#connection(status),
      isUrgent: () => this.standing !== null && IN_SESSION.has(this.standing),
    });
  }

  /** @param {Status} status */
  #connection(status) {
    const { seat, proof } = this;
    const deadSeat = status.state === "over" && status.verdict === "gone" && seat.read() !== null;
    if (deadSeat && proof !== null && !this.room?.ended) {
      // The seat is unknown, for instance to a server with a new key: the link itself is still in this page.
      seat.forget();
      this.room = null;
      this.signalling = this.#newSignalling();
      return this.signalling.open();
    }
    this.status = status;
    if (status.state !== "open") this.checkingIn = false;
    this.#connectChannel();
    if (status.state === "over") {
      this.media.legs.close();
      this.#stop(status.verdict === "moved");
    }
    this.draw();
  }

  /** @param {ToBrowser} message */
  #received(message) {
    const before = this.standing;
    this.room = this.returning.reduce(this.room, message, !this.hasLeft);
    if (message.type === "welcome") this.#welcomed(message);
    this.media.received(message);
    if (message.type === "sealed") this.secrets.sealed(message);
    if (message.type === "error") this.#refused(message);
    if (message.type === "ended") this.#stop();
    if (this.room?.gap) return this.signalling.reconnect();
    if (this.standing !== null) this.#standing(before, this.standing);
    this.#showLeft();
    this.#connectChannel();
    this.draw();
  }

  /** The clinician's page says nothing of a session: the server's word counts. @param {Standing} stood */
  #returnsNot(stood) {
    if (this.room === null) return;
    this.room = present(this.room);
    this.#standing(stood, ownStanding(this.room));
    this.draw();
  }

  /** @param {Welcome} message */
  #welcomed({ room, seat, leg, you }) {
    this.seat.keep({ token: seat, participant: you });
    this.media.welcomed(room, leg);
    if (this.room === null) return;
    if (this.hasLeft && TAKING_PART.has(ownStanding(this.room)))
      this.signalling.send({ type: "leave", room });
    // A server that was restarted knows the seat and not the person: they are ready still.
    const begins = ownStanding(this.room) === "checking" && !this.hasLeft;
    if (begins && (this.correspondence.card !== null || this.returning.isOn))
      this.checkingIn = this.signalling.send({ type: "check_in", room });
  }

  /**
   * @param {Standing|null} before
   * @param {Standing} now
   */
  #standing(before, now) {
    this.secrets.standing(before, this.takesPart() ? now : null);
    if (!this.hasLeft && this.room !== null && TAKING_PART.has(ownStanding(this.room))) this.checkingIn = false;
    if (before === now) return;
    this.refusal = "";
    if (!TAKING_PART.has(now)) {
      this.hasLeft = false;
    } else if (!this.hasLeft) {
      this.asksAgain = false;
      // The first time the channel is not open yet, and opening it sends the card.
      if (before !== null && !TAKING_PART.has(before)) this.correspondence.host.tellCard();
    }
    if (now === "admitted") {
      this.correspondence.host.forgetWait();
      if (this.seat.read()?.started === undefined) this.seat.keep({ started: Date.now() });
    }
    this.media.give(this.takesPart());
  }

  /** Other refusals are crossings that mend themselves. @param {Refusal} refusal */
  #refused({ about, text }) {
    if (about === "leave" && this.hasLeft && this.room !== null) {
      this.hasLeft = false;
      this.room = { ...this.room, ended: null };
    }
    if (about !== "check_in") return;
    this.checkingIn = false;
    if (!this.takesPart()) this.refusal = text;
  }

  /**
   * Camera and microphone go off, and the tab forgets what was typed; a place that has moved keeps it for a return.
   */
  #stop(keepsCard = false) {
    this.secrets.end();
    if (!keepsCard) this.seat.forgetCard();
    this.media.stop();
  }

  /** The person reads that they have left although the server may not know it yet. */
  #showLeft() {
    if (this.hasLeft && this.room !== null && !this.checkingIn) this.room = { ...this.room, ended: "left" };
  }

  #devicesChanged() {
    // What is switched off because this page is over was in use, and is again in the window that goes on.
    const isOver = this.status.state === "over";
    if (!isOver && (this.checkingIn || this.takesPart())) this.seat.keep({ inUse: this.devices.inUse() });
    if (this.takesPart()) this.correspondence.host.tellDevices();
    this.media.give(this.takesPart());
    this.draw();
  }

  /** The channel goes to the page that hosts the room, from the waiting room on. */
  #connectChannel() {
    const { room, status } = this;
    if (room === null) return;
    const open = status.state === "open" && this.takesPart() && hostIsHere(room);
    this.secrets.follow(room, open);
  }
}
