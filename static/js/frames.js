// Gives every sender and receiver a transform in the page's one worker, and notices when that worker is dead.
//
// Chromium ignores a transform that is set in a later task than the one that made the sender, and then
// sends without it. So `attach` is called in that same task, and a real track goes on the sender only
// after `held` has resolved.

/** @import { Sort } from "./codec.js" */
/** @import { Counts } from "./counts.js" */
/** @import { From } from "./key_ring.js" */
/** @import { MediaKeys } from "./media_keys.js" */

const PATIENCE = 3000;
/** A transform of a person who is leaving ends a moment before the connection says that they are gone. */
const ENDED_SETTLES = 500;

/** @typedef {"worker_failed" | "worker_silent" | "transform_not_taken" | "transform_ended"} FrameFault */
/** @typedef {{ resolve: () => void, reject: (error: Error) => void, timer: ReturnType<typeof setTimeout> }} Waiting */
/**
 * What a transform is for. A receiver's is bound to one person for good: it opens nobody else's frames.
 *
 * @typedef {{ role: "send", sort: Sort } | ({ role: "receive", sort: Sort } & From)} Use
 */
/**
 * @typedef {object} Life
 * @property {() => boolean} [inUse]  whether frames should still pass; a transform that ends meanwhile is a fault
 * @property {() => void} [opened]    a frame has been opened: said of the first, and then from time to time
 */
/** @typedef {RTCRtpSender | RTCRtpReceiver} End */
/** @typedef {Counts & { id: number }} Counted */
/**
 * What the worker says: that it holds a transform, or the keys of a request; that a transform opens frames, or has
 * ended; what it has counted for a request.
 *
 * @typedef {{ holds?: number, held?: number, opened?: number, ended?: number, counted?: number,
 *   counts?: Counted[] }} Told
 */

/** One frame worker. It reports one fault; who made it then makes another. */
export class Frames {
  /**
   * @param {string} url of frame_worker.js, or a TrustedScriptURL of it
   * @param {MediaKeys} keys
   * @param {(fault: FrameFault) => void} failed  called once; the worker is ended by then
   */
  constructor(url, keys, failed) {
    this.worker = new Worker(url, { type: "module" });
    this.keys = keys;
    this.failed = failed;
    this.closed = false;
    this.next = 1;
    /** @type {Map<number, Waiting>} */
    this.waiting = new Map();
    /** @type {Map<number, Life & { end: End }>} by transform */
    this.attached = new Map();
    /** @type {Map<number, (counts: Counted[] | null) => void>} by request */
    this.counting = new Map();
    this.worker.addEventListener("message", ({ data }) => this.told(data));
    this.worker.addEventListener("error", (event) => {
      event.preventDefault();
      this.fail("worker_failed");
    });
    keys.serve(this.worker);
  }

  /** @param {Told} data */
  told({ holds, held, opened, counted, counts, ended }) {
    if (holds !== undefined) {
      const waiting = this.waiting.get(holds);
      this.waiting.delete(holds);
      clearTimeout(waiting?.timer);
      waiting?.resolve();
    }
    if (held !== undefined) this.keys.answered(held);
    if (opened !== undefined) this.attached.get(opened)?.opened?.();
    if (counted !== undefined) this.#counted(counted, counts ?? []);
    if (ended !== undefined) {
      setTimeout(() => {
        if (this.#isInUse(ended)) this.fail("transform_ended");
      }, ENDED_SETTLES);
    }
  }

  /** @param {number} id */
  #isInUse(id) {
    const attached = this.attached.get(id);
    if (attached === undefined) return false;
    // One in whose place another was attached ends as it should.
    const isReplaced = [...this.attached].some(([other, { end }]) => other > id && end === attached.end);
    return !isReplaced && (attached.inUse?.() ?? true);
  }

  /**
   * Attach a transform, now. What is returned resolves when the worker holds it, and rejects when the worker
   * fails: at the latest after three seconds without an answer.
   *
   * @param {End} end
   * @param {Use} use
   * @param {Life} [life]
   * @returns {Promise<void>}
   */
  attach(end, use, life = {}) {
    if (this.closed) return Promise.reject(new Error("the frame worker has ended"));
    const id = this.next++;
    end.transform = new RTCRtpScriptTransform(this.worker, { id, ...use });
    this.attached.set(id, { end, ...life });
    const held = new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.fail("transform_not_taken"), PATIENCE);
      this.waiting.set(id, { resolve: () => resolve(undefined), reject, timer });
    });
    return this.#withKeys(held, use.role === "send" ? this.keys.attach(id) : null);
  }

  /**
   * @param {Promise<unknown>} held
   * @param {Promise<unknown> | null} keys
   */
  async #withKeys(held, keys) {
    await Promise.all([held, keys]);
  }

  /**
   * How many frames of each end have passed, and what became of the others. A worker that does not say so within
   * three seconds is dead.
   *
   * @returns {Promise<(Counted & { end: End })[] | null>}  null when there is no worker any more
   */
  async counts() {
    if (this.closed) return null;
    const request = this.next++;
    const timer = setTimeout(() => this.fail("worker_silent"), PATIENCE);
    /** @type {Counted[] | null} */
    const counts = await new Promise((resolve) => {
      this.counting.set(request, resolve);
      this.worker.postMessage({ count: request });
    });
    clearTimeout(timer);
    return counts?.flatMap((count) => this.#withEnd(count)) ?? null;
  }

  /** @param {Counted} count */
  #withEnd(count) {
    const end = this.attached.get(count.id)?.end;
    return end === undefined ? [] : [{ ...count, end }];
  }

  /**
   * @param {number} request
   * @param {Counted[] | null} counts
   */
  #counted(request, counts) {
    this.counting.get(request)?.(counts);
    this.counting.delete(request);
  }

  /** @param {End} end  which has no use for its transforms any more */
  release(end) {
    for (const [id, attached] of this.attached) {
      if (attached.end !== end) continue;
      this.attached.delete(id);
      this.keys.release(id);
    }
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
    this.keys.leave(this.worker);
    this.attached.clear();
    for (const request of [...this.counting.keys()]) this.#counted(request, null);
    for (const { reject, timer } of this.waiting.values()) {
      clearTimeout(timer);
      reject(new Error(`the frame worker did not take the transform: ${why}`));
    }
    this.waiting.clear();
  }
}
