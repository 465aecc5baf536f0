// What a session has lost, as one page knows it: its own connection, the others', and when both turn to the telephone.

import { CLOCK } from "./clock.js";
import { fallbackOf } from "./fallback.js";
import { Hearing } from "./hearing.js";
import { OwnLoss } from "./own_loss.js";

/** @import { Clock } from "./clock.js" */
/** @import { Fallback } from "./fallback.js" */
/** @import { Other } from "./hearing.js" */
/** @import { Legs } from "./legs.js" */
/** @import { Cause } from "./own_loss.js" */

/**
 * A session as one page is in it.
 *
 * @typedef {object} Gathering
 * @property {string} room
 * @property {readonly (Other & {phones: boolean})[]} others  phones: they phone this page's person, or are phoned
 * @property {boolean} isConnected  this page and the server hear each other
 * @property {boolean} isBlocked  the connection for sound and picture takes too long, or is tried no more
 * @property {boolean} isSilent   for want of a word from the clinician's page nothing is sent
 */

/** Milliseconds between two looks while a session is on. */
const LOOKED_EVERY = 250;

export class Losses {
  /** What was to be said when it was looked at last. */
  #said = "";
  #isWatching = false;
  /** When the first of what is lost now was lost: by the clock that nobody sets, and by the one on the wall. */
  #since = { steady: NaN, wall: NaN };

  /**
   * @param {object} page
   * @param {Pick<Legs, "leg"|"reach"|"heardFrom">} page.legs
   * @param {() => Gathering|null} page.gathering  null while no session is on the screen
   * @param {() => void} page.changed   what is to be said is another
   * @param {number} page.callBackAfter  seconds
   * @param {() => boolean} [page.isOffline]  the browser knows of no network
   * @param {Clock} [clock]
   * @param {() => number} [steady]  milliseconds, of a clock that nobody sets
   */
  constructor(page, clock = CLOCK, steady = () => performance.now()) {
    this.page = page;
    this.clock = clock;
    this.steady = steady;
    this.isOffline = page.isOffline ?? (() => globalThis.navigator?.onLine === false);
    this.own = new OwnLoss();
    this.hearing = new Hearing();
    /** @type {Gathering|null} */
    this.gathering = null;
    /** @type {Fallback|null} */
    this.fallback = null;
  }

  /**
   * How things stand now. While a session is on this looks again by itself.
   *
   * @returns {boolean}  whether what is to be said is another than before
   */
  look() {
    this.gathering = this.page.gathering();
    this.#follow(this.gathering);
    if (this.gathering !== null) this.#watch();
    const said = this.#toSay();
    const isNews = said !== this.#said;
    this.#said = said;
    return isNews;
  }

  /**
   * Why this page's person can be neither seen nor heard. Where nobody is there to say who may send, that they are not
   * there says it.
   *
   * @returns {Cause|null}
   */
  get cause() {
    const { cause } = this.own;
    const others = this.gathering?.others ?? [];
    const isAlone = others.every(({ participant, connected }) => !connected && this.isLost(participant));
    return cause === "lease" && isAlone ? null : cause;
  }

  /** @param {string} participant */
  isLost(participant) {
    return this.hearing.lostSince(participant) !== null;
  }

  /** Nothing of theirs is shown because this page's own connection is not there. @param {string} participant */
  isOut(participant) {
    return this.own.isPath && !this.hearing.isHeard(participant, this.steady());
  }

  /** Those who are lost, and phone or are phoned. @returns {string[]} */
  get missing() {
    const others = this.gathering?.others ?? [];
    return others.filter(({ participant, phones }) => phones && this.isLost(participant)).map(idOf);
  }

  /** @param {Gathering|null} gathering */
  #follow(gathering) {
    const now = this.steady();
    const others = gathering?.others ?? [];
    const reach = gathering === null ? null : this.page.legs.reach(gathering.room);
    const isReached = reach !== null && reach.isReached;
    this.own.follow(
      {
        isOn: others.some(({ isIn }) => isIn),
        isAwaited: gathering !== null && this.#isAwaited(gathering),
        isOffline: this.isOffline(),
        isReached,
        isBlocked: gathering?.isBlocked ?? false,
        isSilent: gathering?.isSilent ?? false,
      },
      now,
      this.#silence(reach),
    );
    const heardFrom = (/** @type {string} */ participant) =>
      gathering && this.page.legs.heardFrom(gathering.room, participant);
    this.hearing.follow(others, { heardFrom, isReached: isReached && !this.own.isPath, now });
    this.fallback = fallbackOf(this.#lostSince(), this.page.callBackAfter, this.clock.now() / 1000);
  }

  /**
   * Whether there is to be a connection for sound and picture. The server closes that of a clinician when nobody else
   * has one, and a page that does not hear the server knows nothing of it.
   *
   * @param {Gathering} gathering
   */
  #isAwaited({ room, others, isConnected }) {
    const isCompany = others.some(({ isIn, connected }) => isIn && connected);
    return isCompany || !isConnected || this.page.legs.leg(room) !== 0;
  }

  /** For how long nothing has come. @param {ReturnType<Legs["reach"]>|null} reach @returns {number} */
  #silence(reach) {
    return reach === null || reach.isReached || reach.since === null ? 0 : this.clock.now() - reach.since;
  }

  /** Since when something is lost that keeps the two from talking, seconds since 1970. @returns {number|null} */
  #lostSince() {
    const found = [this.own.since, ...this.missing.map((participant) => this.hearing.lostSince(participant))];
    const steady = Math.min(...found.filter((since) => since !== null));
    if (steady === Infinity) return null;
    if (steady !== this.#since.steady)
      this.#since = { steady, wall: (this.clock.now() - (this.steady() - steady)) / 1000 };
    return this.#since.wall;
  }

  #toSay() {
    const others = this.gathering?.others ?? [];
    const lost = others.map(({ participant }) => [participant, this.isLost(participant), this.isOut(participant)]);
    const { at, isDue, isPast } = this.fallback ?? {};
    return JSON.stringify([this.cause, lost, at, isDue, isPast]);
  }

  #watch() {
    if (this.#isWatching) return;
    this.#isWatching = true;
    this.clock.later(() => {
      this.#isWatching = false;
      if (this.look()) this.page.changed();
    }, LOOKED_EVERY);
  }
}

/** @param {Other} other */
function idOf({ participant }) {
  return participant;
}
