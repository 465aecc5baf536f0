// What the page holds of camera and microphone: their tracks, what the system does to those, and whoever is told of it.

import { newDevice } from "./device.js";
import { DeviceRecovery } from "./device_recovery.js";
import { choicesIn, tracksOf } from "./device_source.js";
import { unmutedText } from "./device_trouble.js";
import { watchTrack } from "./device_watch.js";

/** @import { Clock } from "./clock.js" */
/** @import { Device } from "./device.js" */
/** @import { Choice } from "./device_choice.js" */
/** @import { DeviceKind } from "./device_reason.js" */

/** @typedef {Pick<Document, "addEventListener"|"visibilityState">} Page */

/** @type {readonly DeviceKind[]} */
const KINDS = ["microphone", "camera"];
/** What has happened is said for so long, milliseconds. */
const NEWS_FOR = 20_000;

export class DeviceTracks {
  /**
   * @param {MediaDevices|undefined} media
   * @param {Clock} clock
   * @param {Page|undefined} page
   */
  constructor(media, clock, page) {
    this.media = media;
    this.clock = clock;
    /** @type {Record<DeviceKind, Device>} */
    this.devices = { microphone: newDevice(), camera: newDevice() };
    /** @type {Record<DeviceKind, Choice[]>} */
    this.choices = { microphone: [], camera: [] };
    /** Kept through a switch of microphones and a reload: nobody is unmuted by anything but their own click. */
    this.muted = false;
    /** When something has happened to each last, milliseconds. @type {Record<DeviceKind, number>} */
    this.newsAt = { microphone: 0, camera: 0 };
    /** @type {Set<() => void>} */
    this.listeners = new Set();
    this.recovery = this.#newRecovery();
    media?.addEventListener("devicechange", () => void this.#changed());
    page?.addEventListener("visibilitychange", () => {
      if (page.visibilityState === "visible") void this.#changed();
    });
  }

  /** @returns {DeviceRecovery} */
  #newRecovery() {
    return new DeviceRecovery(
      {
        list: () => this.list(),
        get: (kind, id) => tracksOf(this.media, { [kind]: id }),
        take: (kind, track, change) => this.take(kind, track, change),
        set: (kind, change) => this.set(kind, change),
        isMuted: (kind) => kind === "microphone" && this.muted,
      },
      this.clock,
    );
  }

  /**
   * From now on this is the one: what was in its place, such as a substitute, is given back.
   *
   * @param {DeviceKind} kind
   * @param {MediaStreamTrack} track
   * @param {Partial<Device>} [change]
   */
  take(kind, track, change = {}) {
    const before = this.devices[kind].track;
    track.enabled = kind === "camera" || !this.muted;
    const state = track.enabled ? "on" : "off";
    this.set(kind, { state, reason: null, id: track.getSettings().deviceId ?? "", track, ...change });
    before?.stop();
    const ifHeld = (/** @type {() => void} */ act) => () => {
      if (this.devices[kind].track === track) act();
    };
    watchTrack(
      track,
      {
        ended: ifHeld(() => this.#ended(kind, track)),
        muted: ifHeld(() => this.set(kind, { reason: "muted", news: "" })),
        unmuted: ifHeld(() => this.#unmuted(kind)),
      },
      this.clock,
    );
  }

  /** The person, or the end of the session, gives it back: it is not looked for any more. @param {DeviceKind} kind */
  stop(kind) {
    this.recovery.stop(kind);
    this.#drop(kind);
  }

  /** @returns {Promise<Record<DeviceKind, Choice[]>>} */
  async list() {
    if (this.media !== undefined) this.choices = await choicesIn(this.media);
    return this.choices;
  }

  /**
   * @param {DeviceKind} kind
   * @param {Partial<Device>} change
   */
  set(kind, change) {
    this.devices[kind] = { ...this.devices[kind], ...change };
    if (change.news) this.#forgetLater(kind);
    this.tell();
  }

  tell() {
    for (const listener of this.listeners) listener();
  }

  /** @param {DeviceKind} kind */
  #forgetLater(kind) {
    this.newsAt[kind] = this.clock.now();
    this.clock.later(() => {
      const isOld = this.clock.now() - this.newsAt[kind] >= NEWS_FOR;
      if (isOld && this.devices[kind].news !== "") this.set(kind, { news: "" });
    }, NEWS_FOR);
  }

  /** Something was plugged in or out, or the page is seen again. */
  async #changed() {
    // A telephone that slept through the end of a track does not always say so.
    for (const kind of KINDS) {
      const { track } = this.devices[kind];
      if (track?.readyState === "ended") this.#ended(kind, track);
    }
    await this.list();
    this.tell();
    this.recovery.again();
  }

  /**
   * @param {DeviceKind} kind
   * @param {MediaStreamTrack} track
   */
  #ended(kind, track) {
    const { id } = this.devices[kind];
    const listed = this.choices[kind].find((choice) => choice.id === id);
    this.#drop(kind);
    this.recovery.seek(kind, { id, label: track.label || listed?.label || "" });
  }

  /** @param {DeviceKind} kind */
  #unmuted(kind) {
    const { state, reason } = this.devices[kind];
    if (reason === "muted") this.set(kind, { reason: null, news: state === "on" ? unmutedText(kind) : "" });
  }

  /** @param {DeviceKind} kind */
  #drop(kind) {
    const { track } = this.devices[kind];
    if (track === null) return;
    this.devices[kind] = { ...this.devices[kind], track: null };
    track.stop();
  }
}
