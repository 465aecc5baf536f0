// Frames on their way out: each leaves sealed, or not at all.

import { concat } from "./bytes.js";
import { clearBytes } from "./codec.js";
import { Counts } from "./counts.js";
import { KeyFrames } from "./key_frames.js";
import { SframeRefused } from "./sframe.js";

/** @import { Frame, Sort } from "./codec.js" */
/** @import { KeyRing } from "./key_ring.js" */

/** @typedef {{ role: "send", id: number, sort: Sort }} OutgoingOptions */
/** @typedef {{ generateKeyFrame?: () => Promise<unknown> }} SendTransformer */

/** Frames that may wait to be sealed, as on a machine that has too much to do. */
const WAITING = 64;

/** What a TransformStream does with the frames of one sender. */
export class Outgoing {
  /**
   * @param {Pick<KeyRing, "seal">} ring
   * @param {OutgoingOptions} options
   * @param {SendTransformer} transformer
   */
  constructor(ring, { id, sort }, transformer) {
    this.ring = ring;
    this.id = id;
    this.sort = sort;
    this.counts = new Counts();
    this.keyFrames = new KeyFrames(sort, async () => transformer.generateKeyFrame?.());
  }

  /**
   * Frames are counted when they come, and not when their turn has come: the browser counts them so, too.
   *
   * @param {ReadableStream<Frame>} frames
   * @returns {ReadableStream<Frame>}
   */
  through(frames) {
    const waiting = new CountQueuingStrategy({ highWaterMark: WAITING });
    /** @type {TransformStream<Frame, Frame>} */
    const arriving = new TransformStream(
      {
        transform: (frame, controller) => {
          this.counts.seen += 1;
          controller.enqueue(frame);
        },
      },
      undefined,
      waiting,
    );
    return frames.pipeThrough(arriving).pipeThrough(new TransformStream(this));
  }

  /**
   * @param {Frame} frame
   * @param {Pick<TransformStreamDefaultController, "enqueue">} controller
   */
  async transform(frame, controller) {
    // Sound frames of no bytes do occur; they carry nothing.
    if (frame.data.byteLength === 0) return;
    const clear = clearBytes(this.sort, frame);
    const sealed = clear === null ? null : await this.#seal(new Uint8Array(frame.data), clear);
    if (sealed === null) {
      this.counts.failed += 1;
      this.keyFrames.missed();
      return;
    }
    frame.data = sealed.buffer;
    controller.enqueue(frame);
    this.counts.passed += 1;
    this.keyFrames.passed(frame);
  }

  /**
   * @param {Uint8Array<ArrayBuffer>} data
   * @param {number} clear
   */
  async #seal(data, clear) {
    const head = data.subarray(0, clear);
    try {
      return concat(head, await this.ring.seal(this.id, data.subarray(clear), head));
    } catch (error) {
      if (error instanceof SframeRefused) return null;
      throw error;
    }
  }
}
