// Gives every sender and receiver a transform in the page's one worker.
//
// Chromium ignores a transform that is set in a later task than the one that made the sender, and then
// sends without it. So `attach` is called in that same task, and a real track goes on the sender only
// after `held` has resolved.

const PATIENCE = 3000;

/** The page's frame worker. */
export class Frames {
  /** @param {string} url of frame_worker.js, or a TrustedScriptURL of it */
  constructor(url) {
    this.worker = new Worker(url);
    this.next = 1;
    /** @type {Map<number, () => void>} */
    this.waiting = new Map();
    this.worker.addEventListener("message", ({ data }) => {
      this.waiting.get(data.holds)?.();
      this.waiting.delete(data.holds);
    });
  }

  /**
   * Attach a transform, now. What is returned resolves when the worker holds it, and rejects when it
   * does not within three seconds.
   *
   * @param {RTCRtpSender | RTCRtpReceiver} end
   * @returns {Promise<void>}
   */
  attach(end) {
    const id = this.next++;
    end.transform = new RTCRtpScriptTransform(this.worker, { id });
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.waiting.delete(id);
        reject(new Error("the frame worker did not take the transform"));
      }, PATIENCE);
      this.waiting.set(id, () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  close() {
    this.worker.terminate();
    this.waiting.clear();
  }
}
