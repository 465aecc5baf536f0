// Twin: telehealth/relay/leg.py — one RTCPeerConnection. The server offers, this answers.

import { LegPeople } from "./leg_people.js";
import { LegReach, countsOf } from "./leg_reach.js";
import { MediaWatch } from "./media_watch.js";
import { OfferRefused, checkOffer, readMid, withoutAddresses } from "./sdp.js";
import { Uplinks } from "./uplinks.js";

/** @import { Frames } from "./frames.js" */
/** @import { Person } from "./leg_people.js" */
/** @import { MediaKeys } from "./media_keys.js" */

/** Milliseconds a connection may be "disconnected" before a new leg is asked for. */
const PATIENCE = 2000;
/** Milliseconds after which a connection that has not come about is worth a word. The relay gives up a little later. */
const LATE = 8000;

export class Leg {
  /**
   * @param {{ room: string, number: number, kind: "session" | "preview", frames: Frames,
   *   keys: Pick<MediaKeys, "sending">,
   *   answer: (sdp: string) => void, broken: (reason: string) => void,
   *   connected: () => void, late: () => void, unencrypted: () => void,
   *   seen: (person: Person) => void, unseen: (participant: string) => void }} options
   *   `unencrypted`: frames leave that were not sealed; `seen`: a frame of that person was opened, or their
   *   tracks have changed since
   */
  constructor(options) {
    this.options = options;
    const { number, frames, keys, seen, unseen } = options;
    this.people = new LegPeople({ seen, unseen, lastFrame: (track) => this.lastFrame(track) });
    this.uplinks = new Uplinks({ number, frames, keys, isGroup: () => this.people.size > 1 });
    this.sealing = new MediaWatch(
      () => this.uplinks.sent(),
      () => this.foundUnsealed(),
    );
    /** What somebody's frames come by. @type {WeakSet<RTCRtpReceiver>} */
    this.receivers = new WeakSet();
    this.work = Promise.resolve();
    this.closed = false;
    this.reported = false;
    this.reach = new LegReach();
    this.hasConnected = false;
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
        this.fail(reasonOf(error));
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
      checkOffer(sdp);
      await this.connection.setRemoteDescription({ type: "offer", sdp });
      this.prepareUplinks();
      const answer = await this.connection.createAnswer();
      await this.connection.setLocalDescription(answer);
      this.options.answer(withoutAddresses(/** @type {string} */ (answer.sdp)));
      this.forgetStopped();
      await this.uplinks.apply();
    });
  }

  /** In the task that follows the offer at once. */
  prepareUplinks() {
    if (this.options.kind !== "session") return;
    for (const transceiver of this.connection.getTransceivers()) {
      const named = readMid(transceiver.mid);
      if (named?.leg !== this.options.number) continue;
      this.uplinks
        .prepare(named.media, transceiver, () => this.uses(transceiver))
        .catch(() => this.fail("transform"));
    }
  }

  /**
   * @param {"audio" | "video"} kind
   * @param {MediaStreamTrack | null} track
   */
  setTrack(kind, track) {
    this.uplinks.tracks[kind] = track;
    return this.apply();
  }

  /** @param {string[]} mids */
  setDemand(mids) {
    this.uplinks.demanded = new Set(mids);
    return this.apply();
  }

  /** Tracks, demand or keys have changed. */
  apply() {
    return this.then(() => this.uplinks.apply());
  }

  /** @param {RTCTrackEvent} event */
  received({ transceiver, receiver, streams, track }) {
    const named = readMid(transceiver.mid);
    const participant = streams[0]?.id;
    if (!named || !participant) return;
    const sort = named.media === "a" ? "audio" : "video";
    // A receiver opens one person's frames for good: no relay of ours gives it to somebody else.
    if (this.receivers.has(receiver)) return this.fail("offer");
    this.receivers.add(receiver);
    // Once, in the task of the event: a later one is ignored.
    this.options.frames
      .attach(
        receiver,
        { role: "receive", sort, kind: this.options.kind, participant },
        { inUse: () => this.uses(transceiver), opened: () => this.opened(participant) },
      )
      .catch(() => this.fail("transform"));
    this.people.add(participant, named.media, track);
  }

  /** @param {string} participant */
  opened(participant) {
    if (!this.closed) this.people.opened(participant);
  }

  /** From time to time: which picture is shown, and whether all that leaves was sealed. */
  look() {
    this.people.chooseLatest();
    if (!this.uplinks.isWanted) return;
    this.sealing.look().catch((error) => this.fail(reasonOf(error)));
  }

  /** What has come and gone by this connection; null as long as there is none, and when it is closed. */
  async counted() {
    if (!this.hasConnected) return null;
    try {
      const report = await this.connection.getStats();
      return this.closed ? null : countsOf(report);
    } catch (error) {
      this.fail(reasonOf(error));
      return null;
    }
  }

  foundUnsealed() {
    if (this.closed) return;
    this.options.unencrypted();
    this.fail("unencrypted");
  }

  /** @param {MediaStreamTrack} track */
  lastFrame(track) {
    const receiver = this.connection.getReceivers().find((each) => each.track === track);
    return receiver?.getSynchronizationSources()[0]?.timestamp ?? 0;
  }

  /** People whose sections have been stopped are gone, and what was attached for them. */
  forgetStopped() {
    const transceivers = this.connection.getTransceivers();
    for (const each of transceivers) if (!isLive(each)) this.options.frames.release(each.receiver);
    this.people.keepOnly(new Set(transceivers.filter(isLive).map((each) => each.receiver.track)));
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
      this.hasConnected = true;
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
    this.sealing.end();
    // A closed connection names no receivers any more (W3C WebRTC, "close the connection").
    for (const receiver of this.connection.getReceivers()) this.options.frames.release(receiver);
    this.connection.close();
    this.uplinks.release();
    this.people.clear();
  }
}

/** @param {unknown} error */
function reasonOf(error) {
  if (error instanceof OfferRefused) return "offer";
  return error instanceof Error ? error.name : "unknown";
}

/** @param {RTCRtpTransceiver} transceiver */
function isLive({ currentDirection }) {
  return currentDirection !== "stopped" && currentDirection !== "inactive";
}
