// The clinician's desk: all their rooms over one connection, the session that is on, and the devices it needs.

import { HostedRoom } from "./hosted_room.js";
import { Signalling } from "./signalling.js";

/** @import { Devices } from "./devices.js" */
/** @import { Legs } from "./legs.js" */
/** @import { LegKind, ToBrowser } from "./messages.js" */
/** @import { Seat } from "./seat.js" */
/** @import { Status } from "./signalling.js" */

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
   * @param {() => void} page.draw
   */
  constructor({ url, clinician, rooms, devices, legs, address, announce, draw }) {
    this.clinician = clinician;
    this.devices = devices;
    this.address = address;
    this.announce = announce;
    this.draw = draw;
    /** @type {Status} */
    this.status = { state: "lost", attempt: 0, stopping: false };
    /** What the server refused last, or what has just happened, in words. */
    this.message = "";
    /** @type {string|null} */
    this.sessionRoom = null;
    this.legs = legs(this);
    this.signalling = new Signalling({
      url,
      openings: () => [...this.rooms.values()].map((room) => room.opening(this.legs.leg(room.id))),
      message: (message) => this.#received(message),
      status: (status) => this.#connection(status),
    });
    const send = this.signalling.send.bind(this.signalling);
    this.rooms = new Map(
      rooms.map(({ id, seat }) => [
        id,
        new HostedRoom({ id, clinician, seat, send, devices: () => devices.states() }),
      ]),
    );
    devices.onChange(() => this.#devicesChanged());
  }

  async start() {
    this.signalling.open();
    const before = [...this.rooms.values()]
      .map(({ seat }) => seat.read()?.inUse)
      .find((inUse) => inUse !== undefined);
    if (before !== undefined && (before.microphone || before.camera)) await this.devices.restore(before);
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
    const other = this.session();
    if (other !== null && other !== room) {
      this.message = "A session is going on in another room. End it first.";
      return this.draw();
    }
    this.message = "";
    await this.devices.use();
    room.admit(participant);
  }

  /** @param {HostedRoom} room */
  end(room) {
    this.signalling.send({ type: "end", room: room.id });
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
    if (status.state !== "open") for (const room of this.rooms.values()) room.lost();
    if (status.state === "over") this.#stop();
    this.draw();
  }

  #stop() {
    if (this.status.state === "over" && this.status.verdict === "gone") {
      for (const { seat } of this.rooms.values()) seat.forget();
    }
    this.legs.close();
    this.devices.release();
  }

  /** @param {ToBrowser} message */
  #received(message) {
    const room = "room" in message && message.room ? this.rooms.get(message.room) : undefined;
    if (message.type === "error") this.#refused(message.code, message.about ?? "", message.text);
    room?.received(message);
    if (room?.room?.gap) return this.signalling.reconnect();
    if (message.type === "welcome") this.legs.welcome(message.room, message.leg);
    if (message.type === "offer" || message.type === "demand" || message.type === "closed")
      this.legs.handle(message);
    if (message.type === "arrived") this.announce("Somebody is waiting");
    this.#followSession();
    this.draw();
  }

  /**
   * @param {string} code
   * @param {string} about
   * @param {string} text
   */
  #refused(code, about, text) {
    // A sealed message is sent again by itself; of another case the page asks.
    if (code !== "other_case" && about !== "sealed") this.message = text;
  }

  /** Address, clock and devices follow the beginning and the end of a session. */
  #followSession() {
    const now = this.session();
    if ((now?.id ?? null) === this.sessionRoom) return;
    if (now !== null) {
      this.message = "";
      this.address(`/room/${now.id}`);
      if (now.seat.read()?.started === undefined) now.seat.keep({ started: Date.now() });
    } else if (this.rooms.get(this.sessionRoom ?? "")?.connected) {
      this.#sessionEnded();
    }
    this.sessionRoom = now?.id ?? null;
    this.#giveTracks();
  }

  #sessionEnded() {
    this.message = "The session is over.";
    this.address("/");
    for (const { seat } of this.rooms.values()) seat.forgetCard();
    this.devices.release();
  }

  #devicesChanged() {
    for (const { seat } of this.rooms.values()) seat.keep({ inUse: this.devices.inUse() });
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
