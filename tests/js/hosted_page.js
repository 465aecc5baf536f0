// A clinician's page that hosts a room, the server's words to it, and the clients' ends of their channels.

import { HostedRoom } from "../../static/js/hosted_room.js";
import { Channel } from "../../static/js/sealed.js";
import { FakeClock } from "./fake_clock.js";
import { newCard } from "./fake_waiter.js";

/** @import { Card } from "../../static/js/card.js" */
/** @import { FromBrowser, ParticipantView, Standing } from "../../static/js/messages.js" */

export class HostedPage {
  constructor() {
    /** @type {FromBrowser[]} */
    this.sent = [];
    this.seat = {
      record: /** @type {any} */ (null),
      read: () => this.seat.record,
      keep: (/** @type {any} */ change) => {
        this.seat.record = { ...this.seat.record, ...change };
      },
    };
    this.clock = new FakeClock();
    /** What somebody in session has said of another device. @type {unknown[]} */
    this.news = [];
    this.room = new HostedRoom(
      {
        id: "room",
        clinician: "Dr Ruiz",
        seat: /** @type {any} */ (this.seat),
        send: (message) => this.sent.push(message) > 0,
        devices: () => ({ microphone: "on", camera: "off" }),
        news: (news) => void this.news.push(news),
      },
      this.clock,
    );
    /** @type {Map<string, {channel: Channel, told: any[]}>} */
    this.clients = new Map();
    this.version = 1;
    this.room.received({
      type: "welcome",
      room: "room",
      version: 1,
      you: "ruiz",
      clinician: "Dr Ruiz",
      seat: "token",
      leg: 0,
      code_word: false,
      host: "ruiz",
      people: [person("ruiz", "host")],
    });
  }

  /** @param {...ParticipantView} people */
  change(...people) {
    this.version += 1;
    this.room.received({ type: "changed", room: "room", version: this.version, host: "ruiz", people });
    this.carry();
  }

  /**
   * Somebody whose page opens a channel and sends a card.
   *
   * @param {string} id
   * @param {string} name
   * @param {Partial<Card>} [card]
   * @param {Partial<ParticipantView>} [more]
   */
  arrives(id, name, card = {}, more = {}) {
    const { channel, told } = this.page(id, name, card);
    this.change(person(id, "waiting", more));
    channel.setConnected(true);
    this.carry();
    return told;
  }

  /** A client's page, newly loaded. @param {string} id @param {string} name @param {Partial<Card>} [card] */
  page(id, name, card = {}) {
    /** @type {any[]} */
    const told = [];
    const channel = new Channel(
      {
        opens: true,
        transmit: (body) => this.room.received({ type: "sealed", room: "room", sender: id, body }),
        opened: () => channel.send(newCard({ name, ...card })),
        content: (content) => told.push(content),
      },
      this.clock,
    );
    this.clients.set(id, { channel, told });
    return { channel, told };
  }

  /** Deliver what the clinician's page has sealed, until nothing is left to say. */
  carry() {
    do {
      for (const message of this.sent.splice(0)) {
        if (message.type === "sealed") this.clients.get(message.to)?.channel.receive(message.body);
        else this.acts.push(message);
      }
      this.clock.pass(200);
    } while (this.sent.length > 0);
  }

  /** Somebody's page says this. @param {string} id @param {object} content */
  says(id, content) {
    this.clients.get(id)?.channel.send(content);
    this.carry();
  }

  /** The server has forgotten somebody. @param {string} id */
  forgets(id) {
    this.version += 1;
    const { version } = this;
    this.room.received({ type: "changed", room: "room", version, host: "ruiz", people: [], gone: [id] });
  }

  /** @type {FromBrowser[]} */
  acts = [];
}

/**
 * @param {string} id
 * @param {Standing} standing
 * @param {Partial<ParticipantView>} [more]
 * @returns {ParticipantView}
 */
export function person(id, standing, more = {}) {
  return {
    id,
    role: id === "ruiz" ? "clinician" : "client",
    standing,
    connected: true,
    previewed: false,
    case: `case of ${id}`,
    invitation: `link of ${id}`,
    ...more,
  };
}

