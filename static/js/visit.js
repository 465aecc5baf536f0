// A client's visit: one place in one room, from the link to the end. State in, messages out; `draw` shows it.

import { randomId } from "./base64url.js";
import { readContent } from "./card.js";
import { hostIsHere, ownStanding, reduce } from "./room.js";
import { Channel, SealedRefused } from "./sealed.js";
import { Signalling } from "./signalling.js";

/** @import { RosterPerson } from "./card.js" */
/** @import { Devices } from "./devices.js" */
/** @import { Legs } from "./legs.js" */
/** @import { Opening, Standing, ToBrowser, Welcome } from "./messages.js" */
/** @import { Room } from "./room.js" */
/** @import { Seat } from "./seat.js" */
/** @import { Status } from "./signalling.js" */

/**
 * @typedef {"loading"|"check_in"|"waiting"|"stage"|"held"|"ended"|"over"} VisitScreen
 * @typedef {{name: string, consent: {version: string}}} CheckInCard
 * @typedef {{invitation: string, admission: string}} Proof  what a link gives; null once only the seat is left
 */

/** Where sound and picture may flow, or be asked for. */
const TAKING_PART = new Set(/** @type {Standing[]} */ (["waiting", "admitted", "held"]));

export class Visit {
  /**
   * @param {object} page
   * @param {string} page.url         of the WebSocket
   * @param {Proof|null} page.proof
   * @param {Seat} page.seat
   * @param {Devices} page.devices
   * @param {(visit: Visit) => Legs} page.legs
   * @param {() => void} page.draw
   */
  constructor({ url, proof, seat, devices, legs, draw }) {
    this.url = url;
    this.proof = proof;
    this.seat = seat;
    this.devices = devices;
    this.draw = draw;
    this.channelId = randomId();
    /** @type {Room|null} */
    this.room = null;
    /** @type {Status} */
    this.status = { state: "lost", attempt: 0, stopping: false };
    /** @type {CheckInCard|null} */
    this.card = seat.read()?.card ?? null;
    /** @type {RosterPerson[]} */
    this.roster = [];
    /** @type {Map<string, MediaStream>} */
    this.streams = new Map();
    /** @type {Channel|null} */
    this.channel = null;
    this.channelTo = "";
    /** The form was sent and the server has not answered yet. */
    this.checkingIn = false;
    /** Back to the form: the name was forgotten with the end of the session. */
    this.asksAgain = false;
    /** The last refusal of something this page asked for, in words. */
    this.refusal = "";
    this.legs = legs(this);
    this.signalling = this.#newSignalling();
    devices.onChange(() => this.#devicesChanged());
  }

  async start() {
    const record = this.seat.read();
    this.signalling.open();
    if (record?.card !== undefined && record.inUse !== undefined) await this.devices.restore(record.inUse);
  }

  /** @returns {VisitScreen} */
  screen() {
    if (this.room?.ended && !this.asksAgain) return "ended";
    if (this.status.state === "over") return "over";
    if (this.room === null) return "loading";
    const standing = ownStanding(this.room);
    if (standing === "admitted") return "stage";
    if (standing === "waiting" || standing === "held") return standing;
    return standing === "checking" || this.asksAgain ? "check_in" : "ended";
  }

  /** @param {CheckInCard} card */
  checkIn(card) {
    if (this.room === null) return;
    this.card = card;
    this.checkingIn = true;
    this.refusal = "";
    this.seat.keep({ card, inUse: this.devices.inUse() });
    this.signalling.send({ type: "check_in", room: this.room.id });
    this.draw();
  }

  /** Through the waiting room again, with what was said before, or through the form when that is forgotten. */
  async rejoin() {
    if (this.card === null) {
      this.asksAgain = true;
      return this.draw();
    }
    this.checkIn(this.card);
    if (this.devices.settled) await this.devices.use();
  }

  leave() {
    if (this.room !== null) this.signalling.send({ type: "leave", room: this.room.id });
  }

  /**
   * @param {string} participant
   * @param {MediaStream|null} media
   */
  setStream(participant, media) {
    if (media === null) this.streams.delete(participant);
    else this.streams.set(participant, media);
    this.draw();
  }

  /** @returns {Signalling} */
  #newSignalling() {
    return new Signalling({
      url: this.url,
      openings: () => this.#openings(),
      message: (message) => this.#received(message),
      status: (status) => this.#connection(status),
    });
  }

  /** @returns {Opening[]} */
  #openings() {
    const token = this.seat.read()?.token;
    if (token !== undefined) {
      const leg = this.room === null ? 0 : this.legs.leg(this.room.id);
      return [{ type: "take_seat", seat: token, leg }];
    }
    if (this.proof === null) return [];
    // A new place each time: only a seat leads back to an old one.
    return [{ type: "hello", ...this.proof, participant: randomId() }];
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
    this.#connectChannel();
    if (status.state === "over") this.#stop();
    this.draw();
  }

  /** @param {ToBrowser} message */
  #received(message) {
    const before = this.room === null ? null : ownStanding(this.room);
    this.room = reduce(this.room, message, Date.now());
    if (message.type === "welcome") this.#welcomed(message);
    if (message.type === "offer" || message.type === "demand" || message.type === "closed")
      this.legs.handle(message);
    if (message.type === "sealed") this.#sealed(message.sender, message.body);
    if (message.type === "error" && message.about !== "sealed") this.#refused(message.text);
    if (message.type === "ended") this.#stop();
    if (this.room?.gap) return this.signalling.reconnect();
    if (this.room !== null) this.#standing(before, ownStanding(this.room));
    this.#connectChannel();
    this.draw();
  }

  /** @param {Welcome} message */
  #welcomed({ room, seat, leg }) {
    this.seat.keep({ token: seat });
    this.legs.welcome(room, leg);
    // A server that was restarted knows the seat and not the person: they are ready still.
    const begins = this.room !== null && ownStanding(this.room) === "checking";
    if (begins && this.card !== null) this.signalling.send({ type: "check_in", room });
  }

  /**
   * @param {Standing|null} before
   * @param {Standing} now
   */
  #standing(before, now) {
    if (before === now) return;
    if (TAKING_PART.has(now)) {
      this.checkingIn = false;
      this.asksAgain = false;
      // The first time the channel is not open yet, and opening it sends the card.
      if (before !== null && !TAKING_PART.has(before)) this.#sendCard();
    }
    if (now === "admitted" && this.seat.read()?.started === undefined)
      this.seat.keep({ started: Date.now() });
    this.#giveTracks();
  }

  /** @param {string} text */
  #refused(text) {
    this.refusal = text;
    this.checkingIn = false;
  }

  /** Nothing is sent any more: camera and microphone go off, and what was typed is forgotten by the tab. */
  #stop() {
    this.streams.clear();
    this.roster = [];
    if (this.status.state === "over" && this.status.verdict === "moved") {
      this.legs.close();
    } else {
      this.seat.forgetCard();
    }
    this.devices.release();
  }

  #devicesChanged() {
    if (this.room !== null && TAKING_PART.has(ownStanding(this.room))) {
      this.seat.keep({ inUse: this.devices.inUse() });
      this.channel?.send({ kind: "devices", ...this.devices.states() });
    }
    this.#giveTracks();
    this.draw();
  }

  /** The connection gets the tracks only of somebody who has said that they are ready. */
  #giveTracks() {
    const ready = this.room !== null && TAKING_PART.has(ownStanding(this.room));
    this.legs.setTrack("audio", ready ? this.devices.microphone.track : null);
    this.legs.setTrack("video", ready ? this.devices.camera.track : null);
  }

  /** The channel goes to the page that hosts the room, from the waiting room on. */
  #connectChannel() {
    const { room, status } = this;
    if (room?.host && room.host !== this.channelTo) this.#newChannel(room.id, room.host);
    const open = status.state === "open" && room !== null && TAKING_PART.has(ownStanding(room));
    this.channel?.setConnected(open && hostIsHere(room));
  }

  /**
   * @param {string} room
   * @param {string} to
   */
  #newChannel(room, to) {
    this.channelTo = to;
    this.roster = [];
    this.channel = new Channel({
      own: this.channelId,
      opens: true,
      transmit: (body) => this.signalling.send({ type: "sealed", room, to, body }),
      opened: () => this.#sendCard(),
      content: (content) => this.#told(content),
    });
  }

  #sendCard() {
    if (this.card !== null)
      this.channel?.send({ kind: "card", ...this.card, devices: this.devices.states() });
  }

  /**
   * Only the clinician's page has something to say to a client's.
   *
   * @param {string} sender
   * @param {string} body
   */
  #sealed(sender, body) {
    if (sender !== this.channelTo || this.channel === null) return;
    try {
      this.channel.receive(body);
    } catch (error) {
      if (!(error instanceof SealedRefused)) throw error;
      console.warn("A sealed message was refused:", error.message);
    }
  }

  /** @param {unknown} value */
  #told(value) {
    const content = readContent(value);
    if (content?.kind === "roster") this.roster = content.people;
    this.draw();
  }
}
