// What a page stands on, without a browser: its socket, devices, media connections and storage.

/** @import { Standing } from "../../static/js/messages.js" */

export class FakeSocket {
  /** @type {FakeSocket[]} */
  static all = [];

  constructor() {
    this.readyState = 0;
    /** @type {any[]} */
    this.sent = [];
    /** @type {any} */ this.onopen = null;
    /** @type {any} */ this.onmessage = null;
    /** @type {any} */ this.onclose = null;
    FakeSocket.all.push(this);
  }

  /** @param {string} text */
  send(text) {
    this.sent.push(JSON.parse(text));
  }

  close() {
    this.readyState = 3;
  }
}

export class FakeTrack {
  /** @param {string} kind */
  constructor(kind) {
    this.kind = kind;
  }
}

/** Devices that are on at once, without a browser. */
export class FakeDevices {
  constructor() {
    this.settled = true;
    this.muted = false;
    this.restored = /** @type {unknown} */ (null);
    this.microphone = { track: /** @type {FakeTrack|null} */ (new FakeTrack("audio")) };
    this.camera = { track: /** @type {FakeTrack|null} */ (new FakeTrack("video")) };
    /** @type {() => void} */
    this.changed = () => undefined;
    this.question = Promise.resolve();
    this.asking = false;
  }

  isAsking() {
    return this.asking;
  }

  forgetMuted() {
    this.muted = false;
  }

  /** @param {() => void} listener */
  onChange(listener) {
    this.changed = listener;
  }

  states() {
    return {
      microphone: this.microphone.track ? "on" : "missing",
      camera: this.camera.track ? "on" : "missing",
    };
  }

  inUse() {
    return {
      microphone: this.microphone.track !== null,
      camera: this.camera.track !== null,
      muted: this.muted,
      ids: ["", ""],
      wishes: ["on", "on"],
    };
  }

  /** Waits for `question`, as a browser's own question would make it. */
  async resume() {
    await this.question;
    this.microphone = { track: new FakeTrack("audio") };
    this.camera = { track: new FakeTrack("video") };
    this.changed();
  }

  /** @param {unknown} before */
  async restore(before) {
    this.restored = before;
  }

  release() {
    this.microphone = { track: null };
    this.camera = { track: null };
    this.changed();
  }
}

export class FakeLegs {
  constructor() {
    /** @type {Record<string, FakeTrack|null>} */
    this.tracks = { audio: null, video: null };
    this.open = 0;
    this.closed = false;
    /** @type {any[]} */
    this.handled = [];
    /** @type {{isReached: boolean, since: number|null}} */
    this.reached = { isReached: false, since: null };
    /** Milliseconds since a frame was opened, by participant. @type {Map<string, number>} */
    this.heard = new Map();
  }

  reach() {
    return this.reached;
  }

  /** @param {string} _room @param {string} participant */
  heardFrom(_room, participant) {
    return this.heard.get(participant) ?? null;
  }

  /** @param {string} kind @param {FakeTrack|null} track */
  setTrack(kind, track) {
    this.tracks[kind] = track;
  }

  /** @param {string} room @param {number} leg */
  welcome(room, leg) {
    this.open = room.startsWith("room") ? leg : 0;
  }

  leg() {
    return this.open;
  }

  /** @param {any} message */
  handle(message) {
    this.handled.push(message);
  }

  close() {
    this.closed = true;
  }
}

/** @returns {any} */
export function newTab() {
  const kept = new Map();
  return {
    getItem: (/** @type {string} */ key) => kept.get(key) ?? null,
    setItem: (/** @type {string} */ key, /** @type {string} */ value) => void kept.set(key, value),
    removeItem: (/** @type {string} */ key) => void kept.delete(key),
  };
}

/** @param {string} id @param {Standing} standing */
export function view(id, standing) {
  return {
    id,
    role: standing === "host" ? "clinician" : "client",
    standing,
    connected: true,
    previewed: false,
  };
}
