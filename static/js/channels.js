// The sealed correspondence of the page that hosts a room: one end with each person who may be written to.

import { CLOCK } from "./clock.js";
import { readEnvelope } from "./envelope.js";
import { HostEnd } from "./host_end.js";
import { Pace } from "./pace.js";
import { SealedRefused } from "./sealed_refused.js";

/** @import { Content } from "./card.js" */
/** @import { Clock } from "./clock.js" */
/** @import { Confirmed, Secrets } from "./host_end.js" */
/** @import { FromBrowser } from "./messages.js" */

/**
 * @typedef {object} Door  what opens the knocks at a room
 * @property {(participant: string) => Promise<Secrets|null>} secrets
 *   soon; null when the link is not known, or the vault is locked: they are not answered, and asked again
 * @property {(invitation: string) => Promise<boolean>} count
 *   one more fresh handshake by this link; false when all of a day are used up
 */

/** More of one sender is dropped: what they send is answered, and this page may send 20 messages a second in all. */
const PACE = Object.freeze({ atOnce: 20, perSecond: 5 });
/** Of all together: what is left of this page's messages is for what its clinician does. */
const SHARED = Object.freeze({ atOnce: 24, perSecond: 8 });
/** Of all in session together, whom those who knock do not crowd out. */
const IN_SESSION = Object.freeze({ atOnce: 24, perSecond: 6 });
/** Twice as many senders as a room has people: of those who have gone before they had a channel nobody tells. */
const MOST_PACES = 256;

export class Channels {
  /**
   * @param {object} page
   * @param {string} page.room
   * @param {() => string} page.own  this page's participant
   * @param {Door} page.door
   * @param {(message: FromBrowser) => boolean} page.send
   * @param {(from: string, confirmed: Confirmed) => void} page.confirmed  somebody's page is new and knows nothing yet
   * @param {(from: string, content: unknown) => void} page.content
   * @param {(from: string, number: number) => void} [page.acknowledged]  they have taken everything up to this number
   * @param {(from: string) => boolean} [page.goesFirst]  they are in session, by this page's own decision
   * @param {(from: string) => void} [page.overrun]  all fresh handshakes of their link are used up for now
   * @param {Clock} [clock]
   */
  constructor(page, clock = CLOCK) {
    this.page = page;
    this.clock = clock;
    /** @type {Map<string, HostEnd>} */
    this.ends = new Map();
    /** @type {Map<string, Pace>} */
    this.paces = new Map();
    this.shared = new Pace(SHARED, clock);
    this.inSession = new Pace(IN_SESSION, clock);
  }

  /**
   * @param {string} id
   * @param {boolean} open  both ends are connected, and may write to each other
   */
  follow(id, open) {
    if (open || this.ends.has(id)) this.#end(id).setConnected(open);
  }

  /** Nothing can be sent for now. */
  lost() {
    for (const end of this.ends.values()) end.setConnected(false);
  }

  /** @param {string} id */
  forget(id) {
    this.ends.get(id)?.close();
    this.ends.delete(id);
    this.paces.delete(id);
  }

  /** Those of whom something is known here, or may come to be. @returns {string[]} */
  people() {
    return [...this.ends.keys()];
  }

  /** Whether somebody's page has opened a channel, connected or not. @param {string} id */
  isOpen(id) {
    return this.ends.get(id)?.isOpen ?? false;
  }

  /** Whether somebody can be told something, now. @param {string} id */
  isConnected(id) {
    return this.isOpen(id) && this.ends.get(id)?.connected === true;
  }

  /** What opens knocks can be had now: whoever was not answered knocks again. */
  askAll() {
    for (const end of this.ends.values()) end.ask();
  }

  /**
   * Before a channel is open nobody is told: `confirmed` is the time to say all.
   *
   * @param {string} to
   * @param {Content} content
   * @returns {number}  its own in this channel, 0 when it goes nowhere
   */
  tell(to, content) {
    return this.ends.get(to)?.send(content) ?? 0;
  }

  /**
   * What comes too fast is dropped without an answer, before anything is reckoned, and its sender says it again by
   * itself. An acknowledgement has no answer, and saves one.
   *
   * @param {string} sender
   * @param {string} body
   */
  receive(sender, body) {
    if (!this.#pace(sender).take()) return;
    try {
      const envelope = readEnvelope(body);
      if (envelope.kind !== "acknowledgement" && !this.#pays(sender)) return;
      void this.#end(sender).hear(envelope);
    } catch (error) {
      if (!(error instanceof SealedRefused)) throw error;
      console.warn("A sealed message was refused:", error.message);
    }
  }

  /** Whoever is in session is not kept from it by those who knock. @param {string} sender */
  #pays(sender) {
    return this.page.goesFirst?.(sender) === true ? this.inSession.take() : this.shared.take();
  }

  /**
   * Taking what came has paid for its answer; a message is paid for here, on credit if need be.
   *
   * @param {string} to
   * @param {string} body
   * @param {boolean} isMessage
   */
  #transmit(to, body, isMessage) {
    if (isMessage) this.shared.left = Math.max(-SHARED.atOnce, this.shared.left - 1);
    this.page.send({ type: "sealed", room: this.page.room, to, body });
  }

  /**
   * @param {string} id
   * @returns {HostEnd}
   */
  #end(id) {
    const known = this.ends.get(id);
    if (known !== undefined) return known;
    const { room, own, door, confirmed, content, acknowledged, overrun } = this.page;
    const end = new HostEnd(
      {
        place: () => ({ room, client: id, host: own() }),
        secrets: () => door.secrets(id),
        count: (invitation) => door.count(invitation),
        overrun: () => overrun?.(id),
        transmit: (body, isMessage) => this.#transmit(id, body, isMessage),
        confirmed: (about) => confirmed(id, about),
        content: (said) => content(id, said),
        acknowledged: (number) => acknowledged?.(id, number),
      },
      this.clock,
    );
    this.ends.set(id, end);
    return end;
  }

  /**
   * @param {string} sender
   * @returns {Pace}
   */
  #pace(sender) {
    const pace = this.paces.get(sender) ?? new Pace(PACE, this.clock);
    this.paces.set(sender, pace);
    const [oldest = ""] = this.paces.keys();
    if (this.paces.size > MOST_PACES) this.paces.delete(oldest);
    return pace;
  }
}
