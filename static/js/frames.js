// Gives every sender and receiver a transform in the page's one worker, and notices when that worker is dead.
//
// Chromium ignores a transform that is set in a later task than the one that made the sender, and then
// sends without it. So `attach` is called in that same task, and a real track goes on the sender only
// after `held` has resolved.

const PATIENCE = 3000;
/** A transform of a person who is leaving ends a moment before the connection says that they are gone. */
const ENDED_SETTLES = 500;

/** @typedef {"worker_failed" | "transform_not_taken" | "transform_ended"} FrameFault */
/** @typedef {{ resolve: () => void, reject: (error: Error) => void, timer: ReturnType<typeof setTimeout> }} Waiting */

/** One frame worker. It reports one fault; who made it then makes another. */
export class Frames {
  /**
   * @param {string} url of frame_worker.js, or a TrustedScriptURL of it
   * @param {(fault: FrameFault) => void} failed  called once; the worker is ended by then
   */
  constructor(url, failed) {
    this.worker = new Worker(url);
    this.failed = failed;
    this.closed = false;
    this.next = 1;
    /** @type {Map<number, Waiting>} */
    this.waiting = new Map();
    /** @type {Map<number, () => boolean>} by transform: whether its end is in use still */
    this.ends = new Map();
    this.worker.addEventListener("message", ({ data }) => this.told(data));
    this.worker.addEventListener("error", (event) => {
      event.preventDefault();
      this.fail("worker_failed");
    });
  }

  /** @param {{ holds?: number, ended?: number }} data */
  told({ holds, ended }) {
    if (holds !== undefined) {
      const waiting = this.waiting.get(holds);
      this.waiting.delete(holds);
      clearTimeout(waiting?.timer);
      waiting?.resolve();
    }
    if (ended !== undefined) {
      setTimeout(() => {
        const inUse = this.ends.get(ended)?.() ?? false;
        this.ends.delete(ended);
        if (inUse) this.fail("transform_ended");
      }, ENDED_SETTLES);
    }
  }

  /**
   * Attach a transform, now. What is returned resolves when the worker holds it, and rejects when the worker
   * fails: at the latest after three seconds without an answer.
   *
   * @param {RTCRtpSender | RTCRtpReceiver} end
   * @param {() => boolean} [inUse]  whether frames should still pass; a transform that ends meanwhile is a fault
   * @returns {Promise<void>}
   */
  attach(end, inUse = () => true) {
    if (this.closed) return Promise.reject(new Error("the frame worker has ended"));
    const id = this.next++;
    end.transform = new RTCRtpScriptTransform(this.worker, { id });
    this.ends.set(id, inUse);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.fail("transform_not_taken"), PATIENCE);
      this.waiting.set(id, { resolve, reject, timer });
    });
  }

  /** @param {FrameFault} fault */
  fail(fault) {
    if (this.closed) return;
    // First the page, which closes its connections: what then rejects concerns nobody any more.
    this.closed = true;
    this.failed(fault);
    this.end(fault);
  }

  close() {
    this.closed = true;
    this.end("closed");
  }

  /** @param {string} why */
  end(why) {
    this.worker.terminate();
    this.ends.clear();
    for (const { reject, timer } of this.waiting.values()) {
      clearTimeout(timer);
      reject(new Error(`the frame worker did not take the transform: ${why}`));
    }
    this.waiting.clear();
  }
}
