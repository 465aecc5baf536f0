// The keys of sound and picture as the page has them, told to whichever worker frames pass through.

import { PREVIEW_EPOCH, PREVIEW_SENDER } from "./key_ring.js";
import { readPeriod, readPreviewKey, sealsAlike } from "./media_period.js";
import { StreamNumbers } from "./stream_numbers.js";

/** @import { Allotted, KeyOrder, Period } from "./key_ring.js" */
/** @import { PreviewKey } from "./media_period.js" */

/** @typedef {{ postMessage: (order: KeyOrder) => void }} KeyWorker */
/**
 * An epoch that is held, or the preview of one's own.
 *
 * @typedef {object} Held
 * @property {Period} period
 * @property {Set<number>} transforms  which have a stream number in it
 * @property {boolean} isOver          senders have gone on to another: no number of it is handed out any more
 * @property {boolean} isUsedUp        it was said that no number is left
 * @property {number} request          the latest, which the worker answers
 * @property {(() => void)[]} told     when the worker holds it
 */

/** Epochs held besides the one that is sent under. Each lives for seconds after the next has come. */
const MOST_EPOCHS = 8;

/** One a page. It outlives its workers: each is told everything, and gets stream numbers never used before. */
export class MediaKeys {
  /**
   * @param {{ exhausted: (epoch: number) => void }} page  no stream number is left, so that some transform
   *   sends nothing: a new epoch is needed, or (epoch 0) a new preview key
   */
  constructor({ exhausted }) {
    this.exhausted = exhausted;
    /** @type {KeyWorker | null} */
    this.worker = null;
    /** By epoch, the earliest first; 0 is the preview of one's own. */
    /** @type {Map<number, Held>} */
    this.held = new Map();
    /** @type {Map<string, PreviewKey>} */
    this.watched = new Map();
    /** What frames are sealed under. */
    /** @type {Held | null} */
    this.current = null;
    /** The same, or what it was before nothing was sent. */
    /** @type {Held | null} */
    this.latest = null;
    /** The worker's transforms that send. */
    /** @type {Set<number>} */
    this.transforms = new Set();
    this.numbers = new StreamNumbers();
    this.requests = 0;
    /** @type {Set<() => void>} */
    this.listeners = new Set();
  }

  /** Whether frames leave at all. */
  get sending() {
    return this.current !== null;
  }

  /**
   * @param {() => void} listener  called when `sending` has changed
   * @returns {() => void}  after which it is called no more
   */
  onChange(listener) {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /**
   * Frames of this epoch can be opened, and sealed once `send` says so. Rejects with `RangeError` for what is no
   * epoch.
   *
   * @param {Period} period
   * @returns {Promise<void>}  when the worker holds it. At once without a worker: the next one is told before
   *   its first frame; and when the epoch goes before it was held.
   */
  async hold(period) {
    const held = this.#keep(readPeriod(period));
    this.#forgetOldest();
    await this.#tellHeld(held);
  }

  /**
   * From now on frames are sealed under this epoch. Throws `RangeError` for one that is not held, or that was
   * left for another.
   *
   * @param {number | null} epoch  null: nothing is sent
   */
  send(epoch) {
    const held = epoch === null ? null : this.held.get(epoch);
    if (held === undefined || held?.isOver) throw new RangeError("not an epoch to send under");
    this.#turnTo(held);
  }

  /** @param {number} epoch  of which nothing can be opened any more, from now on */
  drop(epoch) {
    const held = this.held.get(epoch);
    if (held === undefined) return;
    if (held === this.current) this.#turnTo(null);
    this.held.delete(epoch);
    this.#tell({ order: "drop", epoch });
    held.period.secret.fill(0);
    settle(held);
  }

  /**
   * The key of the preview that this page's person gives: frames are sealed under it at once. Throws
   * `RangeError`.
   *
   * @param {PreviewKey | null} key  null: frames under it leave no more
   */
  preview(key) {
    if (key === null) return this.drop(PREVIEW_EPOCH);
    const { secret, load } = readPreviewKey(key);
    const own = { sender: PREVIEW_SENDER, load };
    const held = this.#keep({ epoch: PREVIEW_EPOCH, secret, own, members: [] });
    held.isOver = false;
    this.#tellHeld(held);
    this.#turnTo(held);
  }

  /**
   * The key under which somebody who waits sends their preview. Throws `RangeError`.
   *
   * @param {string} participant
   * @param {PreviewKey | null} key
   */
  watch(participant, key) {
    if (key === null) this.watched.delete(participant);
    else this.watched.set(participant, readPreviewKey(key));
    this.#tellWatched(participant);
  }

  /** All keys go. */
  clear() {
    for (const epoch of [...this.held.keys()]) this.drop(epoch);
    this.watched.clear();
    this.latest = null;
    this.#tell({ order: "clear" });
  }

  /**
   * A new worker, in the place of the one before, whose transforms are gone with it.
   *
   * @param {KeyWorker} worker
   */
  serve(worker) {
    this.#workerIs(worker);
    for (const held of this.held.values()) this.#tellHeld(held);
    for (const participant of this.watched.keys()) this.#tellWatched(participant);
    this.#tell({ order: "send", epoch: this.current?.period.epoch ?? null });
  }

  /** @param {KeyWorker} worker  which is gone; one that was replaced before is nobody's any more */
  leave(worker) {
    if (this.worker !== worker) return;
    this.#workerIs(null);
    for (const held of this.held.values()) settle(held);
  }

  /** @param {number} request  which the worker has answered */
  answered(request) {
    for (const held of this.held.values()) if (held.request === request) settle(held);
  }

  /**
   * @param {number} transform  a new one of the worker, which is to send
   * @returns {Promise<unknown>}  when the worker has its keys
   */
  attach(transform) {
    this.transforms.add(transform);
    return Promise.all([...this.held.values()].map((held) => this.#tellHeld(held)));
  }

  /** @param {number} transform  which is gone */
  release(transform) {
    this.transforms.delete(transform);
    this.#tell({ order: "release", transform });
  }

  /** @param {KeyWorker | null} worker */
  #workerIs(worker) {
    this.worker = worker;
    this.transforms.clear();
    for (const held of this.held.values()) held.transforms.clear();
  }

  /**
   * @param {Period} period
   * @returns {Held}
   */
  #keep(period) {
    const known = this.held.get(period.epoch);
    if (known !== undefined && sealsAlike(known.period, period)) {
      known.period.secret.fill(0);
      known.period = period;
      return known;
    }
    this.drop(period.epoch);
    /** @type {Held} */
    const held = { period, transforms: new Set(), isOver: false, isUsedUp: false, request: 0, told: [] };
    this.held.set(period.epoch, held);
    return held;
  }

  #forgetOldest() {
    const spare = [...this.held].filter(([epoch, held]) => epoch !== PREVIEW_EPOCH && held !== this.current);
    for (const [epoch] of spare.slice(0, -MOST_EPOCHS)) this.drop(epoch);
  }

  /** @param {Held | null} held */
  #turnTo(held) {
    const wasSending = this.sending;
    if (held !== null && this.latest !== null && this.latest !== held) this.latest.isOver = true;
    this.current = held;
    this.latest = held ?? this.latest;
    this.#tell({ order: "send", epoch: held?.period.epoch ?? null });
    if (wasSending !== this.sending) for (const listener of this.listeners) listener();
  }

  /**
   * Numbers for the transforms that have none in this epoch.
   *
   * @param {Held} held
   * @returns {Allotted}
   */
  #allot(held) {
    /** @type {Allotted} */
    const streams = [];
    if (held.isOver) return streams;
    const { epoch, secret, own } = held.period;
    for (const transform of this.transforms) {
      if (held.transforms.has(transform)) continue;
      const number = this.numbers.take({ epoch, secret, ...own });
      if (number === null) this.#usedUp(held);
      else streams.push([transform, number]);
      if (number !== null) held.transforms.add(transform);
    }
    return streams;
  }

  /** @param {Held} held */
  #usedUp(held) {
    if (held.isUsedUp) return;
    held.isUsedUp = true;
    // Afterwards: whoever is told may at once hold another epoch.
    queueMicrotask(() => this.exhausted(held.period.epoch));
  }

  /**
   * @param {Held} held
   * @returns {Promise<void>}  when the worker holds it, or there is no worker to wait for
   */
  async #tellHeld(held) {
    if (this.worker === null) return;
    this.requests += 1;
    held.request = this.requests;
    const holds = new Promise((resolve) => held.told.push(() => resolve(undefined)));
    this.#tell({ order: "hold", request: held.request, period: held.period, streams: this.#allot(held) });
    await holds;
  }

  /** @param {string} participant */
  #tellWatched(participant) {
    this.#tell({ order: "watch", participant, key: this.watched.get(participant) ?? null });
  }

  /** @param {KeyOrder} order */
  #tell(order) {
    this.worker?.postMessage(order);
  }
}

/** @param {Held} held */
function settle(held) {
  for (const told of held.told.splice(0)) told();
}
