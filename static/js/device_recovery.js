// A camera or microphone that was taken away in use: started again by itself when it is back. Nothing else ever is.

import { isSame } from "./device_choice.js";
import { backText, substituteText } from "./device_trouble.js";

/** @import { Clock } from "./clock.js" */
/** @import { Device } from "./device.js" */
/** @import { Choice } from "./device_choice.js" */
/** @import { DeviceKind, Reason } from "./device_reason.js" */
/** @import { Given } from "./device_source.js" */

/**
 * @typedef {object} Search
 * @property {string} id
 * @property {string} label
 * @property {boolean} substituted  another microphone is in use meanwhile
 * @property {boolean} gone         it is not among the devices; otherwise something else has it
 * @property {boolean} busy         the browser is being asked
 * @property {boolean} again        something has happened since it was
 * @property {number} tries         since anything has happened
 * @property {number} round         which of its timers counts
 */

/** @type {readonly DeviceKind[]} */
const KINDS = ["microphone", "camera"];
/** A program that lets go of a camera tells nobody: ask again, milliseconds. */
const FIRST = 1000;
const EVERY = 5000;
/** So often by itself, which is ten minutes; and from then on only when something happens. */
const MOST = 120;
/** @type {ReadonlySet<Reason>} */
const GONE = new Set(["lost", "missing", "unsuitable"]);
/** Asking again would be asking the person. @type {ReadonlySet<Reason>} */
const FORBIDDEN = new Set(["denied", "system", "insecure"]);

export class DeviceRecovery {
  /**
   * @param {object} page
   * @param {() => Promise<Record<DeviceKind, Choice[]>>} page.list  what is plugged in now
   * @param {(kind: DeviceKind, id: string) => Promise<Given>} page.get
   * @param {(kind: DeviceKind, track: MediaStreamTrack, change: Partial<Device>) => void} page.take
   * @param {(kind: DeviceKind, change: Partial<Device>) => void} page.set
   * @param {(kind: DeviceKind) => boolean} page.isMuted  the person has muted it
   * @param {Clock} clock
   */
  constructor(page, clock) {
    this.page = page;
    this.clock = clock;
    /** @type {Record<DeviceKind, Search|null>} */
    this.searches = { microphone: null, camera: null };
    /** When each was started again last, milliseconds. @type {Record<DeviceKind, number>} */
    this.started = { microphone: -Infinity, camera: -Infinity };
  }

  /**
   * A device has gone that was on. When it was the substitute of another, that one is looked for still.
   *
   * @param {DeviceKind} kind
   * @param {Choice} lost
   * @param {Reason} [reason]
   */
  seek(kind, lost, reason = "lost") {
    const search = this.searches[kind] ?? newSearch(lost);
    this.searches[kind] = search;
    search.substituted = false;
    this.page.set(kind, { state: "failed", reason, sought: true, news: "" });
    if (search.busy) search.again = true;
    // What ends as soon as it was started is not started without pause.
    else if (this.clock.now() - this.started[kind] < EVERY) this.#lookLater(kind, search);
    else void this.#look(kind, search);
  }

  /** The person has said something else of this device. @param {DeviceKind} kind */
  stop(kind) {
    if (this.searches[kind] === null) return;
    this.searches[kind] = null;
    this.page.set(kind, { sought: false, news: "" });
  }

  /** Something was plugged in or out, or the page is seen again. */
  again() {
    for (const kind of KINDS) {
      const search = this.searches[kind];
      if (search === null) continue;
      search.tries = 0;
      if (search.busy) search.again = true;
      else void this.#look(kind, search);
    }
  }

  /**
   * @param {DeviceKind} kind
   * @param {Search} search
   */
  async #look(kind, search) {
    search.busy = true;
    do {
      search.again = false;
      await this.#lookOnce(kind, search);
    } while (search.again && this.searches[kind] === search);
    search.busy = false;
    if (this.searches[kind] === search) this.#lookLater(kind, search);
  }

  /**
   * @param {DeviceKind} kind
   * @param {Search} search
   */
  async #lookOnce(kind, search) {
    const choices = (await this.page.list())[kind];
    const there = choices.find((choice) => isSame(choice, search));
    const given = await this.#get(kind, search, there);
    if (given === null) return;
    if (given.track !== null) return this.#found(kind, search, given.track);
    // Nobody is to talk unheard: the browser's own choice of microphone is taken at once.
    const wantsOther = kind === "microphone" && GONE.has(given.reason) && !search.substituted;
    const other = wantsOther && choices.length > 0 ? await this.#get(kind, search, { id: "", label: "" }) : given;
    if (other === null) return;
    if (other.track !== null) this.#substitute(kind, search, other.track);
    else this.#failed(kind, search, GONE.has(other.reason) ? "lost" : other.reason);
  }

  /**
   * @param {DeviceKind} kind
   * @param {Search} search
   * @param {Choice|undefined} choice
   * @returns {Promise<{track: MediaStreamTrack, reason: null}|{track: null, reason: Reason}|null>}
   *   null when nobody looks for it any more
   */
  async #get(kind, search, choice) {
    const isOver = () => this.searches[kind] !== search;
    if (isOver()) return null;
    if (choice === undefined) return { track: null, reason: "lost" };
    const { tracks, reason } = await this.page.get(kind, choice.id);
    if (isOver()) {
      for (const track of tracks) track.stop();
      return null;
    }
    const [track] = tracks;
    return track === undefined ? { track: null, reason: reason ?? "failed" } : { track, reason: null };
  }

  /**
   * @param {DeviceKind} kind
   * @param {Search} search
   * @param {MediaStreamTrack} track
   */
  #found(kind, { label, substituted }, track) {
    this.searches[kind] = null;
    this.started[kind] = this.clock.now();
    const news = backText(kind, { label, muted: this.page.isMuted(kind), substituted });
    this.page.take(kind, track, { sought: false, news });
  }

  /**
   * @param {DeviceKind} kind
   * @param {Search} search
   * @param {MediaStreamTrack} track
   */
  #substitute(kind, search, track) {
    search.substituted = true;
    this.started[kind] = this.clock.now();
    const news = substituteText({ gone: search.label, now: track.label, muted: this.page.isMuted(kind) });
    this.page.take(kind, track, { news });
  }

  /**
   * @param {DeviceKind} kind
   * @param {Search} search
   * @param {Reason} reason
   */
  #failed(kind, search, reason) {
    search.gone = GONE.has(reason);
    // What is heard through a substitute fails nobody.
    if (!search.substituted) this.page.set(kind, { state: "failed", reason });
    if (FORBIDDEN.has(reason)) this.stop(kind);
  }

  /**
   * @param {DeviceKind} kind
   * @param {Search} search
   */
  #lookLater(kind, search) {
    search.tries += 1;
    search.round += 1;
    if (search.tries > MOST) return this.#giveUp(kind, search);
    const { round } = search;
    const isDue = () => this.searches[kind] === search && search.round === round && !search.busy;
    this.clock.later(
      () => {
        if (isDue()) void this.#look(kind, search);
      },
      search.tries === 1 ? FIRST : EVERY,
    );
  }

  /**
   * What is plugged in again tells so. What another program lets go of does not, and needs a click from now on.
   *
   * @param {DeviceKind} kind
   * @param {Search} search
   */
  #giveUp(kind, { gone, substituted }) {
    if (!gone && !substituted) this.stop(kind);
  }
}

/** @param {Choice} lost @returns {Search} */
function newSearch({ id, label }) {
  return { id, label, substituted: false, gone: true, busy: false, again: false, tries: 0, round: 0 };
}
