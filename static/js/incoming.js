// Frames on their way in: each is opened under a key of the person it is shown as, or goes nowhere.

import { concat } from "./bytes.js";
import { clearBytes } from "./codec.js";
import { Counts } from "./counts.js";
import { KeyFrames } from "./key_frames.js";
import { SframeRefused } from "./sframe.js";

/** @import { Frame, Sort } from "./codec.js" */
/** @import { From, KeyRing } from "./key_ring.js" */

/** @typedef {{ role: "receive", id: number, sort: Sort } & From} IncomingOptions */
/** @typedef {{ sendKeyFrameRequest: () => Promise<unknown> }} ReceiveTransformer */

/** What a TransformStream does with the frames of one receiver. */
export class Incoming {
  /**
   * @param {Pick<KeyRing, "open">} ring
   * @param {IncomingOptions} options
   * @param {ReceiveTransformer} transformer
   * @param {() => void} opened  the first frame has been opened
   */
  constructor(ring, { sort, kind, participant }, transformer, opened) {
    this.ring = ring;
    this.sort = sort;
    this.from = { kind, participant };
    this.opened = opened;
    this.counts = new Counts();
    this.keyFrames = new KeyFrames(sort, () => transformer.sendKeyFrameRequest());
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
      frame.data = opened.buffer;
      controller.enqueue(frame);
      this.#passed(frame);
    }
  }

  /** @param {Frame} frame */
  #passed(frame) {
    this.counts.passed += 1;
    if (this.counts.first === null) {
      this.counts.first = Date.now();
      this.opened();
    }
    this.keyFrames.passed(frame);
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
