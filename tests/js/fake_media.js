// A browser's camera and microphone for tests: what is plugged in, what goes wrong with each, and what the system does.

import { Devices } from "../../static/js/devices.js";
import { FakeClock } from "./fake_clock.js";

export class FakeTrack extends EventTarget {
  /** @param {string} kind @param {string} deviceId */
  constructor(kind, deviceId) {
    super();
    this.kind = kind;
    this.deviceId = deviceId;
    this.label = `The ${deviceId}`;
    this.enabled = true;
    this.muted = false;
    this.stopped = false;
    this.readyState = "live";
  }

  getSettings() {
    return { deviceId: this.deviceId };
  }

  stop() {
    this.stopped = true;
  }

  /** To handlers alone, as Firefox does with what a test dispatches. @param {Event} event @override */
  dispatchEvent(event) {
    /** @type {any} */ (this)[`on${event.type}`]?.(event);
    return true;
  }

  /** What a browser does when a device is gone: `stop()` alone tells nobody. */
  end() {
    this.readyState = "ended";
    this.dispatchEvent(new Event("ended"));
  }

  /** As the system does it. @param {boolean} muted */
  mute(muted) {
    this.muted = muted;
    this.dispatchEvent(new Event(muted ? "mute" : "unmute"));
  }
}

/** A browser's media devices: what is plugged in, and what goes wrong with each. */
export class FakeMedia extends EventTarget {
  constructor() {
    super();
    /** @type {Record<string, string[]>} */
    this.plugged = { audio: ["mic-1", "mic-2"], video: ["cam-1"] };
    /** @type {Record<string, string>} */
    this.faults = {};
    /** @type {FakeTrack[]} */
    this.tracks = [];
    /** @type {any[]} */
    this.questions = [];
  }

  /** @param {any} constraints */
  async getUserMedia(constraints) {
    this.questions.push(constraints);
    const kinds = ["audio", "video"].filter((kind) => constraints[kind]);
    const chosen = kinds.map((kind) => [kind, this.#find(kind, constraints[kind].deviceId?.exact)]);
    const tracks = chosen.map(([kind, id]) => new FakeTrack(String(kind), String(id)));
    this.tracks.push(...tracks);
    return { getTracks: () => tracks };
  }

  async enumerateDevices() {
    const kinds = /** @type {const} */ ([
      ["audio", "audioinput"],
      ["video", "videoinput"],
    ]);
    return kinds.flatMap(([short, kind]) =>
      (this.plugged[short] ?? []).map((deviceId) => ({ kind, deviceId, label: `The ${deviceId}` })),
    );
  }

  /** @param {string} kind @param {...string} ids */
  plug(kind, ...ids) {
    this.plugged[kind] = ids;
    this.dispatchEvent(new Event("devicechange"));
  }

  /** Who is heard or seen now: the last track of a kind. @param {string} kind */
  last(kind) {
    const track = this.tracks.findLast((one) => one.kind === kind);
    if (track === undefined) throw new Error(`no ${kind}`);
    return track;
  }

  /** What still runs. @param {string} kind */
  running(kind) {
    return this.tracks.filter((one) => one.kind === kind && !one.stopped).map(({ deviceId }) => deviceId);
  }

  /** @param {string} kind @param {string|undefined} exact */
  #find(kind, exact) {
    const fault = this.faults[kind];
    if (fault !== undefined) throw new DOMException("", fault);
    const plugged = this.plugged[kind] ?? [];
    if (plugged.length === 0) throw new DOMException("", "NotFoundError");
    if (exact !== undefined && !plugged.includes(exact)) throw new DOMException("", "OverconstrainedError");
    return exact ?? plugged[0];
  }
}

export function setUp() {
  const media = new FakeMedia();
  const clock = new FakeClock();
  /** @type {Record<string, string>} */
  const granted = {};
  const permissions = {
    query: async (/** @type {{name: string}} */ { name }) => ({ state: granted[name] ?? "prompt" }),
  };
  const page = Object.assign(new EventTarget(), { visibilityState: "visible" });
  const show = (/** @type {string} */ visibilityState) => {
    Object.assign(page, { visibilityState });
    page.dispatchEvent(new Event("visibilitychange"));
  };
  const [anyMedia, anyPermissions, anyPage] = /** @type {any[]} */ ([media, permissions, page]);
  return { media, granted, clock, show, devices: new Devices(anyMedia, anyPermissions, clock, anyPage) };
}

/** Until the browser's answers have arrived. */
export const answered = () => new Promise((resolve) => setImmediate(resolve));
