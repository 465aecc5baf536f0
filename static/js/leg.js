// Twin: telehealth/relay/leg.py — one RTCPeerConnection. The server offers, this answers.

import { readMid, withoutAddresses } from "./sdp.js";

/** @typedef {import("./sdp.js").Media} Media */
/** @typedef {{ sender: RTCRtpSender, held: Promise<void> }} Uplink */
/** @typedef {{ participant: string, media: MediaStream, small: MediaStreamTrack | null, main: MediaStreamTrack | null }} Person */

/** Bits a second at most, and the height of the picture in a group. */
const MAIN_RATE = 1_700_000;
const SMALL_RATE = 120_000;
const GROUP_HEIGHT = 540;
const SMALL_HEIGHT = 180;
/** Milliseconds a connection may be "disconnected" before a new leg is asked for. */
const PATIENCE = 2000;
/** Milliseconds after which a connection that has not come about is worth a word. The relay gives up a little later. */
const LATE = 8000;

export class Leg {
  /**
   * @param {{ room: string, number: number, kind: "session" | "preview", frames: import("./frames.js").Frames,
   *   answer: (sdp: string) => void, broken: (reason: string) => void,
   *   connected: () => void, late: () => void,
   *   seen: (person: Person) => void, unseen: (participant: string) => void }} options
   */
  constructor(options) {
    this.options = options;
    /** @type {Map<Media, Uplink>} */
    this.uplinks = new Map();
    /** @type {Map<string, Person>} by participant */
    this.people = new Map();
    /** @type {Set<string>} */
    this.demanded = new Set();
    /** @type {{ audio: MediaStreamTrack | null, video: MediaStreamTrack | null }} */
    this.tracks = { audio: null, video: null };
    this.work = Promise.resolve();
    this.closed = false;
    this.reported = false;
    this.lateness = setTimeout(() => this.options.late(), LATE);
    this.connection = new RTCPeerConnection(
      // Chromium sends nothing at all from a sender without a transform when this is set.
      /** @type {any} */ ({ encodedInsertableStreams: true, bundlePolicy: "max-bundle" }),
    );
    this.connection.addEventListener("track", (event) => this.received(event));
    this.connection.addEventListener("connectionstatechange", () => this.watch());
  }

  /**
   * Do one thing after another; a fault means a new leg.
   *
   * @param {() => Promise<void>} act
   */
  then(act) {
    this.work = this.work.then(async () => {
      if (this.closed) return;
      try {
        await act();
      } catch (error) {
        this.fail(error instanceof Error ? error.name : "unknown");
      }
    });
    return this.work;
  }

  /**
   * Say that a new leg is needed: once, whatever else fails in this one, and never after it was closed.
   *
   * @param {string} reason
   */
  fail(reason) {
    if (this.closed || this.reported) return;
    this.reported = true;
    this.options.broken(reason);
  }

  /** @param {string} sdp */
  offered(sdp) {
    return this.then(async () => {
      await this.connection.setRemoteDescription({ type: "offer", sdp });
      this.prepareUplinks();
      const answer = await this.connection.createAnswer();
      await this.connection.setLocalDescription(answer);
      this.options.answer(withoutAddresses(/** @type {string} */ (answer.sdp)));
      this.forgetStopped();
      await this.apply();
    });
  }

  /** In the task that follows the offer at once: direction and transform of each sender of ours. */
  prepareUplinks() {
    for (const transceiver of this.connection.getTransceivers()) {
      const named = readMid(transceiver.mid);
      if (this.options.kind !== "session" || !named || named.leg !== this.options.number) continue;
      if (this.uplinks.has(named.media)) continue;
      transceiver.direction = "sendonly";
      const held = this.options.frames.attach(transceiver.sender, () => this.uses(transceiver));
      held.catch(() => this.fail("transform"));
      this.uplinks.set(named.media, { sender: transceiver.sender, held });
    }
  }

  /**
   * @param {"audio" | "video"} kind
   * @param {MediaStreamTrack | null} track
   */
  setTrack(kind, track) {
    this.tracks[kind] = track;
    return this.then(() => this.apply());
  }

  /** @param {string[]} mids */
  setDemand(mids) {
    this.demanded = new Set(mids);
    return this.then(() => this.apply());
  }

  /** Bring the senders to what is demanded and what tracks there are. */
  async apply() {
    for (const [media, { sender, held }] of this.uplinks) {
      const track = media === "a" ? this.tracks.audio : this.tracks.video;
      await this.shape(sender, media, track);
      if (sender.track !== track) {
        await held;
        await sender.replaceTrack(track);
      }
    }
  }

  /**
   * @param {RTCRtpSender} sender
   * @param {Media} media
   * @param {MediaStreamTrack | null} track
   */
  async shape(sender, media, track) {
    const parameters = sender.getParameters();
    const encoding = parameters.encodings?.[0];
    if (!encoding) return;
    const height = track?.getSettings().height ?? 720;
    const wanted = {
      active: this.demanded.has(`${media}${this.options.number}`),
      ...(media === "v" && {
        maxBitrate: MAIN_RATE,
        scaleResolutionDownBy: this.people.size > 1 ? Math.max(1, height / GROUP_HEIGHT) : 1,
      }),
      ...(media === "t" && {
        maxBitrate: SMALL_RATE,
        scaleResolutionDownBy: Math.max(1, height / SMALL_HEIGHT),
      }),
    };
    const same = Object.entries(wanted).every(([key, value]) => Reflect.get(encoding, key) === value);
    if (same) return;
    Object.assign(encoding, wanted);
    await sender.setParameters(parameters);
  }

  /** @param {RTCTrackEvent} event */
  received({ transceiver, receiver, streams, track }) {
    const named = readMid(transceiver.mid);
    const participant = streams[0]?.id;
    if (!named || !participant) return;
    // Once, in the task of the event: a later one is ignored.
    this.options.frames.attach(receiver, () => this.uses(transceiver)).catch(() => this.fail("transform"));
    const person = this.people.get(participant) ?? {
      participant,
      media: new MediaStream(),
      small: null,
      main: null,
    };
    this.people.set(participant, person);
    if (named.media === "a") replace(person.media, track);
    if (named.media === "v") person.main = track;
    if (named.media === "t") person.small = track;
    this.show(person, named.media === "t" ? (person.main ?? track) : person.main);
    this.options.seen(person);
  }

  /**
   * Which of a person's two video tracks is in the stream that the page shows.
   *
   * @param {Person} person
   * @param {MediaStreamTrack | null} track
   */
  show(person, track) {
    if (track && !person.media.getVideoTracks().includes(track)) replace(person.media, track);
  }

  /** Of two video tracks, the one whose frames are the latest: the relay forwards one of them. */
  chooseLatest() {
    for (const person of this.people.values()) {
      if (!person.small || !person.main) continue;
      const small = this.lastFrame(person.small);
      const main = this.lastFrame(person.main);
      if (small !== main) this.show(person, small > main ? person.small : person.main);
    }
  }

  /** @param {MediaStreamTrack} track */
  lastFrame(track) {
    const receiver = this.connection.getReceivers().find((each) => each.track === track);
    return receiver?.getSynchronizationSources()[0]?.timestamp ?? 0;
  }

  /** People whose sections have been stopped are gone. */
  forgetStopped() {
    const live = new Set(
      this.connection
        .getTransceivers()
        .filter(isLive)
        .map((each) => each.receiver.track),
    );
    for (const person of this.people.values()) {
      for (const track of person.media.getTracks()) if (!live.has(track)) person.media.removeTrack(track);
      if (person.small && !live.has(person.small)) person.small = null;
      if (person.main && !live.has(person.main)) person.main = null;
      if (person.main && !person.small) this.show(person, person.main);
      if (person.media.getTracks().length === 0) {
        this.people.delete(person.participant);
        this.options.unseen(person.participant);
      }
    }
  }

  /** @param {RTCRtpTransceiver} transceiver */
  uses(transceiver) {
    return !this.closed && isLive(transceiver);
  }

  watch() {
    const { connectionState } = this.connection;
    clearTimeout(this.patience);
    if (connectionState === "connected") {
      clearTimeout(this.lateness);
      this.options.connected();
    }
    if (connectionState === "failed") this.fail("failed");
    if (connectionState === "disconnected") {
      this.patience = setTimeout(() => this.fail("disconnected"), PATIENCE);
    }
  }

  close() {
    if (this.closed) return;
    this.closed = true;
    clearTimeout(this.patience);
    clearTimeout(this.lateness);
    this.connection.close();
    for (const participant of this.people.keys()) this.options.unseen(participant);
    this.people.clear();
  }
}

/** @param {RTCRtpTransceiver} transceiver */
function isLive({ currentDirection }) {
  return currentDirection !== "stopped" && currentDirection !== "inactive";
}

/**
 * @param {MediaStream} stream
 * @param {MediaStreamTrack} track
 */
function replace(stream, track) {
  for (const old of stream.getTracks()) {
    if (old.kind === track.kind && old !== track) stream.removeTrack(old);
  }
  stream.addTrack(track);
}
