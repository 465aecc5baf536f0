// The keys of a session as somebody who was admitted has them from the page that hosts it, and the right to send.

import { decodeBase64url } from "./base64url.js";
import { CLOCK } from "./clock.js";
import { KEPT_AFTER_JOIN, KEPT_AFTER_LEAVE, Periods } from "./periods.js";

/** @import { Content } from "./card.js" */
/** @import { Clock } from "./clock.js" */
/** @import { Epoch, Go, Lease } from "./key_contents.js" */
/** @import { EpochKeys } from "./all_keys.js" */

/** Milliseconds between two beats, and for which an answered one lets this page send. */
const BEAT_EVERY = 5000;
const LEASE = 15_000;
/** How often the lease is looked at, milliseconds. */
const LOOKED_AT = 500;
/** The first answer may take this long, milliseconds. */
const FIRST_ANSWER = 3000;
/** Nobody asks more often than this without an answer. */
const MOST_UNANSWERED = 4;

/** @typedef {{at: number, wall: number}} Sent  by the clock that nobody sets, and by the one on the wall */

export class Membership {
  /**
   * @param {object} page
   * @param {EpochKeys} page.keys
   * @param {() => Uint8Array<ArrayBuffer>|null} page.load  of the channel that is open
   * @param {(content: Content) => void} page.tell
   * @param {() => void} page.draw
   * @param {Clock} [clock]
   * @param {() => number} [steady]  milliseconds, of a clock that nobody sets
   */
  constructor({ keys, load, tell, draw }, clock = CLOCK, steady = () => performance.now()) {
    this.load = load;
    this.tell = tell;
    this.draw = draw;
    this.clock = clock;
    this.steady = steady;
    this.periods = new Periods(keys, clock);
    this.periods.setSpeaking(false);
    /** The person is admitted, as far as this page was told. */
    this.takesPart = false;
    /** Without a word from the page that hosts for too long: nothing is sent. */
    this.isSilent = false;
    /** The beats that were not answered yet. @type {Sent[]} */
    this.beats = [];
    /** The latest that was answered. @type {Sent|null} */
    this.lease = null;
    this.began = 0;
    /** The newest is switched to as soon as it is held. */
    this.goes = false;
    this.turn = 0;
  }

  /**
   * Whether this page's person is in session. Whoever is not has no keys.
   *
   * @param {boolean} takesPart
   */
  follow(takesPart) {
    if (takesPart === this.takesPart) return;
    this.takesPart = takesPart;
    this.turn += 1;
    if (!takesPart) return this.#end();
    this.began = this.steady();
    this.#beat(this.turn);
    this.#look(this.turn);
  }

  /** The page that hosts is another one, or new: what it was asked before it will not answer. */
  renewed() {
    this.beats = [];
    if (this.takesPart) this.#say();
  }

  /** @param {Epoch|Go|Lease} content */
  heard(content) {
    if (!this.takesPart && content.kind !== "epoch") return;
    if (content.kind === "lease") return this.#leased(content.at);
    if (content.kind === "epoch") return void this.#begin(content);
    if (content.epoch === this.periods.newest?.epoch) this.periods.go();
  }

  /** This page's stream numbers are used up. */
  exhausted() {
    if (this.takesPart) this.tell({ kind: "epoch_wanted" });
  }

  /** @param {Epoch} content */
  async #begin({ epoch, secret, sender, members, go }) {
    const load = this.load();
    // It may come before the server's word that this person is in: the channel alone says who is.
    if (load === null) return;
    const { isPending } = this.periods;
    const isFirst = this.periods.newest === null;
    // What was to be switched to at once is not waited for because of what overtakes it.
    this.goes = go || (isPending && this.goes);
    const period = {
      epoch,
      secret: decodeBase64url(secret),
      own: { sender, load },
      members: members.map((member) => ({ ...member, load: decodeBase64url(member.load) })),
    };
    const isNewest = await this.periods.hold(period, this.goes && !isFirst ? KEPT_AFTER_LEAVE : KEPT_AFTER_JOIN);
    if (!isNewest) return;
    this.tell({ kind: "epoch_held", epoch });
    if (this.goes) this.periods.go();
    this.#follow();
  }

  /** @param {number} at */
  #leased(at) {
    const sent = this.beats.find((beat) => beat.at === at);
    if (sent === undefined) return;
    this.beats = this.beats.filter((beat) => beat.at > at);
    this.lease = sent;
    // What was answered late lets nobody send: it is asked again at once, and not at the next beat.
    if (!this.#isLeased()) this.#say();
    this.#follow();
  }

  #isLeased() {
    if (this.lease === null) return false;
    const { at, wall } = this.lease;
    return this.steady() - at <= LEASE && Math.abs(this.clock.now() - wall) <= LEASE;
  }

  /** What is sent follows the lease. */
  #follow() {
    const isLeased = this.#isLeased();
    this.periods.setSpeaking(isLeased);
    const isLate = this.lease !== null || this.steady() - this.began > FIRST_ANSWER;
    const isSilent = this.periods.gone && !isLeased && isLate;
    if (isSilent === this.isSilent) return;
    this.isSilent = isSilent;
    this.draw();
  }

  /** @param {number} turn */
  #beat(turn) {
    if (turn !== this.turn) return;
    this.#say();
    this.clock.later(() => this.#beat(turn), BEAT_EVERY);
  }

  #say() {
    const at = Math.round(this.steady());
    if (this.beats.length >= MOST_UNANSWERED) return;
    this.beats.push({ at, wall: this.clock.now() });
    this.tell({ kind: "beat", at });
  }

  /** @param {number} turn */
  #look(turn) {
    if (turn !== this.turn) return;
    const { speaks } = this.periods;
    this.#follow();
    // A clock that was set ends the lease too: the next one is asked for at once.
    if (speaks && !this.periods.speaks) this.#say();
    this.clock.later(() => this.#look(turn), LOOKED_AT);
  }

  #end() {
    this.beats = [];
    this.lease = null;
    this.isSilent = false;
    this.goes = false;
    this.periods.setSpeaking(false);
    this.periods.end();
  }
}
