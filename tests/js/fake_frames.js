// Encoded frames, and where a transform puts those that pass.

/** @typedef {import("../../static/js/codec.js").Frame} Frame */

/**
 * @param {number | number[]} bytes  its bytes, or how many
 * @param {Partial<Frame> & { metadata?: object }} [more]
 * @returns {Frame}
 */
export function frameOf(bytes, { metadata = {}, ...more } = {}) {
  const data = typeof bytes === "number" ? Uint8Array.from({ length: bytes }, (_, place) => place) : bytes;
  return { data: Uint8Array.from(data).buffer, getMetadata: () => metadata, ...more };
}

/** @param {Frame} frame */
export const bytesOf = (frame) => [...new Uint8Array(frame.data)];

export class Passed {
  constructor() {
    /** @type {Frame[]} */
    this.frames = [];
  }

  /** @param {Frame} frame */
  enqueue(frame) {
    this.frames.push(frame);
  }
}
