// Stand-ins for what a browser has and node has not: a worker, a transform and a peer connection.
// Offers are those of the relay (offers.js).
// Each writes down in `events` what was done to it, in order.

/** @type {string[]} */
export const events = [];

export class FakeTrack {
  /**
   * @param {string} kind
   * @param {number} height
   */
  constructor(kind, height = 720) {
    this.kind = kind;
    this.height = height;
  }

  getSettings() {
    return { height: this.height };
  }
}

export class FakeStream {
  constructor() {
    /** @type {FakeTrack[]} */
    this.tracks = [];
  }

  getTracks() {
    return [...this.tracks];
  }

  getVideoTracks() {
    return this.tracks.filter(({ kind }) => kind === "video");
  }

  /** @param {FakeTrack} track */
  addTrack(track) {
    if (!this.tracks.includes(track)) this.tracks.push(track);
  }

  /** @param {FakeTrack} track */
  removeTrack(track) {
    this.tracks = this.tracks.filter((each) => each !== track);
  }
}

export class FakeEnd {
  /** @param {string} name */
  constructor(name) {
    this.name = name;
    /** @type {FakeTrack | null} */
    this.track = null;
    /** @type {{ encodings: Record<string, unknown>[] }} */
    this.parameters = { encodings: [{ active: true }] };
    this.timestamp = 0;
    /** Frames, as the browser counts them. */
    this.sent = 0;
  }

  /** @param {{ options: { id: number } }} value */
  set transform(value) {
    events.push(`transform ${this.name}`);
    this.transformed = value;
  }

  getParameters() {
    return structuredClone(this.parameters);
  }

  /** @param {{ encodings: Record<string, unknown>[] }} parameters */
  async setParameters(parameters) {
    this.parameters = parameters;
    events.push(`active ${this.name} ${parameters.encodings[0]?.active}`);
  }

  /** @param {FakeTrack | null} track */
  async replaceTrack(track) {
    this.track = track;
    events.push(`track ${this.name}`);
  }

  async getStats() {
    return new Map([["sent", { type: "outbound-rtp", kind: "video", framesSent: this.sent }]]);
  }

  getSynchronizationSources() {
    return [{ timestamp: this.timestamp }];
  }
}

export class FakeTransceiver {
  /** @param {string} mid */
  constructor(mid) {
    this.mid = mid;
    this.sender = new FakeEnd(`sender ${mid}`);
    this.receiver = new FakeEnd(`receiver ${mid}`);
    this.receiver.track = new FakeTrack(mid.startsWith("a") ? "audio" : "video");
    this.direction = "recvonly";
    this.currentDirection = "recvonly";
  }
}

export class FakeConnection extends EventTarget {
  /** @param {object} options */
  constructor(options) {
    super();
    this.options = options;
    this.connectionState = "new";
    /** What the browser has counted: bytes that arrived, and packets of media that left. */
    this.counts = { received: 0, sent: 0 };
    /** @type {FakeTransceiver[]} */
    this.transceivers = [];
    FakeConnection.latest = this;
  }

  /** @param {{ sdp: string }} description */
  async setRemoteDescription({ sdp }) {
    if (FakeConnection.isBroken) throw new TypeError("not an offer");
    const offered = new Map(
      sdp.split("m=").map((section) => [valueOf(section, "mid"), valueOf(section, "msid")?.split(" ")[0]]),
    );
    offered.delete(undefined);
    for (const each of this.transceivers) {
      if (!offered.has(each.mid)) each.currentDirection = "stopped";
    }
    for (const [mid = "", stream] of offered) {
      if (this.transceivers.some((each) => each.mid === mid)) continue;
      const transceiver = new FakeTransceiver(mid);
      this.transceivers.push(transceiver);
      if (stream) this.#announce(transceiver, stream);
    }
    events.push("remote");
  }

  /**
   * @param {FakeTransceiver} transceiver
   * @param {string} stream
   */
  #announce(transceiver, stream) {
    const { receiver } = transceiver;
    this.dispatchEvent(
      Object.assign(new Event("track"), {
        transceiver,
        receiver,
        track: receiver.track,
        streams: [{ id: stream }],
      }),
    );
  }

  getTransceivers() {
    return this.transceivers;
  }

  async getStats() {
    return new Map([
      ["pair", { type: "candidate-pair", bytesReceived: this.counts.received }],
      ["sent", { type: "outbound-rtp", packetsSent: this.counts.sent }],
    ]);
  }

  getReceivers() {
    return this.transceivers.map(({ receiver }) => receiver);
  }

  async createAnswer() {
    events.push("answer");
    return { type: "answer", sdp: "v=0\r\na=candidate:1 1 udp 1 10.0.0.1 9 typ host\r\n" };
  }

  async setLocalDescription() {
    events.push("local");
  }

  /** @param {string} state */
  become(state) {
    this.connectionState = state;
    this.dispatchEvent(new Event("connectionstatechange"));
  }

  close() {
    events.push("close");
  }
}
/** @type {FakeConnection | null} */
FakeConnection.latest = null;
/** Whether it takes no offer. */
FakeConnection.isBroken = false;

/**
 * @param {string} section
 * @param {string} attribute
 */
function valueOf(section, attribute) {
  return new RegExp(`^a=${attribute}:(.*)\\r$`, "m").exec(section)?.[1];
}

export class FakeWorker extends EventTarget {
  /**
   * @param {string} url
   * @param {WorkerOptions} options
   */
  constructor(url, options) {
    super();
    this.url = url;
    this.options = options;
    /** What the page has told it. */
    /** @type {any[]} */
    this.orders = [];
    /** What it has counted, by transform. */
    /** @type {object[]} */
    this.counts = [];
    FakeWorker.latest = this;
  }

  /** @param {any} message */
  postMessage(message) {
    this.orders.push(message);
    if (message.order === "hold") queueMicrotask(() => this.says({ held: message.request }));
    if (message.count !== undefined) {
      queueMicrotask(() => this.says({ counted: message.count, counts: this.counts }));
    }
  }

  /** @param {number} id */
  holds(id) {
    this.says({ holds: id });
  }

  /** @param {object} data */
  says(data) {
    this.dispatchEvent(Object.assign(new Event("message"), { data }));
  }

  fails() {
    this.dispatchEvent(new Event("error"));
  }

  terminate() {
    events.push("terminate");
  }
}
/** @type {FakeWorker | null} */
FakeWorker.latest = null;

export class FakeTransform {
  /**
   * @param {FakeWorker} worker
   * @param {{ id: number, role: string }} options
   */
  constructor(worker, options) {
    this.options = options;
    if (FakeTransform.held) queueMicrotask(() => worker.holds(options.id));
  }
}
/** Whether the worker takes transforms at once. */
FakeTransform.held = true;

/** Put the stand-ins in place, and forget what happened before. */
export function install() {
  events.length = 0;
  FakeTransform.held = true;
  FakeConnection.isBroken = false;
  Object.assign(globalThis, {
    RTCPeerConnection: FakeConnection,
    RTCRtpScriptTransform: FakeTransform,
    Worker: FakeWorker,
    MediaStream: FakeStream,
  });
}
