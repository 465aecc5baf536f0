// Twin: telehealth/relay/rooms.py — every media connection of the page, by room and number.

import { Frames } from "./frames.js";
import { Leg } from "./leg.js";

const CHOOSE_EVERY = 500;

/** @typedef {"session" | "preview"} Kind */
/** @typedef {{ room: string, leg: number, kind: Kind, participant: string }} Place */

export class Legs {
  /**
   * @param {{ send: (message: object) => void,
   *   stream: (place: Place & { media: MediaStream }) => void,
   *   gone: (place: Place) => void,
   *   problem: (fault: { room: string, leg: number, reason: string }) => void,
   *   worker: string }} options
   */
  constructor(options) {
    this.options = options;
    this.frames = new Frames(options.worker);
    /** @type {Map<string, Leg>} */
    this.legs = new Map();
    /** @type {{ audio: MediaStreamTrack | null, video: MediaStreamTrack | null }} */
    this.tracks = { audio: null, video: null };
    this.timer = setInterval(() => {
      for (const leg of this.legs.values()) leg.chooseLatest();
    }, CHOOSE_EVERY);
  }

  /** @param {{ type: string, room: string, leg: number, kind?: Kind, sdp?: string, mids?: string[] }} message */
  handle(message) {
    const key = `${message.room} ${message.leg}`;
    if (message.type === "offer") {
      const leg = this.legs.get(key) ?? this.open(message.room, message.leg, message.kind ?? "session");
      leg.offered(message.sdp ?? "");
    } else if (message.type === "demand") {
      this.legs.get(key)?.setDemand(message.mids ?? []);
    } else if (message.type === "closed") {
      this.drop(key);
    }
  }

  /**
   * @param {string} room
   * @param {number} number
   * @param {Kind} kind
   */
  open(room, number, kind) {
    const { send, stream, gone, problem } = this.options;
    const place = { room, leg: number, kind };
    const leg = new Leg({
      room,
      number,
      kind,
      frames: this.frames,
      answer: (sdp) => send({ type: "answer", room, leg: number, sdp }),
      broken: (reason) => {
        problem({ room, leg: number, reason });
        this.drop(`${room} ${number}`);
        send({ type: "renew", room, leg: number });
      },
      seen: ({ participant, media }) => stream({ ...place, participant, media }),
      unseen: (participant) => gone({ ...place, participant }),
    });
    this.legs.set(`${room} ${number}`, leg);
    leg.setTrack("audio", this.tracks.audio);
    leg.setTrack("video", this.tracks.video);
    return leg;
  }

  /**
   * After a welcome: of this room's legs, the server still knows this one.
   *
   * @param {string} room
   * @param {number} number
   */
  welcome(room, number) {
    for (const [key, leg] of this.legs) {
      if (leg.options.room === room && leg.options.number !== number) this.drop(key);
    }
  }

  /**
   * The session leg that is open in this room, 0 for none.
   *
   * @param {string} room
   */
  leg(room) {
    const session = [...this.legs.values()].find(
      ({ options }) => options.room === room && options.kind === "session",
    );
    return session?.options.number ?? 0;
  }

  /**
   * @param {"audio" | "video"} kind
   * @param {MediaStreamTrack | null} track
   */
  setTrack(kind, track) {
    this.tracks[kind] = track;
    for (const leg of this.legs.values()) leg.setTrack(kind, track);
  }

  /** @param {string} key */
  drop(key) {
    const leg = this.legs.get(key);
    this.legs.delete(key);
    leg?.close();
  }

  close() {
    clearInterval(this.timer);
    for (const key of [...this.legs.keys()]) this.drop(key);
    this.frames.close();
  }
}
