// The worker every frame passes through, sent or received (W3C WebRTC Encoded Transform).
// For now frames leave it as they came; the page is told when it holds a transform, and how many passed.
"use strict";

/** @typedef {{ id: number }} TransformOptions */

/**
 * @param {number} id
 * @returns {TransformStream<any, any>}
 */
function identity(id) {
  let frames = 0;
  return new TransformStream({
    transform(frame, controller) {
      frames += 1;
      // Sound frames of no bytes do arrive; they carry nothing.
      if (frame.data.byteLength > 0) controller.enqueue(frame);
      if (frames === 1) self.postMessage({ passed: id });
    },
  });
}

self.addEventListener("rtctransform", (event) => {
  const { transformer } = /** @type {any} */ (event);
  const { id } = /** @type {TransformOptions} */ (transformer.options);
  transformer.readable
    .pipeThrough(identity(id))
    .pipeTo(transformer.writable)
    .catch(() => self.postMessage({ ended: id }));
  self.postMessage({ holds: id });
});
