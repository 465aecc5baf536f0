// The keys of a session as the page that hosts it makes them: a new secret whenever it changes who may hold one.

import { decodeBase64url, encodeBase64url } from "./base64url.js";
import { CLOCK } from "./clock.js";
import { KEPT_AFTER_JOIN, KEPT_AFTER_LEAVE, Periods } from "./periods.js";

/** @import { Content } from "./card.js" */
/** @import { Clock } from "./clock.js" */
/** @import { Beat, EpochHeld, EpochWanted, Member } from "./key_contents.js" */
/** @import { EpochKeys } from "./all_keys.js" */
/** @import { Period } from "./periods.js" */

/** Milliseconds for which those who stay may take to hold a new secret before senders switch anyway. */
const HELD_WITHIN = 2000;
/** Nobody has it made anew oftener than this, milliseconds: 256 stream numbers last far longer. */
const RENEWED_EVERY = 10_000;
export const HOST_SENDER = 0;
const SECRET_BYTES = 32;
const SENDERS = 256;
const LAST_EPOCH = 2 ** 32 - 1;
/** A key id has one byte of an epoch's number. */
const NUMBERS_IN_KEY_ID = 256;

/**
 * @typedef {object} Change
 * @property {boolean} immediate    everybody switches as they hear of it, and not when all are ready
 * @property {Set<string>} stayed   who held keys before
 * @property {number} keptFor       milliseconds
 */

export class Epochs {
  /**
   * @param {object} page
   * @param {Uint8Array<ArrayBuffer>} page.load  16 random bytes of this page load
   * @param {() => string} page.own              this page's participant
   * @param {EpochKeys} page.keys
   * @param {(participant: string, content: Content) => void} page.tell
   * @param {Clock} [clock]
   */
  constructor({ load, own, keys, tell }, clock = CLOCK) {
    this.load = load;
    this.own = own;
    this.tell = tell;
    this.clock = clock;
    this.periods = new Periods(keys, clock);
    // Not from 1: the page before this one may have made some, of which others still hold the keys.
    this.number = crypto.getRandomValues(new Uint16Array(1))[0] ?? 0;
    /** Everybody who may hold the keys, but the host. @type {Map<string, {sender: number, load: string}>} */
    this.members = new Map();
    /** Those who do not hold the newest yet and are waited for, this page among them as "". @type {Set<string>} */
    this.awaited = new Set();
    /** Everybody was told to switch with the secret itself. */
    this.immediate = false;
    /** Until when senders have gone over to the newest, counted from the first that they have not. @type {object|null} */
    this.due = null;
    /** When it was made anew for want of stream numbers, milliseconds. */
    this.renewed = -Infinity;
    /** Another one was asked for, and waits for its time. */
    this.renews = false;
    /** The last beat of each, by their own clock. @type {Map<string, number>} */
    this.beats = new Map();
  }

  /**
   * Who may hold the keys by now. Whoever comes, comes anew, or goes has everybody's keys changed.
   *
   * @param {ReadonlyMap<string, string>} loads  by participant: of the channel they have opened
   */
  follow(loads) {
    const before = this.members;
    const hasLeft = [...before.keys()].some((id) => !loads.has(id));
    const stays = (/** @type {string} */ id) => before.get(id)?.load === loads.get(id);
    if (!hasLeft && [...loads.keys()].every(stays)) return;
    this.members = this.#withSenders(loads);
    if (loads.size === 0) return this.end();
    const stayed = new Set([...loads.keys()].filter((id) => before.has(id) && stays(id)));
    this.#begin({
      immediate: hasLeft || stayed.size === 0,
      stayed,
      keptFor: hasLeft ? KEPT_AFTER_LEAVE : KEPT_AFTER_JOIN,
    });
  }

  /** This page's stream numbers, or somebody's, are used up: they begin again under another secret. */
  renew() {
    if (this.renews || this.periods.newest === null) return;
    const wait = this.renewed + RENEWED_EVERY - this.clock.now();
    if (wait <= 0) return this.#renew();
    // Put off, and not refused: whoever asks says so once.
    this.renews = true;
    this.clock.later(() => this.#renew(), wait);
  }

  #renew() {
    this.renews = false;
    if (this.periods.newest === null) return;
    this.renewed = this.clock.now();
    const stayed = new Set(this.members.keys());
    this.#begin({ immediate: false, stayed, keptFor: KEPT_AFTER_JOIN });
  }

  /**
   * @param {string} from
   * @param {EpochHeld|EpochWanted|Beat} content
   */
  heard(from, content) {
    if (content.kind === "beat") this.beats.set(from, content.at);
    if (!this.members.has(from)) return;
    if (content.kind === "beat") this.tell(from, { kind: "lease", at: content.at });
    else if (content.kind === "epoch_wanted") this.renew();
    else if (content.epoch === this.periods.newest?.epoch) this.#held(from);
  }

  /** @param {string} participant */
  forget(participant) {
    this.beats.delete(participant);
  }

  /** Nobody is in session any more. */
  end() {
    if (this.periods.newest === null) return;
    this.members = new Map();
    this.awaited.clear();
    this.due = null;
    this.periods.end();
  }

  /** @param {Change} change */
  #begin({ immediate, stayed, keptFor }) {
    const { isPending } = this.periods;
    this.number = numberAfter(this.number);
    const period = this.#newPeriod();
    // What nobody waits for is not waited for because of what overtakes it.
    this.immediate = immediate || (isPending && this.immediate);
    this.awaited = new Set(this.immediate ? [""] : ["", ...stayed]);
    void this.periods.hold(period, keptFor).then((isNewest) => isNewest && this.#held(""));
    this.#tellAll(period, stayed);
    if (isPending) return;
    const due = {};
    this.due = due;
    this.clock.later(() => this.due === due && this.#go(), HELD_WITHIN);
  }

  /** @returns {Period} */
  #newPeriod() {
    const own = { sender: HOST_SENDER, load: this.load };
    const others = [...this.members].map(([participant, { sender, load }]) => ({
      participant,
      sender,
      load: decodeBase64url(load),
    }));
    return {
      epoch: this.number,
      secret: crypto.getRandomValues(new Uint8Array(SECRET_BYTES)),
      own,
      members: [{ participant: this.own(), ...own }, ...others],
    };
  }

  /**
   * @param {Period} period
   * @param {Set<string>} stayed
   */
  #tellAll({ epoch, secret, members }, stayed) {
    /** @type {Member[]} */
    const listed = members.map(({ participant, sender, load }) => ({
      participant,
      sender,
      load: encodeBase64url(load),
    }));
    for (const [participant, { sender }] of this.members) {
      this.tell(participant, {
        kind: "epoch",
        epoch,
        secret: encodeBase64url(secret),
        sender,
        members: listed,
        go: this.immediate,
      });
      const at = this.beats.get(participant);
      if (!stayed.has(participant) && at !== undefined) this.tell(participant, { kind: "lease", at });
    }
  }

  /** @param {string} from */
  #held(from) {
    this.awaited.delete(from);
    if (this.awaited.size === 0) this.#go();
  }

  #go() {
    const { newest, gone } = this.periods;
    if (gone || newest === null) return;
    this.due = null;
    this.periods.go();
    if (this.immediate) return;
    for (const participant of this.members.keys()) this.tell(participant, { kind: "go", epoch: newest.epoch });
  }

  /**
   * Whoever stays keeps their number; nobody has two.
   *
   * @param {ReadonlyMap<string, string>} loads
   */
  #withSenders(loads) {
    const kept = [...loads.keys()].flatMap((id) => this.members.get(id)?.sender ?? []);
    const taken = new Set([HOST_SENDER, ...kept]);
    /** @type {Map<string, {sender: number, load: string}>} */
    const members = new Map();
    for (const [id, load] of loads) {
      const sender = this.members.get(id)?.sender ?? firstFree(taken);
      taken.add(sender);
      members.set(id, { sender, load });
    }
    return members;
  }
}

/**
 * Never 0, nor one whose key ids have the byte 0: those are a preview's, whoever looks at them.
 *
 * @param {number} number
 */
export function numberAfter(number) {
  const next = (number % LAST_EPOCH) + 1;
  return next % NUMBERS_IN_KEY_ID === 0 ? next + 1 : next;
}

/** @param {ReadonlySet<number>} taken */
function firstFree(taken) {
  for (let sender = HOST_SENDER + 1; sender < SENDERS; sender += 1) if (!taken.has(sender)) return sender;
  throw new RangeError("more people in a session than senders can be told apart");
}
