// Whether each room's session reaches this page: watches its connections, tells the server that media leaves on one, asks for
// another where nothing arrives any more, and says at once when a room is reached no longer.

import { COUNTED_EVERY } from "./leg_reach.js";

/** @import { Leg } from "./leg.js" */

/** Milliseconds between two looks at the clock; every second one counts. */
const LOOKED_EVERY = 250;
/** About once a second the server hears that media leaves; more often while nothing arrives. */
const TOLD_EVERY = 900;
/** Nobody asks for another connection more often than this, whatever comes of it, nor whether the server is there. */
const ASKED_EVERY = 10_000;
const PROBED_EVERY = 3000;
/** A timer that is so late has slept. */
const SLEPT = 3000;
/** What arrives so soon after the browser has lost its network was on its way. */
const SETTLES = 1000;

/** @typedef {{ isReached: boolean, since: number | null }} Reach  since when (milliseconds, by the wall clock) */
/** @typedef {Pick<Leg, "options" | "reach" | "counted">} Watched */
/** @typedef {{ now: () => number, wall: () => number, window: EventTarget, network?: EventTarget }} Surroundings */

/** @type {Reach} */
const NEVER = Object.freeze({ isReached: false, since: null });

/** The browser; a test brings its own. @returns {Surroundings} */
function browser() {
  const network = /** @type {{ connection?: EventTarget }} */ (/** @type {unknown} */ (navigator)).connection;
  return { now: () => performance.now(), wall: () => Date.now(), window, ...(network && { network }) };
}

export class Reaches {
  /**
   * @param {object} page
   * @param {() => Iterable<Watched>} page.legs
   * @param {(message: object) => unknown} page.send
   * @param {(answered: () => void) => void} page.probe  finds out whether the server answers, and calls back if it does
   * @param {(leg: Watched) => void} page.renew  asks for another in the place of this one
   * @param {(change: Reach & { room: string }) => void} page.changed
   * @param {Surroundings} [surroundings]
   */
  constructor(page, surroundings = browser()) {
    this.page = page;
    this.surroundings = surroundings;
    /** @type {Map<string, Reach>} by room */
    this.rooms = new Map();
    /** When something arrived last, by the wall clock, in each room. @type {Map<string, number>} */
    this.heard = new Map();
    /** When another connection was asked for last, by room, and whether the server is there. @type {Map<string, number>} */
    this.asked = new Map();
    this.probed = -Infinity;
    /** What is being counted, and when the server heard of it last. @type {WeakMap<Watched, { isBusy: boolean, told: number }>} */
    this.watched = new WeakMap();
    this.lookedAt = { now: surroundings.now(), wall: surroundings.wall() };
    const { signal } = (this.end = new AbortController());
    surroundings.window.addEventListener("offline", () => this.#offline(), { signal });
    surroundings.window.addEventListener("online", () => this.#hurry(), { signal });
    surroundings.network?.addEventListener("change", () => this.look(), { signal });
    this.timer = setInterval(() => this.look(), LOOKED_EVERY);
  }

  /** @param {string} room */
  reach(room) {
    return this.rooms.get(room) ?? NEVER;
  }

  /** Judge by what is known, and count anew what was not counted lately. */
  look() {
    this.#noticeSleep();
    const now = this.surroundings.now();
    for (const leg of this.#sessions()) {
      if (now - leg.reach.countedAt >= COUNTED_EVERY - LOOKED_EVERY / 2) void this.#count(leg);
    }
    this.#followAll();
  }

  /** @param {Watched} leg */
  async #count(leg) {
    const watched = this.watched.get(leg) ?? { isBusy: false, told: -Infinity };
    this.watched.set(leg, watched);
    if (watched.isBusy) return;
    watched.isBusy = true;
    const counts = await leg.counted();
    watched.isBusy = false;
    if (counts === null) return;
    const { room, number } = leg.options;
    const now = this.surroundings.now();
    const { sends, arrived } = leg.reach.count(counts, now);
    if (arrived) this.heard.set(room, this.surroundings.wall());
    this.follow(room);
    const isDue = now - watched.told >= TOLD_EVERY || !leg.reach.isReached(now);
    if (sends && isDue) {
      watched.told = now;
      this.page.send({ type: "sending", room, leg: number });
    }
    if (leg.reach.isStale(now)) this.#ask(leg, now);
  }

  /**
   * Another connection, if the server can be reached without this one: else the network is away, and may bring this one back.
   *
   * @param {Watched} leg
   * @param {number} now
   */
  #ask(leg, now) {
    const { room } = leg.options;
    if (now - (this.asked.get(room) ?? -Infinity) < ASKED_EVERY || now - this.probed < PROBED_EVERY) return;
    this.probed = now;
    this.page.probe(() => {
      const isThere = [...this.#sessions()].includes(leg);
      if (!isThere || !leg.reach.isStale(this.surroundings.now())) return;
      this.asked.set(room, this.surroundings.now());
      this.page.renew(leg);
    });
  }

  /** The server is there again: what it was asked before may have been lost. @param {string} room */
  welcomed(room) {
    this.asked.delete(room);
    this.probed = -Infinity;
    this.follow(room);
  }

  /** A connection of this room has come or gone. @param {string} room */
  follow(room) {
    const now = this.surroundings.now();
    const before = this.reach(room);
    const isReached = [...this.#sessions()].some((leg) => leg.options.room === room && leg.reach.isReached(now));
    if (isReached === before.isReached) return;
    const since = isReached ? this.surroundings.wall() : (this.heard.get(room) ?? null);
    this.rooms.set(room, { isReached, since });
    this.page.changed({ room, isReached, since });
  }

  #followAll() {
    const rooms = new Set([...this.#sessions()].map((leg) => leg.options.room));
    for (const room of rooms) this.follow(room);
  }

  *#sessions() {
    for (const leg of this.page.legs()) if (leg.options.kind === "session") yield leg;
  }

  /** Some clocks stand still while a computer sleeps, and the one on the wall may be set. */
  #noticeSleep() {
    const { now, wall } = this.surroundings;
    const passed = Math.max(now() - this.lookedAt.now, wall() - this.lookedAt.wall);
    this.lookedAt = { now: now(), wall: wall() };
    if (passed <= SLEPT) return;
    for (const leg of this.#sessions()) {
      leg.reach.doubt(now(), 0);
      leg.reach.hurry(now());
    }
  }

  #offline() {
    for (const leg of this.#sessions()) leg.reach.doubt(this.surroundings.now(), SETTLES);
    this.#followAll();
  }

  /** Another network perhaps: what was silent before is given little time. */
  #hurry() {
    const now = this.surroundings.now();
    this.probed = -Infinity;
    for (const leg of this.#sessions()) if (!leg.reach.isReached(now)) leg.reach.hurry(now);
    this.look();
  }

  close() {
    clearInterval(this.timer);
    this.end.abort();
  }
}
