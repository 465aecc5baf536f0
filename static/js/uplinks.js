// What one connection sends: sound, main picture and thumbnail, each on a sender whose frames are sealed.

import { framesSent } from "./media_watch.js";

/** @import { Frames } from "./frames.js" */
/** @import { MediaKeys } from "./media_keys.js" */
/** @import { Sent } from "./media_watch.js" */
/** @import { Media } from "./sdp.js" */

/** @typedef {{ sender: RTCRtpSender, held: Promise<void> }} Uplink */

/** Bits a second at most, and the height of the picture in a group. */
const MAIN_RATE = 1_700_000;
const SMALL_RATE = 120_000;
const GROUP_HEIGHT = 540;
const SMALL_HEIGHT = 180;

export class Uplinks {
  /**
   * @param {{ number: number, frames: Frames, keys: Pick<MediaKeys, "sending">, isGroup: () => boolean }} leg
   */
  constructor(leg) {
    this.leg = leg;
    /** @type {Map<Media, Uplink>} */
    this.uplinks = new Map();
    /** @type {Set<string>} */
    this.demanded = new Set();
    /** @type {{ audio: MediaStreamTrack | null, video: MediaStreamTrack | null }} */
    this.tracks = { audio: null, video: null };
  }

  /**
   * In the task that follows the offer at once: direction and transform of a sender.
   *
   * @param {Media} media
   * @param {RTCRtpTransceiver} transceiver
   * @param {() => boolean} inUse
   * @returns {Promise<void>}  when the worker holds the transform
   */
  async prepare(media, transceiver, inUse) {
    if (this.uplinks.has(media)) return;
    transceiver.direction = "sendonly";
    const { sender } = transceiver;
    const sort = media === "a" ? "audio" : "video";
    const held = this.leg.frames.attach(sender, { role: "send", sort }, { inUse });
    this.uplinks.set(media, { sender, held });
    await held;
  }

  /** Whether somebody is to have what there is. */
  get isWanted() {
    return [...this.uplinks.keys()].some((media) => this.#isDemanded(media) && this.#track(media) !== null);
  }

  /** Bring the senders to what is demanded, what keys and what tracks there are. */
  async apply() {
    for (const [media, { sender, held }] of this.uplinks) {
      const track = this.#track(media);
      await this.#shape(sender, media, track);
      if (sender.track !== track) {
        await held;
        await sender.replaceTrack(track);
      }
    }
  }

  /**
   * What has left each sender, and how much of it the worker had. The latter is counted later, so that it is
   * never less than the former by what is on its way. Both browsers count a picture as sent when it goes to the
   * worker, even if it ends there, and sound when it has come from there.
   *
   * @returns {Promise<Sent[]>}
   */
  async sent() {
    const sent = await Promise.all(
      [...this.uplinks].map(async ([media, { sender }]) => ({
        name: media,
        sender,
        sent: framesSent(await sender.getStats()),
      })),
    );
    const counts = await this.leg.frames.counts();
    // Without a worker the connection is closed.
    if (counts === null) return [];
    return sent.map(({ name, sender, sent }) => {
      const own = counts.filter(({ end }) => end === sender);
      const worked = own.reduce((sum, { seen, passed }) => sum + (name === "a" ? passed : seen), 0);
      return { name, sent, worked };
    });
  }

  release() {
    for (const { sender } of this.uplinks.values()) this.leg.frames.release(sender);
  }

  /** @param {Media} media */
  #track(media) {
    return media === "a" ? this.tracks.audio : this.tracks.video;
  }

  /** @param {Media} media */
  #isDemanded(media) {
    return this.demanded.has(`${media}${this.leg.number}`);
  }

  /**
   * @param {RTCRtpSender} sender
   * @param {Media} media
   * @param {MediaStreamTrack | null} track
   */
  async #shape(sender, media, track) {
    const parameters = sender.getParameters();
    const encoding = parameters.encodings?.[0];
    if (!encoding) return;
    const height = track?.getSettings().height ?? 720;
    const wanted = {
      // Without a key no frame leaves: an encoder that starts with the key makes a key frame first.
      active: this.leg.keys.sending && this.#isDemanded(media),
      ...(media === "v" && {
        maxBitrate: MAIN_RATE,
        scaleResolutionDownBy: this.leg.isGroup() ? Math.max(1, height / GROUP_HEIGHT) : 1,
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
}
