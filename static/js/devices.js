// The camera and microphone of this browser: asked for, chosen, muted, lost, given back.

import { newDevice, stateOf } from "./device.js";
import { PICTURE, SOUND, WITHOUT, choicesOf, constraints } from "./device_choice.js";
import { reasonOf } from "./device_reason.js";

/** @import { Device, DevicesInUse, Wish } from "./device.js" */
/** @import { Choice } from "./device_choice.js" */
/** @import { DeviceKind, Reason } from "./device_reason.js" */
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
   */
  constructor(media = navigator.mediaDevices, permissions = navigator.permissions) {
    this.media = media;
    this.permissions = permissions;
    /** @type {Record<DeviceKind, Device>} */
    this.devices = { microphone: newDevice(), camera: newDevice() };
    /** @type {Record<DeviceKind, Choice[]>} */
    this.choices = { microphone: [], camera: [] };
    /** Whether the person has been asked, or has said that they go on without. */
    this.settled = false;
    /** @type {Record<DeviceKind, Wish>} */
    this.wishes = { microphone: "unsaid", camera: "unsaid" };
    /** What came back, or should have, without a click after a reload. @type {ReadonlySet<DeviceKind>} */
    this.restored = new Set();
    /** Kept through a switch of microphones and a reload: nobody is unmuted by anything but their own click. */
    this.muted = false;
    /** @type {Set<() => void>} */
    this.listeners = new Set();
    media?.addEventListener("devicechange", () => void this.#list());
  }

  /** @param {() => void} listener */
  onChange(listener) {
    this.listeners.add(listener);
  }

  get microphone() {
    return this.devices.microphone;
  }

  get camera() {
    return this.devices.camera;
  }

  /** What others are told of them. @returns {DeviceStates} */
  states() {
    return { microphone: stateOf(this.microphone), camera: stateOf(this.camera) };
  }

  /** What to switch on again after a reload. @returns {DevicesInUse} */
  inUse() {
    const { microphone, camera, muted, wishes } = this;
    return {
      microphone: microphone.track !== null,
      camera: camera.track !== null,
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
    this.muted = before.muted;
    this.microphone.id = before.ids[0];
    this.camera.id = before.ids[1];
    this.wishes = { microphone: before.wishes[0], camera: before.wishes[1] };
    this.settled = true;
    this.restored = new Set(KINDS.filter((kind) => before[kind]));
    // Between sessions nothing was on that could be drawn as stopped.
    if (this.restored.size > 0) this.#drawStopped();
    await this.#start([...this.restored]);
  }

  /**
   * Somebody has clicked: ask for what is not on yet, both in one question.
   *
   * @param {readonly DeviceKind[]} [kinds]
   */
  async use(kinds = KINDS) {
    for (const kind of kinds) this.wishes[kind] = "on";
    await this.#start(kinds);
  }

  /**
   * Something begins for which devices are on, unless the person has stopped, declined or refused them.
   */
  async resume() {
    this.#drawStopped();
    const welcome = KINDS.filter(
      (kind) => !UNWANTED.has(this.wishes[kind]) && this.devices[kind].reason !== "denied",
    );
    await this.#start(welcome);
  }

  /** What one lacks never keeps the other from working. @param {readonly DeviceKind[]} kinds */
  async #start(kinds) {
    const missing = kinds.filter(
      (kind) => this.devices[kind].track === null && this.devices[kind].id !== WITHOUT,
    );
    if (missing.length === 0 || missing.some((kind) => this.devices[kind].state === "asking")) return;
    for (const kind of missing) this.#set(kind, { state: "asking", reason: null });
    const reason = await this.#get(missing);
    if (reason !== null) for (const kind of missing) await this.#useAlone(kind, reason, missing.length > 1);
    this.settled = true;
    await this.#list();
  }

  /** A camera that was stopped is stopped still, and others are told so. */
  #drawStopped() {
    for (const kind of KINDS) {
      if (this.wishes[kind] === "off" && this.devices[kind].state === "none")
        this.#set(kind, { state: "off" });
    }
  }

  /** Whether the browser's own question is open. */
  isAsking() {
    return KINDS.some((kind) => this.devices[kind].state === "asking");
  }

  /** Go on without what is not on. */
  goOnWithout() {
    this.settled = true;
    for (const kind of KINDS) if (this.devices[kind].track === null) this.wishes[kind] = "without";
    this.#tell();
  }

  /**
   * @param {DeviceKind} kind
   * @param {string} id  of the device, or `WITHOUT`
   */
  async choose(kind, id) {
    this.#stop(kind);
    this.wishes[kind] = id === WITHOUT ? "without" : "on";
    this.#set(kind, { state: "none", reason: null, id });
    if (id !== WITHOUT) await this.#start([kind]);
  }

  /** @param {boolean} on */
  setMicrophone(on) {
    this.muted = !on;
    const { track } = this.microphone;
    if (track === null) return;
    track.enabled = on;
    this.#set("microphone", { state: on ? "on" : "off" });
  }

  /**
   * Stopping really stops: the camera's own light goes off.
   *
   * @param {boolean} on
   */
  async setCamera(on) {
    if (on) return this.use(["camera"]);
    this.wishes.camera = "off";
    this.#stop("camera");
    this.#set("camera", { state: "off" });
  }

  /** Another session begins with what this one had chosen, but heard. */
  forgetMuted() {
    this.muted = false;
  }

  /** Give both back: the session is over. What the person has said of them holds. */
  release() {
    for (const kind of KINDS) {
      this.#stop(kind);
      this.#set(kind, { state: "none", reason: null });
    }
  }

  /**
   * One question to the browser for these kinds. The reason when nothing came of it.
   *
   * @param {readonly DeviceKind[]} kinds
   * @returns {Promise<Reason|null>}
   */
  async #get(kinds) {
    if (this.media === undefined) return "insecure";
    try {
      const stream = await this.media.getUserMedia({
        audio: kinds.includes("microphone") && constraints(SOUND, this.microphone.id),
        video: kinds.includes("camera") && constraints(PICTURE, this.camera.id),
      });
      for (const track of stream.getTracks()) this.#adopt(track);
      return null;
    } catch (error) {
      return reasonOf(error);
    }
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
    const isAwaited = () => this.devices[kind].state === "asking";
    if (!isAwaited()) return;
    const again = wasOneOfTwo && (common !== "denied" || (await this.#isGranted(kind)));
    let reason = again ? await this.#get([kind]) : common;
    if (reason === "unsuitable") {
      this.devices[kind].id = "";
      reason = await this.#get([kind]);
    }
    if (reason !== null && isAwaited()) this.#set(kind, { state: "failed", reason });
  }

  /**
   * @param {DeviceKind} kind
   * @returns {Promise<boolean>}
   */
  async #isGranted(kind) {
    try {
      const status = await this.permissions.query({ name: /** @type {PermissionName} */ (kind) });
      return status.state === "granted";
    } catch (error) {
      // A browser that does not know this permission by name cannot say.
      if (error instanceof TypeError) return false;
      throw error;
    }
  }

  /** @param {MediaStreamTrack} track */
  #adopt(track) {
    const kind = track.kind === "audio" ? "microphone" : "camera";
    if (this.devices[kind].state !== "asking") return track.stop();
    track.enabled = kind === "camera" || !this.muted;
    track.addEventListener("ended", () => this.#ended(kind, track));
    const state = track.enabled ? "on" : "off";
    this.#set(kind, { state, reason: null, id: track.getSettings().deviceId ?? "", track });
  }

  /**
   * @param {DeviceKind} kind
   * @param {MediaStreamTrack} track
   */
  #ended(kind, track) {
    if (this.devices[kind].track !== track) return;
    this.#stop(kind);
    this.#set(kind, { state: "failed", reason: "lost", id: "" });
  }

  /** @param {DeviceKind} kind */
  #stop(kind) {
    const { track } = this.devices[kind];
    if (track === null) return;
    this.devices[kind] = { ...this.devices[kind], track: null };
    track.stop();
  }

  async #list() {
    if (this.media === undefined) return;
    const all = await this.media.enumerateDevices();
    this.choices = { microphone: choicesOf(all, "audioinput"), camera: choicesOf(all, "videoinput") };
    this.#tell();
  }

  /**
   * @param {DeviceKind} kind
   * @param {Partial<Device>} change
   */
  #set(kind, change) {
    this.devices[kind] = { ...this.devices[kind], ...change };
    this.#tell();
  }

  #tell() {
    for (const listener of this.listeners) listener();
  }
}
