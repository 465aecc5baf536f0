// Frames on their way in: each is opened under a key of the person it is shown as, or goes nowhere.

import { concat } from "./bytes.js";
import { clearBytes } from "./codec.js";
import { Counts } from "./counts.js";
import { FrameGaps } from "./frame_gaps.js";
import { KeyFrames } from "./key_frames.js";
import { SframeRefused, decodeHeader } from "./sframe.js";

/** @import { Frame, Sort } from "./codec.js" */
/** @import { From, KeyRing } from "./key_ring.js" */

/** @typedef {{ role: "receive", id: number, sort: Sort } & From} IncomingOptions */
/** @typedef {{ sendKeyFrameRequest: () => Promise<unknown> }} ReceiveTransformer */

/** Milliseconds between two times that it is said that frames are opened. */
const SAID_EVERY = 300;

/** What a TransformStream does with the frames of one receiver. */
export class Incoming {
  /**
   * @param {Pick<KeyRing, "open">} ring
   * @param {IncomingOptions} options
   * @param {ReceiveTransformer} transformer
   * @param {() => void} opened  a frame has been opened: said of the first, and from time to time while there are more
   * @param {() => number} [now]  milliseconds, of a clock that nobody sets
   */
  constructor(ring, { sort, kind, participant }, transformer, opened, now = () => performance.now()) {
    this.ring = ring;
    this.sort = sort;
    this.from = { kind, participant };
    this.opened = opened;
    this.now = now;
    this.saidAt = -Infinity;
    this.counts = new Counts();
    this.keyFrames = new KeyFrames(sort, () => transformer.sendKeyFrameRequest());
    this.gaps = new FrameGaps(now);
  }

  /**
   * @param {ReadableStream<Frame>} frames
   * @returns {ReadableStream<Frame>}
   */
  through(frames) {
    return frames.pipeThrough(new TransformStream(this));
  }

  /**
   * @param {Frame} frame
   * @param {Pick<TransformStreamDefaultController, "enqueue">} controller
   */
  async transform(frame, controller) {
    if (frame.data.byteLength === 0) return;
    this.counts.seen += 1;
    const clear = clearBytes(this.sort, frame);
    const opened = clear === null ? "refused" : await this.#open(new Uint8Array(frame.data), clear);
    if (opened === "again") {
      this.counts.duplicates += 1;
    } else if (opened === "refused") {
      this.counts.failed += 1;
      this.keyFrames.missed();
    } else {
      const isAfterGap = this.#isAfterGap(frame, clear ?? 0);
      frame.data = opened.buffer;
      controller.enqueue(frame);
      this.#passed(frame, isAfterGap);
    }
  }

  /**
   * Of sound, packets come here before the browser has put them in order, and none needs another.
   *
   * @param {Frame} frame  as it came
   * @param {number} clear
   */
  #isAfterGap({ data, type }, clear) {
    return this.sort === "video" && this.gaps.passed(decodeHeader(new Uint8Array(data, clear)), type === "key");
  }

  /**
   * @param {Frame} frame
   * @param {boolean} isAfterGap
   */
  #passed(frame, isAfterGap) {
    this.counts.passed += 1;
    this.counts.first ??= Date.now();
    if (this.now() - this.saidAt >= SAID_EVERY) {
      this.saidAt = this.now();
      this.opened();
    }
    this.keyFrames.passed(frame, isAfterGap);
  }

  /**
   * @param {Uint8Array<ArrayBuffer>} data
   * @param {number} clear
   * @returns {Promise<Uint8Array<ArrayBuffer> | "again" | "refused">}
   */
  async #open(data, clear) {
    const head = data.subarray(0, clear);
    try {
      const plaintext = await this.ring.open(this.from, data.subarray(clear), head);
      return plaintext === null ? "again" : concat(head, plaintext);
    } catch (error) {
      if (error instanceof SframeRefused) return "refused";
      throw error;
    }
  }
}
