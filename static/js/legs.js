// Twin: telehealth/relay/rooms.py — every media connection of the page, by room and number.

import { Frames } from "./frames.js";
import { Leg } from "./leg.js";
import { Reaches } from "./reaches.js";

/** @import { MediaKeys } from "./media_keys.js" */
/** @import { Reach, Surroundings, Watched } from "./reaches.js" */

/** Milliseconds for which a picture may stand still while the other one of the same person comes already. */
const LOOKED_EVERY = 200;
/** Milliseconds before a worker that has failed again and again is tried once more: at once, then 2 s to 30 s. */
const FIRST_REST = 2000;
const LONGEST_REST = 30_000;
/** Milliseconds after which a fault has nothing to do with the one before. */
const FORGIVEN = 60_000;

/** @typedef {"session" | "preview"} Kind */
/** @typedef {{ room: string, leg: number, kind: Kind, participant: string }} Place */

export class Legs {
  /**
   * @param {{ send: (message: object) => void,
   *   keys: MediaKeys,
   *   stream: (place: Place & { media: MediaStream }) => void,
   *   gone: (place: Place) => void,
   *   problem: (fault: { room: string, leg: number, reason: string }) => void,
   *   connected?: (place: { room: string, leg: number }) => void,
   *   late?: (place: { room: string, leg: number }) => void,
   *   reach: (change: Reach & { room: string }) => void,
   *   probe: (answered: () => void) => void,
   *   unencrypted: () => void,
   *   worker: string }} options
   *   `stream`: the first frame of that person was opened, or their tracks have changed since;
   *   `late`: after some seconds a session's connection has not come about;
   *   `reach`: a session reaches this page, or does no longer; `probe`: finds out whether the server answers;
   *   `unencrypted`: the browser sent frames that were not encrypted, and all tracks were stopped
   * @param {Surroundings} [surroundings]
   */
  constructor(options, surroundings) {
    this.options = options;
    /** @type {Frames | null} null after a fault, until a connection needs the next */
    this.frames = this.newFrames();
    /** Faults of workers in a row, and when the last one was. */
    this.faults = 0;
    this.faultAt = 0;
    /** @type {Set<ReturnType<typeof setTimeout>>} */
    this.rests = new Set();
    /** @type {Map<string, Leg>} */
    this.legs = new Map();
    /** @type {{ audio: MediaStreamTrack | null, video: MediaStreamTrack | null }} */
    this.tracks = { audio: null, video: null };
    this.reaches = this.newReaches(surroundings);
    this.timer = setInterval(() => {
      for (const leg of this.legs.values()) leg.look();
    }, LOOKED_EVERY);
    this.forgetKeys = options.keys.onChange(() => {
      for (const leg of this.legs.values()) leg.apply();
    });
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
    const { send, keys, stream, gone, problem } = this.options;
    const place = { room, leg: number, kind };
    const leg = new Leg({
      room,
      number,
      kind,
      frames: (this.frames ??= this.newFrames()),
      keys,
      answer: (sdp) => send({ type: "answer", room, leg: number, sdp }),
      broken: (reason) => {
        problem({ room, leg: number, reason });
        this.drop(`${room} ${number}`);
        send({ type: "renew", room, leg: number });
      },
      connected: () => {
        this.reaches.look();
        this.options.connected?.({ room, leg: number });
      },
      late: () => {
        if (kind === "session") this.options.late?.({ room, leg: number });
      },
      unencrypted: () => this.stopTracks(),
      seen: ({ participant, media }) => stream({ ...place, participant, media }),
      unseen: (participant) => gone({ ...place, participant }),
    });
    this.legs.set(`${room} ${number}`, leg);
    leg.setTrack("audio", this.tracks.audio);
    leg.setTrack("video", this.tracks.video);
    return leg;
  }

  /** @param {Surroundings} [surroundings] */
  newReaches(surroundings) {
    return new Reaches(
      {
        legs: () => this.legs.values(),
        send: (message) => this.options.send(message),
        probe: (answered) => this.options.probe(answered),
        renew: (leg) => this.renew(leg),
        changed: (change) => this.options.reach(change),
      },
      surroundings,
    );
  }

  /** Nothing arrives any more. It stays until the server has closed it: its path may come back. @param {Watched} leg */
  renew({ options: { room, number } }) {
    this.options.problem({ room, leg: number, reason: "silent" });
    this.options.send({ type: "renew", room, leg: number });
  }

  newFrames() {
    return new Frames(this.options.worker, this.options.keys, (fault) => this.replaceFrames(fault));
  }

  /** Whatever let frames out once would do so again. */
  stopTracks() {
    for (const track of Object.values(this.tracks)) track?.stop();
    this.setTrack("audio", null);
    this.setTrack("video", null);
    this.options.unencrypted();
  }

  /**
   * Nothing passes a dead worker: every leg goes, each is asked for once, and the next one makes a new worker.
   *
   * @param {string} reason
   */
  replaceFrames(reason) {
    this.frames = null;
    const places = [...this.legs.values()].map(({ options }) => options);
    for (const key of [...this.legs.keys()]) this.drop(key);
    for (const { room, number } of places) this.options.problem({ room, leg: number, reason });
    if (Date.now() - this.faultAt > FORGIVEN) this.faults = 0;
    const rest = this.faults === 0 ? 0 : Math.min(LONGEST_REST, FIRST_REST * 2 ** (this.faults - 1));
    this.faults += 1;
    this.faultAt = Date.now();
    this.later(rest, () => {
      for (const { room, number, kind } of places) this.askAgain(room, number, kind);
    });
  }

  /**
   * Ask for a leg in the place of one that went, unless the server has offered one meanwhile.
   *
   * @param {string} room
   * @param {number} number
   * @param {Kind} kind
   */
  askAgain(room, number, kind) {
    const known = [...this.legs.values()].some(
      ({ options }) => options.room === room && options.kind === kind,
    );
    if (!known) this.options.send({ type: "renew", room, leg: number });
  }

  /**
   * @param {number} rest  milliseconds
   * @param {() => void} act
   */
  later(rest, act) {
    if (rest === 0) return act();
    const timer = setTimeout(() => {
      this.rests.delete(timer);
      act();
    }, rest);
    this.rests.add(timer);
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
    this.reaches.welcomed(room);
  }

  /**
   * Whether anything of the relay arrives on this room's session leg, and since when (milliseconds, by the wall clock). Not
   * reached without a `since` is who never was; with one it is when the last word came.
   *
   * @param {string} room
   */
  reach(room) {
    return this.reaches.reach(room);
  }

  /**
   * Milliseconds since a frame of somebody was opened on this room's session leg; null when none was.
   *
   * @param {string} room
   * @param {string} participant
   * @returns {number|null}
   */
  heardFrom(room, participant) {
    return this.legs.get(`${room} ${this.leg(room)}`)?.people.heardFrom(participant) ?? null;
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
    if (leg !== undefined) this.reaches.follow(leg.options.room);
  }

  close() {
    clearInterval(this.timer);
    this.forgetKeys();
    for (const rest of this.rests) clearTimeout(rest);
    for (const key of [...this.legs.keys()]) this.drop(key);
    this.reaches.close();
    this.frames?.close();
  }
}
