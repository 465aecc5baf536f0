// A client's end of the correspondence with the page that hosts the room: the card goes there, the roster comes back.

import { readContent } from "./card.js";
import { CLOCK } from "./clock.js";
import { Channel, SealedRefused } from "./sealed.js";

/** @import { DeviceStates, RosterPerson } from "./card.js" */
/** @import { Clock } from "./clock.js" */
/** @import { FromBrowser } from "./messages.js" */
/** @import { CheckInCard } from "./visit.js" */

export class HostChannel {
  /**
   * @param {object} page
   * @param {(message: FromBrowser) => boolean} page.send
   * @param {() => CheckInCard|null} page.card
   * @param {() => DeviceStates} page.devices
   * @param {Clock} [clock]
   */
  constructor({ send, card, devices }, clock = CLOCK) {
    this.clock = clock;
    this.send = send;
    this.card = card;
    this.devices = devices;
    /** @type {RosterPerson[]} */
    this.roster = [];
    /** The page that hosts, empty until it is known. */
    this.to = "";
    /** @type {Channel|null} */
    this.channel = null;
    /** What was said of the devices last, as text. */
    this.said = "";
  }

  /**
   * @param {string} room
   * @param {string|null} host   the page that hosts now
   * @param {boolean} open       both ends are connected, and this page takes part
   */
  follow(room, host, open) {
    if (host !== null && host !== this.to) this.#begin(room, host);
    this.channel?.setConnected(open);
  }

  /** The card, to a page that knows nothing yet or to one that has a new guest before it. */
  tellCard() {
    const card = this.card();
    if (card === null) return;
    const devices = this.devices();
    this.said = JSON.stringify(devices);
    this.channel?.send({ kind: "card", ...card, devices });
  }

  /** Camera and microphone as they are now, once for each change. */
  tellDevices() {
    const devices = this.devices();
    const text = JSON.stringify(devices);
    if (text === this.said) return;
    this.said = text;
    this.channel?.send({ kind: "devices", ...devices });
  }

  /**
   * Only the page that hosts has something to say to a client's.
   *
   * @param {string} sender
   * @param {string} body
   */
  receive(sender, body) {
    if (sender !== this.to || this.channel === null) return;
    try {
      this.channel.receive(body);
    } catch (error) {
      if (!(error instanceof SealedRefused)) throw error;
      console.warn("A sealed message was refused:", error.message);
    }
  }

  /** The session is over: nobody else's name stays here. */
  forget() {
    this.roster = [];
  }

  /**
   * @param {string} room
   * @param {string} to
   */
  #begin(room, to) {
    // The page before, if it is still there, keeps to itself.
    this.channel?.setConnected(false);
    this.to = to;
    this.roster = [];
    this.channel = new Channel(
      {
        opens: true,
        transmit: (body) => this.send({ type: "sealed", room, to, body }),
        opened: () => this.tellCard(),
        content: (content) => this.#told(content),
      },
      this.clock,
    );
  }

  /** @param {unknown} value */
  #told(value) {
    const content = readContent(value);
    if (content?.kind === "roster") this.roster = content.people;
  }
}
