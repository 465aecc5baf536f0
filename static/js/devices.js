// The camera and microphone of this browser: asked for, chosen, muted, lost, given back.

import { CLOCK } from "./clock.js";
import { statesOf } from "./device.js";
import { WITHOUT } from "./device_choice.js";
import { isGranted, tracksOf } from "./device_source.js";
import { DeviceTracks } from "./device_tracks.js";

/** @import { Clock } from "./clock.js" */
/** @import { DevicesInUse, Wish } from "./device.js" */
/** @import { DeviceKind, Reason } from "./device_reason.js" */
/** @import { Page } from "./device_tracks.js" */
/** @import { DeviceStates } from "./card.js" */

export { WITHOUT };

/** @type {readonly DeviceKind[]} */
const KINDS = ["microphone", "camera"];
/** @type {ReadonlySet<Wish>} */
const UNWANTED = new Set(["off", "without"]);

export class Devices {
  /**
   * @param {MediaDevices|undefined} media  missing in a page that was not opened safely
   * @param {Permissions} permissions
   * @param {Clock} clock
   * @param {Page|undefined} page
   */
  constructor(
    media = navigator.mediaDevices,
    permissions = navigator.permissions,
    clock = CLOCK,
    page = globalThis.document,
  ) {
    this.media = media;
    this.permissions = permissions;
    this.held = new DeviceTracks(media, clock, page);
    /** Whether the person has been asked, or has said that they go on without. */
    this.settled = false;
    /** @type {Record<DeviceKind, Wish>} */
    this.wishes = { microphone: "unsaid", camera: "unsaid" };
    /** What came back, or should have, without a click after a reload. @type {ReadonlySet<DeviceKind>} */
    this.restored = new Set();
  }

  /** @param {() => void} listener */
  onChange(listener) {
    this.held.listeners.add(listener);
  }

  get microphone() {
    return this.held.devices.microphone;
  }

  get camera() {
    return this.held.devices.camera;
  }

  get choices() {
    return this.held.choices;
  }

  /** By the person themselves. */
  get muted() {
    return this.held.muted;
  }

  /** What others are told of them. @returns {DeviceStates} */
  states() {
    return statesOf(this.held.devices);
  }

  /** What to switch on again after a reload. @returns {DevicesInUse} */
  inUse() {
    const { microphone, camera, muted, wishes } = this;
    return {
      microphone: microphone.track !== null || microphone.sought,
      camera: camera.track !== null || camera.sought,
      muted,
      ids: [microphone.id, camera.id],
      wishes: [wishes.microphone, wishes.camera],
    };
  }

  /**
   * Switch on what was in use before a reload, without a click: the person has allowed it on this very page.
   *
   * @param {DevicesInUse} before
   */
  async restore(before) {
    this.held.muted = before.muted;
    this.microphone.id = before.ids[0];
    this.camera.id = before.ids[1];
    this.wishes = { microphone: before.wishes[0], camera: before.wishes[1] };
    this.settled = true;
    this.restored = new Set(KINDS.filter((kind) => before[kind]));
    // Between sessions nothing was on that could be drawn as stopped.
    if (this.restored.size > 0) this.#drawStopped();
    await this.#start([...this.restored]);
    for (const [place, kind] of KINDS.entries()) this.#seekRestored(kind, before.ids[place] ?? "");
  }

  /**
   * What was in use before a reload and is not there, or used by another program, comes back like what is lost later.
   *
   * @param {DeviceKind} kind
   * @param {string} id
   */
  #seekRestored(kind, id) {
    const { state, reason } = this[kind];
    if (!this.restored.has(kind) || state !== "failed") return;
    if (reason === "missing" || reason === "in_use") this.held.recovery.seek(kind, { id, label: "" }, reason);
  }

  /**
   * Somebody has clicked: ask for what is not on yet, both in one question.
   *
   * @param {readonly DeviceKind[]} [kinds]
   */
  async use(kinds = KINDS) {
    for (const kind of kinds) {
      this.wishes[kind] = "on";
      if (this[kind].track === null) this.held.recovery.stop(kind);
    }
    await this.#start(kinds);
  }

  /**
   * Something begins for which devices are on, unless the person has stopped, declined or refused them.
   */
  async resume() {
    this.#drawStopped();
    const welcome = KINDS.filter((kind) => {
      const { reason, sought } = this[kind];
      return !UNWANTED.has(this.wishes[kind]) && reason !== "denied" && !sought;
    });
    await this.#start(welcome);
  }

  /** What one lacks never keeps the other from working. @param {readonly DeviceKind[]} kinds */
  async #start(kinds) {
    const missing = kinds.filter(
      (kind) => this[kind].track === null && this[kind].id !== WITHOUT,
    );
    if (missing.length === 0 || missing.some((kind) => this[kind].state === "asking")) return;
    for (const kind of missing) this.held.set(kind, { state: "asking", reason: null });
    const reason = await this.#get(missing);
    if (reason !== null) for (const kind of missing) await this.#useAlone(kind, reason, missing.length > 1);
    this.settled = true;
    await this.held.list();
    this.held.tell();
  }

  /** A camera that was stopped is stopped still, and others are told so. */
  #drawStopped() {
    for (const kind of KINDS) {
      if (this.wishes[kind] === "off" && this[kind].state === "none")
        this.held.set(kind, { state: "off" });
    }
  }

  /** Whether the browser's own question is open. */
  isAsking() {
    return KINDS.some((kind) => this[kind].state === "asking");
  }

  /** Go on without what is not on. */
  goOnWithout() {
    this.settled = true;
    for (const kind of KINDS) {
      if (this[kind].track !== null) continue;
      this.wishes[kind] = "without";
      this.held.recovery.stop(kind);
    }
    this.held.tell();
  }

  /**
   * @param {DeviceKind} kind
   * @param {string} id  of the device, or `WITHOUT`
   */
  async choose(kind, id) {
    this.held.stop(kind);
    this.wishes[kind] = id === WITHOUT ? "without" : "on";
    this.held.set(kind, { state: "none", reason: null, id, news: "" });
    if (id !== WITHOUT) await this.#start([kind]);
  }

  /** @param {boolean} on */
  setMicrophone(on) {
    this.held.muted = !on;
    const { track } = this.microphone;
    if (track === null) return;
    track.enabled = on;
    this.held.set("microphone", { state: on ? "on" : "off" });
  }

  /**
   * Stopping really stops: the camera's own light goes off.
   *
   * @param {boolean} on
   */
  async setCamera(on) {
    if (on) return this.use(["camera"]);
    this.wishes.camera = "off";
    this.held.stop("camera");
    this.held.set("camera", { state: "off" });
  }

  /** What was taken away is not to come back by itself. @param {DeviceKind} kind */
  async leave(kind) {
    if (kind === "camera") return this.setCamera(false);
    this.held.muted = true;
    this.held.stop(kind);
    this.held.set(kind, { state: "none", reason: null });
  }

  /** Another session begins with what this one had chosen, but heard. */
  forgetMuted() {
    this.held.muted = false;
  }

  /** Give both back: the session is over. What the person has said of them holds. */
  release() {
    for (const kind of KINDS) {
      this.held.stop(kind);
      this.held.set(kind, { state: "none", reason: null });
    }
  }

  /**
   * One question to the browser for these kinds. The reason when nothing came of it.
   *
   * @param {readonly DeviceKind[]} kinds
   * @returns {Promise<Reason|null>}
   */
  async #get(kinds) {
    const ids = Object.fromEntries(kinds.map((kind) => [kind, this[kind].id]));
    const { tracks, reason } = await tracksOf(this.media, ids);
    for (const track of tracks) {
      const kind = kindOf(track);
      if (this[kind].state === "asking") this.held.take(kind, track);
      else track.stop();
    }
    return reason;
  }

  /**
   * The common question failed. Ask for each alone, but not again for what the person has just refused;
   * a device that is not there any more gives way to the browser's choice.
   *
   * @param {DeviceKind} kind
   * @param {Reason} common
   * @param {boolean} wasOneOfTwo
   */
  async #useAlone(kind, common, wasOneOfTwo) {
    const isAwaited = () => this[kind].state === "asking";
    if (!isAwaited()) return;
    const again = wasOneOfTwo && (common !== "denied" || (await isGranted(this.permissions, kind)));
    let reason = again ? await this.#get([kind]) : common;
    if (reason === "unsuitable") {
      this[kind].id = "";
      reason = await this.#get([kind]);
    }
    if (reason !== null && isAwaited()) this.held.set(kind, { state: "failed", reason });
  }
}

/** @param {MediaStreamTrack} track @returns {DeviceKind} */
function kindOf(track) {
  return track.kind === "audio" ? "microphone" : "camera";
}
