// The sealed correspondence of the page that hosts a room: one channel with each person who may be written to.

import { CLOCK } from "./clock.js";
import { Pace } from "./pace.js";
import { Channel, SealedRefused, unseal } from "./sealed.js";

/** @import { Content } from "./card.js" */
/** @import { Clock } from "./clock.js" */
/** @import { FromBrowser } from "./messages.js" */

/** More of one sender is dropped: what they send is answered, and this page may send 20 messages a second in all. */
const PACE = Object.freeze({ atOnce: 20, perSecond: 5 });
/** Of all together: what is left of this page's messages is for what its clinician does. */
const SHARED = Object.freeze({ atOnce: 24, perSecond: 8 });

export class Channels {
  /**
   * @param {object} page
   * @param {string} page.room
   * @param {(message: FromBrowser) => boolean} page.send
   * @param {(from: string) => void} page.opened   somebody's page is new and knows nothing yet
   * @param {(from: string, content: unknown) => void} page.content
   * @param {Clock} [clock]
   */
  constructor({ room, send, opened, content }, clock = CLOCK) {
    this.room = room;
    this.send = send;
    this.opened = opened;
    this.content = content;
    this.clock = clock;
    /** @type {Map<string, Channel>} */
    this.channels = new Map();
    /** @type {Map<string, Pace>} */
    this.paces = new Map();
    this.shared = new Pace(SHARED, clock);
  }

  /**
   * @param {string} id
   * @param {boolean} open  both ends are connected, and may write to each other
   */
  follow(id, open) {
    if (open || this.channels.has(id)) this.#channel(id).setConnected(open);
  }

  /** Nothing can be sent for now. */
  lost() {
    for (const channel of this.channels.values()) channel.setConnected(false);
  }

  /** @param {string} id */
  forget(id) {
    this.channels.get(id)?.setConnected(false);
    this.channels.delete(id);
    this.paces.delete(id);
  }

  /** Whether somebody's page has agreed on a channel, connected or not. @param {string} id */
  isOpen(id) {
    return (this.channels.get(id)?.other ?? "") !== "";
  }

  /** Whether somebody can be told something, now. @param {string} id */
  isConnected(id) {
    return this.isOpen(id) && this.channels.get(id)?.connected === true;
  }

  /**
   * Before a channel is open nobody is told: `opened` is the time to say all.
   *
   * @param {string} to
   * @param {Content} content
   */
  tell(to, content) {
    this.channels.get(to)?.send(content);
  }

  /**
   * What comes too fast is dropped without an answer, and its sender says it again by itself. An acknowledgement has
   * no answer, and saves one.
   *
   * @param {string} sender
   * @param {string} body
   */
  receive(sender, body) {
    if (!this.#pace(sender).take()) return;
    try {
      const envelope = unseal(body);
      if (envelope.kind !== "acknowledgement" && !this.shared.take()) return;
      this.#channel(sender).hear(envelope);
    } catch (error) {
      if (!(error instanceof SealedRefused)) throw error;
      console.warn("A sealed message was refused:", error.message);
    }
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
    this.send({ type: "sealed", room: this.room, to, body });
  }

  /**
   * @param {string} to
   * @returns {Channel}
   */
  #channel(to) {
    const known = this.channels.get(to);
    if (known !== undefined) return known;
    const channel = new Channel(
      {
        opens: false,
        transmit: (body, isMessage) => this.#transmit(to, body, isMessage),
        opened: () => this.opened(to),
        content: (content) => this.content(to, content),
      },
      this.clock,
    );
    this.channels.set(to, channel);
    return channel;
  }

  /**
   * @param {string} sender
   * @returns {Pace}
   */
  #pace(sender) {
    const pace = this.paces.get(sender) ?? new Pace(PACE, this.clock);
    this.paces.set(sender, pace);
    return pace;
  }
}
